// Calls of other programs: begun in one transaction, made outside of any, and what came of them noted in another. A call that was begun
// and never noted, because the process was killed, is made again with the same number of delivery (rows CS-254, CS-277).

import { createHmac } from 'node:crypto';
import { type BoundContext, Refusal, textExtra, type Values, writeEach } from '../../engine/index.ts';
import { type Entity, fieldTypes } from '../../schema/index.ts';
import { headerLines } from './check.ts';
import { noOutcome } from './do-step.ts';
import { answersOf, delayOf, stepsOf, whyNotSet, workflowOf } from './parts.ts';
import { type Call, type CallAnswer, WebhookFailure } from './port.ts';
import { end, handOf, keep, noteStep, type Run } from './run-state.ts';
import type { Subject } from './subject.ts';
import { mayBePrivate, targetProblem } from './targets.ts';
import { filled } from './words.ts';

export interface Called {
  readonly run: Run;
  readonly call: Call;
}

/** Minutes until it is tried again; after the last one it has failed. */
const AGAIN = [1, 5, 30, 120, 720];
/** Milliseconds after which a call that nobody noted is made again. */
const LEASE = 120_000;
/** Calls at the same time. */
const TOGETHER = 10;

/** Runs whose call cannot even be put together fail here; the others are running until their call is noted. */
export async function beginCalls(
  context: BoundContext,
  workflow: Readonly<Values>,
  entity: Entity,
  step: Readonly<Values>,
  runs: readonly Run[],
): Promise<readonly Called[]> {
  const begun: Called[] = [];
  for (const run of runs) {
    try {
      begun.push({ run, call: await callOf(context, workflow, entity, step, run) });
      run.state = 'running';
      run.attempts += 1;
      run.due = Date.now() + LEASE;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      noteStep(run, step, noOutcome(error.message));
    }
  }
  return begun;
}

async function callOf(context: BoundContext, workflow: Readonly<Values>, entity: Entity, step: Readonly<Values>, run: Run): Promise<Call> {
  const secret = await context.secret('workflows', String(workflow.id), 'secret');
  const request = await requestOf(context, workflow, entity, step, run.subject, String(run.record.event), secret ?? '');
  const problem = await targetProblem(context, request.address);
  if (problem) throw new Refusal(422, 'target', problem);
  const settings = await context.settings('workflow_settings');
  const signed = await signature(context, settings, request.body);
  const headers = { ...request.headers, ...signed, 'X-Kontor-Delivery': `${run.id}-${run.step}` };
  return { ...request, headers, isPrivate: mayBePrivate(settings) };
}

