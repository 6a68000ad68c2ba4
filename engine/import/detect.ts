// Looks through a file and says what its columns hold. Reads as many rows as SAMPLE_ROWS; most files are shorter.

import { unguarded } from '../export/formula-guard.ts';
import { ColumnEvidence, type ColumnProblem, type ColumnProfile, DISTINCT } from './profile.ts';
import type { Source } from './source.ts';

export const SAMPLE_ROWS = 50_000;
/** Of a table with hundreds of columns fewer rows do: a person waits for the answer. */
const SAMPLE_CELLS = 2_000_000;
const FEWEST_ROWS = 500;
/** Distinct values remembered of all columns together. */
const DISTINCT_TOTAL = 200_000;

export interface Detected {
  /** Rows below the header; null when the file goes on behind the sample. */
  readonly rows: number | null;
  readonly columns: readonly { readonly index: number; readonly name: string; readonly profile: ColumnProfile }[];
  /** What concerns the file and no single column. */
  readonly problems: readonly ColumnProblem[];
}

/** @throws Refusal 413, 422 for a file that turns out to be no table */
export async function detect(source: Source, sampleRows = SAMPLE_ROWS): Promise<Detected> {
  const { header } = source;
  const width = Math.max(1, header.names.length);
  const distinct = Math.min(DISTINCT, Math.floor(DISTINCT_TOTAL / width));
  const most = Math.max(Math.min(sampleRows, FEWEST_ROWS), Math.min(sampleRows, Math.floor(SAMPLE_CELLS / width)));
  const columns = header.names.map(() => new ColumnEvidence(distinct));
  const damage = new Map<string, { count: number; row: number }>();
  let rows = 0;
  let complete = true;
  reading: for await (const lot of source.rows()) {
    for (const row of lot) {
      if (rows >= most) {
        complete = false;
        break reading;
      }
      rows += 1;
      const found = row.damage ?? (row.short ? 'short_row' : null);
      if (found) {
        const known = damage.get(found);
        damage.set(found, { count: (known?.count ?? 0) + 1, row: known?.row ?? row.number });
      }
      if (row.damage) continue;
      for (const [index, column] of columns.entries()) column.add(plain(row.cells[index] ?? '', source.kind));
    }
  }
  return {
    rows: complete ? rows : null,
    columns: header.names
      .map((name, index) => ({ index, name, profile: withHeaderProblems(source, index, columns[index] as ColumnEvidence) }))
      .filter(({ index, profile }) => profile.filled > 0 || !header.unnamed.includes(index)),
    problems: fileProblems(source, damage),
  };
}

/** As the import will see it: without the apostrophe that an export put before what could be a formula. */
function plain(cell: string, kind: Source['kind']): string {
  if (kind !== 'csv' || !cell.includes("'")) return cell;
  const value = cell.trim();
  const bare = unguarded(value);
  return bare === value ? cell : bare;
}

function withHeaderProblems(source: Source, index: number, column: ColumnEvidence): ColumnProfile {
  const { header, reading } = source;
  const profile = column.profile(reading.dialect?.delimiter);
  const problems = [...profile.problems];
  if (header.row !== null && header.unnamed.includes(index))
    problems.push({ code: 'empty_header', message: 'The column has no name in the file', count: 0 });
  if (header.repeated.includes(index)) problems.push({ code: 'duplicate_header', message: 'Another column has the same name', count: 0 });
  return { ...profile, problems };
}

const DAMAGE: Readonly<Record<string, (count: number, row: number) => string>> = {
  unclosed_quote: (count, row) => `A quote is opened and never closed in row ${row}${more(count)}`,
  cut_off: (_, row) => `The file ends in the middle of row ${row}`,
  extra_cells: (count, row) => `Row ${row} has more cells than there are columns${more(count)}`,
  short_row: (count, row) => `Row ${row} has fewer cells than there are columns${more(count)}; the missing ones are taken as empty`,
};

function more(count: number): string {
  return count > 1 ? `, and ${count - 1} more like it` : '';
}

function fileProblems(source: Source, damage: ReadonlyMap<string, { count: number; row: number }>): ColumnProblem[] {
  const problems: ColumnProblem[] = [];
  for (const [code, { count, row }] of damage)
    problems.push({ code, message: DAMAGE[code]?.(count, row) ?? code, count, value: String(row) });
  if (source.header.row === null) problems.push({ code: 'no_header', message: 'The first row holds data, not names of columns', count: 0 });
  if (source.brokenBytes > 0) {
    problems.push({
      code: 'broken_characters',
      message: `Some bytes are no characters in ${source.reading.encoding}`,
      count: source.brokenBytes,
    });
  }
  return problems;
}
