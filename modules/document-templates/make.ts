// Makes a document of a template and a record, with the rights of whoever asks, and keeps it among the files of the record.

import { Readable } from 'node:stream';
import {
  answersFor,
  attachFile,
  type BoundContext,
  filledText,
  invalid,
  notFound,
  OfficeFailure,
  Refusal,
  recordFile,
  type Template,
  type TemplateOrder,
  tagsIn,
  UPLOAD_LIMIT,
  type Values,
} from '../../engine/index.ts';
import { houseExtras } from './house.ts';
import { openStored } from './open.ts';

interface Made {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Offered on this record, in the order of their names. */
export async function offered(context: BoundContext, entity: string, id: string | null): Promise<Values[]> {
  if (id !== null) await context.records.get(entity, id, ['id']);
  // Elevated: a template is offered by its condition, whatever of the record somebody may read.
  const system = context.system('offers document templates') as BoundContext;
  const { records } = await system.records.list('document_templates', {
    fields: ['id', 'name', 'kind', 'as_pdf', 'condition', 'file', 'columns'],
    filter: `active and entity = ${JSON.stringify(entity)} and ${id === null ? '' : 'not '}coalesce(for_list, false)`,
    sort: 'name',
    limit: 500,
  });
  const ready = records.filter(({ kind, file, columns }) => kind === 'pdf' || file || (kind === 'xlsx' && columns));
  const fitting: Values[] = [];
  for (const { condition, file: _, columns: __, ...shown } of ready) {
    if (!condition || id === null || (await fits(system, entity, id, String(condition)))) fitting.push(shown);
  }
  return fitting;
}

async function fits({ records }: BoundContext, entity: string, id: string, condition: string): Promise<boolean> {
  try {
    return (await records.list(entity, { filter: `id = "${id}" and (${condition})`, fields: ['id'], limit: 1 })).records.length > 0;
  } catch (error) {
    // It asks for a field that has gone since.
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** @throws Refusal 404 for what is not offered here */
export async function createDocument(context: BoundContext, template: string, entity: string, id: string): Promise<Values> {
  if (!(await isOffered(context, template, entity, id))) throw notFound('This document template');
  return makeDocument(context, template, entity, id);
}

/** Whether the template is active, and meant for the record as it is now. */
export async function isOffered(context: BoundContext, template: string, entity: string, id: string | null): Promise<boolean> {
  return (await offered(context, entity, id)).some((one) => one.id === template);
}

/** A file of the record. */
export async function makeDocument(context: BoundContext, template: string, entity: string, id: string): Promise<Values> {
  const { name, bytes } = await make(context, await readTemplate(context, template), { id });
  const file = await attachFile(context, entity, id, { name, source: Readable.from([bytes]) });
  return { open: { entity: 'files', id: file.id } };
}

/** A row for each record of a list: the file belongs to whoever asked for it. */
export async function createList(context: BoundContext, template: string, entity: string, list: TemplateListQuery): Promise<Values> {
  if (!(await isOffered(context, template, entity, null))) throw notFound('This document template');
  const { name, bytes } = await make(context, await readTemplate(context, template), { list: { ...list } });
  const stored = await context.store.put(context.workspace, Readable.from([bytes]), UPLOAD_LIMIT);
  return { open: { entity: 'files', id: (await recordFile(context, name, stored)).id } };
}

export type TemplateListQuery = Extract<TemplateOrder['of'], { list: unknown }>['list'];

/** Of any record one may see, whether the template is active or not; kept at the template in the place of the one before. */
export async function preview(context: BoundContext, template: string, record: string): Promise<Values> {
  const stored = await context.records.get('document_templates', template);
  const { name, bytes } = await make(context, stored, { id: record });
  const { records } = await context.records.list('files', {
    filter: `related_to = "${template}" and owner = me()`,
    fields: ['id', 'name'],
    limit: 100,
  });
  const file = await attachFile(context, 'document_templates', template, { name: `${PREVIEW} ${name}`, source: Readable.from([bytes]) });
  const system = context.system('forgets the preview before');
  for (const one of records) if (String(one.name).startsWith(PREVIEW)) await system.records.delete('files', String(one.id));
  return { open: { entity: 'files', id: file.id } };
}

const PREVIEW = 'Preview –';

/** Elevated: whoever may use a template need not see how it is made. */
function readTemplate(context: BoundContext, id: string): Promise<Values> {
  return context.system('makes a document').records.get('document_templates', id);
}

async function make(context: BoundContext, template: Values, of: TemplateOrder['of']): Promise<Made> {
  const opened = await openStored(context, template);
  if (!opened) throw invalid([{ field: 'file', code: 'required', message: 'The template has no file yet.' }]);
  const extras = await houseExtras(context);
  const order = { entity: String(template.entity), of, extras, language: await languageOf(context, template, of) };
  const kind = String(template.kind);
  const bytes = await fill(context, opened, order);
  const isPdf = kind === 'pdf' || template.as_pdf === true;
  const name = await nameOf(context, template, order);
  return { name: `${name}.${isPdf ? 'pdf' : kind}`, bytes: isPdf && kind !== 'pdf' ? await toPdf(context, bytes, kind) : bytes };
}

async function fill(context: BoundContext, template: Template, order: TemplateOrder): Promise<Buffer> {
  return template.fill(await answersFor(context, order, template.tags.flat()));
}

/** That of the template, else the record's own, else the usual one. */
async function languageOf(context: BoundContext, { language, entity }: Values, of: TemplateOrder['of']): Promise<string> {
  if (language) return String(language);
  const own = 'id' in of && context.schema.entities[String(entity)]?.fields.language;
  const record = own ? await context.records.get(String(entity), of.id, ['language']) : {};
  return String(record.language ?? (await context.settings('document_settings')).language ?? 'en');
}

async function nameOf(context: BoundContext, { file_name, name }: Values, order: TemplateOrder): Promise<string> {
  if (!file_name || 'list' in order.of) return String(name);
  const text = String(file_name);
  const answers = await answersFor(context, order, tagsIn(text));
  return filledText(text, answers).replaceAll(/[\\/]/g, '-').trim() || String(name);
}

async function toPdf({ ports }: BoundContext, bytes: Buffer, kind: string): Promise<Buffer> {
  try {
    if (!ports.office) throw new OfficeFailure('absent', 'This instance turns no files into PDF.');
    return await ports.office.toPdf(bytes, kind);
  } catch (error) {
    if (error instanceof OfficeFailure) throw new Refusal(409, `office_${error.why}`, error.message);
    throw error;
  }
}
