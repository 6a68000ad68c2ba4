// The one pipeline that every write passes, from top to bottom in one transaction. Read `save`: that is all there is.

import type { Rows, Transaction } from '../db/index.ts';
import { isDatabaseError, uniqueFieldOf } from '../db/index.ts';
import { type Entity, type Field, fieldTypes, type Schema } from '../schema/index.ts';
import { isEverything, scope } from './access.ts';
import { type ChangeRow, diffRows, insertChanges, loggable } from './changes.ts';
import { checkChoices } from './choices.ts';
import { copyChanges, copyItems, isMany } from './copy.ts';
import { type Currencies, isSeen, seenValues } from './currencies.ts';
import {
  applyDefaults,
  checkInactive,
  checkInput,
  checkRequired,
  checkSteps,
  fillRows,
  type Item,
  type KnownDefaults,
  markChanges,
  nameRows,
  type WriteVerb,
} from './draft.ts';
import { partsOf } from './entity-parts.ts';
import { bumpEpoch } from './epoch.ts';
import { invalid, notFound, notGranted, onlyAdded, Refusal } from './errors.ts';
import { returnNumbers, takeNumbers } from './numbers.ts';
import { checkEpoch, type Reader } from './read.ts';
import { type Claim, checkReferences, claimReferences, noteClaim, takeQuestion } from './references.ts';
import { sealSecrets } from './sealed.ts';
import {
  type Computed,
  checkWritten,
  computeFormulas,
  deleteItems,
  findCycles,
  insertItems,
  loadChildren,
  lockRows,
  questionWritten,
  type Returning,
  rowsOf,
  storedFields,
  updateItems,
  writeChildren,
} from './store.ts';
import type { Actor, Cause, Context, Hooks, Rights, Values, Verb } from './types.ts';
import { hasFollowers } from './wake.ts';

/** What whoever creates one record wants to hear of its row, and where the write leaves it when it can tell. */
export interface Telling {
  /** To be asked when it is known whether rights have risen; null where the row needs a look of its own. */
  readonly returning: () => Returning | null;
  rows?: Promise<Rows>;
}

/** `bare`: without hooks, formulas and rules, as what is undone was written. */
export type Undoing = boolean | 'bare';

export interface Writer extends Reader {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly cause: Cause;
  /** What hooks get: bound to the same actor and transaction. */
  readonly context: Context;
  /** Statements on the wire whose answer nobody has waited for yet; the commit does. */
  readonly pending: Promise<unknown>[];
  settle(): Promise<void>;
  /** This transaction raised the epoch itself, so what it reads from here on is newer than its rights. */
  readonly raised: () => void;
  /** The epoch was compared, or a statement that waits compares it before anything is written. */
  readonly compared: () => void;
  /** Tells those who follow the history of this noun, once all is committed. */
  readonly wakeFollowers: (entity: string) => void;
  /** Whether a hook or action has read or written through its context. */
  readonly lookedAround: () => boolean;
  readonly telling?: Telling;
  /** Given: what references lead to may be taken for granted, as long as `failed` is looked at when the write fails. */
  readonly claim?: Claim;
  /** What the house itself writes refers to what it has just read; nobody looks whether it is there. */
  readonly trusted?: boolean;
  /** Undo may delete what it finds was created, whatever the entity's policy says. */
  readonly undoing?: Undoing;
  /** The tool that writes many records at once, whose own scope narrows the verb's (row CS-014). */
  readonly tool?: Verb;
  /** Word for the history instead of the verb, e.g. the name of an action. */
  readonly logAs?: string;
}

/**
 * Writes items of one entity with one verb. Items that have problems are not written; the others are. Whoever wants all
 * or nothing throws when one is not `ok`, which rolls the transaction back.
 */
