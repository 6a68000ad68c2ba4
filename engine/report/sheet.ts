// A report as CSV or as an Excel sheet. CSV is data for other programs: groups are columns, and there are no totals. The sheet has
// real numbers and dates, and totals in bold where a group ends.

import { type Field, type TotalKind, totalParts } from '../../schema/index.ts';
import { type ExportColumn, strongRow } from '../export/column.ts';
import { type CsvOptions, writeCsv } from '../export/csv.ts';
import { writeXlsx } from '../export/xlsx.ts';
import type { Values } from '../types.ts';
import { type Line, reportLines } from './lines.ts';
import { BARE } from './plan.ts';
import type { OpenReport, ReportHead } from './report.ts';
import type { ReportRow } from './rows.ts';
import { filled, type Words } from './words.ts';

export interface ReportCsvOptions extends CsvOptions {
  /** The instant looked back to, which each row says in a column of its own. */
  readonly instant?: { readonly heading: string; readonly at: string };
}

/** Rows alone, without groups and totals: other programs read it. */
export function reportCsv(report: OpenReport, { instant, ...options }: ReportCsvOptions = {}): AsyncGenerator<string> {
  const columns = columnsOf(report);
  if (!instant) return writeCsv(columns, dataPages(report), options);
  const last: ExportColumn = { path: 'instant', heading: instant.heading, field: BARE, rows: null };
  return writeCsv(distinct([...columns, last]), stamped(dataPages(report), instant.at), options);
}

async function* stamped(pages: AsyncIterable<readonly Values[]>, at: string): AsyncGenerator<readonly Values[]> {
  for await (const page of pages) yield page.map((record) => ({ ...record, instant: at }));
}

export interface SheetOptions {
  readonly title: string;
  readonly words: Words;
  readonly zone: string;
  /** What the file says of itself below the rows. */
  readonly notes: readonly string[];
  /** Of when it is, which stands above the headings; null: of now. */
  readonly asOf: string | null;
}

/** As on paper: groups, rows and totals. */
export function reportXlsx(report: OpenReport, { title, zone, asOf, ...options }: SheetOptions): AsyncGenerator<Buffer> {
  const above = asOf === null ? {} : { above: `${title}, ${asOf}` };
  return writeXlsx(columnsOf(report), sheetPages(report, options), { sheet: title, zone, ...above });
}

/** Paths are places: `g0` a group, `c0` a column. */
function columnsOf({ head, fields, groupFields }: OpenReport): ExportColumn[] {
  const groups = head.groups.map(({ heading }, i) => ({ path: `g${i}`, heading, field: groupFields[i]!, rows: null }));
  const columns = head.columns.map(({ heading }, i) => ({ path: `c${i}`, heading, field: fields[i]!, rows: null }));
  return distinct([...groups, ...columns]);
}

/** Headings that read alike are told apart. */
function distinct(columns: readonly ExportColumn[]): ExportColumn[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const times = (seen.get(column.heading) ?? 0) + 1;
    seen.set(column.heading, times);
    return times === 1 ? column : { ...column, heading: `${column.heading} (${times})` };
  });
}

function recordOf({ groups, cells }: Pick<ReportRow, 'groups' | 'cells'>): Values {
  const record: Values = {};
  for (const [i, value] of groups.entries()) record[`g${i}`] = value;
  for (const [i, value] of cells.entries()) record[`c${i}`] = value;
  return record;
}

async function* dataPages(report: OpenReport): AsyncGenerator<readonly Values[]> {
  const { head } = report;
  if (!report.summary) {
    for await (const rows of report.pages()) yield rows.map(recordOf);
    return;
  }
  const deepest = head.totals.filter(({ keys }) => keys.length === head.groups.length);
  const firsts = head.columns.map(({ id, totals }) => ({ id, of: totals[0] as TotalKind | undefined }));
  yield deepest.flatMap(({ groups, values }) => {
    const parts = firsts.map(({ id, of }) => totalParts(of && values[id]?.[of]));
    const lines = Math.max(1, ...parts.map(({ length }) => length));
    return Array.from({ length: lines }, (_, part) => recordOf({ groups, cells: parts.map((own) => own[part] ?? null) }));
  });
}

async function* sheetPages(report: OpenReport, { words, notes }: Pick<SheetOptions, 'words' | 'notes'>): AsyncGenerator<readonly Values[]> {
  for await (const lines of reportLines(report.head, report.pages(), report.summary)) {
    const records = lines.flatMap((line) =>
      line.kind === 'row' ? [recordOf(line.row)] : line.kind === 'total' ? [totalRecord(report, line, words)] : [],
    );
    if (records.length > 0) yield records;
  }
  if (notes.length > 0)
    yield notes.map((note) => strongRow({ ...(report.head.groups.length > 0 ? { g0: note } : { c0: note }) }, { g0: BARE, c0: BARE }));
}

function totalRecord({ head }: OpenReport, { depth, of, part, total }: Extract<Line, { kind: 'total' }>, words: Words): Values {
  const record: Values = {};
  const fields: Record<string, Field> = {};
  for (const [i, value] of total.groups.entries()) record[`g${i}`] = value;
  const label = depth === 0 && head.groups.length > 0 ? `${words.all}: ${words[of]}` : words[of];
  // Further lines of the same total need no words.
  let labelled = part > 0;
  // The word stands beside the group's value, or in the first column that has nothing to add up.
  if (head.groups.length > depth && !labelled) {
    record[`g${depth}`] = label;
    fields[`g${depth}`] = BARE;
    labelled = true;
  }
  for (const [i, column] of head.columns.entries()) {
    const path = `c${i}`;
    if (column.totals.includes(of)) {
      record[path] = totalParts(total.values[column.id]?.[of])[part] ?? null;
      fields[path] = totalField(column, of);
    } else if (!labelled) {
      record[path] = label;
      fields[path] = BARE;
      labelled = true;
    }
  }
  return strongRow(record, fields);
}

/** A count is a whole number whatever is counted, an average may have a fraction. */
export function totalField({ type }: ReportHead['columns'][number], of: TotalKind): Field {
  if (of === 'count' || of === 'count_distinct') return { ...BARE, type: 'integer' };
  return { ...BARE, type: of === 'avg' && type === 'integer' ? 'decimal' : type };
}

/** What whoever gets the file must know about it. */
export function notesOf({ head, shown }: Pick<OpenReport, 'head' | 'shown'>, words: Words): string[] {
  const all = head.totals[0]?.rows ?? 0;
  const cut = shown !== null && shown < all ? [filled(words.cut, { shown: String(shown), all: String(all) })] : [];
  const unread = head.absent.filter(({ why }) => why === 'not_readable').map(({ label }) => label);
  return [...cut, ...(unread.length > 0 ? [filled(words.absent, { names: unread.join(', ') })] : [])];
}
