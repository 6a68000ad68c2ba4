// Which columns of rows are shown: what hardly anybody fills in stands behind what rows come to, and waits there.

import type { FieldDescription } from '../../client/index.ts';
import { isEmpty, plainText, widgetFor } from '../fields/lookup.ts';
import type { Row } from './lines-wire.ts';

/** The place of what rows come to; -1: they come to nothing. */
export function endOf(columns: readonly FieldDescription[]): number {
  return columns.findLastIndex((column) => widgetFor(column).summed && (column.read_only || column.formula !== null));
}

/** All up to that place, and those behind it that some row uses. */
export function usualColumns(columns: readonly FieldDescription[], rows: readonly Row[]): readonly FieldDescription[] {
  const end = endOf(columns);
  return end < 0 ? columns : columns.filter((column, at) => at <= end || column.required || isUsed(column, rows));
}

/** To be read: those of them that say anything, and words that are not just the name of the record before them. */
export function toldColumns(columns: readonly FieldDescription[], rows: readonly Row[]): readonly FieldDescription[] {
  const used = usualColumns(columns, rows).filter((column) => isUsed(column, rows));
  return used.filter(
    (column, at) => !repeats(column, used[at - 1], rows) && !used.slice(0, at).some((one) => isSameMoney(column, one, rows)),
  );
}

function repeats(column: FieldDescription, before: FieldDescription | undefined, rows: readonly Row[]): boolean {
  const isName = before !== undefined && (widgetFor(column).comparedAs ?? 'text') === 'text' && widgetFor(before).comparedAs === 'record';
  return isName && rows.every((row) => plainText(column, row[column.name]) === plainText(before, row[before.name]));
}

/** Sums in the currency of the house beside the same ones say it twice. */
function isSameMoney(column: FieldDescription, before: FieldDescription, rows: readonly Row[]): boolean {
  const isSum = ({ type, read_only: readOnly }: FieldDescription) => type === 'money' && readOnly;
  return isSum(column) && isSum(before) && rows.every((row) => plainText(column, row[column.name]) === plainText(before, row[before.name]));
}

function isUsed({ name }: FieldDescription, rows: readonly Row[]): boolean {
  return rows.some((row) => !isEmpty(row[name]) && row[name] !== false);
}
