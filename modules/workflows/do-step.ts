// What a step does, for many records at once: one question for what is worked out, one write for what is written.

import {
  type BoundContext,
  eachAmong,
  mailBody,
  type RecordToWrite,
  Refusal,
  type RowResult,
  sendMail,
  type Values,
  valuesOf,
  writeEach,
} from '../../engine/index.ts';
import { check, type Entity, ExpressionError, idOf, parse, type Reference } from '../../schema/index.ts';
import { notify } from '../notifications/module.ts';
import { mailFieldOf } from './check.ts';
import { assignmentsOf, isAddress, isWritable, listed, wayTo, whyNotSet } from './parts.ts';
import { assigned, recordOf, type Subject } from './subject.ts';
import { filled } from './words.ts';

/** With what rights a step works. */
export interface Hand {
  /** Works values out, and fills texts in. */
  readonly reads: BoundContext;
  /** Writes records, in an open transaction; undone with the run. */
  readonly writes: BoundContext;
  /** Mails and tells, which nothing takes back. */
  readonly house: BoundContext;
}

export interface Touched {
  readonly entity: string;
  readonly id: string;
  readonly verb: 'create' | 'update';
}

export interface Outcome {
  /** Why it was refused, in words; null: it was done. */
  failed: string | null;
  readonly records: Touched[];
  readonly mails: { readonly to: string; readonly subject: string; readonly text: string }[];
  readonly notices: { readonly users: readonly string[]; readonly title: string }[];
}

export function noOutcome(failed: string | null = null): Outcome {
  return { failed, records: [], mails: [], notices: [] };
}

/** More linked records of one are not written by a workflow: a filter with a mass edit is for that. */
const MOST_LINKED = 10_000;

/** By subject, in their order. What is wrong with one leaves the others be. */
export async function doStep(hand: Hand, entity: Entity, step: Values, subjects: readonly Subject[]): Promise<Outcome[]> {
  try {
    switch (step.kind) {
      case 'update':
        return await update(hand, entity, step, subjects);
      case 'create':
        return await create(hand, entity, step, subjects);
      case 'mail':
        return await each(subjects, (subject, outcome) => mail(hand, entity, step, subject, outcome));
      default:
        return await each(subjects, (subject, outcome) => tell(hand, entity, step, subject, outcome));
    }
  } catch (error) {
    // A field that is gone since the workflow was stored.
    if (!(error instanceof ExpressionError)) throw error;
    return subjects.map(() => noOutcome(error.message));
  }
}

async function each(subjects: readonly Subject[], work: (subject: Subject, outcome: Outcome) => Promise<void>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const subject of subjects) {
    const outcome = noOutcome();
    outcomes.push(outcome);
    try {
      await work(subject, outcome);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof ExpressionError)) throw error;
      outcome.failed = error instanceof Refusal ? (error.problems[0]?.message ?? error.message) : error.message;
    }
  }
  return outcomes;
}

async function update(hand: Hand, entity: Entity, step: Values, subjects: readonly Subject[]): Promise<Outcome[]> {
  const { schema } = hand.writes;
  const path = String(step.target ?? '').trim();
  const way = path === '' ? [] : wayTo(schema, entity, path);
  if (typeof way === 'string') return subjects.map(() => noOutcome(way));
  const noun = schema.entities[way.at(-1)?.to ?? entity.name]!;
  const closed = whyClosed(noun, 'update', step);
  if (closed) return subjects.map(() => noOutcome(closed));
  const values = await assigned(hand.reads, entity, noun, subjects, assignmentsOf(step));
  const targets = path === '' ? subjects.map(({ id }) => [id]) : await linked(hand.reads, entity, subjects, path);
  const outcomes = subjects.map((_, i) => noOutcome(values[i] === null ? 'The record is not there any more.' : null));
  const wanted = subjects.flatMap((_, i) => (values[i] ? targets[i]!.map((id) => ({ of: i, id, values: values[i]! })) : []));
  if (wanted.length > MOST_LINKED * subjects.length) return subjects.map(() => noOutcome(`More than ${MOST_LINKED} linked records.`));
  for (const wave of waves(wanted)) {
    const results = await writeEach(hand.writes, noun.name, 'update', wave);
    note(
      noun,
      'update',
      results,
      wave.map(({ of }) => outcomes[of]!),
    );
  }
  return outcomes;
}

/** Records that several runs write one after the other; those of one write are different ones. */
function waves<T extends { readonly id: string }>(wanted: readonly T[]): T[][] {
  const times = new Map<string, number>();
  const found: T[][] = [];
  for (const one of wanted) {
    const before = times.get(one.id) ?? 0;
    times.set(one.id, before + 1);
    if (found[before]) found[before].push(one);
    else found[before] = [one];
  }
  return found;
}

