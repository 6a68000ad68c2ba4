// Scenario tables for modules: who calls what, what comes back, which changes it leaves. Every row is rolled back.

import { expect, it } from 'vitest';
import { modules as all } from '../app/kontor.config.ts';
import { compile, sql } from '../db/index.ts';
import { type BoundContext, type ListQuery, type Ports, Refusal, type Values } from '../engine/index.ts';
import type { ModuleDefinition } from '../schema/index.ts';
import { type TestEngine, testEngine } from './engine.ts';

/** Texts that begin with `$` stand for the id of a record of the house, e.g. `$acme` or `$staff`. */
export type Call =
  | { readonly list: string; readonly query?: ListQuery }
  | { readonly get: string; readonly id: string; readonly fields?: readonly string[] }
  | { readonly create: string; readonly values: Values }
  | { readonly update: string; readonly id: string; readonly values: Values }
  | { readonly delete: string; readonly id: string }
  | { readonly act: `${string}.${string}`; readonly id: string; readonly input?: Values };

export interface Scenario {
  /** With the row IDs it proves: `may not be deleted [TT-14]`. */
  readonly title: string;
  /** One of the people of the house. */
  readonly as: string;
  /** What the system does before, in the same transaction. */
  readonly given?: readonly Call[];
  readonly call: Call;
  readonly expect: {
    /** Parts of the record that comes back, or of the result of an action. */
    readonly record?: Values;
    /** Parts of the records of a list, exactly as many. */
    readonly records?: readonly Values[];
    readonly result?: Values;
    readonly refused?: number;
    /** Of a refusal: the field it is about. */
    readonly field?: string;
    readonly code?: string;
  };
  /** All changes the call leaves in the history, in order. `record` as in calls. */
  readonly changes?: readonly { readonly verb: string; readonly entity: string; readonly record?: string; readonly after?: Values }[];
}

export interface House extends TestEngine {
  /** Ids of everything that was given, people included, by name. */
  readonly ids: Readonly<Record<string, string>>;
  person(name: string): Promise<BoundContext>;
}

/** Login, department, permission set. Departments: top > north > coast, top > south. */
const people = [
  ['root', 'top', 'Root'],
  ['admin', 'top', 'Administrator'],
  ['manager', 'north', 'Manager'],
  ['staff', 'north', 'Staff'],
  ['agent', 'north', 'Agent'],
  ['below', 'coast', 'Agent'],
  ['stranger', 'south', 'Agent'],
  ['reader', 'south', 'Read only'],
  ['customer', 'south', 'Customer'],
  ['nobody', 'south', null],
] as const;

/** A workspace with ten people, who hold the usual presets; to be awaited at the top of a test file. */
export async function house(
  given: Readonly<Record<string, readonly [entity: string, values: Values]>> = {},
  modules: readonly ModuleDefinition[] = all,
  ports: Ports = {},
): Promise<House> {
  const engine = await testEngine(modules, ports);
  const { records } = engine.system;
  const ids: Record<string, string> = {};
  const make = async (name: string, entity: string, values: Values) => {
    ids[name] = String((await records.create(entity, withIds(values, ids) as Values)).id);
  };
  for (const { id, name } of (await records.list('permission_sets', { fields: ['name'] })).records) ids[`set:${name}`] = String(id);
  ids.top = String((await records.list('departments', { filter: 'parent is empty', fields: ['id'] })).records[0]?.id);
  await make('north', 'departments', { name: 'North', parent: '$top' });
  await make('coast', 'departments', { name: 'Coast', parent: '$north' });
  await make('south', 'departments', { name: 'South', parent: '$top' });
  for (const [login, department, set] of people) {
    await make(login, 'users', {
      login,
      name: `${login} person`,
      department: `$${department}`,
      permission_sets: set ? [`$set:${set}`] : [],
    });
  }
  for (const [name, [entity, values]] of Object.entries(given)) await make(name, entity, values);
  return { ...engine, ids, person: (name) => engine.as(idOf(`$${name}`, ids)) };
}

export function scenarios(at: House, rows: readonly Scenario[]): void {
  for (const row of rows) it(`${row.as}: ${row.title}`, () => play(at, row));
}

async function play(at: House, { as, given = [], call, expect: wanted, changes }: Scenario): Promise<void> {
  const context = await at.person(as);
  let outcome: unknown;
  let left: readonly Values[] = [];
  await context
    .transaction(async (inside) => {
      for (const step of given) await perform(inside.system('prepares a scenario') as BoundContext, withIds(step, at.ids) as Call);
      const before = (await changesOf(inside as BoundContext)).length;
      outcome = await perform(inside as BoundContext, withIds(call, at.ids) as Call);
      left = (await changesOf(inside as BoundContext)).slice(before);
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (error instanceof Refusal) outcome = error;
      else if (!(error instanceof RolledBack)) throw error;
    });
  compare(outcome, withIds(wanted, at.ids) as Scenario['expect']);
  if (changes) expect(left).toMatchObject(withIds(changes, at.ids) as Values[]);
}

class RolledBack extends Error {}

async function perform(context: BoundContext, call: Call): Promise<unknown> {
  const { records } = context;
  if ('list' in call) return (await records.list(call.list, call.query)).records;
  if ('get' in call) return records.get(call.get, call.id, call.fields);
  if ('create' in call) return records.create(call.create, call.values);
  if ('update' in call) return records.update(call.update, call.id, call.values);
  if ('delete' in call) return records.delete(call.delete, call.id);
  const [entity = '', action = ''] = call.act.split('.');
  return context.act(entity, call.id, action, call.input);
}

function compare(outcome: unknown, { record, records, result, refused, field, code }: Scenario['expect']): void {
  if (outcome instanceof Refusal && refused === undefined) throw outcome;
  if (refused !== undefined) {
    expect(outcome).toBeInstanceOf(Refusal);
    expect((outcome as Refusal).status).toBe(refused);
    if (code) expect([(outcome as Refusal).code, ...(outcome as Refusal).problems.map((problem) => problem.code)]).toContain(code);
    if (field) expect((outcome as Refusal).problems.map((problem) => problem.field)).toContain(field);
  }
  if (records) expect(outcome).toMatchObject(records);
  if (record) expect((outcome as { record?: Values }).record ?? outcome).toMatchObject(record);
  if (result) expect(outcome).toMatchObject({ result });
}

/** What this transaction has written so far, as the history will tell it. */
function changesOf(context: BoundContext): Promise<readonly Values[]> {
  return context.write(async (writer) => {
    await writer.settle();
    const table = sql.identifier(context.space.space, 'changes');
    const { rows } = await writer.tx.query(
      compile(sql`select verb, entity, record, after from ${table} where tx = pg_current_xact_id() order by seq`),
    );
    return rows.map(([verb, entity, record, after]) => ({ verb, entity, record, after: JSON.parse(after ?? 'null') as unknown }));
  });
}

/** The same value with every `$name` replaced by its id, at any depth. */
function withIds(value: unknown, ids: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return value.replace(/\$[a-z][\w: ]*/g, (name) => idOf(name, ids));
  if (Array.isArray(value)) return value.map((item) => withIds(item, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withIds(item, ids)]));
}

function idOf(name: string, ids: Readonly<Record<string, string>>): string {
  const id = ids[name.slice(1)];
  if (!id) throw new Error(`The house has no "${name}".`);
  return id;
}
