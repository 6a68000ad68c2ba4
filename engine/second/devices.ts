// Browsers that somebody has passed the second step in: known by a token of their own, which outlives sessions.

import { compile, prepare, sql } from '../../db/index.ts';
import { hashToken } from '../credentials.ts';
import type { Clock } from '../sessions.ts';
import type { ClosedWorkspace, Workspace } from '../workspace.ts';

const DAY = 24 * 60 * 60_000;
/** One that was not used for so long is a stranger again. */
export const DEVICE_DAYS = 180;

export interface KnownDevice {
  readonly id: string;
  /** `Firefox on Linux` */
  readonly device: string;
  readonly address: string;
  readonly began: string;
  readonly seen: string;
  readonly current: boolean;
}

/** Notes that it was used. */
export async function isKnownDevice(workspace: Workspace, user: string, browser: string | null, clock: Clock): Promise<boolean> {
  if (browser === null) return false;
  const { count } = await workspace.db.query(
    prepare(sql`update ${table(workspace)} set seen_at = ${instant(clock())} where "user" = ${sql.value(user)}::uuid
      and id = ${sql.value(idOf(user, browser))} and seen_at > ${instant(clock() - DEVICE_DAYS * DAY)}`),
  );
  return count === 1;
}

/** Seen now: its time begins anew. */
export async function rememberDevice(
  workspace: Workspace,
  user: string,
  { browser, device, address }: { browser: string; device: string; address: string },
  clock: Clock,
): Promise<void> {
  const now = instant(clock());
  await workspace.db.query(
    prepare(sql`insert into ${table(workspace)} (id, "user", device, address, created_at, seen_at) values (${sql.value(idOf(user, browser))},
      ${sql.value(user)}::uuid, ${sql.value(device)}, ${sql.value(address)}, ${now}, ${now})
      on conflict (id) do update set seen_at = excluded.seen_at, device = excluded.device, address = excluded.address`),
  );
}

/** The last seen first. @param browser cookie of the one that asks; null: it has none */
export async function listDevices(workspace: Workspace, user: string, browser: string | null, clock: Clock): Promise<KnownDevice[]> {
  const current = browser === null ? '' : idOf(user, browser);
  const { rows } = await workspace.db.query(
    prepare(sql`select md5(id)::uuid, device, address, extract(epoch from created_at) * 1000, extract(epoch from seen_at) * 1000, id = ${sql.value(current)}
      from ${table(workspace)} where "user" = ${sql.value(user)}::uuid and seen_at > ${instant(clock() - DEVICE_DAYS * DAY)}
      order by seen_at desc, id limit 200`),
  );
  return rows.map(([id, device, address, began, seen, isCurrent]) => ({
    id: String(id),
    device: device ?? '',
    address: address ?? '',
    began: new Date(Number(began)).toISOString(),
    seen: new Date(Number(seen)).toISOString(),
    current: isCurrent === 't',
  }));
}

/** One by what lists call it, or all. Answers how many there were. */
export async function forgetDevices(workspace: Workspace, user: string, called: string | null = null): Promise<number> {
  const one = called === null ? sql`` : sql` and md5(id)::uuid = ${sql.value(called)}::uuid`;
  const { count } = await workspace.db.query(prepare(sql`delete from ${table(workspace)} where "user" = ${sql.value(user)}::uuid${one}`));
  return count;
}

/** Takes out those whose time is over. */
export async function sweepDevices(workspace: ClosedWorkspace, clock: Clock): Promise<void> {
  await workspace.db.query(compile(sql`delete from ${table(workspace)} where seen_at <= ${instant(clock() - DEVICE_DAYS * DAY)}`));
}

/** Two people at one browser are two. */
function idOf(user: string, browser: string): string {
  return hashToken(`${user} ${browser}`);
}

function instant(time: number) {
  return sql`${sql.value(new Date(time).toISOString())}::timestamptz`;
}

function table(workspace: ClosedWorkspace) {
  return sql.identifier(workspace.space, 'devices');
}
