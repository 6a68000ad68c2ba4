// Which parts of a file an import has written: one row in `import_rows` for each, committed with it.

import type { Reader } from '../read.ts';
import type { Counts } from './batch.ts';
import { type KeptRow, readRows } from './rows.ts';

export interface DoneLot {
  /** Rows of the file, as a spreadsheet counts. */
  readonly first: number;
  readonly last: number;
  readonly counts: Counts;
}

export function lotRow(first: number, last: number, { created, updated, unchanged, skipped, failed }: Counts): KeptRow {
  const cells = [last, created, updated, skipped, failed, unchanged].map(String);
  return { row: first, kind: 'lot', record: null, field: '', code: '', reason: '', cells };
}

/** In the order of the file. */
export async function doneLots(reader: Reader, job: string): Promise<DoneLot[]> {
  const lots: DoneLot[] = [];
  for (let after = -1; ; ) {
    const rows = await readRows(reader, job, 'lot', after, 1_000);
    const last = rows.at(-1);
    if (!last) return lots;
    for (const { row, cells } of rows) {
      const [end = 0, created = 0, updated = 0, skipped = 0, failed = 0, unchanged = 0] = cells.map(Number);
      lots.push({ first: row, last: end, counts: { created, updated, unchanged, skipped, failed } });
    }
    after = last.row;
  }
}
