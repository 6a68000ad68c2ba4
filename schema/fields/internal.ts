// Types that no one fills in by hand: running numbers and password hashes.

import type { FieldType } from '../types.ts';
import { accept, empty, orNull, refuse, wrongType } from './checked.ts';
import { text, textOperators } from './text.ts';

/** Given by the engine at creation, see numbering.ts. */
export const sequence: FieldType = {
  ...text,
  name: 'sequence',
  jsonSchema: (field) => orNull({ type: 'string', readOnly: true }, field),
  operators: ['=', ...textOperators.filter((operator) => operator !== '=')],
  customizable: false,
};

/** check() takes the password itself; whoever stores it hashes it first. Nothing ever reads it back. */
export const password: FieldType = {
  name: 'password',
  columns: () => [{ suffix: '', type: 'text' }],
  expression: () => ({ kind: 'text' }),
  check(input) {
    if (input === null || input === undefined || input === '') return empty;
    if (typeof input !== 'string') return wrongType('text', input);
    // Neither trimmed nor changed: a password is what was typed.
    if (!input.isWellFormed() || input.includes('\0')) return refuse('bad_characters', 'has broken characters');
    return input.length > 1024 ? refuse('too_long', `has ${input.length} characters, at most 1024 fit`) : accept(input);
  },
  toColumns: (value) => [value as string | null],
  fromColumns: (cells) => cells[0] ?? null,
  parse: () => refuse('not_importable', 'a password cannot be imported'),
  print: () => '',
  jsonSchema: (field) => orNull({ type: 'string', writeOnly: true, maxLength: 1024 }, field),
  operators: [],
  sortable: false,
  customizable: false,
};
