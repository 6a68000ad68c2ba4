// Erasure of a person's data: the records, all that belongs to them, what the history and files have of it, and the name in texts of others.

import { compile, isConflict, type Queryable, sql } from '../../db/index.ts';
import type { Entity } from '../../schema/index.ts';
import { type BoundContext, saveOne } from '../context.ts';
import { Item } from '../draft.ts';
import type { RunningJob } from '../jobs.ts';
import type { Reader } from '../read.ts';
import type { Writer } from '../records.ts';
import { forgetBytes } from '../report/keep.ts';
import { lockSeals } from '../seals.ts';
import { storedFields } from '../store.ts';
import type { JobRun, Values } from '../types.ts';
import { filesOf } from './files.ts';
import { emptied, emptyHistory, Mask, maskHistory, maskRecords, maskSystem } from './mask.ts';
import { belongingsOf, identityOf, type PersonRecord, recordsOf } from './person.ts';
import { ERASED, type ErasurePolicy, nameless } from './policy.ts';

/** What was done, for the log: numbers, nothing of what stood there. */
export type Erasure = {
  readonly emptied: Readonly<Record<string, number>>;
  readonly deleted: Readonly<Record<string, number>>;
  /** Records of others that had the person in a text. */
  readonly masked: Readonly<Record<string, number>>;
  /** Lines of the history that lost values. */
  readonly history: number;
  readonly files: number;
};

/** What is to be done behind the records; no value of the person is in it. */
type Position = {
  readonly people: readonly PersonRecord[];
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly keys: readonly string[];
  readonly told: Pick<Erasure, 'emptied' | 'deleted'>;
};

/** Each step may run again after a restart. @param held under a legal hold: what the policy says is held back stays */
export async function erasePerson(
  run: JobRun,
  policy: ErasurePolicy,
  { entity, id }: PersonRecord,
  held: (name: string) => boolean,
): Promise<Erasure> {
  const job = run as RunningJob;
  const system = job.context.system('erase the personal data of somebody who may be erased by the actor') as BoundContext;
  if (job.position === null) await eraseRecords(job, system, policy, { entity, id }, held);
  const position = job.position as Position;
  const { masked, history } = await again(() => eraseTraces(system, policy, position));
  for (const key of position.keys) await forgetBytes(system, key);
  await forgetStatistics(system);
  return { ...position.told, masked, history, files: position.keys.length };
}

/** Through the pipeline, so that all who follow the records hear of it. */
async function eraseRecords(
  job: RunningJob,
  system: BoundContext,
  policy: ErasurePolicy,
  person: PersonRecord,
  held: (name: string) => boolean,
): Promise<void> {
  await system.write(async (outer) => {
    // As undo writes: rules ask for what is to be empty now.
    const bound = (outer.context as BoundContext).because({ ...system.cause, detail: ERASED }, 'bare');
    await bound.write(async (writer) => {
      const people = await recordsOf(writer, policy, person.entity, person.id);
      const identity = await identityOf(writer, people);
      const belongings = await belongingsOf(writer, policy, people, identity.mails);
      const files = await filesOf(writer, people, belongings.get('files')?.there ?? [], identity, held('files'));
      const counts = { emptied: {} as Record<string, number>, deleted: {} as Record<string, number> };
      for (const name of new Set(people.map((one) => one.entity))) {
        const ids = people.filter((one) => one.entity === name).map((one) => one.id);
        counts.emptied[name] = await empty(writer, name, ids, policy.people[name]!);
      }
      const history: Record<string, readonly string[]> = {};
      for (const [name, { there, gone }] of belongings) {
        const going = policy.going[name]!;
        const stays = going.heldBack && held(name);
        history[name] = stays ? gone : [...there, ...gone];
        if (stays || name === 'files') continue;
        if (going.how === 'emptied') counts.emptied[name] = await empty(writer, name, there, going);
        else counts.deleted[name] = await remove(writer, name, there);
      }
      for (const [name, ids] of Object.entries(files.records)) {
        counts.deleted[name] = await remove(writer, name, ids);
        history[name] = [...new Set([...(history[name] ?? []), ...ids])];
      }
      await forgetPairs(writer, people);
      const position: Position = { people, history, keys: files.keys, told: counts };
      await job.mark(writer, position, 1);
    });
  });
}

