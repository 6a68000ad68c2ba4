// Imports over HTTP: a file comes in and is looked at, then a job writes its rows.

import { z } from 'zod';
import {
  type ImportRequest,
  inspectImport,
  malformed,
  recordFile,
  type StoredFile,
  sampleFile,
  startImport,
  storeForImport,
  uploadForImport,
} from '../engine/index.ts';
import { download, types } from './download.ts';
import { type Answer, type Call, endpoint } from './endpoint.ts';
import { parseJson } from './json.ts';
import { readMultipart } from './multipart.ts';
import { keyOf, onlyOnce } from './only-once.ts';
import { jobStarted, values } from './shapes.ts';

const tag = 'Imports';
/** What may come over the line at all; the engine's own limit for tables is lower. */
const greatest = 2 * 1024 * 1024 * 1024;

const format = z.strictObject({
  date: z.string().optional(),
  decimal: z.enum(['.', ',']).optional(),
  thousands: z.enum(['', ',', '.', ' ', "'"]).optional(),
  zone: z.string().optional(),
  currency: z.string().optional(),
  separator: z.string().optional(),
});
const mapping = z.array(
  z.strictObject({
    column: z.union([z.string(), z.int()]),
    field: z.string(),
    format: format.nullish(),
    values: z.record(z.string(), z.string().nullable()).optional(),
    create_missing: z.boolean().optional(),
  }),
);
const match = z.strictObject({ fields: z.array(z.string()), mode: z.enum(['skip', 'update', 'create']) });
const way = z.enum(['create', 'skip', 'update']);
const likely = z.strictObject({ mode: way, rows: z.record(z.string(), way).optional() });
const reading = z.strictObject({
  encoding: z.string().optional(),
  dialect: z.looseObject({}).optional(),
  sheet: z.string().optional(),
  header: z.int().nullable().optional(),
});
const order = z.strictObject({
  entity: z.string(),
  file: z.string(),
  mapping,
  match: match.optional(),
  /** Rows that no key found, but that look like a record by the rules of duplicates; a dry run names them. */
  likely: likely.optional(),
  dry_run: z.boolean().optional(),
  clear_empty: z.boolean().optional(),
  reading: reading.optional(),
});

export const sampleOfImport = endpoint({
  method: 'GET',
  path: '/records/{entity}/import-sample',
  summary: 'A sample file for an import: all columns it may have, with one row as an example',
  description:
    'Columns are called as in `language`; an import finds their fields by these names, by those in English and by the names of the fields.',
  tag,
  rule: 'records',
  query: z.object({ format: z.enum(['csv', 'xlsx']).default('csv'), language: z.string().max(20).default('en') }),
  answers: { 200: 'text/csv' },
  async handler({ context, params: { entity }, query }) {
    const file = await sampleFile(context, entity, query);
    return download({ name: `${entity}-import.${query.format}`, contentType: types[query.format], content: file });
  },
});

export const inspectUpload = endpoint({
  method: 'POST',
  path: '/imports/inspect',
  summary: 'Upload a table and see what it holds',
  description: 'Columns with samples, suggested fields and formats, problems, and values that are nearly right. Nothing is written yet.',
  tag,
  rule: 'records',
  upload: 'multipart/form-data',
  uploadFields: ['entity'],
  answers: { 200: values },
  async handler({ context, http }) {
    const { entity, file } = await readMultipart(http, {
      greatest,
      fields: ['entity'],
      async store({ name, stream }, fields) {
        const target = required(fields, 'entity');
        return { entity: target, file: await uploadForImport(context, target, name, stream) };
      },
    });
    return { body: { entity, ...(await inspectImport(context, String(file.id), entity)) } };
  },
});

export const inspectAgain = endpoint({
  method: 'POST',
  path: '/imports/{file}/inspect',
  summary: 'Look at an uploaded table again, with other fields or another way of reading',
  tag,
  rule: 'records',
  body: z.strictObject({ entity: z.string(), fields: z.record(z.string(), z.string().nullable()).optional(), reading: reading.optional() }),
  answers: { 200: values },
  async handler({ context, params, body: { entity, ...options } }) {
    return { body: { entity, ...(await inspectImport(context, params.file, entity, options as Parameters<typeof inspectImport>[3])) } };
  },
});

