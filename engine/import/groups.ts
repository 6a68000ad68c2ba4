// Rows of a file that are one record with its line items: those that follow each other and say the same of the record.

import { fold } from '../../schema/index.ts';
import { Refusal } from '../errors.ts';
import { SeenKeys } from './duplicates.ts';
import type { ImportPlan } from './request.ts';
import type { Source, SourceRow } from './source.ts';

/** The rows of one record; without line items each row is one. */
export interface RowGroup {
  readonly rows: readonly SourceRow[];
  /** Rows of the same record stand further up: taken alone, these would replace their lines. */
  readonly apart: boolean;
}

/** More rows than any record may have lines; kept in memory until the last of them is read. */
const MOST_ROWS = 20_000;

/** In chunks as the file is read. A group is never torn. */
export async function* groupsOf(source: Source, plan: ImportPlan): AsyncGenerator<readonly RowGroup[]> {
  if (plan.lines.length === 0) {
    for await (const rows of source.rows()) yield rows.map((row) => ({ rows: [row], apart: false }));
    return;
  }
  const grouping = new Grouping(plan);
  for await (const rows of source.rows()) yield rows.flatMap((row) => grouping.add(row) ?? []);
  const last = grouping.end();
  if (last) yield [last];
}

class Grouping {
  readonly #own: readonly number[];
  readonly #key: readonly number[];
  readonly #isMatched: boolean;
  readonly #seen = new SeenKeys();
  #open: { rows: SourceRow[]; key: string | null; apart: boolean } | null = null;

  constructor({ columns, match }: ImportPlan) {
    const key = columns.filter(({ field }) => match.fields.includes(field));
    this.#own = columns.map(({ index }) => index);
    // Without fields to tell records apart, rows of one record say the same in all of its columns.
    this.#key = key.length > 0 ? key.map(({ index }) => index) : this.#own;
    this.#isMatched = key.length > 0 && match.mode !== 'create';
  }

  /** Answers the group before this row when the row begins another. */
  add(row: SourceRow): RowGroup | null {
    const key = this.#keyOf(row);
    const open = this.#open;
    if (open && this.#continues(row, key, open.key)) {
      open.rows.push(row);
      if (open.rows.length > MOST_ROWS)
        throw new Refusal(422, 'too_many_lines', `More than ${MOST_ROWS} rows up to row ${row.number} are lines of one record.`);
      return null;
    }
    const apart = this.#isMatched && key !== null && this.#seen.has(key);
    if (this.#isMatched && key !== null) this.#seen.add(key);
    this.#open = { rows: [row], key, apart };
    return open;
  }

  end(): RowGroup | null {
    return this.#open;
  }

  /** A row that says nothing of the record belongs to the one above, as in a table where it is written once. */
  #continues(row: SourceRow, key: string | null, open: string | null): boolean {
    if (this.#own.every((index) => (row.cells[index] ?? '').trim() === '')) return true;
    return key !== null && key === open;
  }

  #keyOf({ cells }: SourceRow): string | null {
    const parts = this.#key.map((index) => fold((cells[index] ?? '').trim()));
    return parts.every((part) => part === '') ? null : parts.join('\u0000');
  }
}
