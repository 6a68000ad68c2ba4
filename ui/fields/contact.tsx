// email, phone and url: text that one can act on.

import { TextInput } from '@mantine/core';
import classes from './fields.module.css';
import { useInputProps } from './input.ts';
import type { EditProps, ShowProps, Widget } from './widget.ts';

interface Kind {
  type: 'email' | 'tel' | 'url';
  /** Address to open; null: shown as text. */
  href: (value: string) => string | null;
  label: (value: string) => string;
}

const email: Kind = { type: 'email', href: (value) => `mailto:${value}`, label: (value) => value };

const phone: Kind = { type: 'tel', href: (value) => `tel:${value.replace(/[^\d+*#]/g, '')}`, label: (value) => value };

const url: Kind = { type: 'url', href: webAddress, label: (value) => value.replace(/^https?:\/\//i, '').replace(/\/$/, '') };

const text = (value: string) => value;

export const emailWidget: Widget<string> = {
  Show: (props) => <ContactShow kind={email} {...props} />,
  Edit: (props) => <ContactEdit kind={email} {...props} />,
  text,
  width: 200,
  typed: true,
  linked: true,
};

export const phoneWidget: Widget<string> = {
  Show: (props) => <ContactShow kind={phone} {...props} />,
  Edit: (props) => <ContactEdit kind={phone} {...props} />,
  text,
  width: 150,
  typed: true,
  linked: true,
};

export const urlWidget: Widget<string> = {
  Show: (props) => <ContactShow kind={url} {...props} />,
  Edit: (props) => <ContactEdit kind={url} {...props} />,
  text,
  width: 180,
  typed: true,
  linked: true,
};

function ContactShow({ kind, value, place }: ShowProps<string> & { kind: Kind }) {
  const href = kind.href(value);
  if (!href) return value;
  const outside = kind.type === 'url' ? { target: '_blank', rel: 'noreferrer noopener' } : {};
  return (
    <a
      href={href}
      className={`${classes.link} ${place === 'page' ? classes.wrap : ''}`}
      {...outside}
      tabIndex={place === 'cell' ? -1 : undefined}
    >
      {kind.label(value)}
    </a>
  );
}

function ContactEdit({ kind, value, onChange, ...props }: EditProps<string> & { kind: Kind }) {
  return (
    <TextInput
      {...useInputProps(props)}
      // A browser's own idea of an address must not stop a form; the server says what is wrong.
      type={kind.type === 'tel' ? 'tel' : 'text'}
      inputMode={kind.type}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      maxLength={props.field.length ?? undefined}
      spellCheck={false}
      autoCapitalize="none"
    />
  );
}

/** Only what a browser may open: a stored `javascript:` address must never become a link. */
function webAddress(value: string): string | null {
  if (/^https?:\/\//i.test(value)) return value;
  return /^[\w-]+(\.[\w-]+)+(\/|$)/.test(value) ? `https://${value}` : null;
}
