// Signed-in browsers: rows that hold the hash of a token, end when idle or old, and end at once when somebody says so.

import { compile, prepare, sql } from '../db/index.ts';
import type { BoundContext } from './context.ts';
import { hashToken, newSessionToken } from './credentials.ts';
import { passwordMark, type SignedIn, users } from './sign-in.ts';
import type { Context } from './types.ts';
import type { ClosedWorkspace, Workspace } from './workspace.ts';

const minute = 60_000;
/** A session nobody used for this long has ended. */
export const idleTime = 12 * 60 * minute;
/** And none lives longer, however busy. */
export const longestTime = 30 * 24 * 60 * minute;
/** Use is written down at most this often: reading a record must not cost a write. */
const seenEvery = 5 * minute;

export interface Session {
  /** Hash of the token; never leaves the process. */
  readonly id: string;
  readonly user: string;
  /** Milliseconds since 1970, as all times here. */
  readonly expires: number;
  readonly seen: number;
  /** When its person signed in. */
  readonly began: number;
  /** As they were then; null in sessions from before these were kept. */
  readonly fingerprint: string | null;
  readonly address: string | null;
  /** Of an administrator who sees the program as this user. */
  readonly seeing: Seeing | null;
}

/** Who looks, from which session of his own, with the rights of both as they were when it began. */
export interface Seeing {
  readonly seer: string;
  readonly parent: string;
  readonly rights: string;
}

/** Milliseconds since 1970; tests set it. */
export type Clock = () => number;

/** From where and how somebody signed in. */
export interface Arrival {
  readonly address: string;
  /** In words: `Firefox on Linux`. */
  readonly device: string;
  readonly fingerprint: string;
  readonly way: string;
}

/** A new session with a token of its own: nothing that the browser brought is carried over, so none can be planted. */
export async function beginSession(
  workspace: Workspace,
  user: SignedIn,
  arrival: Arrival,
  clock: Clock,
): Promise<{ token: string; expires: number }> {
  const token = newSessionToken();
  const now = clock();
  const expires = now + longestTime;
  const { address, device, fingerprint, way } = arrival;
  await workspace.db.query(
    prepare(sql`with signed_in as (update ${users(workspace)} set last_sign_in_at = ${instant(now)} where id = ${sql.value(user.id)}::uuid)
      insert into ${table(workspace)} (id, "user", mark, created_at, seen_at, expires_at, address, device, fingerprint, way)
      values (${sql.value(hashToken(token))}, ${sql.value(user.id)}::uuid, ${sql.value(user.mark)}, ${instant(now)}, ${instant(now)}, ${instant(expires)},
        ${sql.value(address)}, ${sql.value(device)}, ${sql.value(fingerprint)}, ${sql.value(way)})`),
  );
  return { token, expires };
}

/** Null when there is none, it is too old, was idle for too long, or the user has another password now or is not enabled. */
export async function findSession(workspace: Workspace, id: string, clock: Clock): Promise<Session | null> {
  const now = clock();
  const { rows } = await workspace.db.query(
    prepare(sql`select u.id, extract(epoch from s.expires_at) * 1000, extract(epoch from s.seen_at) * 1000, s.mark, coalesce(u.password, ''),
        extract(epoch from s.created_at) * 1000, s.fingerprint, s.address, s.seer, s.parent, s.rights
      from ${table(workspace)} s join ${users(workspace)} u on u.id = s."user"
      where s.id = ${sql.value(id)} and s.expires_at > ${instant(now)} and s.seen_at > ${instant(now - idleTime)} and u.status = 'enabled'`),
  );
  const [user, expires, seen, mark, password, began, fingerprint = null, address = null, seer, parent, rights] = rows[0] ?? [];
  if (!user || passwordMark(password ?? '') !== mark) return null;
  const seeing = seer && parent && rights ? { seer, parent, rights } : null;
  return { id, user, expires: Number(expires), seen: Number(seen), began: Number(began), fingerprint, address, seeing };
}

