// A report as a file: its bytes as they are made, its name and its kind. Whatever shows the past says of when, in the file and its name.

import { randomUUID } from 'node:crypto';
import { open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { BoundContext } from '../context.ts';
import type { CsvOptions } from '../export/csv.ts';
import { reportPdf } from './pdf.ts';
import { type OpenReport, type ReportRun, reportSnapshot } from './report.ts';
import type { ReportRow } from './rows.ts';
import { notesOf, reportCsv, reportXlsx } from './sheet.ts';
import { filled, wordsOf } from './words.ts';

export const REPORT_FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** How the file is to be. */
export interface FileWishes {
  /** The report's name. */
  readonly name: string;
  readonly format: ReportFormat;
  readonly csv?: CsvOptions;
  /** Of paper. */
  readonly size?: 'A4' | 'LETTER' | undefined;
  /** Hands the rows on and may count them or stop. */
  readonly counted?: (pages: AsyncIterable<readonly ReportRow[]>, total: number) => AsyncGenerator<readonly ReportRow[]>;
}

/** The file as it is written; `name` has its extension. */
export interface ReportFile {
  readonly name: string;
  readonly contentType: string;
  /** Of the report, whatever a limit leaves of them. */
  readonly rows: number;
  /** Read as fast as its reader wants it. */
  readonly content: AsyncIterable<string | Buffer>;
}

const TYPES: Readonly<Record<ReportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

/** Hundreds of pages; the file says how many rows there are. */
const MOST_ON_PAPER = 10_000;

/** A download may take so long in the database; what is larger is made by a job. */
const PATIENCE = 120;
/** What is smaller waits in memory until it is fetched, all else on the disk. */
const IN_MEMORY = 1_000_000;

/**
 * For a download: made whole before the first byte leaves, so that a fault is told as one, and a slow reader holds nothing but a file.
 * @throws Refusal 403 without the right to export what is in it, 422 where questions are to be answered.
 */
export function downloadReport(context: BoundContext, run: ReportRun, wishes: FileWishes): Promise<ReportFile & { content: Readable }> {
  return makeReport(context, run, wishes, PATIENCE, async ({ content, ...file }) => ({ ...file, content: await spooled(content) }));
}

/** Hands the file to `keep` while it is being made. @throws as above */
export function makeReport<T>(
  context: BoundContext,
  run: ReportRun,
  wishes: FileWishes,
  seconds: number,
  keep: (file: ReportFile) => Promise<T>,
): Promise<T> {
  const { definition } = run;
  const most = wishes.format === 'pdf' ? { limit: Math.min(definition.limit ?? MOST_ON_PAPER, MOST_ON_PAPER) } : {};
  const cut = { ...run, definition: { ...definition, ...most } };
  const { counted } = wishes;
  return reportSnapshot(context, cut, seconds, (report) => {
    const total = Math.min(report.head.totals[0]?.rows ?? 0, report.shown ?? Number.POSITIVE_INFINITY);
    const watched = counted ? { ...report, pages: () => counted(report.pages(), total) } : report;
    return keep(fileOf(context, cut, watched, wishes));
  });
}

function fileOf({ actor }: BoundContext, run: ReportRun, report: OpenReport, { name, format, csv, size }: FileWishes): ReportFile {
  const language = run.language ?? 'en';
  const words = wordsOf(language);
  const zone = String(actor.rights.binds.zone ?? 'UTC');
  const clock = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  const asOf = run.asOf === undefined ? null : filled(words.asOf, { date: clock.format(Date.parse(run.asOf.replace(' ', 'T'))) });
  const made = filled(words.made, { name: actor.name, date: clock.format(new Date()) });
  const common = { title: name, words, zone, notes: notesOf(report, words), asOf };
  const content =
    format === 'csv'
      ? reportCsv(report, { ...csv, ...(run.asOf === undefined ? {} : { instant: { heading: words.instant, at: run.asOf } }) })
      : format === 'xlsx'
        ? reportXlsx(report, common)
        : reportPdf(report, { ...common, language, made, size: size ?? 'A4' });
  const full = asOf === null ? name : `${name} (${asOf.replaceAll(':', '.')})`;
  return { name: `${full}.${format}`, contentType: TYPES[format], rows: report.head.totals[0]?.rows ?? 0, content };
}

async function spooled(content: AsyncIterable<string | Buffer>): Promise<Readable> {
  const first: Buffer[] = [];
  let size = 0;
  const source = content[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await source.next();
    if (done) return Readable.from(first, { objectMode: false });
    first.push(Buffer.from(value));
    size += first.at(-1)!.length;
    if (size > IN_MEMORY) break;
  }
  const path = join(tmpdir(), `kontor-report-${randomUUID()}`);
  const rest = { [Symbol.asyncIterator]: () => source };
  try {
    await writeFile(path, Readable.from(chained(first, rest), { objectMode: false }), { mode: 0o600 });
    const handle = await open(path);
    // Gone from the folder at once, and from the disk when the reader is done or the process ends.
    return handle.createReadStream();
  } finally {
    await rm(path, { force: true });
  }
}

async function* chained(first: readonly Buffer[], rest: AsyncIterable<string | Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  for await (const chunk of rest) yield Buffer.from(chunk);
}
