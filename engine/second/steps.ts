// A sign-in that waits for its second step: rows that hold hashes, tied to the browser that gave the right password.

import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { compile, prepare, sql } from '../../db/index.ts';
import { hashToken, newSessionToken } from '../credentials.ts';
import type { Clock } from '../sessions.ts';
import { passwordMark, type SignedIn, users } from '../sign-in.ts';
import type { ClosedWorkspace, Workspace } from '../workspace.ts';

/** From the start of the sign-in, whatever is sent again (row CS-001). */
export const STEP_MINUTES = 15;
/** The first code and those sent again. */
export const MOST_SENDS = 5;

/** Where the code of a step comes from; `passkey`: there is none, the key alone finishes it. */
export type StepKind = 'email' | 'totp' | 'passkey';

/** A second step under way, and whose it is. */
export interface Step {
  readonly id: string;
  readonly user: SignedIn;
  readonly kind: StepKind;
  readonly way: string;
  readonly sends: number;
  readonly codeHash: string | null;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Answers the token of the step; only its browser can go on with it. */
export async function beginStep(
  workspace: Workspace,
  user: SignedIn,
  { kind, way, browser, code }: { kind: StepKind; way: string; browser: string; code: string | null },
  clock: Clock,
): Promise<{ token: string; expires: number }> {
  const token = newSessionToken();
  const id = hashToken(token);
  const expires = clock() + STEP_MINUTES * 60_000;
  const { id: of, mark } = user;
  await workspace.db.query(
    prepare(sql`insert into ${table(workspace)} (id, "user", mark, browser, kind, way, code, sends, expires_at) values (${sql.value(id)},
      ${sql.value(of)}::uuid, ${sql.value(mark)}, ${sql.value(hashToken(browser))}, ${sql.value(kind)}, ${sql.value(way)},
      ${sql.value(code === null ? null : hashCode(id, code))}, ${sql.value(code === null ? 0 : 1)}::int, ${instant(expires)})`),
  );
  return { token, expires };
}

/** Null when it is over, was used, belongs to another browser, or the account has changed meanwhile. */
export async function findStep(workspace: Workspace, token: string, browser: string | null, clock: Clock): Promise<Step | null> {
  if (browser === null) return null;
  const id = hashToken(token);
  const { rows } = await workspace.db.query(
    prepare(sql`select u.id, u.name, u.login, coalesce(u.password, ''), s.mark, s.kind, s.way, s.sends, s.code, extract(epoch from s.expires_at) * 1000
      from ${table(workspace)} s join ${users(workspace)} u on u.id = s."user"
      where s.id = ${sql.value(id)} and s.browser = ${sql.value(hashToken(browser))} and s.expires_at > ${instant(clock())} and u.status = 'enabled'`),
  );
  const [user, name, login, password, mark, kind, way, sends, codeHash = null, expires] = rows[0] ?? [];
  if (!user || !mark || passwordMark(password ?? '') !== mark) return null;
  return {
    id,
    user: { id: user, name: name ?? '', login: login ?? '', mark },
    kind: kind as StepKind,
    way: way ?? '',
    sends: Number(sends),
    codeHash,
    expires: Number(expires),
  };
}

/** The new code makes the one before it void. False: enough were sent. */
export async function renewCode(workspace: Workspace, { id }: Step, code: string): Promise<boolean> {
  const { count } = await workspace.db.query(
    prepare(sql`update ${table(workspace)} set code = ${sql.value(hashCode(id, code))}, sends = sends + 1
      where id = ${sql.value(id)} and sends < ${sql.value(MOST_SENDS)}::int`),
  );
  return count === 1;
}

/** True for one caller only: of two who bring the right code at once, the other is too late. */
export async function finishStep(workspace: Workspace, { id }: Step): Promise<boolean> {
  const { count } = await workspace.db.query(prepare(sql`delete from ${table(workspace)} where id = ${sql.value(id)}`));
  return count === 1;
}

/** All that somebody has begun, e.g. after too many wrong codes. */
export async function dropSteps(workspace: Workspace, user: string): Promise<void> {
  await workspace.db.query(prepare(sql`delete from ${table(workspace)} where "user" = ${sql.value(user)}::uuid`));
}

/** Takes out those whose time is over. */
export async function sweepSteps(workspace: ClosedWorkspace, clock: Clock): Promise<void> {
  await workspace.db.query(compile(sql`delete from ${table(workspace)} where expires_at <= ${instant(clock())}`));
}

/** Six digits: with ten tries in a quarter of an hour nobody guesses them. */
export function newCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, '0');
}

/** In constant time; blanks do not count. False where no code was mailed. */
export function isCode({ id, codeHash }: Step, given: string): boolean {
  if (codeHash === null) return false;
  return timingSafeEqual(Buffer.from(codeHash), Buffer.from(hashCode(id, given.replace(/\s/g, ''))));
}

/** With the step's own id in it, the same code is another hash elsewhere. */
function hashCode(id: string, code: string): string {
  return createHash('sha256').update(`${id} ${code}`).digest('base64url');
}

function instant(time: number) {
  return sql`${sql.value(new Date(time).toISOString())}::timestamptz`;
}

function table(workspace: ClosedWorkspace) {
  return sql.identifier(workspace.space, 'second_steps');
}
