// A context: records, actions and transactions bound to one actor in one workspace. There is no other way to a table.

import type { Rows, Transaction } from '../db/index.ts';
import { isConflict, isDatabaseError } from '../db/index.ts';
import type { Entity, Json, Schema } from '../schema/index.ts';
import { granted, SYSTEM } from './access.ts';
import { permits, runAction } from './actions.ts';
import { aggregate } from './aggregate.ts';
import { namesIn, readHistory } from './changes.ts';
import { assertSawDeleted } from './deleted.ts';
import { Item, type WriteVerb } from './draft.ts';
import { eachRecord } from './each-record.ts';
import { Stale } from './epoch.ts';
import { notFound, Refusal, readOnly } from './errors.ts';
import type { FileStore } from './files.ts';
import { enqueue } from './jobs.ts';
import { recall } from './kept.ts';
import { assertFields, below, predecessors } from './kin.ts';
import { list } from './list.ts';
import type { Ports } from './mail/port.ts';
import { absorbed } from './merge/absorbed.ts';
import { bindGet, checkEpoch, decodeGet, entityOf, get, isId, type Reader, readable, recordPlan, slotValues } from './read.ts';
import { type NotedReading, noteReading, writeReadings } from './reading.ts';
import { assertOk, save, type Telling, type Undoing, type Writer, WrittenWrong } from './records.ts';
import type { Claim } from './references.ts';
import { openSecret } from './sealed.ts';
import { viewOnly } from './seeing.ts';
import { defaultPaths } from './select.ts';
import { readSettings } from './settings.ts';
import { noticeSort } from './slow-sorts.ts';
import { systemRights } from './system-rights.ts';
import type { Actor, AggregateQuery, Cause, Change, Context, HistoryQuery, ListQuery, Records, Rights, Values } from './types.ts';
import { wakeFollowers } from './wake.ts';
import type { Workspace } from './workspace.ts';

/** Finds an actor's rights anew after the epoch has risen. */
export type RightsSource = (workspace: Workspace, userId: string, key?: string) => Promise<{ name: string; rights: Rights }>;

/** One open transaction, shared by a context and all that hooks and actions derive from it. */
interface Open {
  readonly tx: Transaction;
  raised: boolean;
  /** A statement has seen the epoch of the actor's rights, or will see it before anything is written. */
  compared: boolean;
  lookedAround: boolean;
  readonly pending: Promise<unknown>[];
}

const ATTEMPTS = 5;

/** Asked by rights or a schema of before: a column that is gone went with a schema that is known by now. */
function isOutdated(error: unknown): boolean {
  return error instanceof Stale || isDatabaseError(error, '42703');
}

/** The engine's own view of a context, with what modules have no use for: how to read and write statement by statement. */
export class BoundContext implements Context {
  readonly cause: Cause;
  readonly records: Records;
  readonly space: Workspace;
  readonly #rightsOf: RightsSource;
  readonly #open: Open | null;
  readonly #undoing: Undoing;
  #actor: Actor;

  constructor(space: Workspace, rightsOf: RightsSource, actor: Actor, cause: Cause, open: Open | null = null, undoing: Undoing = false) {
    this.space = space;
    this.cause = cause;
    this.#actor = actor;
    this.#rightsOf = rightsOf;
    this.#open = open;
    this.#undoing = undoing;
    this.records = new BoundRecords(this);
  }

  /** Whether a transaction is open that what follows will join. */
  get inTransaction(): boolean {
    return this.#open !== null;
  }

  get workspace(): string {
    return this.space.name;
  }

  get actor(): Actor {
    return this.#actor;
  }

  get schema(): Schema {
    return this.#actor.rights.schema;
  }

  async act(entity: string, id: string, action: string, input: Values = {}): Promise<Values> {
    return this.write((writer) => runAction(writer, entity, id, action, input));
  }

