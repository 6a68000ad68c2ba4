// The controls of text and text_area.

import { Textarea, TextInput } from '@mantine/core';
import { useInputProps } from './input.ts';
import { NameEdit } from './name-edit.tsx';
import type { EditProps } from './widget.ts';

export function TextEdit(all: EditProps<string>) {
  return all.field.names ? <NameEdit {...all} /> : <TypedText {...all} />;
}

function TypedText({ value, onChange, ...props }: EditProps<string>) {
  return (
    <TextInput
      {...useInputProps(props)}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      maxLength={props.field.length ?? undefined}
    />
  );
}

export function TextAreaEdit({ value, onChange, ...props }: EditProps<string>) {
  const cell = props.place === 'cell';
  return (
    <Textarea
      {...useInputProps(props)}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      maxLength={props.field.length ?? undefined}
      autosize={!cell}
      rows={cell ? 1 : undefined}
      minRows={cell ? undefined : 3}
      maxRows={cell ? undefined : 16}
    />
  );
}
