// A report as a file: its bytes as they are made, its name and its kind. Whatever shows the past says of when, in the file and its name.

import type { BoundContext } from '../context.ts';
import type { CsvOptions } from '../export/csv.ts';
import { reportPdf } from './pdf.ts';
import { type OpenReport, openReport, type ReportRun } from './report.ts';
import { notesOf, reportCsv, reportXlsx } from './sheet.ts';
import { filled, wordsOf } from './words.ts';

export const REPORT_FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface FileWishes {
  /** The report's name. */
  readonly name: string;
  readonly format: ReportFormat;
  readonly csv?: CsvOptions;
  /** Of paper. */
  readonly size?: 'A4' | 'LETTER' | undefined;
}

export interface ReportFile {
  readonly name: string;
  readonly contentType: string;
  readonly report: OpenReport;
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

/** @throws Refusal 403 without the right to export what is in it, 422 where questions are to be answered. */
export async function reportFile(context: BoundContext, run: ReportRun, { name, format, csv, size }: FileWishes): Promise<ReportFile> {
  const { definition } = run;
  const most = format === 'pdf' ? { limit: Math.min(definition.limit ?? MOST_ON_PAPER, MOST_ON_PAPER) } : {};
  const report = await openReport(context, { ...run, definition: { ...definition, ...most } });
  const language = run.language ?? 'en';
  const words = wordsOf(language);
  const zone = String(context.actor.rights.binds.zone ?? 'UTC');
  const clock = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  const asOf = run.asOf === undefined ? null : filled(words.asOf, { date: clock.format(Date.parse(run.asOf.replace(' ', 'T'))) });
  const made = filled(words.made, { name: context.actor.name, date: clock.format(new Date()) });
  const common = { title: name, words, zone, notes: notesOf(report, words), asOf };
  const content =
    format === 'csv'
      ? reportCsv(report, { ...csv, ...(run.asOf === undefined ? {} : { instant: { heading: words.instant, at: run.asOf } }) })
      : format === 'xlsx'
        ? reportXlsx(report, common)
        : reportPdf(report, { ...common, language, made, size: size ?? 'A4' });
  const full = asOf === null ? name : `${name} (${asOf.replaceAll(':', '.')})`;
  return { name: `${full}.${format}`, contentType: TYPES[format], report, content };
}