  async transaction<T>(work: (context: Context) => Promise<T>): Promise<T> {
    return this.write((writer) => work(writer.context));
  }

  system(why: string): Context {
    // Whoever acts goes on acting: his day is the day.
    const rights = systemRights(this.space.state, this.#actor.rights.binds.zone);
    const detail = this.cause.kind === 'workflow' ? (this.cause.detail ?? why) : why;
    const cause: Cause = this.cause.job ? { ...this.cause, detail } : { kind: 'system', detail: why };
    return new BoundContext(this.space, this.#rightsOf, { ...this.#actor, rights }, cause, this.#open, this.#undoing);
  }

  async reachedBy(users: readonly string[], entity: string, id: string): Promise<string[]> {
    const reached: string[] = [];
    for (const user of new Set(users)) if (await this.#reaches(user, entity, id)) reached.push(user);
    return reached;
  }

  async #reaches(user: string, entity: string, id: string): Promise<boolean> {
    try {
      const { rights } = await this.#rightsOf(this.space, user);
      return await this.read(async (reader) => {
        await get({ ...reader, rights }, entity, id, ['id']);
        return true;
      });
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  get ports(): Ports {
    return this.space.ports;
  }

  get store(): FileStore {
    return this.space.files;
  }

  settings(name: string): Promise<Values> {
    return this.#recall(name, (reader) => readSettings(reader, name));
  }

  async kept(name: string): Promise<readonly Readonly<Values>[]> {
    const entity = this.space.state.schema.entities[name];
    if (this.#actor.rights.key !== SYSTEM || !entity?.kept)
      throw new Error(`Only the engine looks at all "${name}", if processes keep them.`);
    return this.#recall(name, () => Array.fromAsync(eachRecord(this, name, { fields: defaultPaths(entity, 'record') })));
  }

  /** What processes keep, as long as the epoch is that of the actor's rights; in a transaction that has changed any of it, as it is there. */
  async #recall<T>(name: string, read: (reader: Reader) => Promise<T>): Promise<T> {
    const open = this.#open;
    if (open?.raised) return this.read(read);
    const current = async (reader: Reader) => {
      if (!open?.compared) await checkEpoch(reader, null);
      return recall(this.space, name, () => read(reader));
    };
    // What others may not have committed yet is none of it: this does not count as looking around.
    return open ? current(this.#reader(open)) : this.read(current);
  }

  async secret(entity: string, id: string, field: string): Promise<string | null> {
    if (this.#actor.rights.key !== SYSTEM) throw new Error('Only the engine opens secrets.');
    return this.read((reader) => openSecret(reader, entity, id, field));
  }

  /** What reads when this transaction is over; null where its own changes make the rights or names of before it old. */
  get afterwards(): Reader | null {
    return this.#open?.raised === false ? this.#reader(null) : null;
  }

  /** With the rights of another person, for what is made for him unasked; for jobs of our own only. @throws Refusal 401 where he has left */
  async inNameOf(user: string): Promise<BoundContext> {
    const found = await this.#rightsOf(this.space, user);
    return new BoundContext(this.space, this.#rightsOf, { kind: 'user', id: user, ...found }, this.cause);
  }

  /** The same actor for another reason, e.g. a job's. */
  because(cause: Cause, undoing: Undoing = false): BoundContext {
    return new BoundContext(this.space, this.#rightsOf, this.#actor, cause, this.#open, undoing);
  }

  async enqueue(job: string, params: Json, options?: { total?: number }): Promise<string> {
    return this.write((writer) => enqueue(writer, job, params, options));
  }

  /**
   * Rights are compared with each statement that reads records. For a decision that is taken without one, ask for them here.
   * True when they had been outdated.
   */
  async refreshed(): Promise<boolean> {
    const before = this.#actor.rights;
    await this.read((reader) => checkEpoch(reader, null));
    return this.#actor.rights !== before;
  }

  /** Runs a read with fresh rights: when a statement saw a newer epoch, rights are compiled anew and it runs again. */
  async read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    if (this.#open) {
      this.#open.lookedAround = true;
      return heard(this.#open, work(this.#reader(this.#open)));
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#noted(this.#reader(null), work);
      } catch (error) {
        if (!isOutdated(error) || attempt === ATTEMPTS) throw error;
        await this.#refresh();
      }
    }
  }

  /** The same for what only reads: a transaction that has written nothing yet need not be opened for it. */
  async look<T>(work: (reader: Reader) => Promise<T>, way: 'aside' | 'glance' = 'aside'): Promise<T> {
    const open = this.#open;
    if (!open) return this.read(work);
    open.lookedAround = true;
    return heard(open, work({ ...this.#reader(open), db: open.tx[way] }));
  }

  /** What was read of what is marked as sensitive is written down before anybody has it. */
  async #noted<T>(reader: Reader, work: (reader: Reader) => Promise<T>): Promise<T> {
    if (!reader.rights.watched || reader.rights.key === SYSTEM) return work(reader);
    const readings: NotedReading[] = [];
    const value = await work({ ...reader, readings });
    if (readings.length === 0) return value;
    await writeReadings(this, this.#aside('writes down who read what is sensitive'), readings);
    return value;
  }

  /** The engine's own hand outside of any transaction. */
  #aside(detail: string): BoundContext {
    const actor: Actor = { kind: 'system', id: null, name: 'Kontor', rights: systemRights(this.space.state) };
    return new BoundContext(this.space, this.#rightsOf, actor, { kind: 'system', detail });
  }

  /** Runs work in a transaction, joining an open one. A deadlock or a newer epoch makes it start over. */
  async write<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    if (this.#actor.readOnly) throw readOnly();
    if (this.#open) {
      this.#open.lookedAround = true;
      return work(this.#writer(this.#open, this));
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.space.database.transaction(this.space.role, (tx) => this.#inside(tx, work));
      } catch (error) {
        if (attempt === ATTEMPTS || !(isOutdated(error) || isConflict(error))) throw error;
        if (isOutdated(error)) await this.#refresh();
      }
    }
  }

  async #inside<T>(tx: Transaction, work: (writer: Writer) => Promise<T>): Promise<T> {
    const open: Open = { tx, raised: false, compared: false, lookedAround: false, pending: [] };
    tx.onCommit(async () => {
      this.space.searchLists.touch();
      if (!open.raised) return;
      await this.space.refresh();
      if (this.space.takeUnfinished()) await this.enqueue('indexes', null);
    });
    const inner = new BoundContext(this.space, this.#rightsOf, this.#actor, this.cause, open, this.#undoing);
    try {
      const value = await work(this.#writer(open, inner));
      await settle(open);
      return value;
    } catch (error) {
      throw await firstFailure(open, error);
    }
  }

  async #refresh(): Promise<void> {
    await this.space.refresh();
    const { id, key, rights, renew } = this.#actor;
    if (rights.key === SYSTEM) this.#actor = { ...this.#actor, rights: systemRights(this.space.state, rights.binds.zone) };
    else if (id) {
      await renew?.();
      const fresh = await this.#rightsOf(this.space, id, key);
      this.#actor = { ...this.#actor, ...fresh, rights: this.#actor.readOnly ? viewOnly(fresh.rights) : fresh.rights };
    }
  }

  #reader(open: Open | null): Reader {
    const { space } = this;
    const { epoch } = this.#actor.rights;
    return {
      workspace: space,
      rights: this.#actor.rights,
      db: open?.tx ?? space.db,
      // Names of this transaction's own making are not known yet to the others.
      directory: open ? null : space.directory,
      assertCurrent(cell) {
        if (!open?.raised && cell !== `${epoch.rights}.${epoch.schema}`) throw new Stale();
        if (open) open.compared = true;
      },
    };
  }

  #writer(open: Open, context: BoundContext): Writer {
    return {
      ...this.#reader(open),
      tx: open.tx,
      actor: this.#actor,
      cause: this.cause,
      context,
      pending: open.pending,
      settle: () => settle(open),
      undoing: this.#undoing,
      raised: () => {
        open.raised = true;
      },
      compared: () => {
        open.compared = true;
      },
      lookedAround: () => open.lookedAround,
      wakeFollowers: (entity) => wakeFollowers(this.space, entity, () => this.#aside('asks whose changes are followed')),
    };
  }
}

/** A read takes along what waits to be written; where that fails, it says so in words of its own. */
async function heard<T>(open: Open, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw await firstFailure(open, error);
  }
}

/** What was on the wire failed first; that later statements found the transaction broken is only its echo. */
async function firstFailure({ tx, pending }: Open, error: unknown): Promise<unknown> {
  // What waits is sent: it may say that all this was tried with rights or settings of before.
  await tx.flush().catch(() => {});
  const first = (await Promise.allSettled(pending)).find((result) => result.status === 'rejected');
  return first ? first.reason : error;
}

async function settle(open: Open): Promise<void> {
  const pending = [...open.pending];
  const sent = open.tx.flush();
  // A write that fails says so in words of its own; that the batch failed is the same news in PostgreSQL's.
  sent.catch(() => {});
  await Promise.all(pending);
  await sent;
  open.pending.splice(0, pending.length);
}

/** The public face: every call goes through the scope of its context's actor. */
class BoundRecords implements Records {
  readonly #context: BoundContext;

  constructor(context: BoundContext) {
    this.#context = context;
  }

  list(entity: string, query: ListQuery = {}) {
    return this.#context.look(async (reader) => {
      const began = performance.now();
      const result = await list(reader, entity, query);
      noticeSort(reader, entity, query, performance.now() - began);
      return result;
    });
  }

  get(entity: string, id: string, fields?: readonly string[], asOf?: string) {
    return this.#context.look((reader) => get(reader, entity, id, fields, asOf), 'glance');
  }

  create(entity: string, values: Values) {
    return this.#one(entity, 'create', new Item(entity, 'create', 0, null, values));
  }

  update(entity: string, id: string, values: Values, options?: { version?: number }) {
    return this.#one(entity, 'update', new Item(entity, 'update', 0, id.toLowerCase(), values, options?.version ?? null));
  }

  async delete(entity: string, id: string): Promise<void> {
    await this.#context.write(async (writer) =>
      saveOne(writer, entityOf(writer.rights, entity), 'delete', new Item(entity, 'delete', 0, id.toLowerCase(), {})),
    );
  }

  aggregate(entity: string, query: AggregateQuery) {
    return this.#context.read((reader) => aggregate(reader, entity, query));
  }

  history(entity: string, id: string, options: HistoryQuery = {}): Promise<{ changes: readonly Change[]; next: string | null }> {
    return this.#context.read(async (reader) => {
      const found = await get(reader, entity, id, ['id']).catch((error: unknown) => {
        if (!(error instanceof Refusal) || error.status !== 404 || !isId(id)) throw error;
        return assertSawDeleted(reader, readable(reader.rights, entity), id);
      });
      const now = found ? String(found['id']) : id;
      const before = (await absorbed(reader, entity, now)).map((one) => ({ entity, id: one }));
      const others = [...(await predecessors(reader, entity, now)), ...(await below(reader, entity, now, options.below ?? []))];
      assertFields(readable(reader.rights, entity), options.fields ?? []);
      const { changes, next } = await readHistory(reader, [{ entity, id: now }, ...before, ...others], options);
      noteReading(reader, readable(reader.rights, entity), namesIn(changes), {
        ...{ way: 'history', record: now, asked: null, count: changes.length, page: '' },
      });
      const titles = new Map(others.map((other) => [other.id, other.title]));
      const { rights, id: me } = this.#context.actor;
      return {
        changes: changes.map((change) => ({
          ...change,
          ...(titles.has(change.record) ? { title: titles.get(change.record) ?? '' } : {}),
          undoable: rights.root || (me !== null && change.actor.id === me),
        })),
        next,
      };
    });
  }

  can(entity: string, id: string) {
    return this.#context.read((reader) => permits(reader, entity, id));
  }

  async #one(name: string, verb: 'create' | 'update', item: Item): Promise<Values> {
    const read = await this.#written(name, verb, item);
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
      // Rights changed in this very moment. What is written is written; what is shown obeys the new ones.
      return this.get(name, item.id).catch((refused: unknown) => {
        if (!(refused instanceof Refusal)) throw refused;
        return { id: item.id };
      });
    }
  }

  /** Answers what reads the written record. */
  async #written(name: string, verb: 'create' | 'update', item: Item): Promise<() => Promise<Values>> {
    const outermost = !this.#context.inTransaction;
    const write = (claim?: Claim) =>
      this.#context.write(async (writer) => {
        const entity = entityOf(writer.rights, name);
        const look = () => lookBack(writer, entity, outermost);
        if (!claim) {
          await saveOne(writer, entity, verb, item);
          return readBack(writer, look(), item.id, outermost);
        }
        const telling: Telling = { returning: () => look()?.returning() ?? null };
        await saveOne({ ...writer, claim, telling }, entity, verb, item);
        return telling.rows ? toldBy(writer, look()!, telling.rows) : readBack(writer, look(), item.id, outermost);
      });
    if (!outermost || verb !== 'create') return write();
    // Nearly always references lead somewhere; then the whole transaction is one round trip.
    const claim: Claim = { failed: false };
    try {
      return await write(claim);
    } catch (error) {
      if (!claim.failed) throw error;
      return write();
    }
  }
}

