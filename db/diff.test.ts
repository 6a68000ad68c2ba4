// Which changes of a column's type keep every value.

import { expect, it } from 'vitest';
import { isWidening } from './diff.ts';

it.each([
  ['text', 'text'],
  ['character varying(40)', 'text'],
  ['character varying(40)', 'character varying(41)'],
  ['character varying', 'text'],
  ['integer', 'bigint'],
  ['integer', 'numeric'],
  ['numeric(10,2)', 'numeric'],
  ['numeric(10,2)', 'numeric(12,4)'],
])('%s may become %s', (from, to) => {
  expect(isWidening(from, to)).toBe(true);
});

it.each([
  ['text', 'character varying(40)'],
  ['character varying(40)', 'character varying(39)'],
  ['character varying', 'character varying(40)'],
  ['bigint', 'integer'],
  ['numeric', 'integer'],
  ['numeric', 'numeric(10,2)'],
  ['numeric(10,2)', 'numeric(11,4)'],
  ['integer', 'numeric(3,0)'],
  ['text', 'date'],
  ['date', 'timestamp with time zone'],
  ['uuid', 'uuid[]'],
  ['uuid', 'text'],
])('%s may not become %s', (from, to) => {
  expect(isWidening(from, to)).toBe(false);
});
