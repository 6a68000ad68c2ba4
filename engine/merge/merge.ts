// Merging: several records become one. All that pointed at them points at the target, they themselves are gone and leave an alias.
// Hooks, formulas, rules and dynamic conditions do not run (row CS-085); the history has every step, so a job's undo un-merges.

import type { Entity, Json, Problem } from '../../schema/index.ts';
import { AT_ONCE } from '../bulk.ts';
import { insertChanges } from '../changes.ts';
import type { BoundContext } from '../context.ts';
import { Item, markChanges } from '../draft.ts';
import { invalid, notFound, Refusal } from '../errors.ts';
import { recordJob } from '../job-record.ts';
import type { RunningJob } from '../jobs.ts';
import { changeOf, named, type Writer } from '../records.ts';
import { deleteItems, findCycles, loadChildren, lockRows, storedFields, updateItems, writeChildren } from '../store.ts';
import type { Context, Values } from '../types.ts';
import { MERGED } from './alias.ts';
import { countPointers, type PointerCount, turnPointers } from './pointers.ts';
import { assertMayMerge, checkedMerge, type MergeRequest, removing } from './request.ts';
import { chosenValues, type Whole } from './values.ts';

/** What a merge did, or would do; `job` is what undo takes. Done as a job: nothing is known yet but that. */
export interface Merged {
  readonly target: string;
  readonly merged: number;
  /** What points at the others, as far as the actor sees it. */
  readonly references: readonly PointerCount[];
  readonly job: string | null;
}

/** @throws Refusal 403, 404 for what is out of reach, 422 for values that cannot be. */
export async function merge(context: BoundContext, name: string, given: MergeRequest, dryRun = false): Promise<Merged | { job: string }> {
  const entity = await assertMayMerge(context, name);
  const request = checkedMerge(given);
  const references = await context.read((reader) => countPointers(reader, name, request.sources));
  const answer = { target: request.target, merged: request.sources.length, references };
  if (dryRun) {
    await rehearse(context, entity, request);
    return { ...answer, job: null };
  }
  const all = await context.read((reader) => countPointers(reader, name, request.sources, true));
  const total = all.reduce((sum, { count }) => sum + count, request.sources.length);
  if (total > AT_ONCE) {
    await rehearse(context, entity, request, false);
    return { job: await enqueueMerges(context, name, [request]) };
  }
  return context.write(async (writer) => {
    const job = await recordJob(writer, 'merge', { entity: name } as Json, request.sources.length);
    await mergeOne(acting(writer, job), entity, request);
    return { ...answer, job };
  });
}

/** Many merges as one job: each is a transaction of its own, all are taken back together. */
export async function mergeMany(context: BoundContext, name: string, requests: readonly MergeRequest[]): Promise<string> {
  await assertMayMerge(context, name);
  return enqueueMerges(context, name, requests.map(checkedMerge));
}

/** What many merges would turn, as far as the actor sees it; whether each can be is known when it is done. */
export async function countMany(
  context: BoundContext,
  name: string,
  requests: readonly MergeRequest[],
): Promise<{ groups: number; merged: number; references: readonly PointerCount[] }> {
  await assertMayMerge(context, name);
  const sources = requests.flatMap((request) => checkedMerge(request).sources);
  const references = await context.read((reader) => countPointers(reader, name, sources));
  return { groups: requests.length, merged: sources.length, references };
}

function enqueueMerges(context: BoundContext, name: string, merges: readonly MergeRequest[]): Promise<string> {
  return context.enqueue('merge', { entity: name, merges }, { total: merges.length });
}

