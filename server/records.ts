// Records over HTTP: reads parameters, calls the engine, prints. What may be reached is the engine's business alone.

import { z } from 'zod';
import { malformed, openRecord, readDeletion, restoreRecord, type Values } from '../engine/index.ts';
import { aggregateQuery, asAsked } from './aggregates.ts';
import { type Answer, endpoint } from './endpoint.ts';
import { atInstant, change, commaList, instant, limit, reporting, values } from './shapes.ts';
import { type Viewed, withView } from './views.ts';

const tag = 'Records';

const listQuery = z.object({
  fields: commaList.optional(),
  filter: z.string().optional(),
  sort: z.string().optional(),
  limit: limit(500).optional(),
  after: z.string().optional(),
  skip: z.coerce.number().int().min(0).max(1_000_000_000).optional(),
  count: z.enum(['none', 'exact', 'estimate']).optional(),
  q: z.string().optional(),
  view: z.string().optional(),
  as_of: instant.optional(),
  /** As in a report: within the units whose data you read there. A view that somebody shared with you is read so by itself. */
  reporting,
});

/** Of a view: what it asks of fields that the caller may not read. */
const leftOut = z.object({ columns: z.int(), conditions: z.int() }).optional();

const can = z.object({ update: z.boolean(), delete: z.boolean(), actions: z.array(z.string()) });
const oneRecord = z.object({ record: values });

export const listRecords = endpoint({
  method: 'GET',
  path: '/records/{entity}',
  summary: 'List records',
  tag,
  rule: 'records',
  query: listQuery,
  answers: { 200: z.object({ records: z.array(values), next: z.string().nullable(), count: z.int().optional(), left_out: leftOut }) },
  hidden: true,
  async handler({ context, params, query }) {
    const { view, ...rest } = atInstant(query);
    const viewed: Viewed = view === undefined ? { query: rest } : await withView(context, params.entity, view, rest);
    const body = await context.records.list(params.entity, viewed.query);
    return { body: viewed.leftOut ? { ...body, left_out: viewed.leftOut } : body };
  },
});

export const getRecord = endpoint({
  method: 'GET',
  path: '/records/{entity}/{id}',
  summary: 'Get a record',
  description: 'The id of a merged record answers the record it was merged into; `Content-Location` tells.',
  tag,
  rule: 'records',
  query: z.object({ fields: commaList.optional(), as_of: instant.optional() }),
  answers: { 200: z.object({ record: values, can }) },
  hidden: true,
  async handler({ context, workspace, params: { entity, id }, query }) {
    const opened = await context.read((reader) => openRecord(reader, entity, id, query.fields, query.as_of));
    const { id: now } = opened.record;
    // Merged: this is the record it is part of now.
    const location: Record<string, string> =
      now === undefined || now === id.toLowerCase()
        ? {}
        : { 'Content-Location': `/${workspace.name}/api/v1/records/${entity}/${String(now)}` };
    // What was is no version to write against.
    return { headers: { ...(query.as_of === undefined ? versionTag(opened.record) : {}), ...location }, body: opened };
  },
});

export const createRecord = endpoint({
  method: 'POST',
  path: '/records/{entity}',
  summary: 'Create a record',
  tag,
  rule: 'records',
  body: values,
  idempotent: true,
  answers: { 201: oneRecord },
  hidden: true,
  async handler({ context, workspace, params: { entity }, body }) {
    const record = await context.records.create(entity, body);
    const location = `/${workspace.name}/api/v1/records/${entity}/${String(record.id)}`;
    return { status: 201, headers: { ...versionTag(record), Location: location }, body: { record } };
  },
});

export const updateRecord = endpoint({
  method: 'PATCH',
  path: '/records/{entity}/{id}',
  summary: 'Update a record',
  description: 'With `If-Match: "<version>"` a record that changed meanwhile is refused with 412 and the values it has now.',
  tag,
  rule: 'records',
  body: values,
  idempotent: true,
  answers: { 200: oneRecord },
  hidden: true,
  async handler({ context, params: { entity, id }, body, http }) {
    const record = await context.records.update(entity, id, body, versionOf(http.req.header('if-match')));
    return { headers: versionTag(record), body: { record } };
  },
});

