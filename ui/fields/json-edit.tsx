// The control of json.

import { JsonInput } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '../../schema/index.ts';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function JsonEdit({ value, onChange, ...props }: EditProps<Json>) {
  const [text, setText] = useState(() => (value === null ? '' : JSON.stringify(value, null, 2)));
  return (
    <JsonInput
      {...useInputProps(props)}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(read(next));
      }}
      autosize
      minRows={4}
      maxRows={16}
    />
  );
}

/** What cannot be read yet stays as typed; the server says what is wrong with it. */
function read(text: string): Json {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