export async function save(writer: Writer, { name }: Entity, verb: WriteVerb, items: readonly Item[]): Promise<void> {
  const { schema, behaviour } = writer.workspace.state;
  // The whole entity, not what the actor sees of it: hooks, formulas and rules know the fields that are hidden from him.
  const entity = schema.entities[name]!;
  const hooks = isBare(writer, verb) ? [] : (behaviour.hooks[name] ?? []);
  checkGranted(writer, entity, verb);

  for (const item of items) item.restart();
  for (const item of items) checkInput(item, entity, schema, writer.rights);
  if (writer.cause.kind === 'workflow') for (const item of items) checkByHand(item, entity);
  if (writer.undoing) for (const item of items) item.restored = { ...item.values };
  const defaults: KnownDefaults = new Map();
  if (verb === 'create') for (const item of items) applyDefaults(item, entity, schema, writer.rights, Boolean(writer.undoing), defaults);
  const left = await ownersThatLeft(writer, entity, verb);
  const locked = verb !== 'create' && lockItems(writer, entity, verb, items, hooks.length > 0, left.size > 0);
  const isClaimed = verb === 'create' && writer.claim && items.every((item) => item.ok) && claimReferences(writer, entity, items);
  await Promise.all([isClaimed || writer.trusted || checkReferences(writer, entity, items, verb === 'create'), locked]);

  // Twice: this is what hooks call `changed`, below is what they made of it.
  if (hooks.length > 0 && verb !== 'delete') for (const item of items) if (item.ok) markChanges(item, entity);
  for (const item of items) if (item.ok && !writer.undoing) checkInactive(item);
  if (verb === 'update') for (const item of items) if (item.ok) checkOwner(item, left);
  await runHooks(hooks, 'beforeSave', items, writer);
  if (writer.undoing) for (const item of items) Object.assign(item.values, item.restored);
  if (hooks.length > 0 && verb !== 'delete') for (const item of items) nameRows(item, entity, schema);
  for (const item of items) if (item.ok && verb !== 'delete') markChanges(item, entity);
  if (!writer.undoing) checkChoices(writer.rights, entity, verb, items, schema);
  sealSecrets(writer.workspace, entity, items);
  const changed = items.filter((item) => item.ok && (verb !== 'update' || item.changed.size > 0));
  if (verb !== 'delete' && !isBare(writer, verb)) for (const item of changed) checkRequired(item, entity, schema, writer.rights);
  if (verb === 'update' && !writer.undoing) for (const item of changed) checkSteps(item, entity);
  if (verb === 'delete') await returnNumbers(writer, changed);
  const ready = changed.filter((item) => item.ok);
  if (ready.length === 0) return;
  if (verb !== 'delete') await takeNumbers(writer, entity, ready);

  // Before the write: its row lock makes writers of rights wait for each other, so that hooks check what is true at commit.
  await bumpEpoch(writer, entity, verb, ready);
  if (isPlain(writer.rights, schema, entity, verb, hooks)) {
    leave(writer, writePlain(writer, entity, verb, ready));
  } else {
    await writeStepwise(writer, entity, verb, ready, hooks);
  }
  writer.tx.onCommit(() => runHooks(hooks, 'afterCommit', ready, writer));
  if (hasFollowers(writer.workspace, name)) writer.tx.onCommit(() => writer.wakeFollowers(name));
}

/** What is decided by people, no automation sets (row CS-111). */
function checkByHand(item: Item, { fields }: Entity): void {
  for (const name of Object.keys(item.values))
    if (fields[name]?.byHand) item.refuse(name, 'by_hand', `${fields[name].label} is not set by automation.`);
}

function isBare({ undoing }: Pick<Writer, 'undoing'>, verb: WriteVerb): boolean {
  return undoing === 'bare' && verb === 'update';
}

/** The write and its change row in one statement: possible where nothing is computed or checked on the written row. */
async function writePlain(writer: Writer, entity: Entity, verb: WriteVerb, items: readonly Item[]): Promise<void> {
  if (isMany(items)) return writeMany(writer, entity, verb, items);
  const rows = new Map(items.map((item) => [item, changeOf(writer, entity, item)]));
  const later = withNext(writer);
  if (verb === 'create') {
    const returning = writer.telling?.returning() ?? null;
    const question = takeQuestion(writer);
    const written = insertItems(later, entity, items, writer.actor.id, [...rows.values()], returning, question);
    if (writer.claim && question) noteClaim(writer.claim, written);
    if (writer.telling && returning) writer.telling.rows = written;
    await named(entity, written);
  }
  if (verb === 'update') await named(entity, updateItems(later, entity, items, writer.actor.id, rows));
  if (verb === 'delete') await named(entity, deleteItems(later, entity, items, [...rows.values()]));
}

