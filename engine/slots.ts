// Late-bound values: a statement is compiled once per shape, its values are filled in at each run.

import type { Joint, Sql, SqlValue, Statement } from '../db/index.ts';
import { raw, sql } from '../db/index.ts';
import type { People } from './people.ts';
import type { Rights } from './types.ts';

/** Stands in a statement's values where a value of this run belongs. */
interface Slot {
  readonly slot: string;
  readonly name: number | string;
}

/** With slots among its values. */
export type Prepared = Statement;
export type Bound = Statement;
/** Values of a run by kind of slot, by place or name. */
export type SlotValues = { readonly [slot: string]: readonly unknown[] | { readonly [name: string]: unknown } };

/** A place for a value: `slot('id', 0)` takes `{ id: [value] }`. */
export function slot(kind: string, name: number | string): Sql {
  return sql.value({ slot: kind, name } satisfies Slot as unknown as SqlValue);
}

/** What expressions ask of the surroundings: who, when, where; also me() and its kin. */
export function environment(rights: Pick<Rights, 'binds' | 'people'>): { readonly [name: string]: unknown } {
  return { zone: 'UTC', ...rights.binds, people: rights.people, now: new Date().toISOString() };
}

/** The statement with this run's values in place of its slots. */
export function bind(statement: Prepared, values: SlotValues): Bound {
  const bound = statement.values.map((value) => (isSlot(value) ? lookUp(value, values) : value));
  return { ...statement, values: bound };
}

/** How a statement runs as one with others of its kind, see `Joint`. */
export interface Joining {
  readonly key: string;
  /** Its slots whose values are its own; all others must be alike. */
  readonly own: string;
  readonly rows: readonly (readonly unknown[])[];
  /** The statement for any number of rows; its own slots get a list a column. */
  readonly make: () => Prepared;
  readonly answers?: boolean;
}

/** The same for a statement that may run as one with others of its kind. */
export function bindJoint(statement: Prepared, values: SlotValues, { key, own, rows, make, answers = false }: Joining): Bound {
  const bound = bind(statement, values);
  const isShared = (value: unknown) => !isSlot(value) || (value.slot !== own && value.name !== 'now');
  const joint: Joint = {
    key,
    get shared() {
      return bound.values.filter((_, i) => isShared(statement.values[i]));
    },
    rows,
    answers,
    join: (all) => bind(make(), { ...values, [own]: columnsOf(all) }),
  };
  return { ...bound, joint };
}

function columnsOf(rows: readonly (readonly unknown[])[]): unknown[][] {
  return rows[0]!.map((_, i) => rows.map((row) => row[i] ?? null));
}

/** The rows of a joint statement as a table `joint`, with the given columns' types, and each row's place among them. */
export function jointRows(
  own: string,
  types: readonly string[],
): { readonly from: Sql; readonly cells: readonly Sql[]; readonly place: Sql } {
  const row = sql.identifier('joint');
  const names = types.map((_, i) => sql.identifier(`c${i}`));
  const lists = types.map((type, i) => sql`${slot(own, i)}::${raw(type)}[]`);
  return {
    from: sql`unnest(${sql.join(lists, ', ')}) with ordinality as ${row}(${sql.join([...names, sql.identifier('place')], ', ')})`,
    cells: names.map((name) => sql`${row}.${name}`),
    place: sql`${row}."place"`,
  };
}

/** Before names of sets of owners. */
const OWNERS = 'people:';

function lookUp({ slot: kind, name }: Slot, values: SlotValues): unknown {
  const group = values[kind] as { readonly [name: string | number]: unknown } | undefined;
  if (!group) throw new Error(`No values for the slot "${kind}".`);
  if (kind === 'bind' && typeof name === 'string' && name.startsWith(OWNERS))
    return (group['people'] as People).list(name.slice(OWNERS.length));
  return group[name] ?? null;
}

function isSlot(value: unknown): value is Slot {
  return typeof value === 'object' && value !== null && 'slot' in value;
}