async function empty(
  writer: Writer,
  name: string,
  ids: readonly string[],
  policy: { readonly keeps: readonly string[]; readonly name?: string },
): Promise<number> {
  const entity = writer.workspace.state.schema.entities[name]!;
  const names = storedFields(entity).filter((field) => !field.system && !field.formula);
  let done = 0;
  for (const id of await present(writer, entity, ids)) {
    const all = Object.fromEntries(names.map((field) => [field.name, '']));
    const values = emptied(entity, all, policy, nameless(id));
    for (const field of [...policy.keeps, ...Object.keys(values).filter((one) => !Object.hasOwn(all, one))]) delete values[field];
    await write(writer, entity, 'update', id, { ...values, ...rowsOf(entity, policy.keeps) });
    done++;
  }
  return done;
}

/** Lists of rows, which are no columns. */
function rowsOf(entity: Entity, keeps: readonly string[]): Values {
  const lists = Object.values(entity.fields).filter((field) => field.type === 'children' && !keeps.includes(field.name));
  return Object.fromEntries(lists.map((field) => [field.name, []]));
}

async function remove(writer: Writer, name: string, ids: readonly string[]): Promise<number> {
  const entity = writer.workspace.state.schema.entities[name]!;
  const there = await present(writer, entity, ids);
  for (const id of there) await write(writer, entity, 'delete', id, {});
  return there.length;
}

async function write(writer: Writer, entity: Entity, verb: 'update' | 'delete', id: string, values: Values): Promise<void> {
  await saveOne({ ...writer, logAs: ERASED }, entity, verb, new Item(entity.name, verb, 0, id, values));
}

async function present(reader: Reader, entity: Entity, ids: readonly string[]): Promise<string[]> {
  const table = sql.identifier(reader.workspace.space, entity.name);
  const { rows } = await reader.db.query(compile(sql`select "id" from ${table} where "id" = any(${sql.value(ids as string[])}::uuid[])`));
  return rows.map(([id]) => String(id));
}

/** Nobody is taken for somebody who has no name. */
async function forgetPairs({ db, workspace }: Writer, people: readonly PersonRecord[]): Promise<void> {
  const ids = sql`${sql.value(people.map(({ id }) => id))}::uuid[]`;
  await db.query(compile(sql`delete from ${sql.identifier(workspace.space, 'duplicates')} where record = any(${ids})`));
}

/** What a workspace's own role may not do: values leave the history, all in one transaction with the names in texts of others. */
async function eraseTraces(
  system: BoundContext,
  policy: ErasurePolicy,
  { people, history }: Position,
): Promise<Pick<Erasure, 'masked' | 'history'>> {
  const { space: workspace } = system;
  const { schema } = workspace.state;
  return workspace.database.transaction(null, async (tx) => {
    await lockSeals(tx, workspace);
    const reader = await system.read(async (known) => ({ ...known, db: tx as Queryable }));
    // The history has the values until here, also after a restart.
    const identity = await identityOf(reader, people);
    const mask = new Mask(identity.values);
    let lines = 0;
    for (const name of new Set(people.map((one) => one.entity))) {
      const ids = people.filter((one) => one.entity === name).map((one) => one.id);
      lines += await emptyHistory(tx, workspace, schema.entities[name]!, ids, policy.people[name]!, nameless);
    }
    for (const [name, ids] of Object.entries(history)) {
      const going = policy.going[name] ?? { keeps: [] };
      lines += await emptyHistory(tx, workspace, schema.entities[name]!, ids, going, nameless);
    }
    lines += await maskHistory(tx, workspace, mask);
    const masked = await maskRecords(tx, workspace, mask, policy.named);
    await maskSystem(tx, workspace, mask, identity);
    return { masked, history: lines };
  });
}

const ATTEMPTS = 3;

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}

/** PostgreSQL keeps frequent values of each column for its plans, the erased ones too until it looks again. */
async function forgetStatistics({ space: { database, space, state } }: BoundContext): Promise<void> {
  const tables = [...Object.keys(state.schema.entities), 'changes', 'jobs', 'import_rows'];
  for (const table of tables) await database.transaction(null, (tx) => tx.query(compile(sql`analyze ${sql.identifier(space, table)}`)));
}
