// Reports as they are run: with the answers given and the rights of whoever asks. Their definitions are records like any other.

import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  filled,
  malformed,
  notesOf,
  openReport,
  Refusal,
  reportCsv,
  reportHead,
  reportPdf,
  reportQuestions,
  reportRows,
  reportXlsx,
  wordsOf,
} from '../engine/index.ts';
import { definitionProblem, type ReportAnswers, type ReportDefinition } from '../schema/index.ts';
import { type Call, endpoint } from './endpoint.ts';
import { contentDisposition } from './headers.ts';
import { parseJson } from './json.ts';
import { limit, values } from './shapes.ts';

const tag = 'Reports';
const answer = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);
const answersShape = z.record(z.string(), answer);

const given = {
  /** JSON: `{"from": "2026-01-01"}` */
  answers: z.string().max(5000).optional(),
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
    const { name, definition, answers } = await reportOf(context, params.id, query.answers);
    const questions = reportQuestions(context, definition, answers);
    const head = await reportHead(context, definition, answers).catch((error: unknown) => {
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
    const { definition, answers } = await reportOf(context, params.id, query.answers);
    return { body: await reportRows(context, definition, answers, query.after ?? null, query.limit) };
  },
});

export const previewReport = endpoint({
  method: 'POST',
  path: '/reports/preview',
  summary: 'The first rows of a report that is not saved yet',
  tag,
  rule: 'records',
  body: z.strictObject({ definition: values, answers: answersShape.optional(), limit: z.int().min(1).max(500).optional() }),
  answers: { 200: z.object({ questions: z.array(values), head, rows: z.array(row), next: z.string().nullable() }) },
  async handler({ context, body: { definition: asked, answers = {}, limit: most = 50 } }) {
    const wrong = definitionProblem(asked);
    if (wrong) throw malformed(wrong, [{ field: 'definition', code: 'malformed', message: wrong }]);
    const definition = asked as unknown as ReportDefinition;
    const questions = reportQuestions(context, definition, answers);
    const [told, page] = await Promise.all([
      reportHead(context, definition, answers),
      reportRows(context, definition, answers, null, most),
    ]);
    return { body: { questions, head: told, ...page } };
  },
});

/** Hundreds of pages; the file says how many rows there are. */
const MOST_ON_PAPER = 10_000;

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

export const reportFile = endpoint({
  method: 'GET',
  path: '/reports/{id}/file',
  summary: 'A report as a file',
  description: 'CSV holds data alone: groups are columns and there are no totals. Programs read it with an API key.',
  tag,
  rule: 'records',
  query: z.object({
    ...given,
    format: z.enum(['csv', 'xlsx', 'pdf']).default('csv'),
    /** Of paper; PDF only. */
    size: z.enum(['A4', 'LETTER']).optional(),
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    decimal: z.enum(['.', ',']).optional(),
  }),
  answers: { 200: 'text/csv' },
  async handler({ context, actor, params, query: { format, size, delimiter, decimal, ...query } }) {
    const { name, definition, answers } = await reportOf(context, params.id, query.answers);
    const most = format === 'pdf' ? { limit: Math.min(definition.limit ?? MOST_ON_PAPER, MOST_ON_PAPER) } : {};
    const report = await openReport(context, { ...definition, ...most }, answers);
    const language = (await languageOf(context)) ?? 'en';
    const words = wordsOf(language);
    const csv = { ...(delimiter === undefined ? {} : { delimiter }), ...(decimal === undefined ? {} : { decimal }) };
    const zone = String(actor.rights.binds.zone ?? 'UTC');
    const common = { title: name, words, zone, notes: notesOf(report, words) };
    const date = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date());
    const made = filled(words.made, { name: actor.name, date });
    const file =
      format === 'csv'
        ? reportCsv(report, csv)
        : format === 'xlsx'
          ? reportXlsx(report, common)
          : reportPdf(report, { ...common, language, made, size: size ?? 'A4' });
    return new Response(Readable.toWeb(Readable.from(file, { objectMode: false })) as ReadableStream, {
      headers: { 'Content-Type': types[format], 'Content-Disposition': contentDisposition('attachment', `${name}.${format}`) },
    });
  },
});

type Context = Call['context'];

/** @throws Refusal 404 where the definition is not shared with the caller. */
async function reportOf(
  context: Context,
  id: string,
  text: string | undefined,
): Promise<{ name: string; definition: ReportDefinition; answers: ReportAnswers }> {
  const { name, definition } = await context.records.get('reports', id, ['name', 'definition']);
  return { name: String(name), definition: definition as ReportDefinition, answers: readAnswers(text) };
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
