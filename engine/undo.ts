// Undo of one change or of all that one job did. What somebody changed later is kept and listed as a conflict.

import { prepare, sql } from '../db/index.ts';
import type { Entity, Json } from '../schema/index.ts';
import { type RowResult, writeBatch } from './bulk.ts';
import { readChange, readJobChanges } from './changes.ts';
import type { BoundContext } from './context.ts';
import { Item, sameValue, type WriteVerb } from './draft.ts';
import { ERASED } from './erasure/policy.ts';
import { notFound, notGranted, onlyAdded, Refusal } from './errors.ts';
import type { RunningJob } from './jobs.ts';
import { MERGED } from './merge/alias.ts';
import { planned } from './planned.ts';
import type { Reader } from './read.ts';
import type { Writer } from './records.ts';
import { RIGHTS } from './rights-fields.ts';
import { bind, slot } from './slots.ts';
import { childOf, loadChildren, lockRows, storedFields } from './store.ts';
import type { Cause, Change, Values } from './types.ts';

/** What could not be taken back, because somebody has changed it since. */
export interface Conflict {
  readonly change: string;
  readonly entity: string;
  readonly record: string;
  /** Null: the whole record. */
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
}

export interface Undone {
  /** Changes taken back, wholly or in part. */
  readonly undone: number;
  readonly conflicts: readonly Conflict[];
}

const PAGE = 2000;

/** @throws Refusal 404 for a change that is not there or not within reach, 403 for somebody else's. */
export async function undoChange(context: BoundContext, seq: string): Promise<Undone> {
  await context.refreshed();
  const change = /^\d{1,18}$/.test(seq) ? await context.read((reader) => readChange(reader, seq)) : null;
  if (!change || !Object.hasOwn(context.schema.entities, change.entity)) throw notFound('This change');
  await assertMayUndo(context, change.actor.id, change);
  // Half a merge is nothing that ever was.
  if (change.verb === MERGED)
    throw new Refusal(409, 'merged', 'A merge is taken back as a whole.', [], { job: change.cause.job ?? null } as never);
  if (context.space.state.schema.entities[change.entity]?.appendOnly) throw onlyAdded(context.space.state.schema.entities[change.entity]!);
  if (change.verb === ERASED) throw new Refusal(409, 'erased', 'What was erased is gone for good.');
  return undoBatch(context.because({ kind: 'undo', detail: `change ${seq}` }, true), [change], null);
}

/** Starts taking back what a job did; answers the id of the job that does it. */
export async function undoJob(
  context: BoundContext,
  job: { readonly id: string; readonly actor: string | null; readonly done: number },
): Promise<string> {
  await context.refreshed();
  await assertMayUndo(context, job.actor, null);
  return context.enqueue('undo', { job: job.id } as Json, { total: job.done });
}

/** The work behind it: newest first, page by page, each in its own transaction. */
export async function runUndo(run: RunningJob): Promise<void> {
  const { job } = run.params as { job: string };
  const context = run.context.because({ kind: 'undo', job: run.id, detail: `job ${job}` }, true);
  const reached = run.position as { before: string; done: number } | null;
  let done = reached?.done ?? 0;
  for (let before = reached?.before ?? null; ; ) {
    const page: Change[] = await context.read((reader) => readJobChanges(reader, job, before, PAGE));
    if (page.length === 0 || run.cancelled()) return;
    const { conflicts } = await undoBatch(context, page, job);
    for (const { entity, record, field, code, message } of conflicts) run.error({ entity, id: record, field: field ?? '', code, message });
    done += page.length;
    const position = { before: page.at(-1)!.id, done };
    before = position.before;
    await context.write((writer) => run.mark(writer, position, done));
  }
}

/** One's own changes within reach; root takes back anybody's. */
async function assertMayUndo(context: BoundContext, author: string | null, change: Change | null): Promise<void> {
  const { id, rights } = context.actor;
  if (rights.root) return;
  if (!id || author !== id) throw notGranted('Only who made a change, or an administrator, takes it back.');
  if (change?.after) await context.records.get(change.entity, change.record, ['id']);
}

/** `changes` newest first. Consecutive ones of a kind are written together. */
async function undoBatch(context: BoundContext, changes: readonly Change[], job: string | null): Promise<Undone> {
  const conflicts: Conflict[] = [];
  let undone = 0;
  for (const group of groups(changes)) {
    const entity = context.space.state.schema.entities[group.entity];
    // What a journal says follows from other records: it gets a line of its own when they go back.
    if (!entity || entity.appendOnly) continue;
    const done = await context.write(({ context: inner }) => undoGroup(inner as BoundContext, entity, group, job, context.cause));
    undone += done.undone;
    conflicts.push(...done.conflicts);
  }
  return { undone, conflicts };
}

