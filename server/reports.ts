// Reports as they are run: with the answers given and the rights of whoever asks. Their definitions are records like any other.

import { z } from 'zod';
import {
  checkRun,
  downloadReport,
  malformed,
  openKept,
  REPORT_FORMATS,
  Refusal,
  type ReportRun,
  reportHead,
  reportQuestions,
  reportRows,
} from '../engine/index.ts';
import { definitionProblem, type ReportAnswers, type ReportDefinition } from '../schema/index.ts';
import { download } from './download.ts';
import { type Call, endpoint } from './endpoint.ts';
import { parseJson } from './json.ts';
import { instant, jobStarted, limit, values } from './shapes.ts';

const tag = 'Reports';
const answer = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);
const answersShape = z.record(z.string(), answer);

const given = {
  /** JSON: `{"from": "2026-01-01"}` */
  answers: z.string().max(5000).optional(),
  /** The instant as which records are read. */
  as_of: instant.optional(),
};

const row = z.object({
  ids: z.array(z.string().nullable()),
  keys: z.array(z.string().nullable()),
  groups: z.array(z.unknown()),
  cells: z.array(z.unknown()),
});

const head = z.looseObject({
  columns: z.array(values),
  groups: z.array(values),
  levels: z.array(values),
  absent: z.array(values),
  totals: z.array(values),
});

export const showReport = endpoint({
  method: 'GET',
  path: '/reports/{id}',
  summary: 'What a report consists of for you, and its totals',
  description:
    '`answers` is a JSON object of answers by name. As long as what must be answered is not, there is no head; rows and files answer 422.',
  tag,
  rule: 'records',
  query: z.object(given),
  answers: { 200: z.object({ name: z.string(), definition: values, questions: z.array(values), head: head.nullable() }) },
  async handler({ context, params, query }) {
    const { name, run } = await reportOf(context, params.id, query);
    const { definition } = run;
    const questions = reportQuestions(context, definition, run.answers);
    const head = await reportHead(context, run).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'answers_needed') return null;
      throw error;
    });
    return { body: { name, definition, questions, head } };
  },
});

export const reportPage = endpoint({
  method: 'GET',
  path: '/reports/{id}/rows',
  summary: 'Rows of a report, page by page',
  tag,
  rule: 'records',
  query: z.object({ ...given, after: z.string().optional(), limit: limit(2000).default(500) }),
  answers: { 200: z.object({ rows: z.array(row), next: z.string().nullable() }) },
  async handler({ context, params, query }) {
    const { run } = await reportOf(context, params.id, query);
    return { body: await reportRows(context, run, query.after ?? null, query.limit) };
  },
});

export const previewReport = endpoint({
  method: 'POST',
  path: '/reports/preview',
  summary: 'The first rows of a report that is not saved yet',
  tag,
  rule: 'records',
  whileSeeing: 'allowed',
  body: z.strictObject({
    definition: values,
    answers: answersShape.optional(),
    as_of: instant.optional(),
    limit: z.int().min(1).max(500).optional(),
  }),
  answers: { 200: z.object({ questions: z.array(values), head, rows: z.array(row), next: z.string().nullable() }) },
  async handler({ context, body: { definition: asked, answers = {}, as_of: asOf, limit: most = 50 } }) {
    const wrong = definitionProblem(asked);
    if (wrong) throw malformed(wrong, [{ field: 'definition', code: 'malformed', message: wrong }]);
    const definition = asked as unknown as ReportDefinition;
    const run = { definition, answers, ...(asOf === undefined ? {} : { asOf }) };
    const questions = reportQuestions(context, definition, answers);
    const [told, page] = await Promise.all([reportHead(context, run), reportRows(context, run, null, most)]);
    return { body: { questions, head: told, ...page } };
  },
});

export const reportDownload = endpoint({
  method: 'GET',
  path: '/reports/{id}/file',
  summary: 'A report as a file',
  description: 'CSV holds data alone: groups are columns and there are no totals. Programs read it with an API key.',
  tag,
  rule: 'records',
  whileSeeing: 'refused',
  query: z.object({
    ...given,
    format: z.enum(REPORT_FORMATS).default('csv'),
    /** Of paper; PDF only. */
    size: z.enum(['A4', 'LETTER']).optional(),
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    decimal: z.enum(['.', ',']).optional(),
    /** Of headings and choices; default: of the user, for CSV English. */
    language: z.string().max(20).optional(),
  }),
  answers: { 200: 'text/csv' },
  async handler({ context, params, query: { format, size, delimiter, decimal, language, ...query } }) {
    const { name, run } = await reportOf(context, params.id, query);
    const csv = { ...(delimiter === undefined ? {} : { delimiter }), ...(decimal === undefined ? {} : { decimal }) };
    const spoken = language ?? (format === 'csv' ? 'en' : await languageOf(context));
    return download(await downloadReport(context, { ...run, language: spoken }, { name, format, size, csv }));
  },
});

export const keepReportFile = endpoint({
  method: 'POST',
  path: '/reports/{id}/files',
  summary: 'Have a large report made in the background and kept for you',
  description: 'Answers a job. When it is done, `report_files` has the file, cut by your rights of that moment; you alone may fetch it.',
  tag,
  rule: 'records',
  body: z.strictObject({
    format: z.enum(REPORT_FORMATS),
    answers: answersShape.optional(),
    as_of: instant.optional(),
    size: z.enum(['A4', 'LETTER']).optional(),
    language: z.string().max(20).optional(),
  }),
  answers: { 202: jobStarted },
  async handler({ context, params, body: { answers = {}, as_of: asOf, ...wishes } }) {
    const { run } = await reportOf(context, params.id, { as_of: asOf });
    await checkRun(context, { ...run, answers });
    const language = wishes.language ?? (await languageOf(context)) ?? null;
    const job = await context.enqueue('report_file', { report: params.id, answers, asOf: asOf ?? null, ...wishes, language });
    return { status: 202, body: { job } };
  },
});

export const keptReportFile = endpoint({
  method: 'GET',
  path: '/reports/files/{id}',
  summary: 'Fetch a report that was kept for you',
  tag,
  rule: 'records',
  whileSeeing: 'refused',
  answers: { 200: 'application/octet-stream' },
  async handler({ context, params }) {
    return download(await openKept(context, params.id));
  },
});

type Context = Call['context'];

/** @throws Refusal 404 where the definition is not shared with the caller. */
async function reportOf(
  context: Context,
  id: string,
  { answers, as_of: asOf }: { answers?: string | undefined; as_of?: string | undefined },
): Promise<{ name: string; run: ReportRun }> {
  const { name, definition } = await context.records.get('reports', id, ['name', 'definition']);
  const run = { definition: definition as ReportDefinition, answers: readAnswers(answers) };
  return { name: String(name), run: asOf === undefined ? run : { ...run, asOf } };
}

function readAnswers(text: string | undefined): ReportAnswers {
  if (text === undefined || text === '') return {};
  try {
    return answersShape.parse(parseJson(Buffer.from(text)));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw malformed('"answers" is a JSON object of answers by name.', [
      { field: 'answers', code: 'malformed', message: 'is a JSON object' },
    ]);
  }
}

async function languageOf(context: Context): Promise<string | undefined> {
  const { id } = context.actor;
  if (id === null) return undefined;
  const system = context.system('reads the language a report is written in');
  const { language } = await system.records.get('users', id, ['language']);
  return typeof language === 'string' ? language : undefined;
}
