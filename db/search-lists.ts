// Sorts new entries into the search indexes soon after a write, so that no writer has to stop and do it for all others.

import type { Database } from './pool.ts';
import { prepare, sql } from './sql.ts';

/** Milliseconds. The more is sorted at once, the less each row costs: words in common are written once. */
const DELAY = 1500;

/** Commits after which it does not wait longer: every search reads the list, 1.2 ms where 1,000 single writes are in it. */
const MOST = 1500;

/** One for each workspace and process. */
export class SearchLists {
  readonly #database: Database;
  readonly #space: string;
  #timer: NodeJS.Timeout | null = null;
  #commits = 0;
  #sorting = false;

  constructor(database: Database, space: string) {
    this.#database = database;
    this.#space = space;
  }

  /** To be called after each commit. */
  touch(): void {
    this.#commits += 1;
    this.#plan();
  }

  #plan(): void {
    if (this.#sorting) return;
    if (this.#commits >= MOST) void this.#sort();
    else this.#timer ??= setTimeout(() => void this.#sort(), DELAY).unref();
  }

  async #sort(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#commits = 0;
    this.#sorting = true;
    try {
      await sortSearchLists(this.#database, this.#space);
    } catch {
      // A list that stays is sorted by the next run, by autovacuum, or by the writer who finds it full.
    } finally {
      this.#sorting = false;
      if (this.#commits > 0) this.#plan();
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
