// Indexes that the schema does not ask for: a large list is sorted by some column again and again, and from then on that order is kept.

import type { Entity } from '../schema/index.ts';
import * as ddl from './ddl.ts';
import { indexesOf } from './indexes.ts';
import { tryLock } from './installation.ts';
import type { Database, Transaction } from './pool.ts';
import { compile, type SQL, sql } from './sql.ts';
import { nameOf } from './table.ts';

const LARGE = 100_000;
/** Slow sorts until an index is made. */
const OFTEN = 3;
/** Of one table; the one that was used least gives way. */
const MOST = 4;

/** One for each workspace and process. */
export class SortIndexes {
  readonly #database: Database;
  readonly #space: string;
  readonly #large: number;
  readonly #slow = new Map<string, number>();
  /** What PostgreSQL cannot keep the order of; not tried again. */
  readonly #refused = new Set<string>();
  #building: Promise<boolean> | null = null;

  /** @param large rows from which an index is worth its cost at each write */
  constructor(database: Database, space: string, large = LARGE) {
    this.#database = database;
    this.#space = space;
    this.#large = large;
  }

  /**
   * To be called when the rows of a sorted list took long.
   * @param value what is sorted by, over columns that have the table itself as their alias
   * @returns a promise of whether an index was made, for who wants to wait for it; it never fails
   */
  async noticed(entity: Entity, value: SQL): Promise<boolean> {
    const expression = textOf(entity.name, value);
    const definition = `using btree (${expression}, "id")`;
    const name = nameOf('sort', entity.name, [], definition);
    const times = (this.#slow.get(name) ?? 0) + 1;
    this.#slow.set(name, times);
    const known = indexesOf(entity).some((index) => index.definition.startsWith(`using btree (${expression}`));
    if (times < OFTEN || known || this.#building || this.#refused.has(name)) return false;
    this.#slow.delete(name);
    this.#building = this.#make(entity.name, name, definition);
    try {
      return await this.#building;
    } catch {
      this.#refused.add(name);
      return false;
    } finally {
      this.#building = null;
    }
  }

  /** While everybody works on; one process at a time. False where there is nothing to do. */
  #make(table: string, name: string, definition: string): Promise<boolean> {
    const space = this.#space;
    const run = (text: string) => this.#database.as(null).query({ text, values: [], alone: true });
    const work = async (holder: Transaction) => {
      await holder.query(compile(sql`set local idle_in_transaction_session_timeout = 0`));
      if (!(await tryLock(holder, `${space} sorts`))) return false;
      // A concurrent build waits for every snapshot there is; this statement of the simple protocol leaves none behind.
      await holder.script('select 1');
      const { rows, found } = await readTable(this.#database, space, table);
      const sound = found.filter(({ valid }) => valid);
      if (rows < this.#large || sound.some((index) => index.name === name)) return false;
      for (const index of [...found.filter(({ valid }) => !valid), ...sound.slice(MOST - 1)])
        await run(ddl.dropIndex(space, index.name, true));
      await run(ddl.createIndex(space, table, { name, unique: false, definition, columns: [] }, true));
      return true;
    };
    return this.#database.transaction(null, work, { timeout: 0 });
  }
}

interface Found {
  readonly name: string;
  /** False: its making broke off. */
  readonly valid: boolean;
}

/** How many rows there are, about, and our indexes for sorting, the one used most first. */
async function readTable(database: Database, space: string, table: string): Promise<{ rows: number; found: readonly Found[] }> {
  const { rows } = await database.as(null).query(
    compile(sql`select t.reltuples::bigint, c.relname, i.indisvalid from pg_catalog.pg_class t
      left join (pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relname like 'sort\\_%')
        on i.indrelid = t.oid
      left join pg_catalog.pg_stat_all_indexes s on s.indexrelid = i.indexrelid
      where t.oid = ${sql.value(`${ddl.quote(space)}.${ddl.quote(table)}`)}::regclass order by s.idx_scan desc nulls last, c.relname`),
  );
  const found = rows.flatMap(([, name, valid]) => (name ? [{ name, valid: valid === 't' }] : []));
  return { rows: Number(rows[0]?.[0] ?? 0), found };
}

/** As DDL wants it, columns without the table's name; labels of options are all that stands in it as a value. */
function textOf(table: string, value: SQL): string {
  const { text, values } = sql.compile(value);
  return text
    .replaceAll(`${ddl.quote(table)}.`, '')
    .replace(/\$(\d+)(?!\d)/g, (_, at: string) => ddl.quoteText(String(values[Number(at) - 1])));
}
