// Personal data as a file: on paper, as a sheet, for machines, or all of it with the person's files in one archive.

import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { BoundContext } from '../context.ts';
import { writeXlsx } from '../export/xlsx.ts';
import { openFile } from '../files.ts';
import { BARE } from '../report/plan.ts';
import { filled, wordsOf } from '../report/words.ts';
import type { Context, Values } from '../types.ts';
import { type PersonalData, personalData } from './collect.ts';
import { formRows, formWords, type PersonalForm, personalForm } from './form.ts';
import { personalPdf } from './pdf.ts';

/** `zip`: the JSON with the person's files. */
export const PERSONAL_FORMATS = ['pdf', 'xlsx', 'json', 'zip'] as const;
export type PersonalFormat = (typeof PERSONAL_FORMATS)[number];

const TYPES: Readonly<Record<PersonalFormat, string>> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
  zip: 'application/zip',
};

/** @throws Refusal as `personalData` */
export async function handOut(
  context: BoundContext,
  entity: string,
  id: string,
  format: PersonalFormat,
  language: string,
): Promise<{ name: string; contentType: string; content: Readable }> {
  const data = await personalData(context, entity, id, 'export');
  const form = personalForm(context, data, language);
  await logHandOut(context, id, format);
  const content = await contentOf(context, data, form, format, language);
  return { name: `${data.title.replace(/[^\p{L}\p{N} ._-]/gu, '') || 'data'}.${format}`, contentType: TYPES[format], content };
}

async function contentOf(
  context: BoundContext,
  data: PersonalData,
  form: PersonalForm,
  format: PersonalFormat,
  language: string,
): Promise<Readable> {
  if (format === 'json') return Readable.from([jsonOf(data)], { objectMode: false });
  if (format === 'xlsx') return Readable.from(sheet(form, context, language), { objectMode: false });
  if (format === 'pdf') return Readable.from(personalPdf(form, made(context, language)), { objectMode: false });
  return archive(context, data, form, language);
}

function made({ actor }: BoundContext, language: string): string {
  const zone = String(actor.rights.binds['zone'] ?? 'UTC');
  const date = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date());
  return filled(wordsOf(language).made, { name: actor.name, date });
}

function sheet(form: PersonalForm, context: BoundContext, language: string): AsyncGenerator<Buffer> {
  const { history: _, ...headings } = formWords(language);
  const columns = Object.entries(headings).map(([path, heading]) => ({
    path,
    heading,
    field: BARE,
    rows: null,
  }));
  const zone = String(context.actor.rights.binds['zone'] ?? 'UTC');
  async function* pages(): AsyncGenerator<readonly Values[]> {
    yield formRows(form);
  }
  return writeXlsx(columns, pages(), { sheet: form.title, zone });
}

/** In the same form as the API's. */
function jsonOf({ sections, history, ...subject }: PersonalData): string {
  const records = sections.map(({ entity, field, records: all }) => ({ entity: entity.name, by: field?.name ?? null, records: all }));
  return JSON.stringify({ made_at: new Date().toISOString(), subject, records, history }, null, 2);
}

async function archive(context: BoundContext, data: PersonalData, form: PersonalForm, language: string): Promise<Readable> {
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from(jsonOf(data)), 'data.json');
  zip.addReadStream(Readable.from(sheet(form, context, language), { objectMode: false }), 'data.xlsx');
  zip.addReadStream(Readable.from(personalPdf(form, made(context, language)), { objectMode: false }), 'data.pdf');
  const files = data.sections.filter(({ entity, field }) => entity.name === 'files' && field !== null).flatMap(({ records }) => records);
  const names = new Set<string>();
  for (const file of files) {
    const { name, key } = await openFile(context, String(file['id']));
    zip.addReadStreamLazy(`files/${distinct(name, names)}`, (give) => give(null, context.space.files.read(context.workspace, key)));
  }
  zip.end();
  return zip.outputStream as Readable;
}

/** Two files of one name are two files. */
function distinct(name: string, taken: Set<string>): string {
  const plain = name.replace(/[\\/:]/g, '_');
  let given = plain;
  for (let n = 2; taken.has(given); n++) given = plain.replace(/(\.[^.]*)?$/, (end) => ` (${n})${end}`);
  taken.add(given);
  return given;
}

const REQUESTS = 'privacy_requests';

/** A hand-out that was asked for says what was taken, when and by whom. */
async function logHandOut(context: BoundContext, id: string, format: string): Promise<void> {
  if (!context.space.state.schema.entities[REQUESTS]) return;
  const { records } = context.system('notes what was done with personal data');
  const filter = `subject = "${id}" and kind = "hand_out" and status = "open"`;
  const open = (await records.list(REQUESTS, { filter, fields: ['id'], limit: 10 })).records;
  for (const request of open)
    await logRequest(context, String(request['id']), [`Taken as ${format.toUpperCase()} by ${context.actor.name}.`]);
}

/** Adds a line to the log of a request of the person. @param values further fields of the request */
export async function logRequest(context: Context, request: string, lines: readonly string[], values: Values = {}): Promise<void> {
  const { records } = context.system('notes what was done with personal data');
  const { log } = await records.get(REQUESTS, request, ['log']);
  const line = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC: ${lines.join(' ')}`;
  await records.update(REQUESTS, request, { ...values, log: [log, line].filter(Boolean).join('\n') });
}
