// Followers of the history: what happens by itself some moments after others have written (rule R7). A write pays nothing for it but a look
// into a set in memory; only where somebody follows its noun is the queue's bell rung once it is committed.

import { compile, prepare, sql } from '../db/index.ts';
import { changeColumns, changesTable, toChange } from './changes.ts';
import { askWorkspace } from './closed.ts';
import type { Engine } from './engine.ts';
import { planned } from './planned.ts';
import type { Writer } from './records.ts';
import { bind, slot } from './slots.ts';
import { FOLLOW, ring } from './wake.ts';
import type { Workspace } from './workspace.ts';

/** So many changes are heard in one transaction. */
const PAGE = 2000;

/** Milliseconds until it is asked again for what is committed, but not below everything that still may be. */
const AGAIN = 100;

const following = new WeakMap<Workspace, { again: boolean }>();

/**
 * Lets all followers hear what is to be heard. False: something is committed that cannot be heard yet, as another transaction that began
 * before it has not ended.
 */
export async function follow(engine: Engine, workspace: Workspace): Promise<boolean> {
  const busy = following.get(workspace);
  if (busy) {
    // Whoever is at it looks once more.
    busy.again = true;
    return true;
  }
  const mine = { again: false };
  following.set(workspace, mine);
  try {
    let isAll = true;
    do {
      mine.again = false;
      isAll = true;
      for (const [name, follower] of Object.entries(workspace.state.behaviour.followers)) {
        const context = await engine.unasked(workspace, { kind: 'job', detail: name });
        await context.refreshed();
        let isUpToDate = true;
        // What it does then may be something to hear, too.
        for (let news = true; news; ) {
          news = false;
          for (let page: Page = { isLast: false, isAll: true, heard: 0 }; !page.isLast; ) {
            page = await context.write((writer) => hearPage(writer, name));
            if (page.heard > 0) news = true;
            isUpToDate = page.isAll;
          }
          await follower.after?.(context);
        }
        isAll &&= isUpToDate;
      }
    } while (mine.again);
    return isAll;
  } finally {
    following.delete(workspace);
  }
}

/** What the bell leads to. */
export async function answerBell(engine: Engine, workspace: Workspace): Promise<void> {
  if (await follow(engine, workspace)) return;
  setTimeout(() => ring(workspace), AGAIN).unref();
}

interface Page {
  readonly isLast: boolean;
  /** False: there is more, but not below all that is under way. */
  readonly isAll: boolean;
  /** Changes. */
  readonly heard: number;
}

async function hearPage(writer: Writer, name: string): Promise<Page> {
  const { workspace, context, tx } = writer;
  const follower = workspace.state.behaviour.followers[name]!;
  const nouns = await follower.nouns(context);
  if (nouns.size === 0) return { isLast: true, isAll: true, heard: 0 };
  const from = await takePlace(writer, name);
  const statement = planned(workspace, 'follow', () => {
    const table = changesTable(writer);
    // What is written by transactions below has ended, so it is visible or never will be; see events.ts.
    const horizon = sql`select pg_snapshot_xmin(s) as below, (select coalesce(max(c."seq"), 0) from ${table} c where c."tx" < pg_snapshot_xmin(s)) as last from pg_current_snapshot() s`;
    const ours = sql`c."entity" = any(${slot('of', 2)}::text[]) and c."at" >= ${slot('of', 3)}::timestamptz`;
    const unheard = sql`c."tx" >= ${slot('of', 0)}::text::xid8 and (c."tx" > ${slot('of', 0)}::text::xid8 or c."seq" > ${slot('of', 1)}::bigint)`;
    const lot = sql`select c.* from ${table} c where ${ours} and ${unheard} and c."tx" < (select below from h) order by c."tx", c."seq" limit ${slot('of', 4)}::int`;
    const later = sql`select exists (select from ${table} c where ${ours} and c."tx" >= (select below from h))`;
    return prepare(
      sql`with h as materialized (${horizon}), lot as (${lot}) select h.below::text::bigint - 1, h.last, (${later}), lot."tx", ${changeColumns()} from h left join lot on true order by lot."tx", lot."seq"`,
    );
  });
  const since = [...nouns.values()].sort()[0]!;
  const { rows } = await tx.query(bind(statement, { of: [...from, [...nouns.keys()], since, PAGE] }));
  const [below, last, later] = rows[0]!;
  const found = rows.flatMap(([, , , of, ...cells]) => (of === null ? [] : [{ tx: of!, change: toChange(cells) }]));
  const changes = found.map(({ change }) => change).filter(({ entity, at }) => at >= nouns.get(entity)!);
  if (changes.length > 0) await follower.hear(context, changes);
  const isPage = found.length === PAGE;
  const end = found.at(-1);
  const to = isPage && end ? [end.tx, end.change.id] : [below!, last!];
  if (to[0] !== from[0] || to[1] !== from[1]) await keepPlace(writer, name, to);
  return { isLast: !isPage, isAll: later !== 't', heard: changes.length };
}

/** How far it has heard: a transaction, and a number in it. Held until the end, so that one process at a time hears. */
async function takePlace({ workspace, tx }: Writer, name: string): Promise<readonly [string, string]> {
  const table = sql.identifier(workspace.space, 'followers');
  const read = compile(sql`select "tx", "seq" from ${table} where "name" = ${sql.value(name)} for update`);
  const first = (await tx.query(read)).rows[0];
  if (first) return [first[0]!, first[1]!];
  await tx.query(compile(sql`insert into ${table} ("name", "tx", "seq") values (${sql.value(name)}, '0', 0) on conflict do nothing`));
  const [of, seq] = (await tx.query(read)).rows[0]!;
  return [of!, seq!];
}

async function keepPlace({ workspace, tx }: Writer, name: string, [of, seq]: readonly string[]): Promise<void> {
  const set = sql`"tx" = ${sql.value(of!)}::text::xid8, "seq" = ${sql.value(seq!)}::bigint`;
  await tx.query(compile(sql`update ${sql.identifier(workspace.space, 'followers')} set ${set} where "name" = ${sql.value(name)}`));
}

/** Rings where something was written since it was last heard: the bell was lost, or its process killed. Workspaces stay closed for the question. */
export async function sweepFollowers(engine: Engine): Promise<void> {
  const { queue, modules } = engine;
  const followers = modules.flatMap(({ followers }) => Object.entries(followers ?? {}));
  if (!queue || followers.length === 0) return;
  for (const workspace of await engine.workspaces.list()) {
    const rows = await askWorkspace(engine, workspace, (space) => {
      const asked = followers.map(([name, { while: place }]) => {
        const [entity = '', field = ''] = place.split('.');
        const changes = sql.identifier(space, 'changes');
        const heard = sql`select "tx" from ${sql.identifier(space, 'followers')} where "name" = ${sql.value(name)}`;
        return sql`exists (select from ${sql.identifier(space, entity)} where ${sql.identifier(field)}) and exists (select from ${changes} where "tx" > coalesce((${heard}), '0'::xid8))`;
      });
      return sql`select 1 where ${sql.join(
        asked.map((one) => sql`(${one})`),
        ' or ',
      )}`;
    });
    if (rows.length > 0) await queue.ring({ workspace, job: FOLLOW }, 0);
  }
}
