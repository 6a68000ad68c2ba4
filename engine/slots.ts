// Late-bound values: a statement is compiled once per shape, its values are filled in at each run.

import type { Sql, SqlValue, Statement } from '../db/index.ts';
import { sql } from '../db/index.ts';
import type { People } from './people.ts';
import type { Rights } from './types.ts';

/** Stands in a statement's values where a value of this run belongs. */
interface Slot {
  readonly slot: string;
  readonly name: number | string;
}

export type Prepared = Statement;
export type Bound = Statement;
export type SlotValues = { readonly [slot: string]: readonly unknown[] | { readonly [name: string]: unknown } };

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
