// What of the logs is cleared, when administrators say so (row PX-36). The history keeps that there was an entry and when; what it said
// goes, under our mark: whoever deletes by SQL has not the key, and the seals tell.

import { compile, type Queryable, type Rows, sql } from '../db/index.ts';
import type { BoundContext } from './context.ts';
import { isUntouched, LOGS } from './kept-logs.ts';
import { lockSeals, newestSealed, rewriteChanges } from './seals.ts';
import type { Context } from './types.ts';
import type { Workspace } from './workspace.ts';

const LOT = 1000;

/**
 * Removes what is older than the instant and sealed; what is still to be sealed waits. Answers how many entries that were.
 * @param first called once before anything goes, if anything does
 */
export async function clearLog(given: Context, log: string, before: string, first: () => Promise<void>): Promise<number> {
  const { space } = given as BoundContext;
  if (!LOGS.includes(log)) throw new Error(`"${log}" is no log.`);
  if (!Object.hasOwn(space.state.schema.entities, log)) return 0;
  return inLots(
    space,
    first,
    (tx) => oldEntries(tx, space, log, before),
    (tx, ids) => clearEntries(tx, space, log, ids),
  );
}

/** Jobs that are over, with the rows that imports could not take. They cannot be taken back any more. */
export async function clearJobs(given: Context, before: string, first: () => Promise<void>): Promise<number> {
  const { space } = given as BoundContext;
  const [jobs, refused] = [sql.identifier(space.space, 'jobs'), sql.identifier(space.space, 'import_rows')];
  const old = sql`select "id" from ${jobs} where "state" in ('done', 'failed', 'cancelled') and "finished_at" < ${sql.value(before)}::timestamptz order by "finished_at" limit ${sql.value(LOT)}::int`;
  return inLots(
    space,
    first,
    async (tx) => idsIn(await tx.query(compile(old))),
    async (tx, ids) => {
      const those = sql`${sql.value(ids as string[])}::uuid[]`;
      await tx.query(compile(sql`delete from ${refused} where "job" = any(${those})`));
      await tx.query(compile(sql`delete from ${jobs} where "id" = any(${those})`));
    },
  );
}

/** Whether a page of settings is what its history says: a rule that was put in by SQL is not obeyed. */
export function isAsWritten(given: Context, entity: string): Promise<boolean> {
  return (given as BoundContext).read(({ db, workspace }) => isUntouched(db, workspace, entity));
}

/** As the main role: a workspace's own only adds to the history. */
async function inLots(
  { database }: Workspace,
  first: () => Promise<void>,
  find: (tx: Queryable) => Promise<readonly string[]>,
  clear: (tx: Queryable, ids: readonly string[]) => Promise<void>,
): Promise<number> {
  for (let done = 0; ; ) {
    const cleared = await database.transaction(null, async (tx) => {
      const ids = await find(tx);
      if (ids.length > 0 && done === 0) await first();
      if (ids.length > 0) await clear(tx, ids);
      return ids.length;
    });
    done += cleared;
    if (cleared < LOT) return done;
  }
}

async function oldEntries(tx: Queryable, workspace: Workspace, log: string, before: string): Promise<string[]> {
  await lockSeals(tx, workspace);
  const [entries, changes] = [sql.identifier(workspace.space, log), sql.identifier(workspace.space, 'changes')];
  const instant = sql`${sql.value(before)}::timestamptz`;
  const of = sql`c."record" = t."id" and c."entity" = ${sql.value(log)}`;
  // By the sealed history, not by the row alone: its time may have been set back so that it goes unnoticed.
  const isYounger = sql`c."at" >= ${instant} or c."seq" > ${sql.value(await newestSealed(tx, workspace))}::bigint`;
  const isOld = sql`t."created_at" < ${instant} and exists (select from ${changes} c where ${of}) and not exists (select from ${changes} c where ${of} and (${isYounger}))`;
  return idsIn(
    await tx.query(compile(sql`select t."id" from ${entries} t where ${isOld} order by t."created_at" limit ${sql.value(LOT)}::int`)),
  );
}

async function clearEntries(tx: Queryable, workspace: Workspace, log: string, ids: readonly string[]): Promise<void> {
  const [entries, changes] = [sql.identifier(workspace.space, log), sql.identifier(workspace.space, 'changes')];
  const those = sql`${sql.value(ids as string[])}::uuid[]`;
  const { rows } = await tx.query(
    compile(sql`select "seq" from ${changes} where "record" = any(${those}) and "entity" = ${sql.value(log)} order by "seq"`),
  );
  await rewriteChanges(
    tx,
    workspace,
    rows.map(([seq]) => ({ seq: String(seq), before: null, after: null })),
  );
  await tx.query(compile(sql`delete from ${entries} where "id" = any(${those})`));
}

function idsIn({ rows }: Rows): string[] {
  return rows.map(([id]) => String(id));
}
