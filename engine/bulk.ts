// Many records at once: create, change or delete, each with its own result; more than a request's worth becomes a job.

import { type Entity, fieldTypes, type Json, type Problem } from '../schema/index.ts';
import { ADMINISTRATION, scope } from './access.ts';
import { ADAPTING } from './adaptations.ts';
import type { BoundContext } from './context.ts';
import { Item, type WriteVerb } from './draft.ts';
import { eachRecord } from './each-record.ts';
import { malformed, notGranted, Refusal } from './errors.ts';
import { type JobOutcome, recordJob, recordOutcome } from './job-record.ts';
import type { JobError, RunningJob } from './jobs.ts';
import { assertMayMassEdit } from './mass-edit.ts';
import { entityOf } from './read.ts';
import { checkGranted, isPlain, save, type Writer, WrittenWrong } from './records.ts';
import { RIGHTS } from './rights-fields.ts';
import { OutOfTurn, Turns } from './turns.ts';
import type { Actor, Values } from './types.ts';

/** Exactly one of `create`, `update`, `delete`; those two name records by `ids` or by `filter`, not by both. */
export interface BulkRequest {
  readonly create?: readonly Values[];
  readonly update?: { readonly filter?: string; readonly ids?: readonly string[]; readonly set: Values };
  readonly delete?: { readonly filter?: string; readonly ids?: readonly string[] };
  readonly dry_run?: boolean;
}

export interface RowResult {
  /** Place in the request, from 0. */
  readonly index: number;
  readonly id: string | null;
  readonly status: 'created' | 'updated' | 'unchanged' | 'deleted' | 'failed';
  readonly code?: string;
  readonly errors?: readonly Problem[];
}

/** Up to this many are done while the request waits. */
export const AT_ONCE = 1000;
const BATCH = 2000;

/** Results by row of what was done at once, or none of what a job is doing; `job` is what undo takes, null for a dry run. */
export interface BulkAnswer {
  readonly results: readonly RowResult[] | null;
  readonly job: string | null;
}

/** @throws Refusal 403 without the right to bulk or to the verb, 400 for a malformed request; rows that are refused are results */
export async function bulk(context: BoundContext, name: string, request: BulkRequest): Promise<BulkAnswer> {
  const verb = verbOf(request);
  await context.refreshed();
  const entity = entityOf(context.actor.rights, name);
  if (!scope(context.actor.rights, entity, 'bulk')) throw notGranted(`You may not change many ${entity.plural.toLowerCase()} at once.`);
  checkGranted({ rights: context.actor.rights }, entity, verb);
  if (request.update && Object.hasOwn(request.update.set, 'owner') && entity.owned && !mayAssignMany(context.actor))
    throw notGranted('Only administrators and managers of a unit or group give many records another owner.');
  if (verb === 'update') await assertMayMassEdit(context, entity, () => count(context, entity, request, verb));
  // What a job is to do is written down as it was asked.
  if (Object.keys(request.update?.set ?? {}).some((name) => fieldTypes[entity.fields[name]?.type ?? '']?.sealed))
    throw malformed('A secret is set record by record.', [], 'secret_in_bulk');
  const total = await count(context, entity, request, verb);
  if (total > AT_ONCE) {
    const params = { entity: name, request, dry_run: request.dry_run === true } as unknown as Json;
    return { results: null, job: await context.enqueue('bulk', params, { total }) };
  }
  // Inside a job or a demo it belongs to that; to read one's notifications is no work that somebody takes back.
  const isOwn = !entity.personal && !request.dry_run && !context.cause.job && ['user', 'api'].includes(context.cause.kind);
  const job = !isOwn ? null : await context.write((writer) => recordJob(writer, 'bulk', { entity: name, verb }, total));
  const acting = job ? context.because({ kind: 'bulk', job, detail: 'bulk' }) : context;
  const results: RowResult[] = [];
  // Made of all that was written, as a transaction may begin anew.
  const note = async (writer: Writer, written: readonly RowResult[]) => {
    if (job) await recordOutcome(writer, job, outcomeOf([...results, ...written]));
  };
  for await (const items of batches(context, entity, request, verb))
    results.push(...(await writeBatch(acting, entity, verb, items, request.dry_run === true, note)));
  return { results, job };
}

