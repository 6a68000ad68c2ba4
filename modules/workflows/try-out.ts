// What a workflow would do with a record, step by step, and then takes it all back. Whoever asks sees no more of it than he may see.

import {
  type BoundContext,
  type Context,
  granted,
  invalid,
  malformed,
  notGranted,
  Refusal,
  type Values,
  valuesOf,
} from '../../engine/index.ts';
import { type Entity, ExpressionError, fieldTypes, type Json } from '../../schema/index.ts';
import { requestOf } from './calls.ts';
import { mistakesIn } from './check.ts';
import { doStep, type Hand, type Outcome, type Touched } from './do-step.ts';
import { stepsOf } from './parts.ts';
import type { Subject } from './subject.ts';
import { targetProblem } from './targets.ts';

interface TriedRecord {
  readonly entity: string;
  /** Null: out of reach of whoever asks. */
  readonly id: string | null;
  readonly title: string | null;
  readonly verb: 'create' | 'update';
  readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
}

export interface TriedStep {
  readonly step: number;
  readonly kind: string;
  /** `2 days`; null: at once. */
  readonly delay: string | null;
  readonly state: 'done' | 'failed' | 'not_done';
  readonly message: string | null;
  readonly records: readonly TriedRecord[];
  readonly mails: readonly { readonly to: string; readonly subject: string; readonly text: string }[];
  readonly notices: readonly { readonly users: readonly string[]; readonly title: string }[];
  readonly request: object | null;
}

export interface Tried {
  /** Whether the condition holds. */
  readonly matches: boolean;
  readonly message: string | null;
  readonly steps: readonly TriedStep[];
}

/** Nothing of it is to stay. */
class TakenBack extends Error {}

export async function tryOut({
  context: given,
  input,
}: {
  readonly context: Context;
  readonly input: Readonly<Record<string, unknown>>;
}): Promise<Tried> {
  const context = given as BoundContext;
  await context.refreshed();
  const noun = context.schema.entities.workflows;
  const may = (verb: string) => noun !== undefined && granted(context.actor.rights, noun, verb);
  if (!may('create') && !may('update')) throw notGranted('You may not make workflows.');
  const workflow = await workflowIn(context, input.workflow);
  const mistakes = await mistakesIn(workflow, context);
  if (mistakes.length > 0) throw invalid(mistakes);
  const entity = context.schema.entities[String(workflow.entity)]!;
  if (typeof input.record !== 'string')
    throw malformed('Say which record.', [{ field: 'record', code: 'required', message: 'the id of a record' }], 'required');
  await context.records.get(entity.name, input.record, ['id']);
  return rehearse(context, workflow, entity, input.record);
}

/** A stored one by its id, or values as they would be stored. */
async function workflowIn(context: BoundContext, given: unknown): Promise<Readonly<Values>> {
  if (typeof given === 'string') return context.records.get('workflows', given);
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Values;
  throw malformed(
    'Say which workflow.',
    [{ field: 'workflow', code: 'required', message: 'an id, or the values of a workflow' }],
    'required',
  );
}

async function rehearse(context: BoundContext, workflow: Readonly<Values>, entity: Entity, id: string): Promise<Tried> {
  const subject: Subject = { id, gone: null, by: context.actor.id };
  const condition = workflow.condition ? String(workflow.condition) : 'true';
  const [found] = await valuesOf(context, entity.name, [{ id }], [{ text: condition, expect: { kind: 'boolean' } }]);
  if (found?.[0] !== true) return { matches: false, message: 'The condition does not hold for this record.', steps: [] };
  if (workflow.event === 'deleted')
    return { matches: true, message: 'It runs when the record is deleted, which is not tried out.', steps: [] };
  const steps: TriedStep[] = [];
  try {
    await context.transaction(async (opened) => {
      const inner = opened as BoundContext;
      const house = inner.system('tries a workflow out and takes back what it did') as BoundContext;
      const writes = house.because({ kind: 'workflow', detail: String(workflow.name ?? '') });
      const hand: Hand = { reads: inner, writes, house: writes };
      for (const [i, step] of stepsOf(workflow).entries()) {
        const tried = await tryStep(hand, workflow, entity, step, i + 1, subject);
        steps.push(tried);
        if (tried.state === 'failed') break;
      }
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return { matches: true, message: null, steps };
}

async function tryStep(
  hand: Hand,
  workflow: Readonly<Values>,
  entity: Entity,
  step: Readonly<Values>,
  number: number,
  subject: Subject,
): Promise<TriedStep> {
  const delay = Number(step.delay ?? 0) > 0 ? `${Number(step.delay)} ${String(step.delay_unit ?? 'days')}` : null;
  const blank = { step: number, kind: String(step.kind), delay, message: null, records: [], mails: [], notices: [], request: null };
  if (step.kind === 'http') {
    const request = await requestOf(hand.reads, workflow, entity, step, subject, String(workflow.event ?? 'saved'), '•••');
    const problem = await targetProblem(hand.house, request.address);
    return { ...blank, state: problem ? 'failed' : 'not_done', message: problem ?? 'Is not called when tried out.', request };
  }
  const outcome = await attempted(hand, entity, step, subject);
  const notices = await Promise.all(outcome.notices.map(async ({ users, title }) => ({ users: await namesOf(hand, users), title })));
  return {
    ...blank,
    state: outcome.failed ? 'failed' : 'done',
    message: outcome.failed,
    records: await Promise.all(outcome.records.map((touched) => shown(hand, touched))),
    mails: outcome.mails,
    notices,
  };
}

async function attempted(hand: Hand, entity: Entity, step: Readonly<Values>, subject: Subject): Promise<Outcome> {
  try {
    return (await doStep(hand, entity, step, [subject]))[0]!;
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ExpressionError)) throw error;
    return { failed: error.message, records: [], mails: [], notices: [] };
  }
}

/** The change as whoever asks finds it in the history, if he may see the record. */
async function shown({ reads }: Hand, { entity, id, verb }: Touched): Promise<TriedRecord> {
  try {
    const { changes } = await reads.records.history(entity, id, { limit: 1 });
    const { before, after } = changes[0] ?? {};
    const noun = reads.schema.entities[entity]!;
    const record = await reads.records.get(entity, id, [...noun.title]);
    const fields = Object.entries(after ?? {}).map(([field, value]) => ({ field, before: before?.[field] ?? null, after: value as Json }));
    return { entity, id, title: titleOf(noun, record), verb, changes: fields };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { entity, id: null, title: null, verb, changes: [] };
  }
}

async function namesOf({ house }: Hand, users: readonly string[]): Promise<string[]> {
  const names = users.map(async (id) => String((await house.records.get('users', id, ['name'])).name));
  return Promise.all(names);
}

function titleOf({ title, fields }: Entity, record: Values): string {
  const words = title.map((name) => {
    const value = record[name];
    const titled = (value as { title?: unknown } | null)?.title;
    return typeof titled === 'string' ? titled : value === null ? '' : fieldTypes[fields[name]!.type]!.print(value, fields[name]!);
  });
  return words.filter(Boolean).join(' ');
}
