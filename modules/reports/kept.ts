// Files of large reports: made in the background by whoever asked, kept for him alone, and thrown away after a month.

import { type Context, type EndedJob, forgetBytes, type JobRun, keepReport, type ReportFormat } from '../../engine/index.ts';
import { datetime, defineEntity, integer, picklist, type ReportAnswers, type ReportDefinition, text, user } from '../../schema/index.ts';
import { notify } from '../notifications/module.ts';

export const FORMATS = [
  { value: 'xlsx', label: 'Excel' },
  { value: 'pdf', label: 'PDF' },
  { value: 'csv', label: 'CSV' },
];

export const reportFiles = defineEntity('report_files', {
  label: 'Report file',
  plural: 'Report files',
  icon: 'file',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  personal: true,
  access: { view: 'user = me()' },
  fields: {
    name: text({ required: true, readOnly: true, length: 250 }),
    report_name: text({ label: 'Report', readOnly: true, length: 120 }),
    format: picklist(FORMATS, { readOnly: true }),
    as_of: datetime({ label: 'As of', readOnly: true }),
    rows: integer({ readOnly: true }),
    size: integer({ readOnly: true, help: 'Bytes.' }),
    user: user({ label: 'For', required: true, readOnly: true, indexed: true }),
    expires_at: datetime({ label: 'Kept until', readOnly: true, indexed: true }),
    // Not a reference: a file keeps nobody from deleting the report.
    report_id: text({ internal: true, length: 36 }),
    job: text({ internal: true, unique: true, length: 80 }),
    content_type: text({ internal: true, length: 120 }),
    storage_key: text({ internal: true, indexed: true, length: 250 }),
    rights_mark: text({ internal: true, length: 60 }),
  },
  list: { columns: ['name', 'report_name', 'format', 'rows', 'created_at', 'expires_at'], sort: '-created_at' },
});

const DAYS_KEPT = 30;

type FileParams = {
  readonly report: string;
  readonly format: ReportFormat;
  readonly answers: ReportAnswers;
  readonly asOf: string | null;
  readonly size?: 'A4' | 'LETTER';
  readonly language?: string | null;
};

/** With the rights that its maker has when it runs. A restart makes it anew, and keeps it once. */
export async function makeFile(run: JobRun): Promise<void> {
  const { context } = run;
  const { report, format, answers, asOf, size, language } = run.params as FileParams;
  const { records } = context.system('keep a report for whoever had it made');
  if (await fileOf(context, run.id)) return;
  const { name, definition } = await context.records.get('reports', report, ['name', 'definition']);
  const asked = {
    definition: definition as ReportDefinition,
    answers,
    language: language ?? undefined,
    ...(asOf === null ? {} : { asOf }),
  };
  const kept = await keepReport(
    context,
    asked,
    { name: String(name), format, size },
    {
      progress: (done, total) => run.progress(done, total),
      cancelled: () => run.cancelled(),
    },
  );
  await records.create('report_files', {
    ...kept,
    ...{
      report_name: String(name),
      report_id: report,
      format,
      as_of: asOf,
      user: context.actor.id,
      job: run.id,
      expires_at: inDays(DAYS_KEPT),
    },
  });
  await run.progress(kept.rows, kept.rows);
}

export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

async function fileOf(context: Context, job: string) {
  const { records } = context.system('find the report that a job has made');
  const filter = { kind: 'binary', op: '=', left: { kind: 'path', path: ['job'] }, right: { kind: 'text', value: job } } as const;
  const found = await records.list('report_files', { filter, fields: ['report_name', 'user'], limit: 1 });
  return found.records[0];
}

/** Whoever had it made may have left the page meanwhile. */
export async function tellReady(context: Context, { id, kind, state, starter }: EndedJob): Promise<void> {
  if (kind !== 'report_file' || state !== 'done' || !starter) return;
  const file = await fileOf(context, id);
  if (!file) return;
  const name = String(file.report_name);
  await notify(context, [starter], { kind: 'report', title: `${name} is ready`, link: '/reports/files', values: { name, ready: true } });
}

/** Nightly: what is older than a month, record and bytes. */
export async function sweepFiles(run: JobRun): Promise<void> {
  const { records } = run.context.system('throw away report files whose time is over');
  for (let done = 0; !run.cancelled(); ) {
    const old = await records.list('report_files', { filter: 'expires_at < now()', fields: ['storage_key'], limit: 100 });
    for (const { id, storage_key: key } of old.records) {
      await records.delete('report_files', String(id));
      if (typeof key === 'string') await forgetBytes(run.context, key);
    }
    done += old.records.length;
    await run.progress(done);
    if (old.records.length < 100) return;
  }
}
