// Looks through a file and says what its columns hold. Reads as many rows as SAMPLE_ROWS; most files are shorter.

import { ColumnEvidence, type ColumnProblem, type ColumnProfile } from './profile.ts';
import type { Source } from './source.ts';

export const SAMPLE_ROWS = 50_000;

export interface Detected {
  /** Rows below the header; null when the file goes on behind the sample. */
  readonly rows: number | null;
  readonly columns: readonly { readonly index: number; readonly name: string; readonly profile: ColumnProfile }[];
  /** What concerns the file and no single column. */
  readonly problems: readonly ColumnProblem[];
}

export async function detect(source: Source, sampleRows = SAMPLE_ROWS): Promise<Detected> {
  const { header } = source;
  const columns = header.names.map(() => new ColumnEvidence());
  const damage = new Map<string, { count: number; row: number }>();
  let rows = 0;
  let complete = true;
  reading: for await (const lot of source.rows()) {
    for (const row of lot) {
      if (rows >= sampleRows) {
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
      for (const [index, column] of columns.entries()) column.add(row.cells[index] ?? '');
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