/** Whose statements travel with the next one, or with the commit. */
function withNext(writer: Writer): Writer {
  const { tx } = writer;
  return {
    ...writer,
    db: { query: (statement) => tx.later(statement), queryAll: (statements) => Promise.all(statements.map((one) => tx.later(one))) },
  };
}

/** Whoever waits for the transaction hears of it; until then it is nobody's. */
function leave({ pending }: Writer, work: Promise<unknown>): void {
  work.catch(() => {});
  pending.push(work);
}

/** What is asked about what was just written: where writing it failed, that is the news. */
async function asked<T>(writer: Writer, question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    await writer.settle();
    throw error;
  }
}

/** Rows and history of a lot, each in the way that costs the server least. */
async function writeMany(writer: Writer, entity: Entity, verb: WriteVerb, items: readonly Item[]): Promise<void> {
  if (verb === 'create') await named(entity, copyItems(writer, entity, items));
  else if (verb === 'update') await named(entity, updateItems(writer, entity, items, writer.actor.id, null));
  else await named(entity, deleteItems(writer, entity, items, null));
  await logChanges(writer, entity, items);
}

function logChanges(writer: Writer, entity: Entity, items: readonly Item[]): Promise<unknown> {
  const rows = items.map((item) => changeOf(writer, entity, item));
  return isMany(rows) ? copyChanges(writer, rows) : insertChanges(writer, rows);
}

async function writeStepwise(
  writer: Writer,
  entity: Entity,
  verb: WriteVerb,
  items: readonly Item[],
  hooks: readonly Hooks[],
): Promise<void> {
  const ids = items.map((item) => item.id);
  if (verb === 'delete') {
    await named(
      entity,
      deleteItems(
        writer,
        entity,
        items,
        items.map((item) => changeOf(writer, entity, item)),
      ),
    );
  } else {
    const later = withNext(writer);
    if (verb === 'create' && isMany(items)) await named(entity, copyItems(writer, entity, items));
    else if (verb === 'create') leave(writer, named(entity, insertItems(later, entity, items, writer.actor.id, null)));
    else leave(writer, named(entity, updateItems(later, entity, items, writer.actor.id, null)));
    for (const field of partsOf(entity, writer.workspace.state.schema).children) leave(writer, writeRowsOf(later, field, items));
    if (entity.formulas.length > 0 && !isBare(writer, verb)) keepComputed(items, await asked(writer, computeFormulas(writer, entity, ids)));
    if (!isBare(writer, verb) && !claimResult(writer, entity, verb, items)) {
      await asked(writer, checkResult(writer, entity, verb, items));
      if (!writer.trusted) await writer.settle();
    }
  }
  assertWrittenWell(items);
  await runHooks(hooks, 'afterSave', items, writer);
  assertWrittenWell(items);
  for (const hook of hooks) await hook.afterSaveAll?.(items, writer.context);
  assertWrittenWell(items);
  if (verb === 'delete') return;
  // A COPY has the connection to itself: nothing may begin before it is over.
  if (isMany(items)) await logChanges(writer, entity, items);
  else leave(writer, logChanges(withNext(writer), entity, items));
}

/** A row that turned out wrong is in the table already: its transaction must not commit. */
function assertWrittenWell(items: readonly Item[]): void {
  if (!items.every((item) => item.ok)) throw new WrittenWrong(items);
}

/** Some of these items were refused after they had been written; see their problems. */
export class WrittenWrong extends Error {
  readonly items: readonly Item[];

  constructor(items: readonly Item[]) {
    super('Refused after writing.');
    this.items = items;
  }
}

/** Throws what is wrong with an item as the answer to a request about it alone. */
export function assertOk(item: Item): void {
  if (item.refusal) throw item.refusal;
  if (item.problems.some((problem) => problem.code === 'out_of_scope'))
    throw new Refusal(403, 'out_of_scope', item.problems[0]!.message, item.problems);
  if (item.problems.length > 0) throw invalid(item.problems);
}