/** Row CS-070. One record at a time, the owner is a field as any other. */
export function mayAssignMany({ kind, rights }: Actor): boolean {
  return kind === 'system' || rights.root || rights.leads === true || rights.features.has(ADMINISTRATION);
}

/**
 * The job behind a large bulk request. Each batch notes in its own transaction how far the job is, so that one that is
 * killed goes on where it was. What a filter chose is chosen anew then: what was changed already does not change again.
 */
export async function runBulk(run: RunningJob): Promise<void> {
  const { entity: name, request } = run.params as unknown as { entity: string; request: BulkRequest };
  const { context } = run;
  const entity = entityOf(context.actor.rights, name);
  const verb = verbOf(request);
  const isListed = verb === 'create' || request[verb]?.ids !== undefined;
  const start = isListed ? Number(run.position ?? 0) : 0;
  const turns = new Turns(mayOverlap(context, entity, request) ? 2 : 1);
  let done = 0;
  try {
    for await (const items of batches(context, entity, request, verb)) {
      if (run.cancelled()) break;
      done += items.length;
      if (done <= start) continue;
      const end = done;
      await turns.take(async ({ come, early }) => {
        let before: JobOutcome | null = null;
        await writeBatch(context, entity, verb, items, request.dry_run === true, async (writer, results) => {
          // A hook that looked around may have missed what the batch before has not committed yet.
          if (early && writer.lookedAround()) throw new OutOfTurn();
          await come();
          before ??= run.told;
          run.tell(before, outcomeOf(results));
          return run.mark(writer, end, end);
        });
        await run.progress(end);
      });
    }
  } finally {
    await turns.end();
  }
}

/**
 * Whether two batches may be written at a time: one change for all, of records that nothing else is computed from or
 * compared with. The second waits for the first with its rows locked, so it may lock nothing that the first could want.
 */
function mayOverlap(context: BoundContext, { name }: Entity, { update, dry_run: isDry }: BulkRequest): boolean {
  if (!update || isDry) return false;
  const { schema, behaviour } = context.space.state;
  const entity = schema.entities[name]!;
  const touches = Object.keys(update.set).map((field) => entity.fields[field]);
  return (
    RIGHTS[name] === undefined &&
    !ADAPTING.includes(name) &&
    touches.every((field) => field && !field.unique) &&
    isPlain(context.actor.rights, schema, entity, 'update', behaviour.hooks[name] ?? [])
  );
}

/** Counts what was done; what was refused is named by its record, or by its place in the request where there is none. */
function outcomeOf(results: readonly RowResult[]): JobOutcome {
  const counts: Record<string, number> = {};
  const errors: JobError[] = [];
  for (const { status, index, id, code, errors: problems } of results) {
    counts[status] = (counts[status] ?? 0) + 1;
    if (status !== 'failed') continue;
    const problem = problems?.[0] ?? { field: '', code: code ?? 'failed', message: 'This record could not be written.' };
    errors.push({ ...problem, ...(id ? { id } : { row: index }) });
  }
  return { counts, errors };
}

/**
 * Writes one batch in one transaction; rows that are refused leave the others be. A dry run does the same and takes it
 * back, so that its answer is the real one.
 */