export const deleteRecord = endpoint({
  method: 'DELETE',
  path: '/records/{entity}/{id}',
  summary: 'Delete a record',
  description: 'The header `Kontor-Change` names the change, which `POST changes/{id}/undo` takes back.',
  tag,
  rule: 'records',
  answers: { 204: null },
  hidden: true,
  async handler({ context, params: { entity, id } }) {
    await context.records.delete(entity, id);
    const change = await context.read((reader) => readDeletion(reader, entity, id));
    return { status: 204, ...(change === null ? {} : { headers: { 'Kontor-Change': change } }) };
  },
});

export const runAction = endpoint({
  method: 'POST',
  path: '/records/{entity}/{id}/actions/{action}',
  summary: 'Run an action on a record',
  tag,
  rule: 'records',
  body: values,
  idempotent: true,
  answers: { 200: z.object({ record: values, result: values.optional() }) },
  hidden: true,
  async handler({ context, params: { entity, id, action }, body }): Promise<Answer> {
    return { body: await context.act(entity, id, action, body) };
  },
});

export const aggregateRecords = endpoint({
  method: 'POST',
  path: '/records/{entity}/aggregate',
  summary: 'Count, sum and group records',
  tag,
  rule: 'records',
  whileSeeing: 'allowed',
  body: aggregateQuery,
  answers: { 200: z.object({ rows: z.array(values) }) },
  async handler({ context, params, body }) {
    return { body: { rows: await context.records.aggregate(params.entity, asAsked(body)) } };
  },
});

export const recordHistory = endpoint({
  method: 'GET',
  path: '/records/{entity}/{id}/history',
  summary: 'Changes of a record, newest first',
  description:
    '`fields`: only changes of these. `below`: back references, e.g. `contacts,deals` of an account, whose records’ changes stand among its own with their title. Of a deleted record too, for whoever could see it until then: its last change is the deletion, whose `id` may be undone.',
  tag,
  rule: 'records',
  query: z.object({
    after: z.string().optional(),
    limit: limit(500).optional(),
    fields: commaList.optional(),
    below: commaList.optional(),
  }),
  answers: { 200: z.object({ changes: z.array(change), next: z.string().nullable() }) },
  async handler({ context, params: { entity, id }, query }) {
    return { body: await context.records.history(entity, id, query) };
  },
});

export const restoreFields = endpoint({
  method: 'POST',
  path: '/records/{entity}/{id}/restore',
  summary: 'Set a record back to what it was',
  description: 'To how it stood at `as_of`: the named fields, or all that you may write. An update like any other, which may be undone.',
  tag,
  rule: 'records',
  body: z.strictObject({ as_of: instant, fields: z.array(z.string()).min(1).optional() }),
  idempotent: true,
  answers: { 200: oneRecord },
  async handler({ context, params: { entity, id }, body: { as_of: asOf, fields } }) {
    const record = await restoreRecord(context, entity, id, fields === undefined ? { asOf } : { asOf, fields });
    return { headers: versionTag(record), body: { record } };
  },
});

/** The record's version as HTTP's own word for it, so that `If-Match` can be copied from an answer. */
function versionTag(record: Values): Record<string, string> {
  return typeof record.version === 'number' ? { ETag: `"${record.version}"` } : {};
}

function versionOf(header: string | undefined): { version?: number } {
  if (header === undefined || header.trim() === '*') return {};
  const version = /^(?:W\/)?"(\d{1,9})"$|^(\d{1,9})$/.exec(header.trim());
  if (version === null) throw malformed('If-Match must hold a version in quotes, e.g. "3".', [], 'malformed_header');
  return { version: Number(version[1] ?? version[2]) };
}
