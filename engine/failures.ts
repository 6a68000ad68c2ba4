// How often something went wrong lately, by key: counted in the database, so that every process counts together.

import { compile, prepare, sql } from '../db/index.ts';
import { networkOf } from './addresses.ts';
import type { BoundContext } from './context.ts';
import type { Clock } from './sessions.ts';
import type { Context } from './types.ts';
import type { ClosedWorkspace, Workspace } from './workspace.ts';

/**
 * Counts one more and answers how many there are in the running time, and when that ends (milliseconds since 1970). Counted before the thing
 * is looked at: tries in parallel gain nothing.
 */
export async function countFailure(
  workspace: Workspace,
  key: string,
  { minutes, now }: { minutes: number; now: number },
): Promise<{ count: number; until: number }> {
  const [time, until] = [instant(now), instant(now + minutes * 60_000)];
  const { rows } = await workspace.db.query(
    prepare(sql`insert into ${table(workspace)} as f (key, count, until) values (${sql.value(key)}, 1, ${until})
      on conflict (key) do update set count = case when f.until <= ${time} then 1 else f.count + 1 end,
        until = case when f.until <= ${time} then excluded.until else f.until end
      returning count, extract(epoch from until) * 1000`),
  );
  return { count: Number(rows[0]?.[0] ?? 0), until: Number(rows[0]?.[1] ?? 0) };
}

/** It went well after all: one less. */
export async function takeBackFailure(workspace: Workspace, key: string): Promise<void> {
  await workspace.db.query(prepare(sql`update ${table(workspace)} set count = greatest(count - 1, 0) where key = ${sql.value(key)}`));
}

/** Counted from nothing again. */
export async function forgetFailures(workspace: Workspace, keys: readonly string[]): Promise<void> {
  await workspace.db.query(prepare(sql`delete from ${table(workspace)} where key = any(${sql.value([...keys])}::text[])`));
}

/** Those of one login, wherever they came from, or of one address: for whoever lets somebody in again. */
export async function forgetFailuresOf(context: Context, kind: 'account' | 'address', of: string): Promise<void> {
  const workspace = (context as BoundContext).space;
  const key = kind === 'account' ? accountKey(of) : addressKey(of);
  await workspace.db.query(
    prepare(sql`delete from ${table(workspace)} where key = ${sql.value(key)} or starts_with(key, ${sql.value(`${key} from `)})`),
  );
}

/** What failures of an address are counted under: a network of v6 belongs to one customer, who has 2^64 addresses in it. */
export function addressKey(address: string): string {
  return `address ${networkOf(address)}`;
}

/** Without regard to the case of the login. */
export function accountKey(login: string): string {
  return `account ${login.toLowerCase()}`;
}

/** Of one login from one address; begins as `accountKey` does. */
export function pairKey(login: string, address: string): string {
  return `${accountKey(login)} from ${address}`;
}

/** Takes out those whose time is over. */
export async function sweepFailures(workspace: ClosedWorkspace, clock: Clock): Promise<void> {
  await workspace.db.query(compile(sql`delete from ${table(workspace)} where until <= ${instant(clock())}`));
}

function instant(time: number) {
  return sql`${sql.value(new Date(time).toISOString())}::timestamptz`;
}

function table(workspace: ClosedWorkspace) {
  return sql.identifier(workspace.space, 'failures');
}