export const startImportJob = endpoint({
  method: 'POST',
  path: '/imports',
  summary: 'Start an import',
  description:
    'Either JSON with the id of an inspected file, or a form: `entity`, `mapping` and `match` as JSON, `dry_run`, then the file. Without a mapping the suggested one is taken.',
  tag,
  rule: 'records',
  body: order,
  upload: 'multipart/form-data',
  uploadFields: ['entity', 'mapping', 'match', 'dry_run', 'clear_empty'],
  idempotent: true,
  answers: { 202: jobStarted },
  async handler(call): Promise<Answer> {
    // Undefined when a form was sent; see `upload`.
    const given = call.body as z.output<typeof order> | undefined;
    if (given !== undefined) return started(call.context, given);
    const key = keyOf(call);
    const form = await readForm(call);
    const { name, stored, ...said } = form;
    if (key === undefined) return started(call.context, await orderOf(call.context, form));
    return onlyOnce(call, key, [name, stored.sha256, said], async (context) => started(context, await orderOf(context, form)));
  },
});

const formFields = ['entity', 'mapping', 'match', 'dry_run', 'clear_empty'] as const;

async function started(context: Call['context'], request: z.output<typeof order>): Promise<Answer> {
  return { status: 202, body: { job: await startImport(context, clean(request)) } };
}

interface Form extends Omit<z.output<typeof order>, 'file' | 'mapping'> {
  readonly name: string;
  readonly stored: StoredFile;
  /** Null: the suggested one is taken. */
  readonly mapping: z.output<typeof mapping> | null;
}

async function orderOf(context: Call['context'], { name, stored, ...form }: Form): Promise<z.output<typeof order>> {
  const file = String((await recordFile(context, name, stored)).id);
  return { ...form, file, mapping: form.mapping ?? (await suggested(context, file, form.entity)) };
}

async function readForm({ context, http }: Pick<Call, 'context' | 'http'>): Promise<Form> {
  return readMultipart(http, {
    greatest,
    fields: formFields,
    async store({ name, stream }, fields) {
      const entity = required(fields, 'entity');
      const chosen =
        fields.mapping === undefined
          ? null
          : readJsonField('mapping', fields.mapping, z.union([mapping, z.record(z.string(), z.string())]));
      const rule = fields.match === undefined ? {} : { match: readJsonField('match', fields.match, match) };
      const flags = { dry_run: isTrue(fields, 'dry_run'), clear_empty: isTrue(fields, 'clear_empty') };
      const columns = chosen === null || Array.isArray(chosen) ? chosen : pairs(chosen);
      return { entity, name, stored: await storeForImport(context, entity, stream), mapping: columns, ...rule, ...flags };
    },
  });
}

async function suggested(context: Call['context'], file: string, entity: string): Promise<z.output<typeof mapping>> {
  const { columns } = await inspectImport(context, file, entity);
  return columns.flatMap(({ index, guess }) => (guess.field === null ? [] : [{ column: index, field: guess.field, format: guess.format }]));
}

/** `{"Company": "name"}` says the same as a list, where nothing else is to be said. */
function pairs(fields: Readonly<Record<string, string>>): z.output<typeof mapping> {
  return Object.entries(fields).map(([column, field]) => ({ column, field }));
}

function readJsonField<T>(field: string, text: string, schema: z.ZodType<T>): T {
  const checked = schema.safeParse(parseJson(new TextEncoder().encode(text)));
  if (checked.success) return checked.data;
  throw malformed(
    `The field "${field}" of the form is not valid.`,
    checked.error.issues.map(({ path, message }) => ({ field: [field, ...path].join('.'), code: 'invalid', message })),
  );
}

function required(fields: Readonly<Record<string, string>>, name: string): string {
  const value = fields[name];
  if (value !== undefined && value !== '') return value;
  throw malformed(`The form needs the field "${name}", before the file.`, [{ field: name, code: 'required', message: 'is required' }]);
}

function isTrue(fields: Readonly<Record<string, string>>, name: string): boolean {
  const value = fields[name] ?? 'false';
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0' || value === '') return false;
  throw malformed(`"${name}" is true or false.`, [{ field: name, code: 'type', message: 'is true or false' }]);
}

/** Optional keys that are null say nothing. */
function clean(request: z.output<typeof order>): ImportRequest {
  return {
    ...request,
    mapping: request.mapping.map(({ format: given, ...column }) => ({ ...column, ...(given ? { format: given } : {}) })),
  } as ImportRequest;
}
