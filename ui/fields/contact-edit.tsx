// The controls of email, phone and url: a phone shows the right keys.

import { TextInput } from '@mantine/core';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function EmailEdit(props: EditProps<string>) {
  return <ContactEdit mode="email" {...props} />;
}

export function PhoneEdit(props: EditProps<string>) {
  return <ContactEdit mode="tel" {...props} />;
}

export function UrlEdit(props: EditProps<string>) {
  return <ContactEdit mode="url" {...props} />;
}

function ContactEdit({ mode, value, onChange, ...props }: EditProps<string> & { mode: 'email' | 'tel' | 'url' }) {
  return (
    <TextInput
      {...useInputProps(props)}
      // A browser's own idea of an address must not stop a form; the server says what is wrong.
      type={mode === 'tel' ? 'tel' : 'text'}
      inputMode={mode}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      maxLength={props.field.length ?? undefined}
      spellCheck={false}
      autoCapitalize="none"
    />
  );
}
