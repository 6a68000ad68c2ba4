// Runs that are due: taken in lots of one workflow, worked on and noted in one transaction, so that a kill in the middle leaves all of it
// or nothing. Calls of other programs are made between two transactions.

import { alone, type BoundContext, type Context, changeBehind, noteFault, type Values, valuesOf } from '../../engine/index.ts';
import { type Entity, ExpressionError, idOf, type Json } from '../../schema/index.ts';
import { beginCalls, type Called, noteCalls } from './calls.ts';
import { doStep, noOutcome } from './do-step.ts';
import { delayOf, stepsOf, workflowOf } from './parts.ts';
import { end, handOf, keep, noteStep, type Run } from './run-state.ts';

/** Runs in one transaction. */
const LOT = 500;

/** Without what the record is called. */
const READ = ['name', 'workflow', 'record', 'entity', 'event', 'change', 'by', 'state', 'step', 'attempts', 'log', 'job', 'started_at'];

/** All that is due, and what becomes due by it. */
export async function runDue(given: Context): Promise<void> {
  const context = given as BoundContext;
  for (;;) {
    const calls = await oneLot(context, LOT);
    if (calls === null) return;
    if (calls.length > 0) await noteCalls(context, calls);
  }
}

/** Null: nothing is due. */
async function oneLot(context: BoundContext, most: number): Promise<readonly Called[] | null> {
  let tried: readonly string[] = [];
  try {
    return await context.transaction(async (given) => {
      const inner = given as BoundContext;
      await alone(inner, 'workflows');
      const runs = await takeLot(inner, most);
      tried = runs.map(({ id }) => id);
      return runs.length === 0 ? null : workOn(inner, runs);
    });
  } catch (error) {
    if (tried.length === 0) throw error;
    // One of many went wrong where nothing should: each for itself, so that the others go on.
    const calls: Called[] = [];
    if (tried.length > 1) for (const _ of tried) calls.push(...((await oneLot(context, 1)) ?? []));
    else await breakOff(context, tried[0]!, error);
    return calls;
  }
}

/** The first that is due, and others of the same workflow, step and work. */
async function takeLot(context: BoundContext, most: number): Promise<Run[]> {
  const { records } = await context.records.list('workflow_runs', {
    filter: 'due_at <= now()',
    fields: READ,
    sort: 'due_at,id',
    limit: most,
  });
  const first = records[0];
  const key = (run: Readonly<Values>) => `${idOf(run.workflow)} ${run.step} ${run.job}`;
  const lot = records.filter((run) => key(run) === key(first!));
  return Promise.all(lot.map((record) => open(context, record)));
}

async function open(context: BoundContext, record: Readonly<Values>): Promise<Run> {
  const isGone = record.event === 'deleted';
  const before = isGone ? (await changeBehind(context, String(record.change)))?.before : null;
  return {
    id: String(record.id),
    record,
    subject: { id: String(record.record), gone: isGone ? (before ?? {}) : null, by: idOf(record.by) ?? null },
    state: 'waiting',
    step: Number(record.step),
    due: null,
    attempts: Number(record.attempts ?? 0),
    message: null,
    log: [...((record.log as Json[] | null) ?? [])],
  };
}

async function workOn(context: BoundContext, runs: readonly Run[]): Promise<readonly Called[]> {
  const first = runs[0]!.record;
  const workflow = await workflowOf(context, idOf(first.workflow) ?? '');
  const entity = context.schema.entities[String(first.entity)];
  let calls: readonly Called[] = [];
  if (workflow?.active !== true || !entity || workflow.entity !== entity.name) {
    for (const run of runs) end(run, 'skipped', workflow ? 'The workflow is switched off.' : 'The workflow is gone.');
  } else {
    await askAgain(context, workflow, entity, runs);
    calls = await walk(context, workflow, entity, runs);
  }
  await keep(context, runs);
  return calls;
}

/** After a delay the record may be gone, or no longer what the workflow is about. */
async function askAgain(context: BoundContext, workflow: Readonly<Values>, entity: Entity, runs: readonly Run[]): Promise<void> {
  const there = runs.filter(({ subject }) => !subject.gone);
  const isLate = delayOf(stepsOf(workflow)[runs[0]!.step - 1]) > 0;
  const asksCondition = isLate && Boolean(workflow.condition);
  try {
    const asked = asksCondition ? [{ text: String(workflow.condition) }] : [{ text: 'id' }];
    const found = await valuesOf(
      context,
      entity.name,
      there.map(({ subject }) => ({ id: subject.id })),
      asked,
    );
    for (const [i, run] of there.entries()) {
      if (!found[i]) end(run, 'skipped', 'The record is gone.');
      else if (asksCondition && found[i][0] !== true) end(run, 'skipped', 'The condition does not hold any more.');
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    for (const run of there) end(run, 'failed', error.message);
  }
}

/** Steps until one that waits, or that leaves the house. */
async function walk(context: BoundContext, workflow: Readonly<Values>, entity: Entity, runs: readonly Run[]): Promise<readonly Called[]> {
  const steps = stepsOf(workflow);
  const hand = handOf(context, workflow, String(runs[0]!.record.job));
  const start = runs[0]!.step;
  for (let at = start; ; at++) {
    const open = runs.filter(({ state }) => state === 'waiting');
    const step = steps[at - 1];
    if (open.length === 0) return [];
    if (!step) {
      for (const run of open) end(run, 'done', null);
      return [];
    }
    const delay = delayOf(step);
    if (delay > 0 && at > start) {
      for (const run of open) run.due = Date.now() + delay;
      return [];
    }
    if (step.kind === 'http') return beginCalls(context, workflow, entity, step, open);
    const outcomes = await doStep(
      hand,
      entity,
      step,
      open.map(({ subject }) => subject),
    );
    for (const [i, run] of open.entries()) noteStep(run, step, outcomes[i]!);
  }
}

/** What went wrong is ours; it is in the log of faults. */
async function breakOff(context: BoundContext, id: string, error: unknown): Promise<void> {
  await noteFault(context, { kind: 'job', place: 'workflows', reference: id, error });
  await context.transaction(async (given) => {
    const inner = given as BoundContext;
    const run = await open(inner, await inner.records.get('workflow_runs', id, READ));
    noteStep(run, {}, noOutcome('An error in Kontor stopped it; it is in the log of faults.'));
    await keep(inner, [run]);
  });
}
