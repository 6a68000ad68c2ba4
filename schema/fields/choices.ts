// Choices among options: picklist, radio, state, multi_picklist; and the checkbox, a choice of two.

import { fold } from '../fold.ts';
import { nearest } from '../names.ts';
import type { Checked, Field, FieldType, Json, Option } from '../types.ts';
import { accept, empty, orNull, quote, refuse, wrongType } from './checked.ts';
import { checkLine } from './text.ts';

const OPEN_LENGTH = 250;

/** A choice of one. */
export const picklist: FieldType = {
  name: 'picklist',
  columns: () => [{ suffix: '', type: 'text' }],
  // An open one is text with suggestions: it is compared as texts are, without regard to case.
  expression: (field) => (field.open ? { kind: 'text' } : { kind: 'choice', options: known(field) }),
  check: checkOption,
  toColumns: (value) => [value as string | null],
  fromColumns: (cells) => cells[0] ?? null,
  parse: (given, field) => checkOption(optionMeant(given, field)?.value ?? given, field),
  print: (value, field) => (value === null || value === undefined ? '' : labelOf(value as string, field)),
  jsonSchema: (field) => {
    if (field.open) return orNull({ type: 'string', maxLength: OPEN_LENGTH, examples: field.options.map(({ value }) => value) }, field);
    return orNull({ type: 'string', enum: field.options.map(({ value }) => value) }, field);
  },
  operators: ['=', '!=', 'in', 'not in', 'is empty', 'is not empty'],
  sortable: true,
  customizable: true,
};

export const radio: FieldType = { ...picklist, name: 'radio' };

export const state: FieldType = { ...picklist, name: 'state', customizable: false };

export const multiPicklist: FieldType = {
  name: 'multi_picklist',
  columns: () => [{ suffix: '', type: 'jsonb' }],
  expression: (field) => ({ kind: 'choices', options: known(field) }),
  check(input, field) {
    if (input === null || input === undefined || input === '') return empty;
    if (!Array.isArray(input)) return wrongType('a list of options', input);
    return checkOptions(input, field);
  },
  toColumns: (value) => [value === null || value === undefined ? null : JSON.stringify(value)],
  fromColumns: ([cell]) => (cell === null || cell === undefined ? null : JSON.parse(cell)),
  parse(given, field, format) {
    const parts = given.split(format.separator ?? ';').map((part) => part.trim());
    const meant = parts.filter((part) => part !== '').map((part) => optionMeant(part, field)?.value ?? part);
    return checkOptions(meant, field);
  },
  print: (value, field) => ((value as string[] | null) ?? []).map((option) => labelOf(option, field)).join('; '),
  jsonSchema: (field) => {
    const items: { [key: string]: Json } = field.open
      ? { type: 'string' }
      : { type: 'string', enum: field.options.map(({ value }) => value) };
    return orNull({ type: 'array', items, uniqueItems: true }, field);
  },
  operators: ['contains', 'is empty', 'is not empty'],
  sortable: false,
  customizable: true,
};

export const checkbox: FieldType = {
  name: 'checkbox',
  columns: () => [{ suffix: '', type: 'boolean' }],
  expression: () => ({ kind: 'boolean' }),
  check(input) {
    if (input === null || input === undefined) return empty;
    return typeof input === 'boolean' ? accept(input) : wrongType('true or false', input);
  },
  toColumns: (value) => [value as boolean | null],
  fromColumns: ([cell]) => (cell === null || cell === undefined ? null : cell === 't' || cell === 'true'),
  parse(given) {
    const word = fold(given.trim());
    if (YES.has(word)) return accept(true);
    if (NO.has(word)) return accept(false);
    return refuse('not_yes_or_no', `${quote(given)} is neither yes nor no`);
  },
  print: (value) => (value === null || value === undefined ? '' : value ? 'yes' : 'no'),
  jsonSchema: (field) => orNull({ type: 'boolean' }, field),
  operators: ['=', '!='],
  sortable: true,
  customizable: true,
};

/** English, Finnish, Swedish, German, Russian, and what programs write. */
const YES = folded('yes y true t 1 x on ✓ ✔ kyllä k tosi ja j sant sann wahr да д истина вкл');
const NO = folded('no n false f 0 off - ✗ ei e epätosi nej falskt falsk nein falsch нет н ложь выкл');

function folded(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').map(fold));
}

function checkOption(input: unknown, field: Field): Checked<string> {
  const line = checkLine(input, OPEN_LENGTH);
  if (!line.ok || line.value === null) return line;
  const option = field.options.find(({ value }) => value === line.value);
  if (option && option.active !== false) return line;
  if (option) return refuse('inactive_option', `${quote(option.label)} cannot be chosen any more`);
  return field.open ? line : notAnOption(line.value, field);
}

/** In the order of the options, each once, other values last: so that equal choices are equal values. */
function checkOptions(input: readonly unknown[], field: Field): Checked<readonly string[]> {
  const chosen = new Set<string>();
  for (const item of input) {
    if (typeof item !== 'string') return wrongType('a list of texts', item);
    const checked = checkOption(item, field);
    if (!checked.ok) return checked;
    if (checked.value !== null) chosen.add(checked.value);
  }
  if (chosen.size === 0) return empty;
  const values = field.options.map(({ value }) => value).filter((value) => chosen.delete(value));
  return accept([...values, ...chosen]);
}

function notAnOption(value: string, field: Field): Checked<string> {
  // An import lists an option once for every language it is known in.
  const options = [...new Set(field.options.filter(({ active }) => active !== false).map((option) => option.value))];
  const near = optionMeant(value, field)?.value ?? nearest(value, options);
  const hint = near ? `; did you mean ${quote(near)}?` : `; the options are ${options.slice(0, 10).map(quote).join(', ')}`;
  return refuse('not_an_option', `${quote(value)} is not one of the options${hint}`);
}

/** The option a person means: by value or label, without regard to case and accents. */
function optionMeant(given: string, field: Field): Option | undefined {
  const word = fold(given.trim());
  return (
    field.options.find(({ value }) => value === given.trim()) ??
    field.options.find(({ value, label }) => fold(value) === word || fold(label) === word)
  );
}

function labelOf(value: string, field: Field): string {
  return field.options.find((option) => option.value === value)?.label ?? value;
}

function known(field: Field): readonly string[] | null {
  return field.open ? null : field.options.map(({ value }) => value);
}
