// json: settings that screens write and read, e.g. the widgets of a dashboard. Their owner's hook checks what is inside.

import type { FieldType, Json } from '../types.ts';
import { accept, empty, isPlainObject, orNull, quote, refuse } from './checked.ts';

const MAX_LENGTH = 100_000;

/** Keys come in one order, so that equal settings are equal text, whatever order they were written in or PostgreSQL keeps. */
export const json: FieldType = {
  name: 'json',
  columns: () => [{ suffix: '', type: 'jsonb' }],
  // Like a file, it has no order and no parts that a filter could name: it is empty or it is not.
  expression: () => ({ kind: 'file' }),
  check(input, field) {
    if (input === null || input === undefined) return empty;
    const text = JSON.stringify(input);
    // What cannot be text (a function, undefined) has no JSON.
    if (text === undefined) return refuse('type', 'must be JSON');
    const limit = field.length ?? MAX_LENGTH;
    if (text.length > limit) return refuse('too_long', `is ${text.length} characters of JSON, at most ${limit} fit`);
    const value = JSON.parse(text) as Json;
    return isSound(value) ? accept(ordered(value)) : refuse('bad_characters', 'has broken characters');
  },
  toColumns: (value) => [value === null || value === undefined ? null : JSON.stringify(value)],
  fromColumns: ([cell]) => (cell === null || cell === undefined ? null : ordered(JSON.parse(cell) as Json)),
  parse(text, field) {
    try {
      return json.check(JSON.parse(text), field);
    } catch {
      return refuse('type', `${quote(text)} is not JSON`);
    }
  },
  print: (value) => JSON.stringify(value),
  jsonSchema: (field) => orNull({ description: field.help || 'JSON' }, field),
  operators: ['is empty', 'is not empty'],
  sortable: false,
  customizable: false,
};

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isPlainObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, ordered(value[key] as Json)]));
}

/** PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair. */
function isSound(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (Array.isArray(value)) return value.every(isSound);
  return !isPlainObject(value) || Object.entries(value).every(([key, inner]) => isSound(key) && isSound(inner as Json));
}