/** @throws Refusal 403 when no record of the entity at all may be written like this. */
export function checkGranted(writer: Pick<Writer, 'rights' | 'undoing'>, entity: Entity, verb: WriteVerb): void {
  if (entity.appendOnly && verb !== 'create') throw onlyAdded(entity);
  if (verb === 'delete' && entity.deletable === 'never' && !writer.undoing && writer.rights.key !== 'system') {
    throw new Refusal(403, 'never_deleted', `${entity.plural} are never deleted. Give this one another status, or archive it.`);
  }
  if (!scope(writer.rights, entity, verb)) throw notGranted(`You may not ${verb} ${entity.plural.toLowerCase()}.`);
}

const NOBODY: ReadonlySet<string> = new Set();

/** Whoever edits a record of somebody who has left gives it to somebody who is here (row CS-011). The system and undo need not. */
function ownersThatLeft(writer: Writer, entity: Entity, verb: WriteVerb): Promise<ReadonlySet<string>> | ReadonlySet<string> {
  const isEdit = verb === 'update' && entity.owned && !writer.undoing && writer.rights.key !== 'system';
  return isEdit ? writer.workspace.archived() : NOBODY;
}

function checkOwner(item: Item, left: ReadonlySet<string>): void {
  if (left.has(String(item.values['owner'])))
    item.refuse('owner', 'archived_owner', 'Its owner has left; with this change, choose a new one.');
}

/** Hooks see whole records, so then all is read; without hooks only what may differ, and formulas may anywhere. */
async function lockItems(
  writer: Writer,
  entity: Entity,
  verb: WriteVerb,
  items: readonly Item[],
  whole: boolean,
  withOwner: boolean,
): Promise<void> {
  const touched = new Set([...items.flatMap((item) => Object.keys(item.values)), ...(withOwner ? ['owner'] : [])]);
  const fields = storedFields(entity).filter((field) => whole || verb === 'delete' || touched.has(field.name) || field.formula);
  const ids = [...new Set(items.map((item) => item.id))];
  const children = partsOf(entity, writer.workspace.state.schema).children.filter(
    (field) => whole || verb === 'delete' || touched.has(field.name) || isComputedIn(entity, field),
  );
  const [locked, ...rows] = await Promise.all([
    lockRows(writer, entity, verb, ids, fields, writer.tool),
    ...children.map((field) => loadChildren(writer, field, ids)),
  ]);
  if (locked.size < ids.length) await checkEpoch(writer, null);
  for (const item of items) {
    const found = locked.get(item.id);
    if (!found) {
      item.refusal = notFound(`This ${entity.label.toLowerCase()}`);
      continue;
    }
    item.old = found.values;
    item.version = found.version;
    item.oldRows = Object.fromEntries(children.map((field, i) => [field.name, rows[i]!.get(item.id) ?? []]));
    if (item.expectedVersion !== null && item.expectedVersion !== found.version)
      item.refusal = stale(item, entity, found.version, writer.rights);
    else if (verb === 'update') {
      keepUnseen(writer, item, entity, children);
      mergeOld(writer, item, children, found.values);
    }
  }
}

/** Whether formulas stand in these rows: they may come out otherwise although nobody touched the row. */
function isComputedIn({ formulas }: Entity, rows: Field): boolean {
  return formulas.some((path) => path.startsWith(`${rows.name}.`));
}

/** What somebody is not shown he does not overwrite: sent back empty, as he reads it, it stays. */
function keepUnseen(writer: Writer, item: Item, entity: Entity, children: readonly Field[]): void {
  if (writer.undoing || !writer.rights.choices.currencies) return;
  keepUnseenIn(item, entity, writer.rights.choices.currencies, item.values, item.old ?? {}, '');
  for (const field of children) {
    for (const [i, row] of ((item.values[field.name] as Values[] | undefined) ?? []).entries()) {
      const before = item.oldRows[field.name]?.find((known) => known['id'] === row['id']);
      const path = `${field.name}.${i}.`;
      if (before) keepUnseenIn(item, childEntity(writer, field), writer.rights.choices.currencies, row, before, path);
    }
  }
}