/** The job: what cannot be merged is told and left as it is. */
export async function runMerge(run: RunningJob): Promise<void> {
  const { entity: name, merges } = run.params as { entity: string; merges: readonly MergeRequest[] };
  const { context } = run;
  const entity = await assertMayMerge(context, name);
  for (let at = Number(run.position ?? 0); at < merges.length; at++) {
    if (run.cancelled()) return;
    const request = merges[at]!;
    await run.progress(at);
    const before = run.result;
    try {
      await context.write(async (writer) => {
        const turned = await mergeOne(acting(writer, run.id), entity, request);
        run.result = counted(before, { deleted: request.sources.length, updated: turned });
        await run.mark(writer, at + 1, at + 1);
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const [problem] = error.problems;
      run.error({
        id: request.target,
        field: problem?.field ?? '',
        code: problem?.code ?? error.code,
        message: problem?.message ?? error.message,
      });
      run.result = counted(before, { failed: 1 });
      await context.write((writer) => run.mark(writer, at + 1, at + 1));
    }
  }
  await run.progress(merges.length);
}

function counted(before: Json, more: Readonly<Record<string, number>>): Json {
  const counts: Record<string, number> = { ...(before as Record<string, number> | null) };
  for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count;
  return counts;
}

/** The writer with the merge's own cause: everything of one job is taken back as one. */
function acting(writer: Writer, job: string): BoundContext {
  return (writer.context as BoundContext).because({ kind: 'bulk', job, detail: MERGED });
}

class Rehearsed extends Error {}

/** Does it and takes it back; without `wholly` only what is asked is checked. */
async function rehearse(context: BoundContext, entity: Entity, request: MergeRequest, wholly = true): Promise<void> {
  try {
    await context.write((writer) =>
      writer.tx.savepoint(async () => {
        const bound = writer.context as BoundContext;
        if (wholly) await mergeOne(bound, entity, request);
        else await bound.write((inner) => prepare(inner, entity, request));
        throw new Rehearsed();
      }),
    );
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
}

/** One merge inside an open transaction. Answers how many references were turned. */
async function mergeOne(context: BoundContext, entity: Entity, request: MergeRequest): Promise<number> {
  return context.write(async (writer) => {
    await lockAll(writer, entity, request);
    await assertNotInJournals(writer, entity, request);
    await beforeMerge(writer, entity, request);
    const { target, sources, values } = await prepare(writer, entity, request);
    const turned = await turnPointers(writer, entity.name, request.sources, request.target);
    await removeSources(writer, entity, sources, request.target);
    await updateTarget(writer, entity, target, values, request);
    return turned;
  });
}

/** In reach and locked: the target to be changed, the others to be merged into it. */
async function lockAll(writer: Writer, entity: Entity, { target, sources }: MergeRequest): Promise<Map<string, Values>> {
  const fields = storedFields(entity);
  const ones = await lockRows(writer, entity, 'update', [target], fields);
  if (!ones.has(target)) throw notFound(`The ${entity.label.toLowerCase()} to merge into`);
  const others = await lockRows(writer, entity, removing(entity), sources, fields, 'merge');
  const missing = sources.find((id) => !others.has(id));
  if (missing)
    throw new Refusal(404, 'not_found', `One of the ${entity.plural.toLowerCase()} is not there, or you may not take it away.`, [
      { field: 'sources', code: 'not_found', message: missing },
    ]);
  return new Map([...ones, ...others].map(([id, { values }]) => [id, values]));
}

/** What a journal says of a record is not changed, so it stays what it is. */
async function assertNotInJournals(writer: Writer, { name }: Entity, { sources }: MergeRequest): Promise<void> {
  const { entities } = writer.workspace.state.schema;
  const pointing = await countPointers(writer, name, sources, true);
  const journal = pointing.map(({ entity }) => entities[entity]!).find(({ appendOnly }) => appendOnly);
  if (journal) throw new Refusal(409, 'in_journal', `${journal.plural} refer to one of them, and they stay as they are.`);
}

/** Modules tidy up what would make no sense afterwards, e.g. a relation between the two. */
async function beforeMerge(writer: Writer, entity: Entity, { target, sources }: MergeRequest): Promise<void> {
  const { merges } = writer.workspace.state.behaviour;
  for (const tidy of merges) await tidy(writer.context as Context, { entity: entity.name, target, sources });
  await writer.settle();
}

async function prepare(
  writer: Writer,
  entity: Entity,
  request: MergeRequest,
): Promise<{ target: Whole; sources: Whole[]; values: Values }> {
  const locked = await lockAll(writer, entity, request);
  const ids = [request.target, ...request.sources];
  const lists = Object.values(entity.fields).filter((field) => field.type === 'children');
  const rows = await Promise.all(lists.map((field) => loadChildren(writer, field, ids)));
  const whole = (id: string): Whole => ({
    id,
    values: { ...locked.get(id), ...Object.fromEntries(lists.map((field, i) => [field.name, rows[i]!.get(id) ?? []])) },
  });
  const [target, ...sources] = ids.map(whole) as [Whole, ...Whole[]];
  const problems: Problem[] = [];
  const values = chosenValues(entity, writer.rights, request, target, sources, problems);
  if (problems.length > 0) throw invalid(problems);
  return { target, sources, values };
}

async function removeSources(writer: Writer, entity: Entity, sources: readonly Whole[], target: string): Promise<void> {
  const items = sources.map((source, i) => itemOf(entity, 'delete', i, source));
  await named(entity, deleteItems(writer, entity, items, null));
  const logging: Writer = { ...writer, logAs: MERGED, cause: { ...writer.cause, detail: target } };
  await insertChanges(
    writer,
    items.map((item) => changeOf(logging, entity, item)),
  );
}

async function updateTarget(writer: Writer, entity: Entity, target: Whole, values: Values, request: MergeRequest): Promise<void> {
  const { schema } = writer.workspace.state;
  const item = itemOf(entity, 'update', 0, target);
  item.values = { ...item.old, ...item.oldRows, ...values };
  markChanges(item, entity);
  await named(entity, updateItems(writer, entity, [item], writer.actor.id, null));
  for (const field of Object.values(entity.fields)) {
    if (field.type === 'children' && item.changed.has(field.name))
      await named(schema.entities[field.to[0]!]!, writeChildren(writer, field, [item]));
  }
  const logging: Writer = { ...writer, logAs: MERGED, cause: { ...writer.cause, detail: request.sources.join() } };
  await insertChanges(writer, [changeOf(logging, entity, item)]);
  for (const field of Object.values(entity.fields).filter(({ acyclic }) => acyclic)) {
    const cycles = await findCycles(writer, entity, field, [target.id]);
    if (cycles.length > 0)
      throw invalid([{ field: field.name, code: 'cycle', message: `${field.label} would lead back to this record; choose another one.` }]);
  }
}

function itemOf(entity: Entity, verb: 'update' | 'delete', at: number, { id, values }: Whole): Item {
  const item = new Item(entity.name, verb, at, id, {});
  const lists = Object.values(entity.fields).filter((field) => field.type === 'children');
  item.oldRows = Object.fromEntries(lists.map(({ name }) => [name, (values[name] as readonly Values[] | undefined) ?? []]));
  item.old = Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(item.oldRows, name)));
  return item;
}
