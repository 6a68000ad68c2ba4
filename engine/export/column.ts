// What an export writes: columns with their fields, and rows of values as `records` gives them.

import type { Field } from '../../schema/index.ts';
import type { Values } from '../types.ts';

export interface ExportColumn {
  /** Path in the record: `amount`, `account.city`. */
  readonly path: string;
  /** First row of the file. */
  readonly heading: string;
  readonly field: Field;
  /** The field of line items it stands in; null: the record itself. */
  readonly rows: string | null;
}

/** Values of records page by page, as they come from the database. */
export type Pages = AsyncIterable<readonly Values[]>;

/** `records` answers paths under their full name; a nested answer is walked. */
export function valueAt(record: Values, path: string): unknown {
  if (path in record) return record[path];
  let value: unknown = record;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Values)[step];
  }
  return value ?? null;
}

const strong = new WeakMap<Values, Readonly<Record<string, Field>>>();

/** A row that stands out; `fields` are of the cells that are not of their column's field, e.g. a count below names. */
export function strongRow(record: Values, fields: Readonly<Record<string, Field>> = {}): Values {
  strong.set(record, fields);
  return record;
}

/** Null for a row like any other. */
export function strongFields(record: Values): Readonly<Record<string, Field>> | null {
  return strong.get(record) ?? null;
}
