// Values of records as code meets them: a reference is read as `{id, title}` and written as an id, a list of rows may not be there.

import type { Reference } from './builders.ts';

/** Of a reference as read or as written; null for none. */
export function idOf(reference: unknown): string | null {
  return typeof reference === 'string' ? reference : ((reference as Reference | null | undefined)?.id ?? null);
}

/** Children as an array, empty where they were not read or there are none. */
export function rowsOf<Row = { [field: string]: unknown }>(rows: unknown): readonly Row[] {
  return (rows as readonly Row[] | null | undefined) ?? [];
}

/** Digits behind the point of a decimal, zeros among them. */
export function decimalsOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}

/** As amounts and numbers travel: `-1200.50`. */
export function isDecimal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}
