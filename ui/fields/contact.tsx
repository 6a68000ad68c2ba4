// email, phone and url: text that one can act on.

import classes from './fields.module.css';
import { lazyEdit } from './lazy-edit.tsx';
import type { ShowProps, Widget } from './widget.ts';

interface Kind {
  /** Address to open; null: shown as text. */
  href: (value: string) => string | null;
  label: (value: string) => string;
}

const email: Kind = { href: (value) => `mailto:${value}`, label: (value) => value };

const phone: Kind = { href: (value) => `tel:${value.replace(/[^\d+*#]/g, '')}`, label: (value) => value };

const url: Kind = { href: webAddress, label: (value) => value.replace(/^https?:\/\//i, '').replace(/\/$/, '') };

const text = (value: string) => value;

export const emailWidget: Widget<string> = {
  Show: (props) => <ContactShow kind={email} {...props} />,
  Edit: lazyEdit('EmailEdit'),
  text,
  width: 200,
  typed: true,
  linked: true,
};

export const phoneWidget: Widget<string> = {
  Show: (props) => <ContactShow kind={phone} {...props} />,
  Edit: lazyEdit('PhoneEdit'),
  text,
  width: 150,
  typed: true,
  linked: true,
};

export const urlWidget: Widget<string> = {
  Show: (props) => <ContactShow kind={url} {...props} />,
  Edit: lazyEdit('UrlEdit'),
  text,
  width: 180,
  typed: true,
  linked: true,
};

function ContactShow({ kind, value, place }: ShowProps<string> & { kind: Kind }) {
  const href = kind.href(value);
  if (!href) return value;
  const outside = kind === url ? { target: '_blank', rel: 'noreferrer noopener' } : {};
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

/** Only what a browser may open: a stored `javascript:` address must never become a link. */
function webAddress(value: string): string | null {
  if (/^https?:\/\//i.test(value)) return value;
  return /^[\w-]+(\.[\w-]+)+(\/|$)/.test(value) ? `https://${value}` : null;
}
