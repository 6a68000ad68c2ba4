// text and text_area.

import { Textarea, TextInput } from '@mantine/core';
import classes from './fields.module.css';
import { useInputProps } from './input.ts';
import type { EditProps, Widget } from './widget.ts';

export const textWidget: Widget<string> = {
  Show: ({ value, place }) => <span className={place === 'page' ? classes.wrap : undefined}>{String(value)}</span>,
  Edit: TextEdit,
  text: (value) => String(value),
  width: 200,
  typed: true,
};

export const textAreaWidget: Widget<string> = {
  Show: ({ value, place }) => (place === 'page' ? <span className={classes.lines}>{value}</span> : value.replace(/\s+/g, ' ')),
  Edit: TextAreaEdit,
  text: (value) => value.replace(/\s+/g, ' '),
  width: 240,
  typed: true,
  cellRoom: 'tall',
  wide: true,
};

function TextEdit({ value, onChange, ...props }: EditProps<string>) {
  return (
    <TextInput
      {...useInputProps(props)}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      maxLength={props.field.length ?? undefined}
    />
  );
}

function TextAreaEdit({ value, onChange, ...props }: EditProps<string>) {
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
