// The records that a statement is about, by id.

import type { Sql } from '../db/index.ts';
import { sql } from '../db/index.ts';
import { slot } from './slots.ts';

export interface IdList {
  /** Part of the statement's key. */
  readonly key: string;
  /** For the slot `ids`. */
  readonly value: unknown;
  readonly among: (column: Sql) => Sql;
}

/**
 * One id is compared by `=`. A kept plan does not know how long a list is and takes it for ten, so PostgreSQL would rather plan each
 * run anew, which costs more than the run.
 * @param at place in the slot `ids`
 */
export function idList(ids: readonly string[], at = 0): IdList {
  return ids.length === 1
    ? { key: 'one', value: ids[0], among: (column) => sql`${column} = ${slot('ids', at)}::uuid` }
    : { key: 'list', value: ids, among: (column) => sql`${column} = any(${slot('ids', at)}::uuid[])` };
}