async function create(hand: Hand, entity: Entity, step: Values, subjects: readonly Subject[]): Promise<Outcome[]> {
  const noun = hand.writes.schema.entities[String(step.noun)];
  const closed = noun ? whyClosed(noun, 'create', step) : `There is no module “${String(step.noun)}” any more.`;
  if (!noun || closed) return subjects.map(() => noOutcome(closed));
  const assignments = assignmentsOf(step);
  const values = await assigned(hand.reads, entity, noun, subjects, assignments);
  const owners = noun.owned && !assignments.some(({ field }) => field === 'owner') ? await ownersOf(hand, entity, subjects) : null;
  const outcomes = subjects.map((_, i) => noOutcome(values[i] === null ? 'The record is not there any more.' : null));
  const rows: (RecordToWrite & { readonly of: number })[] = subjects.flatMap((_, i) =>
    values[i] ? [{ of: i, id: null, values: owners?.[i] ? { owner: owners[i], ...values[i] } : values[i] }] : [],
  );
  const results = await writeEach(hand.writes, noun.name, 'create', rows);
  note(
    noun,
    'create',
    results,
    rows.map(({ of }) => outcomes[of]!),
  );
  return outcomes;
}

/** What is made belongs to whom the record belongs that it is made for, else to who changed that. */
async function ownersOf({ reads }: Hand, entity: Entity, subjects: readonly Subject[]): Promise<(string | null)[]> {
  if (!entity.owned) return subjects.map(({ by }) => by);
  const found = await valuesOf(reads, entity.name, subjects.map(recordOf), [{ text: 'owner' }]);
  return found.map((values, i) => (values?.[0] as Reference | null)?.id ?? subjects[i]!.by);
}

function whyClosed(noun: Entity, verb: 'create' | 'update', step: Values): string | null {
  if (!isWritable(noun, verb)) return `${noun.plural} are not written by workflows.`;
  for (const { field: name } of assignmentsOf(step)) {
    const field = noun.fields[name];
    const why = field ? whyNotSet(field) : `${noun.plural} have no field “${name}” any more.`;
    if (why) return why;
  }
  return null;
}

function note(noun: Entity, verb: Touched['verb'], results: readonly RowResult[], outcomes: readonly Outcome[]): void {
  for (const [i, { status, id, errors, code }] of results.entries()) {
    const outcome = outcomes[i]!;
    if (status === 'failed') {
      const problem = errors?.[0];
      const label = problem && noun.fields[problem.field]?.label;
      outcome.failed ??= problem
        ? `${label && !problem.message.startsWith(label) ? `${label}: ` : ''}${problem.message}`
        : `Refused: ${code}.`;
    } else if (status !== 'unchanged' && id) outcome.records.push({ entity: noun.name, id, verb });
  }
}

/** By subject the ids of the records that a way leads to. */
async function linked(context: BoundContext, entity: Entity, subjects: readonly Subject[], path: string): Promise<string[][]> {
  const way = wayTo(context.space.state.schema, entity, path);
  if (typeof way === 'string') return subjects.map(() => []);
  let at = subjects.map(({ id }) => [id]);
  for (const [i, step] of way.entries()) {
    const ids = [...new Set(at.flat())];
    const next = step.by
      ? await referring(context, step.to, step.by, ids)
      : await referredTo(context, step.from, step.name, i === 0 ? subjects : ids.map(asSubject));
    at = at.map((here) => [...new Set(here.flatMap((id) => next.get(id) ?? []))]);
  }
  return at;
}

const asSubject = (id: string): Subject => ({ id, gone: null, by: null });

async function referring(context: BoundContext, noun: string, field: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for await (const record of eachAmong(context, noun, field, ids, { fields: ['id', field] })) {
    const value = record[field];
    for (const to of Array.isArray(value) ? value : [value]) {
      const id = idOf(to);
      if (id) found.set(id, [...(found.get(id) ?? []), String(record.id)]);
    }
  }
  return found;
}

async function referredTo(
  context: BoundContext,
  noun: string,
  field: string,
  subjects: readonly Subject[],
): Promise<Map<string, string[]>> {
  const found = await valuesOf(context, noun, subjects.map(recordOf), [{ text: field }]);
  return new Map(subjects.map(({ id }, i) => [id, idsOf(found[i]?.[0])]));
}

function idsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsOf);
  if (typeof value === 'string') return [value];
  const id = (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' ? [id] : [];
}

async function mail(hand: Hand, entity: Entity, step: Values, subject: Subject, outcome: Outcome): Promise<void> {
  const [subjectLine = '', text = ''] = await filled(hand.reads, entity, subject, [
    { text: step.subject, made: oneLine },
    { text: step.text },
  ]);
  const receivers = await receiversOf(hand, entity, step, subject);
  const addresses = [...new Set(receivers.flatMap(({ address }) => (address ? [address.toLowerCase()] : [])))];
  if (addresses.length === 0) throw new Refusal(422, 'no_receiver', 'Nobody to mail to: no receiver has an address.');
  for (const to of addresses) {
    const { html } = mailBody([text], '');
    await sendMail(hand.house, { to, subject: subjectLine.slice(0, 250), text, html, purpose: 'workflow' });
    outcome.mails.push({ to, subject: subjectLine, text });
  }
}

/** People are told of what they may see, and nobody of anything else. */
async function tell(hand: Hand, entity: Entity, step: Values, subject: Subject, outcome: Outcome): Promise<void> {
  const [title = '', text = ''] = await filled(hand.reads, entity, subject, [{ text: step.subject, made: oneLine }, { text: step.text }]);
  const receivers = await receiversOf(hand, entity, step, subject);
  const users = [...new Set(receivers.flatMap(({ user }) => (user ? [user] : [])))];
  if (users.length === 0) throw new Refusal(422, 'no_receiver', 'Nobody to tell.');
  const about = subject.gone ? null : { entity: entity.name, id: subject.id };
  const reached = about ? await hand.house.reachedBy(users, about.entity, about.id) : [];
  if (reached.length === 0) throw new Refusal(422, 'out_of_reach', 'Nobody was told: the receivers may not see the record.');
  const told = await notify(hand.house, reached, { kind: 'workflow', title, text: text || null, about });
  outcome.notices.push({ users: told, title });
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

interface Receiver {
  readonly user: string | null;
  readonly address: string | null;
}

async function receiversOf({ reads, house }: Hand, entity: Entity, { to, kind }: Values, subject: Subject): Promise<Receiver[]> {
  const found: Receiver[] = [];
  for (const receiver of listed(to)) {
    const login = kind === 'notify' || !isAddress(receiver) ? await userCalled(house, receiver) : null;
    if (login) found.push(login);
    else if (isAddress(receiver)) found.push({ user: null, address: receiver });
    else found.push(...(await receiversBy(reads, house, entity, receiver, subject)));
  }
  return found;
}

async function userCalled({ records }: BoundContext, login: string): Promise<Receiver | null> {
  if (!/^[\w.@-]+$/.test(login)) return null;
  const { records: found } = await records.list('users', { filter: `login = ${JSON.stringify(login)}`, fields: ['id', 'email'], limit: 1 });
  return found[0] ? { user: String(found[0].id), address: (found[0].email as string | null) ?? null } : null;
}

async function receiversBy(reads: BoundContext, house: BoundContext, entity: Entity, text: string, subject: Subject): Promise<Receiver[]> {
  const { type } = check(parse(text), reads.schema, entity.name, undefined, { internal: reads.actor.rights.key === 'system' });
  const [values] = await valuesOf(reads, entity.name, [recordOf(subject)], [{ text }]);
  const value = values?.[0] ?? null;
  if (value === null) return [];
  if (typeof value === 'string') return isAddress(value) ? [{ user: null, address: value }] : [];
  const only = 'to' in type && type.to.length === 1 ? type.to[0]! : null;
  const ids = idsOf(value);
  const nouns = only ? [only] : 'to' in type ? type.to : [];
  return (await Promise.all(nouns.map((noun) => peopleOf(house, noun, ids)))).flat();
}

/** An owner group is all of its members. */
async function peopleOf(house: BoundContext, noun: string, ids: readonly string[]): Promise<Receiver[]> {
  const people: Receiver[] = [];
  if (noun === 'owner_groups') {
    const members: string[] = [];
    for await (const { members: own } of eachAmong(house, noun, 'id', ids, { fields: ['members'] })) members.push(...idsOf(own));
    return members.length > 0 ? peopleOf(house, 'users', members) : [];
  }
  const field = mailFieldOf(house.schema.entities[noun]);
  if (!field) return [];
  for await (const record of eachAmong(house, noun, 'id', ids, { fields: ['id', field] }))
    people.push({ user: noun === 'users' ? String(record.id) : null, address: (record[field] as string | null) ?? null });
  return people;
}