/**
 * One transaction from the comparison to the write: what somebody writes meanwhile waits for it, or is seen by it. It may start over, so
 * what it found is its own.
 */
async function undoGroup(context: BoundContext, entity: Entity, group: Group, job: string | null, cause: Cause): Promise<Undone> {
  const { verb, entity: name } = group;
  const conflicts: Conflict[] = [];
  const elevated = context.system('undo what the actor did') as BoundContext;
  // A merge turned what its actor could not see too.
  const ofMerge = group.changes.every(isOfMerge);
  const reach = ofMerge ? elevated.because(cause, true) : context;
  const items = await reach.write(async (writer) => {
    if (verb === 'delete') return deletions(writer, entity, group.changes, job, conflicts);
    return verb === 'create' ? recreations(writer, entity, group.changes) : reversals(writer, entity, group.changes, conflicts);
  });
  // What gives rights is given by the actor himself: nobody gets back by undo what he may not hand out.
  const hand = Object.hasOwn(RIGHTS, name) ? context : elevated;
  const results = await writeBatch(hand.because(cause, ofMerge ? 'bare' : true), entity, verb, items, false, async (writer, rows) => {
    if (verb === 'create') await rememberMaking(writer, entity, rows);
  });
  for (const result of results)
    if (result.status === 'failed' && !isDoneAlready(result, verb))
      conflicts.push(conflictOf(group.changes.find((change) => change.record === items[result.index]?.id)!, result.errors?.[0]));
  return { undone: results.filter(({ status }) => status !== 'failed').length, conflicts };
}

/** What came back was made when and by whom it was first; the history knows it. */
async function rememberMaking(writer: Writer, entity: Entity, rows: readonly RowResult[]): Promise<void> {
  const back = rows.filter(({ status }) => status === 'created').map(({ id }) => id);
  if (back.length === 0 || !entity.fields['created_at']) return;
  const statement = planned(writer.workspace, `made|${entity.name}`, () => {
    const { space } = writer.workspace;
    const first = sql`select distinct on (c."record") c."record", c."at", c."actor" from ${sql.identifier(space, 'changes')} c
      where c."record" = any(${slot('of', 0)}::uuid[]) and c."entity" = ${slot('of', 1)}::text and c."before" is null order by c."record", c."seq"`;
    return prepare(
      sql`update ${sql.identifier(space, entity.name)} t set "created_at" = f."at", "created_by" = f."actor" from (${first}) f where t."id" = f."record"`,
    );
  });
  await writer.tx.query(bind(statement, { of: [back, entity.name] }));
}

function isOfMerge({ verb, cause }: Change): boolean {
  return verb === MERGED || cause.detail === MERGED;
}

/** Gone or back already: nothing is left to take back. */
function isDoneAlready(result: RowResult, verb: WriteVerb): boolean {
  return result.code === 'not_found' || (verb === 'create' && result.code === 'not_unique');
}

interface Group {
  readonly entity: string;
  /** What has to be done, not what was. */
  readonly verb: WriteVerb;
  readonly changes: Change[];
}

function groups(changes: readonly Change[]): Group[] {
  const found: Group[] = [];
  for (const change of changes) {
    const verb = change.before === null ? 'delete' : change.after === null ? 'create' : 'update';
    const last = found.at(-1);
    if (last?.entity === change.entity && last.verb === verb && !last.changes.some((other) => other.record === change.record))
      last.changes.push(change);
    else found.push({ entity: change.entity, verb, changes: [change] });
  }
  return found;
}