/** As the step says it, for the record. */
export async function requestOf(
  context: BoundContext,
  workflow: Readonly<Values>,
  entity: Entity,
  step: Readonly<Values>,
  subject: Subject,
  event: string,
  secret: string,
): Promise<Omit<Call, 'isPrivate'>> {
  const isJson = /^\s*[{[]/.test(String(step.body ?? ''));
  const texts = [
    { text: step.address, made: encodeURIComponent },
    { text: step.body, ...(isJson ? { made: insideJson } : {}) },
  ];
  const [address = '', written = ''] = await filled(context, entity, subject, texts);
  const [lines = ''] = await filled(context, entity, subject, [{ text: step.headers, made: oneLine }], [textExtra('secret', secret)]);
  const method = String(step.method ?? 'POST');
  const body = written || method === 'GET' ? written : await recordAsJson(context, workflow, entity, subject, event);
  const headers: Record<string, string> = { 'User-Agent': 'Kontor' };
  if (body) headers['Content-Type'] = isJson || !written ? 'application/json' : 'text/plain; charset=utf-8';
  for (const line of headerLines(lines)) headers[line.slice(0, line.indexOf(':')).trim()] = line.slice(line.indexOf(':') + 1).trim();
  return { method, address, headers, body };
}

const insideJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

async function recordAsJson(
  context: BoundContext,
  { name }: Readonly<Values>,
  entity: Entity,
  { id, gone }: Subject,
  event: string,
): Promise<string> {
  const fields = Object.values(context.schema.entities[entity.name]?.fields ?? {});
  const open = fields.filter(({ internal, type }) => !internal && !fieldTypes[type]!.sealed).map((field) => field.name);
  const record = gone ? { id, ...gone } : await context.records.get(entity.name, id, open);
  return JSON.stringify({ workflow: name, event, entity: entity.name, id, record });
}

/** Of the moment and the body, so that who hears it knows that it is ours, and is new. */
async function signature(context: BoundContext, settings: Values, body: string): Promise<Record<string, string>> {
  const secret = await context.secret('workflow_settings', String(settings.id), 'signing_secret');
  if (!secret) return {};
  const moment = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', secret).update(`${moment}.${body}`).digest('hex');
  return { 'X-Kontor-Timestamp': moment, 'X-Kontor-Signature': `sha256=${mac}` };
}

/** Makes the calls, and notes what came of each. */
export async function noteCalls(context: BoundContext, calls: readonly Called[]): Promise<void> {
  for (let at = 0; at < calls.length; at += TOGETHER) {
    const some = calls.slice(at, at + TOGETHER);
    const answers = await Promise.all(some.map(({ call }) => made(context, call)));
    for (const [i, { run }] of some.entries()) await noteCall(context, run, answers[i]!);
  }
}

type Made = CallAnswer | { readonly refused: string; readonly final: boolean };

async function made({ ports }: BoundContext, call: Call): Promise<Made> {
  try {
    return await ports.webhooks!.call(call);
  } catch (error) {
    if (error instanceof WebhookFailure) return { refused: error.message, final: error.final };
    throw error;
  }
}

/** Worth another try: it was busy, or broken. */
const isPassing = (status: number): boolean => status >= 500 || [408, 425, 429].includes(status);

async function noteCall(context: BoundContext, run: Run, answer: Made): Promise<void> {
  await context.transaction(async (given) => {
    const inner = given as BoundContext;
    const workflow = await workflowOf(inner, String((run.record.workflow as { id?: unknown } | null)?.id));
    const step = workflow ? stepsOf(workflow)[run.step - 1] : undefined;
    const refused =
      'refused' in answer ? answer.refused : answer.status >= 300 ? `It answered ${answer.status}: ${answer.text.slice(0, 500)}` : null;
    const isFinal = 'refused' in answer ? answer.final : !isPassing(answer.status);
    if (!workflow || !step) end(run, 'skipped', 'The workflow is gone.');
    else if (refused !== null) again(run, step, refused, isFinal);
    else {
      const outcome = 'text' in answer ? await takeAnswer(inner, workflow, step, run, answer) : noOutcome();
      noteStep(run, step, outcome);
      run.attempts = 0;
      if (run.state === 'running') next(run, workflow);
    }
    await keep(inner, [run]);
  });
}

function again(run: Run, step: Readonly<Values>, refused: string, isFinal: boolean): void {
  const minutes = AGAIN[run.attempts - 1];
  if (isFinal || minutes === undefined) {
    noteStep(run, step, noOutcome(refused));
    return;
  }
  run.log.push({ step: run.step, kind: 'http', at: new Date().toISOString(), state: 'retried', message: refused, records: [] });
  run.state = 'waiting';
  run.message = refused;
  run.due = Date.now() + minutes * 60_000;
}

/** What comes behind the call, in a lot of its own. */
function next(run: Run, workflow: Readonly<Values>): void {
  const step = stepsOf(workflow)[run.step - 1];
  if (!step) end(run, 'done', null);
  else {
    run.state = 'waiting';
    run.due = Date.now() + delayOf(step);
  }
}

async function takeAnswer(context: BoundContext, workflow: Readonly<Values>, step: Readonly<Values>, run: Run, { text }: CallAnswer) {
  const outcome = noOutcome();
  const wanted = answersOf(step);
  const entity = context.schema.entities[String(run.record.entity)]!;
  if (wanted.length === 0) return outcome;
  const json = parsed(text);
  if (json === undefined) return noOutcome('The answer is no JSON.');
  const closed = wanted
    .map(({ field }) => entity.fields[field])
    .map((field) => (field ? whyNotSet(field) : 'A field of the answer is gone.'));
  const why = closed.find((one) => one !== null);
  if (why) return noOutcome(why);
  const values = Object.fromEntries(wanted.map(({ field, path }) => [field, plain(at(json, path))]));
  const hand = handOf(context, workflow, String(run.record.job));
  const [result] = await writeEach(hand.writes, entity.name, 'update', [{ id: run.subject.id, values }]);
  if (result?.status === 'failed') return noOutcome(result.errors?.[0]?.message ?? `Refused: ${result.code}.`);
  if (result?.status === 'updated') outcome.records.push({ entity: entity.name, id: run.subject.id, verb: 'update' });
  return outcome;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function at(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((here, step) => {
    return typeof here === 'object' && here !== null && Object.hasOwn(here, step) ? (here as Values)[step] : null;
  }, json);
}

/** Lists and objects have no place in a field. */
function plain(value: unknown): unknown {
  return typeof value === 'object' ? null : value;
}