/** When the session was last used; written down now and then only. Answers the session as it is now. */
export async function touchSession(workspace: Workspace, session: Session, clock: Clock): Promise<Session> {
  const now = clock();
  if (now - session.seen < seenEvery) return session;
  await workspace.db.query(prepare(sql`update ${table(workspace)} set seen_at = ${instant(now)} where id = ${sql.value(session.id)}`));
  return { ...session, seen: now };
}

/** Every process notices: it compares the rights epoch with each statement it runs. */
export async function endSession(workspace: Workspace, id: string): Promise<void> {
  await workspace.db.query(
    prepare(sql`with ended as (delete from ${table(workspace)} where id = ${sql.value(id)} returning 1)
      update ${epoch(workspace)} set rights = rights + 1 where exists (select from ended)`),
  );
}

/** A session as its owner sees it. */
export interface OpenSession {
  /** What it is called by; the hash stays inside. */
  readonly id: string;
  readonly device: string | null;
  readonly address: string | null;
  readonly way: string | null;
  /** Instants, RFC 3339. */
  readonly began: string;
  readonly seen: string;
  /** Whether `current` is this one. */
  readonly current: boolean;
}

/** Last used first; its time is written down now and then only. */
export async function listSessions(workspace: Workspace, user: string, current: string | null, clock: Clock): Promise<OpenSession[]> {
  const now = clock();
  const { rows } = await workspace.db.query(
    prepare(sql`select md5(id)::uuid, device, address, way, extract(epoch from created_at) * 1000, extract(epoch from seen_at) * 1000, id = ${sql.value(current ?? '')}
      from ${table(workspace)} where "user" = ${sql.value(user)}::uuid and expires_at > ${instant(now)} and seen_at > ${instant(now - idleTime)}
      order by seen_at desc, id limit 200`),
  );
  return rows.map(([id, device = null, address = null, way = null, began, seen, isCurrent]) => ({
    id: String(id),
    ...{ device, address, way },
    began: new Date(Number(began)).toISOString(),
    seen: new Date(Number(seen)).toISOString(),
    current: isCurrent === 't',
  }));
}

/** Ends one session of a user by what lists call it, or all but one. Answers how many there were. */
export async function endSessionsOf(
  workspace: Workspace,
  user: string,
  which: { readonly called: string } | { readonly except: string | null },
): Promise<number> {
  const meant =
    'called' in which ? sql`md5(id)::uuid = ${sql.value(which.called)}::uuid` : sql`id is distinct from ${sql.value(which.except)}`;
  const { rows } = await workspace.db.query(
    compile(sql`with ended as (delete from ${table(workspace)} where "user" = ${sql.value(user)}::uuid and ${meant} returning 1),
      raised as (update ${epoch(workspace)} set rights = rights + 1 where exists (select from ended))
      select count(*) from ended`),
  );
  return Number(rows[0]?.[0] ?? 0);
}

/** Ends the sessions of everybody but these users. */
export async function endSessionsBut(context: Context, users: readonly string[]): Promise<void> {
  await (context as BoundContext).write(async ({ tx, workspace }) => {
    await tx.query(compile(sql`delete from ${table(workspace)} where "user" <> all(${sql.value([...users])}::uuid[])`));
  });
}

/** Rows of sessions that ended by themselves. */
export async function sweepSessions(workspace: ClosedWorkspace, clock: Clock): Promise<void> {
  const now = clock();
  await workspace.db.query(
    compile(sql`delete from ${table(workspace)} where expires_at <= ${instant(now)} or seen_at <= ${instant(now - idleTime)}`),
  );
}

export function instant(time: number) {
  return sql`${sql.value(new Date(time).toISOString())}::timestamptz`;
}

export function table(workspace: ClosedWorkspace) {
  return sql.identifier(workspace.space, 'sessions');
}

function epoch(workspace: Workspace) {
  return sql.identifier(workspace.space, 'epoch');
}