/** What was created goes, unless somebody else has worked on it since. */
async function deletions(
  reader: Reader,
  entity: Entity,
  changes: readonly Change[],
  job: string | null,
  conflicts: Conflict[],
): Promise<Item[]> {
  const statement = planned(reader.workspace, 'edited-later', () => {
    const table = sql.identifier(reader.workspace.space, 'changes');
    const source = sql`unnest(${slot('of', 1)}::uuid[], ${slot('of', 2)}::bigint[]) as u(record, seq)`;
    return prepare(
      sql`select distinct u.record from ${source} join ${table} c on c."entity" = ${slot('of', 0)}::text and c."record" = u.record and c."seq" > u.seq and c."before" is not null and c."after" is not null and (${slot('of', 3)}::uuid is null or c."job" is distinct from ${slot('of', 3)}::uuid)`,
    );
  });
  const { rows } = await reader.db.query(
    bind(statement, { of: [entity.name, changes.map((change) => change.record), changes.map((change) => change.id), job] }),
  );
  const edited = new Set(rows.map(([record]) => record));
  for (const change of changes) {
    if (edited.has(change.record))
      conflicts.push({ ...conflictOf(change), code: 'changed_later', message: 'Somebody has changed this record since, so it was kept.' });
  }
  return changes.filter((change) => !edited.has(change.record)).map((change, i) => new Item(entity.name, 'delete', i, change.record, {}));
}

/** What was deleted comes back under its old id. */
function recreations(reader: Reader, entity: Entity, changes: readonly Change[]): Item[] {
  return changes.map((change, i) => {
    const input = writable(entity, change.before!);
    for (const field of Object.values(entity.fields)) {
      if (field.type === 'children' && change.before![field.name])
        input[field.name] = rowsFrom(childOf(reader, field), [], change.before![field.name] as Values, {});
    }
    return new Item(entity.name, 'create', i, change.record, input);
  });
}

/** A field that still reads as the change left it goes back; one that does not is a conflict. */
async function reversals(reader: Reader, entity: Entity, changes: readonly Change[], conflicts: Conflict[]): Promise<Item[]> {
  const names = new Set(changes.flatMap((change) => Object.keys(change.after!)));
  const ids = changes.map((change) => change.record);
  const locked = await lockRows(
    reader,
    entity,
    'update',
    ids,
    storedFields(entity).filter((field) => names.has(field.name)),
  );
  const lines = Object.values(entity.fields).filter((field) => field.type === 'children' && names.has(field.name));
  const rows = new Map(await Promise.all(lines.map(async (field) => [field.name, await loadChildren(reader, field, ids)] as const)));
  const items: Item[] = [];
  for (const change of changes) {
    const current = locked.get(change.record);
    if (!current) {
      conflicts.push({ ...conflictOf(change), code: 'not_found', message: 'This record is not there any more, or not within your reach.' });
      continue;
    }
    const input: Values = {};
    for (const name of Object.keys(writable(entity, change.after!))) {
      const field = entity.fields[name]!;
      if (sameValue(field, current.values[name], change.after![name])) input[name] = change.before![name] ?? null;
      // Back already: by hand, or by this very job before it was killed.
      else if (!sameValue(field, current.values[name], change.before![name]))
        conflicts.push({
          ...conflictOf(change),
          field: name,
          code: 'changed_later',
          message: `${field.label} has been changed since, so it was kept.`,
        });
    }
    for (const field of lines) {
      if (change.after![field.name])
        input[field.name] = rowsFrom(
          childOf(reader, field),
          rows.get(field.name)!.get(change.record) ?? [],
          change.before![field.name] as Values,
          change.after![field.name] as Values,
        );
    }
    if (Object.keys(input).length > 0) items.push(new Item(entity.name, 'update', items.length, change.record, input));
  }
  return items;
}

/** Line items with those of `before` back in their places, and those that only `after` knew gone. */
export function rowsFrom(child: Entity, current: readonly Values[], before: Values, after: Values): Values[] {
  const kept = current
    .map((row, i) => ({ ...row, position: i + 1 }) as Values)
    .filter((row) => before[row['id'] as string] !== null || after[row['id'] as string] === undefined);
  for (const [id, cells] of Object.entries(before)) {
    if (cells === null) continue;
    const row = kept.find((candidate) => candidate['id'] === id);
    if (row) Object.assign(row, cells);
    else kept.push({ id, ...(cells as Values) });
  }
  kept.sort((left, right) => Number(left['position']) - Number(right['position']));
  return kept.map(({ id, ...row }) => ({ id, ...writable(child, row) }));
}

/** Without what is computed and what the engine sets. */
export function writable(entity: Entity, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const field = entity.fields[name];
      return field && field.type !== 'children' && !field.formula && (!field.system || name === 'owner');
    }),
  );
}

function conflictOf(change: Change, problem?: { readonly field: string; readonly code: string; readonly message: string }): Conflict {
  return {
    change: change.id,
    entity: change.entity,
    record: change.record,
    field: problem?.field || null,
    code: problem?.code ?? 'conflict',
    message: problem?.message ?? 'This change could not be taken back.',
  };
}
