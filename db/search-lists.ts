// Sorts new entries into the search indexes soon after a write, so that no writer has to stop and do it for all others.

import type { Database } from './pool.ts';
import { prepare, sql } from './sql.ts';

/** Milliseconds; what a burst of writes leaves is sorted in one go. */
const DELAY = 500;

/** Milliseconds while lots are written: the more at once, the less each row costs, and the longer a search takes meanwhile. */
const DELAY_OF_LOTS = 1500;

export class SearchLists {
  readonly #database: Database;
  readonly #space: string;
  #timer: NodeJS.Timeout | null = null;
  #delay = DELAY;

  constructor(database: Database, space: string) {
    this.#database = database;
    this.#space = space;
  }

  /** To be called after each commit. */
  touch(): void {
    this.#timer ??= setTimeout(() => void this.#sort(), this.#delay).unref();
    this.#delay = DELAY;
  }

  /** To be called before the commit of a lot. */
  expectMore(): void {
    this.#delay = DELAY_OF_LOTS;
  }

  async #sort(): Promise<void> {
    try {
      await sortSearchLists(this.#database, this.#space);
    } catch {
      // A list that stays is sorted by the next run, by autovacuum, or by the writer who finds it full.
    } finally {
      this.#timer = null;
    }
  }
}

/** As the main role, which owns the indexes. A list that is empty costs some microseconds. */
export async function sortSearchLists(database: Database, space: string): Promise<void> {
  await database.as(null).query(
    prepare(sql`select pg_catalog.gin_clean_pending_list(i.indexrelid)
      from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
      where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = ${sql.value(space)})
        and c.relam = (select oid from pg_catalog.pg_am where amname = 'gin') and i.indisvalid`),
  );
}