function keepUnseenIn(item: Item, entity: Entity, currencies: Currencies, sent: Values, before: Values, path: string): void {
  for (const [name, value] of Object.entries(sent)) {
    const field = entity.fields[name];
    if (!field || isSeen(currencies, field, before[name])) continue;
    if (value === null) sent[name] = before[name];
    else item.refuse(path + name, 'currency', 'There is an amount here in a currency that your role does not use.');
  }
}

/** Values as they will be: what was there, with what was sent over it; a row sent with its id keeps the cells not sent. */
function mergeOld(writer: Writer, item: Item, children: readonly Field[], old: Values): void {
  for (const field of children) {
    const rows = item.values[field.name] as Values[] | undefined;
    if (!rows) continue;
    fillRows(item, field, writer.workspace.state.schema, writer.rights, Boolean(writer.undoing));
    item.values[field.name] = rows.map((row) => ({ ...item.oldRows[field.name]!.find((before) => before['id'] === row['id']), ...row }));
  }
  item.values = { ...old, ...item.oldRows, ...item.values };
}

function stale(item: Item, entity: Entity, version: number, rights: Rights): Refusal {
  const told = Object.entries(item.values).filter(([name]) => !fieldTypes[entity.fields[name]!.type]!.sealed);
  const old = seenValues(item.old ?? {}, entity, rights.choices.currencies);
  const current = Object.fromEntries(told.map(([name]) => [name, old[name] ?? null]));
  const extra = { current: { ...current, version }, yours: Object.fromEntries(told) } as NonNullable<Refusal['extra']>;
  return new Refusal(
    412,
    'stale',
    `Somebody changed this record meanwhile: it is at version ${version}, you sent ${item.expectedVersion}.`,
    [],
    extra,
  );
}

async function runHooks(
  hooks: readonly Hooks[],
  moment: 'beforeSave' | 'afterSave' | 'afterCommit',
  items: readonly Item[],
  writer: Writer,
): Promise<void> {
  for (const hook of hooks) {
    const run = hook[moment];
    if (!run) continue;
    for (const item of items) if (item.ok) await run.call(hook, item, writer.context);
  }
}

/** Nothing to compute, nothing to check on the written row, nobody to tell inside the transaction. */
export function isPlain(rights: Rights, schema: Schema, entity: Entity, verb: WriteVerb, hooks: readonly Hooks[]): boolean {
  if (hooks.some((hook) => hook.afterSave || hook.afterSaveAll)) return false;
  if (verb === 'delete') return true;
  if (partsOf(entity, schema).examined) return false;
  const reach = scope(rights, entity, verb);
  return reach !== null && isEverything(reach);
}

async function writeRowsOf(writer: Writer, field: Field, items: readonly Item[]): Promise<void> {
  const touched = items.filter((item) => item.changed.has(field.name));
  if (touched.length === 0) return;
  const child = writer.workspace.state.schema.entities[field.to[0]!]!;
  await named(child, writeChildren(writer, field, touched));
}

/** What formulas made of the record is part of the change. */
function keepComputed(items: readonly Item[], computed: Computed): void {
  for (const item of items) {
    for (const [name, value] of Object.entries(computed.records.get(item.id) ?? {})) {
      item.values[name] = value;
      if (item.verb === 'create' || JSON.stringify(item.old?.[name] ?? null) !== JSON.stringify(value)) item.changed.add(name);
    }
    for (const [name, rows] of Object.entries(computed.rows)) {
      const before = (item.values[name] as readonly Values[] | undefined) ?? [];
      // Copies: a row that was not sent is the very row that was there before.
      const after = before.map((row) => ({ ...row, ...rows.get(row['id'] as string) }));
      item.values[name] = after;
      if (JSON.stringify(after) !== JSON.stringify(before)) item.changed.add(name);
    }
  }
}

/**
 * Takes for granted what `checkResult` finds out: the question travels with the write, and undoes it when the answer is no. False where
 * it has to be asked.
 */
