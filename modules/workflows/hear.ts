// From changes to runs: which workflows a change starts. What has to be worked out is asked of all changes of a page at once.

import { randomUUID } from 'node:crypto';
import { type BoundContext, type Change, type Context, createAll, type Values, valuesOf } from '../../engine/index.ts';
import { type Entity, ExpressionError, type Json, type Reference } from '../../schema/index.ts';
import { delayOf, isFollowable, stepsOf } from './parts.ts';
import { tellOnce } from './tell.ts';

/** Workflows that lead to each other, one after the other. */
const DEEPEST = 8;
/** How often one chain may come back to the same workflow on the same record. */
const OFTENEST = 2;

/** What somebody takes back or sets back is no news, nor is a merge (contradiction 36) or what a demo begins with. */
const QUIET: ReadonlySet<string> = new Set(['undo', 'restored', 'demo']);
const IN_BULK: ReadonlySet<string> = new Set(['import', 'bulk']);
const MERGED = 'merge';

/** Nouns that an active workflow is about, each with the instant since when. */
export async function followed(context: Context): Promise<ReadonlyMap<string, string>> {
  const nouns = new Map<string, string>();
  for (const { entity, active, since } of await context.kept('workflows')) {
    if (active !== true || !isFollowable(context.schema.entities[String(entity)])) continue;
    const from = String(since ?? '');
    const known = nouns.get(String(entity));
    if (known === undefined || from < known) nouns.set(String(entity), from);
  }
  return nouns;
}

export async function hear(given: Context, changes: readonly Change[]): Promise<void> {
  const context = given as BoundContext;
  const kept = await context.kept('workflows');
  const active = kept.filter((one) => one.active === true).sort((a, b) => Number(a.order) - Number(b.order));
  const causes = await causesOf(context, changes);
  const rows: Values[] = [];
  const now = Date.now();
  for (const workflow of active) {
    const entity = context.schema.entities[String(workflow.entity)];
    if (!entity) continue;
    const meant = changes.filter((change) => change.entity === entity.name && isMeant(workflow, change));
    const started = await whereItHolds(context, workflow, entity, meant);
    // What one mass edit did is worked on together, and taken back together.
    const jobs = new Map<string, string>();
    for (const change of started) {
      const { kind, job } = change.cause;
      const own = job && (IN_BULK.has(kind) || kind === 'workflow') ? (jobs.get(job) ?? randomUUID()) : randomUUID();
      if (job) jobs.set(job, own);
      rows.push(runOf(workflow, change, causes.get(causeOf(change)) ?? null, own, now));
    }
  }
  await tellOfLoops(context, rows);
  await createAll(context, 'workflow_runs', rows);
}

function isMeant(workflow: Readonly<Values>, { cause, verb, at, before, after }: Change): boolean {
  if (at < String(workflow.since ?? '')) return false;
  if (QUIET.has(cause.kind) || verb === MERGED || cause.detail === MERGED) return false;
  if (workflow.in_bulk === false && IN_BULK.has(cause.kind)) return false;
  const event = before === null ? 'created' : after === null ? 'deleted' : 'changed';
  if (workflow.event !== event && !(workflow.event === 'saved' && event !== 'deleted')) return false;
  const fields = (workflow.fields as readonly string[] | null) ?? [];
  return event !== 'changed' || fields.length === 0 || fields.some((name) => Object.hasOwn(after!, name));
}

