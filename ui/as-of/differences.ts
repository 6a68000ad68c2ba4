// What is different now from what a record was, field by field.

import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { isEmpty, toWire } from '../fields/lookup.ts';

export interface Difference {
  readonly field: FieldDescription;
  readonly was: unknown;
  readonly is: unknown;
}

/** In the order of the form. Who changed it and when always differs; that is no news. */
export function differences(entity: EntityDescription, then: RecordValues, now: RecordValues): Difference[] {
  return entity.fields
    .filter((field) => !TOUCHED.has(field.name) && field.name in then && field.name in now)
    .map((field) => ({ field, was: then[field.name] ?? null, is: now[field.name] ?? null }))
    .filter(({ field, was, is }) => stored(field, was) !== stored(field, is));
}

const TOUCHED = new Set(['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by']);

/** A reference whose record has another name now is the same reference. */
function stored(field: FieldDescription, value: unknown): string {
  if (isEmpty(value)) return '';
  if (!field.fields) return JSON.stringify(toWire(field, value));
  const rows = value as readonly RecordValues[];
  const cells = field.fields.filter((cell) => cell.name !== 'id');
  return JSON.stringify(rows.map((row) => cells.map((cell) => stored(cell, row[cell.name] ?? null))));
}