function claimResult(writer: Writer, entity: Entity, verb: WriteVerb, items: readonly Item[]): boolean {
  const { claim, tx } = writer;
  const [item] = items;
  if (!claim || !item || items.length > 1 || Object.values(entity.fields).some(({ acyclic }) => acyclic)) return false;
  const children = partsOf(entity, writer.workspace.state.schema).children.filter(({ name }) => item.changed.has(name));
  const questions = [
    questionWritten(writer, entity, verb, item.id),
    ...children.map((field) => questionWritten(writer, childEntity(writer, field), null, item.id)),
  ];
  for (const question of questions) if (question) noteClaim(claim, tx.later(question));
  return true;
}

async function checkResult(writer: Writer, entity: Entity, verb: WriteVerb, items: readonly Item[]): Promise<void> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const ids = [...byId.keys()];
  const findings = await checkWritten(writer, entity, verb, ids);
  for (const field of partsOf(entity, writer.workspace.state.schema).children) {
    const touched = items.filter((item) => item.changed.has(field.name)).map((item) => item.id);
    if (touched.length === 0) continue;
    for (const finding of await checkWritten(writer, childEntity(writer, field), null, touched))
      findings.push({ ...finding, field: `${field.name}.${finding.field}` });
  }
  for (const finding of findings) byId.get(finding.id)!.refuse(finding.field, finding.code, finding.message);
  for (const field of Object.values(entity.fields).filter((candidate) => candidate.acyclic)) {
    const moved = items.filter((item) => item.changed.has(field.name) && item.values[field.name]).map((item) => item.id);
    if (moved.length === 0) continue;
    for (const id of await findCycles(writer, entity, field, moved))
      byId.get(id)!.refuse(field.name, 'cycle', `${field.label} leads back to this record.`);
  }
}

export function changeOf(writer: Writer, entity: Entity, item: Item): ChangeRow {
  const shared = { actor: writer.actor, cause: writer.cause, verb: writer.logAs ?? item.verb, entity: entity.name, record: item.id };
  if (item.verb === 'delete') {
    const rows = Object.fromEntries(
      partsOf(entity, writer.workspace.state.schema).children.map((field) => [
        field.name,
        diffRows(childEntity(writer, field), item.oldRows[field.name] ?? [], []).before,
      ]),
    );
    return { ...shared, before: { ...withoutNulls(loggable(entity, Object.keys(item.old ?? {}), item.old ?? {})), ...rows }, after: null };
  }
  const before: Values = item.old ? loggable(entity, item.changed, item.old) : {};
  const after = loggable(entity, item.changed, item.values);
  for (const field of partsOf(entity, writer.workspace.state.schema).children) {
    if (!item.changed.has(field.name)) continue;
    const diff = diffRows(childEntity(writer, field), item.oldRows[field.name] ?? [], rowsOf(item, field));
    before[field.name] = diff.before;
    after[field.name] = diff.after;
  }
  return { ...shared, before: item.verb === 'create' ? null : before, after: item.verb === 'create' ? withoutNulls(after) : after };
}

function withoutNulls(values: Values): Values {
  const kept: Values = {};
  for (const name of Object.keys(values)) if (values[name] !== null && values[name] !== undefined) kept[name] = values[name];
  return kept;
}

function childEntity(writer: Writer, field: Field): Entity {
  return writer.workspace.state.schema.entities[field.to[0]!]!;
}

/** PostgreSQL's refusal in the words of the schema. */
export async function named<T>(entity: Entity, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isDatabaseError(error, '23505')) {
      const field = uniqueFieldOf(entity, error.constraint ?? '');
      throw new Refusal(
        422,
        'not_unique',
        `Another ${entity.label.toLowerCase()} has this ${entity.fields[field ?? '']?.label.toLowerCase() ?? 'value'} already.`,
        field ? [{ field, code: 'not_unique', message: 'is taken already' }] : [],
      );
    }
    if (isDatabaseError(error, '23503'))
      throw new Refusal(409, 'in_use', `Other records still refer to this ${entity.label.toLowerCase()}.`);
    throw error;
  }
}