export async function writeBatch(
  context: BoundContext,
  entity: Entity,
  verb: WriteVerb,
  items: readonly Item[],
  dryRun = false,
  note: (writer: Writer, results: readonly RowResult[]) => Promise<void> = async () => {},
): Promise<RowResult[]> {
  try {
    return await context.write(async (writer) => {
      const work = async () => {
        // What was done is taken back whatever its tool was.
        const using: Writer = writer.undoing ? writer : { ...writer, tool: 'bulk' };
        const written = await saveEach(using, entity, verb, items);
        const results = written.map(toResult);
        await note(writer, results);
        if (dryRun) throw new Rehearsed(results);
        return results;
      };
      // Inside a transaction that goes on, only this part of it is taken back.
      return dryRun ? writer.tx.savepoint(work) : work();
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.results;
    throw error;
  }
}

class Rehearsed extends Error {
  readonly results: RowResult[];

  constructor(results: RowResult[]) {
    super('A dry run, taken back.');
    this.results = results;
  }
}

/** Saves what can be saved. When PostgreSQL or a check of written rows refuses the batch, halves find the culprit. */
export async function saveEach(writer: Writer, entity: Entity, verb: WriteVerb, items: readonly Item[]): Promise<Item[]> {
  try {
    await writer.tx.savepoint(async () => {
      await save(writer, entity, verb, items);
      await writer.settle();
    });
    return [...items];
  } catch (error) {
    writer.pending.length = 0;
    if (error instanceof WrittenWrong) {
      const bad = new Map(error.items.filter((item) => !item.ok).map((item) => [item.index, item]));
      const rest = await saveEach(writer, entity, verb, items.filter((item) => !bad.has(item.index)).map(fresh));
      const byIndex = new Map([...bad, ...rest.map((item) => [item.index, item] as const)]);
      return items.map((item) => byIndex.get(item.index)!);
    }
    if (!(error instanceof Refusal)) throw error;
    if (items.length === 1) {
      const item = fresh(items[0]!);
      if (error.problems.length > 0) item.problems.push(...error.problems);
      else item.refusal = error;
      return [item];
    }
    const middle = items.length >> 1;
    const left = await saveEach(writer, entity, verb, items.slice(0, middle).map(fresh));
    return [...left, ...(await saveEach(writer, entity, verb, items.slice(middle).map(fresh)))];
  }
}

/** As it was sent: hooks and defaults have touched the one that failed. */
function fresh(item: Item): Item {
  return new Item(item.entity, item.verb, item.index, item.id, item.input, item.expectedVersion);
}

function toResult(item: Item): RowResult {
  const { index, id } = item;
  if (item.refusal)
    return {
      index,
      id,
      status: 'failed',
      code: item.refusal.code,
      errors: [{ field: 'id', code: item.refusal.code, message: item.refusal.message }],
    };
  if (item.problems.length > 0)
    return { index, id: item.verb === 'create' ? null : id, status: 'failed', code: 'invalid', errors: item.problems };
  if (item.verb === 'create') return { index, id, status: 'created' };
  if (item.verb === 'delete') return { index, id, status: 'deleted' };
  return { index, id, status: item.changed.size > 0 ? 'updated' : 'unchanged' };
}

function verbOf(request: BulkRequest): WriteVerb {
  const verbs = (['create', 'update', 'delete'] as const).filter((verb) => request[verb] !== undefined);
  if (verbs.length !== 1)
    throw malformed('A bulk request has exactly one of "create", "update" and "delete".', [
      { field: 'update', code: 'required', message: 'one of create, update, delete' },
    ]);
  const verb = verbs[0]!;
  const target = verb === 'create' ? null : request[verb]!;
  if (target && (target.filter === undefined) === (target.ids === undefined))
    throw malformed(`"${verb}" says which records by either "filter" or "ids".`, [
      { field: verb, code: 'required', message: 'either filter or ids' },
    ]);
  return verb;
}

async function count(context: BoundContext, entity: Entity, request: BulkRequest, verb: WriteVerb): Promise<number> {
  if (verb === 'create') return request.create!.length;
  const { ids, filter } = request[verb]!;
  if (ids) return ids.length;
  const counted = await context.records.list(entity.name, { filter: filter ?? null, fields: ['id'], limit: 1, count: 'exact' });
  return counted.count ?? 0;
}

async function* batches(context: BoundContext, entity: Entity, request: BulkRequest, verb: WriteVerb): AsyncGenerator<Item[]> {
  if (verb === 'create') {
    for (let at = 0; at < request.create!.length; at += BATCH)
      yield request.create!.slice(at, at + BATCH).map((values, i) => new Item(entity.name, 'create', at + i, null, values));
    return;
  }
  const set = verb === 'update' ? request.update!.set : {};
  let index = 0;
  for await (const ids of idBatches(context, entity, request[verb]!))
    yield ids.map((id) => new Item(entity.name, verb, index++, id, { ...set }));
}

/** All ids are read before the first batch is written: a change may well take records out of its own filter. */
async function* idBatches(
  context: BoundContext,
  entity: Entity,
  target: { readonly filter?: string; readonly ids?: readonly string[] },
): AsyncGenerator<readonly string[]> {
  const ids = target.ids ? [...new Set(target.ids.map((id) => id.toLowerCase()))] : await matching(context, entity, target.filter ?? '');
  for (let at = 0; at < ids.length; at += BATCH) yield ids.slice(at, at + BATCH);
}

async function matching(context: BoundContext, entity: Entity, filter: string): Promise<string[]> {
  return Array.fromAsync(eachRecord(context, entity.name, { filter, fields: ['id'] }), ({ id }) => String(id));
}
