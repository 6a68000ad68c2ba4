// Types that no one reads: password hashes and sealed secrets; and running numbers, which no one fills in.

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

/**
 * The password of a mail server, a token: Kontor needs it again, people never see it again. check() takes the secret itself, the
 * engine seals it before it is stored, and what is read says only that there is one.
 */
export const secret: FieldType = {
  ...password,
  name: 'secret',
  // Like a file: it is empty or it is not.
  expression: () => ({ kind: 'file' }),
  check(input) {
    if (input === null || input === undefined || input === '') return empty;
    if (typeof input !== 'string') return wrongType('text', input);
    if (!input.isWellFormed() || input.includes('\0')) return refuse('bad_characters', 'has broken characters');
    return input.length > 10_000 ? refuse('too_long', `has ${input.length} characters, at most 10000 fit`) : accept(input);
  },
  fromColumns: ([cell]) => (cell === null || cell === undefined ? null : true),
  parse: () => refuse('not_importable', 'a secret cannot be imported'),
  jsonSchema: (field, direction) =>
    direction === 'read'
      ? { type: ['boolean', 'null'], description: 'Whether there is one' }
      : orNull({ type: 'string', writeOnly: true, maxLength: 10_000 }, field),
  operators: ['is empty', 'is not empty'],
  sealed: true,
};
