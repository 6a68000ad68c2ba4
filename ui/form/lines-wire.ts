// Rows of line items as the API takes them, and what a row is while it has no id.

import type { FieldDescription, Values } from '../../client/index.ts';
import { isEmpty, toWire } from '../fields/lookup.ts';

export type Row = Values;

/** Key of a row that was never saved; not sent. */
const KEY = '$key';

let counter = 0;

export function newRow(values: Values): Row {
  counter += 1;
  return { ...values, [KEY]: `new-${counter}` };
}

export function keyOf(row: Row): string {
  return String(row.id ?? row[KEY]);
}

export function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? (value as Row[]) : [];
}

/** The columns a person sees, in their order. */
export function columnsOf(field: FieldDescription): readonly FieldDescription[] {
  const isSeen = ({ name, system, visible_if }: FieldDescription) =>
    !system && visible_if !== 'false' && !['id', 'parent', 'position'].includes(name);
  return (field.fields ?? []).filter(isSeen);
}

/** A row nobody has written anything in is not sent. */
export function rowsToWire(field: FieldDescription, value: unknown): Values[] {
  // Those nobody sees too: what came along with a record that was chosen.
  const columns = (field.fields ?? []).filter((column) => !column.system && !column.read_only && column.formula === null);
  return rowsOf(value).flatMap((row) => {
    if (row.id) return [{ id: row.id, ...Object.fromEntries(columns.map((column) => [column.name, toWire(column, row[column.name])])) }];
    // Left out rather than empty: the server then gives what it knows, e.g. the price of the product.
    const filled = columns.filter((column) => !isEmpty(row[column.name]));
    if (isUntouched(field, row)) return [];
    return [Object.fromEntries(filled.map((column) => [column.name, toWire(column, row[column.name])]))];
  });
}

/** Only what a new row begins with stands in it. */
export function isUntouched(field: FieldDescription, row: Row): boolean {
  return !row.id && columnsOf(field).every((column) => column.default !== null || column.formula !== null || isEmpty(row[column.name]));
}

/** Which row a complaint about `lines.2.quantity` means, given that untouched rows were not sent. */
export function sentRows(field: FieldDescription, value: unknown): readonly Row[] {
  return rowsOf(value).filter((row) => !isUntouched(field, row));
}
