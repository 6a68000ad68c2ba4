// Writes records as CSV, page by page.

import { stringify } from 'csv-stringify/sync';
import { fieldTypes } from '../../schema/index.ts';
import { type ExportColumn, type Pages, valueAt } from './column.ts';
import { guarded } from './formula-guard.ts';

export interface CsvOptions {
  readonly delimiter?: ',' | ';' | '\t' | '|';
  /** A byte order mark in front, without which Excel takes UTF-8 for something else. Default: true. */
  readonly mark?: boolean;
  /** Decimal mark of numbers and amounts; default `.` */
  readonly decimal?: '.' | ',';
}

const NUMBERS = new Set(['decimal', 'percent', 'money']);

/** RFC 4180 with CRLF line ends; values as `FieldType.print` writes them, guarded against formulas. */
export async function* writeCsv(columns: readonly ExportColumn[], pages: Pages, options: CsvOptions = {}): AsyncGenerator<string> {
  const mark = options.mark === false ? '' : '\ufeff';
  yield mark + csvLines([columns.map(({ heading }) => heading)], options);
  for await (const records of pages) {
    const rows = records.map((record) => columns.map(({ path, field }) => cellText(valueAt(record, path), field, options)));
    if (rows.length > 0) yield csvLines(rows, options);
  }
}

/** Rows of text as CSV lines, guarded against formulas. */
export function csvLines(rows: readonly (readonly string[])[], { delimiter = ',' }: CsvOptions = {}): string {
  return stringify(
    rows.map((cells) => cells.map(guarded)),
    // A row with one empty cell would be an empty line, which readers skip; spaces at the ends survive only in quotes.
    { delimiter, record_delimiter: '\r\n', quoted_match: /[\r\n]|^\s|\s$/, quoted_empty: rows[0]?.length === 1 },
  );
}

function cellText(value: unknown, field: ExportColumn['field'], { decimal = '.' }: CsvOptions): string {
  if (value === null || value === undefined) return '';
  const text = fieldTypes[field.type]?.print(value, field) ?? '';
  return decimal === ',' && NUMBERS.has(field.type) ? text.replace('.', ',') : text;
}