/** One record, all or nothing. */
export async function saveOne(writer: Writer, entity: Entity, verb: WriteVerb, item: Item): Promise<void> {
  if (verb !== 'create' && !isId(item.id)) throw notFound(`This ${entity.label.toLowerCase()}`);
  try {
    await save(writer, entity, verb, [item]);
  } catch (error) {
    if (error instanceof WrittenWrong) assertOk(item);
    throw error;
  }
  assertOk(item);
}

/** How what was written is read by its writer; null where writing reaches further than reading. */
function lookBack(writer: Writer, entity: Entity, last: boolean) {
  if (!writer.rights.root && !readableAtAll(writer, entity)) return null;
  const reader = (last && (writer.context as BoundContext).afterwards) || writer;
  const plan = recordPlan(reader, entity, undefined);
  return {
    returning: () => plan.returning && { ...plan.returning, values: slotValues(reader, null, []) },
    bound: (id: string) => bindGet(reader, plan, id),
    decode: (rows: Rows['rows']) => decodeGet(reader, plan, rows, entity),
  };
}

type Look = NonNullable<ReturnType<typeof lookBack>>;

/** The record as its writer may see it; only its id where he may not. */
async function readBack({ tx }: Writer, look: Look | null, id: string, last: boolean): Promise<() => Promise<Values>> {
  if (!look) return async () => ({ id });
  const read = look.bound(id);
  const { rows } = await (last ? tx.queryLast(read) : tx.query(read));
  const decode = async () => (rows[0] ? look.decode(rows) : { id });
  if (last) return decode;
  const record = await decode();
  return async () => record;
}

/** The same, where the write itself has told. */
async function toldBy({ tx }: Writer, look: Look, told: Promise<Rows>): Promise<() => Promise<Values>> {
  await tx.commit();
  return async () => look.decode((await told).rows);
}

function readableAtAll({ rights }: Reader, entity: Entity): boolean {
  return rights.root || granted(rights, entity, 'view');
}
