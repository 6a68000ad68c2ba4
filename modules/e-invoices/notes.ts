// Notes of an invoice where the format has no place for their subject: it stands before the text, as `#AAI#Text`.

import { childrenOf, element } from '../../engine/index.ts';
import type { Part } from './codec.ts';
import type { Invoice } from './model.ts';

const NOTE = /^#([A-Z0-9]{3})#([\s\S]*)$/;

export function notes(name: string): Part<Invoice> {
  return {
    write(value, into) {
      for (const { subject, text } of value.notes) into.children.push(element(name, {}, subject ? `#${subject}#${text}` : text));
      return value.notes.length > 0;
    },
    read(from, value) {
      value.notes = childrenOf(from, name).map(({ text }) => {
        const [, subject, rest] = NOTE.exec(text) ?? [];
        return subject === undefined || rest === undefined ? { text } : { subject, text: rest };
      });
    },
  };
}