/** Asked of the record as the change left it, whatever came later. */
async function whereItHolds(
  context: BoundContext,
  workflow: Readonly<Values>,
  entity: Entity,
  changes: readonly Change[],
): Promise<readonly Change[]> {
  const { condition, becomes } = workflow;
  if (!condition || changes.length === 0) return changes;
  const asked = [{ text: String(condition) }];
  const holds = async (states: readonly { id: string; instead: Values | null }[]) =>
    (await valuesOf(context, entity.name, states, asked)).map((values) => values?.[0] === true);
  try {
    const now = await holds(changes.map((change) => ({ id: change.record, instead: leftBy(entity, change) })));
    const held = changes.filter((_, i) => now[i]);
    const began = held.filter(({ before, after }) => before !== null && after !== null);
    if (becomes !== true || began.length === 0) return held;
    const earlier = await holds(began.map(({ record, before }) => ({ id: record, instead: before })));
    const before = new Set(began.filter((_, i) => earlier[i]));
    return held.filter((change) => !before.has(change));
  } catch (error) {
    // A field that is gone since: the workflow says so when somebody opens it, and starts nothing.
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

/** A new record has no values but those it was made with. */
function leftBy(entity: Entity, { before, after }: Change): Values {
  if (before !== null) return after ?? before;
  const open = Object.values(entity.fields).filter(({ system, internal, type }) => !system && !internal && type !== 'secret');
  return { ...Object.fromEntries(open.map(({ name }) => [name, null])), ...after };
}

interface Trail {
  readonly workflow: string;
  readonly record: string;
}

interface Origin {
  readonly depth: number;
  readonly chain: readonly string[];
  readonly trail: readonly Trail[];
  readonly by: string | null;
  readonly byName: string | null;
}

const causeOf = ({ cause, record }: Change) => `${cause.job} ${record}`;

/** The runs that wrote these changes. */
async function causesOf(context: BoundContext, changes: readonly Change[]): Promise<ReadonlyMap<string, Origin>> {
  const ours = changes.filter(({ cause }) => cause.kind === 'workflow' && cause.job);
  const found = new Map<string, Origin>();
  const runs = new Map<string, Values[]>();
  for (const job of new Set(ours.map(({ cause }) => String(cause.job)))) {
    const query = {
      filter: `job = ${JSON.stringify(job)}`,
      fields: ['name', 'record', 'depth', 'chain', 'trail', 'by', 'by_name'],
      limit: 500,
    };
    runs.set(job, [...(await context.records.list('workflow_runs', query)).records]);
  }
  for (const change of ours) {
    const all = runs.get(String(change.cause.job)) ?? [];
    const run = all.find(({ record }) => record === change.record) ?? all[0];
    if (!run) continue;
    found.set(causeOf(change), {
      depth: Number(run.depth) + 1,
      chain: [...((run.chain as readonly string[] | null) ?? []), String(run.name)],
      trail: (run.trail as readonly Trail[] | null) ?? [],
      by: (run.by as Reference | null)?.id ?? null,
      byName: (run.by_name as string | null) ?? null,
    });
  }
  return found;
}

function runOf(workflow: Readonly<Values>, change: Change, origin: Origin | null, job: string, now: number): Values {
  const steps = stepsOf(workflow);
  const mine: Trail = { workflow: String(workflow.id), record: change.record };
  const before = (origin?.trail ?? []).filter((one) => one.workflow === mine.workflow && one.record === mine.record).length;
  const depth = origin?.depth ?? 0;
  const names = [...(origin?.chain ?? []), String(workflow.name)].map((name) => `“${name}”`).join(' → ');
  const stopped =
    depth > DEEPEST
      ? `Stopped: a chain of more than ${DEEPEST} workflows: ${names}.`
      : before >= OFTENEST
        ? `Stopped: these workflows start each other again and again: ${names}.`
        : null;
  const at = new Date(now).toISOString();
  return {
    name: workflow.name,
    workflow: { entity: 'workflows', id: workflow.id },
    about: { entity: change.entity, id: change.record },
    record: change.record,
    entity: change.entity,
    event: change.before === null ? 'created' : change.after === null ? 'deleted' : 'changed',
    changed: changedOf(workflow, change),
    change: change.id,
    by: origin ? origin.by : change.actor.id,
    by_name: origin ? origin.byName : change.actor.title || null,
    state: stopped ? 'stopped' : 'waiting',
    step: 1,
    steps: steps.length,
    due_at: stopped ? null : new Date(now + delayOf(steps[0])).toISOString(),
    finished_at: stopped ? at : null,
    message: stopped,
    depth,
    chain: (origin?.chain ?? []) as Json,
    trail: [...(origin?.trail ?? []), mine] as unknown as Json,
    job,
  };
}

/** Those of the fields asked for, or all. */
function changedOf({ fields }: Readonly<Values>, { before, after }: Change): Json {
  if (before === null || after === null) return null;
  const asked = (fields as readonly string[] | null) ?? [];
  return Object.keys(after).filter((name) => asked.length === 0 || asked.includes(name));
}

async function tellOfLoops(context: BoundContext, rows: readonly Values[]): Promise<void> {
  const stopped = new Map(rows.filter(({ state }) => state === 'stopped').map((row) => [String(row.name), String(row.message)]));
  for (const [name, message] of stopped) await tellOnce(context, name, message);
}
