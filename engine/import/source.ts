// Opens an uploaded file as a stream of rows, whatever it is called and however large it is. Nothing is loaded whole.

import { nearest } from '../../schema/index.ts';
import { malformed, type Refusal } from '../errors.ts';
import { csvRows, type Row } from './csv.ts';
import { detectDialect, mostFrequent } from './dialect.ts';
import { detectEncoding } from './encoding.ts';
import { findHeader, type Header, headerAt, lastFilled } from './header.ts';
import { emptyFile, judgeKind } from './kind.ts';
import { checkReading, type Reading } from './reading.ts';
import { openXlsx } from './xlsx.ts';

export interface SourceRow {
  readonly number: number;
  /** As many as there are columns, or as the row has. */
  readonly cells: readonly string[];
  /** Why the row cannot be trusted: a quote never closed, the file cut off in it, more cells than columns. */
  readonly damage: 'unclosed_quote' | 'cut_off' | 'extra_cells' | null;
  /** A CSV row with fewer cells than columns. */
  readonly short: boolean;
}

/** An open file; whoever opens it closes it. Rows may be read several times. */
export interface Source {
  readonly kind: 'csv' | 'xlsx';
  readonly reading: Reading;
  /** Bytes that are no character in the encoding found. */
  readonly brokenBytes: number;
  /** Visible sheets of a workbook. */
  readonly sheets: readonly string[];
  readonly header: Header;
  /** Rows below the header, in lots, beginning behind row number `after`. Rows without any value are left out. */
  rows(after?: number): AsyncGenerator<SourceRow[]>;
  close(): void;
}

interface Opened extends Pick<Source, 'kind' | 'brokenBytes' | 'sheets' | 'close'> {
  readonly reading: Reading;
  all(): AsyncGenerator<Row[]>;
}

/** Throws a Refusal whose code says what is wrong with the file; see docs/import.md for the list. */
export async function openSource(path: string, wanted: Reading = {}): Promise<Source> {
  checkReading(wanted);
  const opened = (await judgeKind(path)) === 'xlsx' ? await openWorkbook(path, wanted) : await openCsv(path, wanted);
  try {
    return await withHeader(opened, wanted);
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function openCsv(path: string, wanted: Reading): Promise<Opened> {
  const found = wanted.encoding ? null : await detectEncoding(path);
  const encoding = wanted.encoding ?? found?.encoding ?? 'utf-8';
  const { evenness: _, ...detected } = await detectDialect(path, encoding);
  const dialect = { ...detected, ...wanted.dialect };
  return {
    kind: 'csv',
    reading: { encoding, dialect },
    brokenBytes: found?.broken ?? 0,
    sheets: [],
    all: () => csvRows(path, encoding, dialect),
    close() {},
  };
}

/** The sheet asked for, else the first visible one that has rows. */
async function openWorkbook(path: string, wanted: Reading): Promise<Opened> {
  const file = await openXlsx(path);
  try {
    const visible = file.sheets.filter(({ hidden }) => !hidden);
    let sheet = file.sheets.find(({ name }) => name === wanted.sheet);
    if (wanted.sheet !== undefined && !sheet)
      throw noSheet(
        wanted.sheet,
        visible.map(({ name }) => name),
      );
    for (const candidate of sheet ? [] : visible) {
      if ((await firstRows(file.rows(candidate), 1)).length > 0) {
        sheet = candidate;
        break;
      }
    }
    if (!sheet) throw emptyFile();
    const chosen = sheet;
    return {
      kind: 'xlsx',
      reading: { sheet: chosen.name },
      brokenBytes: 0,
      sheets: visible.map(({ name }) => name),
      all: () => file.rows(chosen),
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

function noSheet(name: string, names: readonly string[]): Refusal {
  const near = nearest(name, names);
  const message = `The workbook has no sheet "${name}".${near ? ` Did you mean "${near}"?` : ''}`;
  return malformed(message, [{ field: 'reading.sheet', code: 'unknown', message }], 'bad_reading');
}

const PEEK = 500;

async function withHeader(opened: Opened, wanted: Reading): Promise<Source> {
  const first = await firstRows(opened.all(), PEEK);
  if (first.length === 0) throw emptyFile();
  const usual = mostFrequent(first.map(({ cells }) => lastFilled(cells) + 1));
  const width = opened.kind === 'xlsx' ? Math.max(...first.map(({ cells }) => lastFilled(cells) + 1)) : usual;
  const header = wanted.header === undefined ? findHeader(first, width) : headerAt(first, wanted.header, width);
  const full = mostFrequent(first.map(({ cells }) => cells.length));
  const columns = header.names.length;
  const { all, ...rest } = opened;
  return {
    ...rest,
    reading: { ...opened.reading, header: header.row },
    header,
    async *rows(after = 0) {
      const behind = Math.max(after, header.row ?? 0);
      for await (const lot of all()) {
        if ((lot.at(-1)?.number ?? 0) <= behind) continue;
        const rows: SourceRow[] = [];
        for (const row of lot) {
          if (row.number <= behind) continue;
          const judged = judge(row, opened.kind, columns, full);
          if (judged) rows.push(judged);
        }
        if (rows.length > 0) yield rows;
      }
    },
  };

  function judge({ number, cells, damage, last }: Row, kind: Source['kind'], expected: number, usualCells: number): SourceRow | null {
    if (damage) return { number, cells, damage, short: false };
    if (cells.length === expected) return isBlank(cells) ? null : { number, cells, damage: null, short: false };
    const end = lastFilled(cells) + 1;
    if (end === 0) return null;
    const short = kind === 'csv' && cells.length < expected;
    // The very last row ends early, with no line end, where all others are complete: the file was cut off in it.
    if (short && last && usualCells >= expected && first.length > 2) return { number, cells, damage: 'cut_off', short };
    return { number, cells, damage: end > expected ? 'extra_cells' : null, short };
  }
}

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return false;
  return true;
}

async function firstRows(lots: AsyncGenerator<Row[]>, count: number): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const lot of lots) {
    rows.push(...lot);
    if (rows.length >= count) break;
  }
  return rows.slice(0, count);
}
