// How one account proves itself a second time: what it has, and whether the code it brings is right.

import { prepare, sql } from '../../db/index.ts';
import type { BoundContext } from '../context.ts';
import { users } from '../sign-in.ts';
import type { Context, Values } from '../types.ts';
import { hashRecoveryCode, totpStep } from './totp.ts';

export interface SecondFactor {
  readonly totp: boolean;
  /** Where codes are mailed; null: nowhere. */
  readonly email: string | null;
  readonly language: string;
  /** Somebody on the machine has set the password just now: no second step is asked for. */
  readonly spared: boolean;
}

const FIELDS = ['id', 'login', 'email', 'language', 'totp', 'spared_until'];

/** @param system with the engine's own rights */
export async function secondFactorOf(system: Context, user: string, now: number): Promise<SecondFactor> {
  const { totp, email, login, language, spared_until } = await read(system, user);
  return {
    totp: Boolean(totp),
    email: addressOf({ email, login }),
    language: String(language ?? 'en'),
    spared: spared_until !== null && spared_until !== undefined && Date.parse(String(spared_until)) > now,
  };
}

/** A login is often an address itself. */
export function addressOf({ email, login }: Values): string | null {
  if (email) return String(email);
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(login)) ? String(login) : null;
}

/** A code of the app or a recovery code; either is good once, also when two bring it at the same time. */
export async function takeAppCode(system: BoundContext, user: string, code: string, now: number): Promise<boolean> {
  const { db } = system.space;
  const me = sql`${users(system.space)} set`;
  const id = sql`id = ${sql.value(user)}::uuid`;
  const secret = await system.secret('users', user, 'totp');
  const step = secret === null ? null : totpStep(secret, code, now);
  // Not through the pipeline: that somebody signed in stands in the log of sign-ins, not in the history of the account.
  if (step !== null) {
    const last = sql`${sql.value(step)}::bigint`;
    const { count } = await db.query(prepare(sql`update ${me} totp_last = ${last} where ${id} and coalesce(totp_last, 0) < ${last}`));
    return count === 1;
  }
  const hash = sql`${sql.value(hashRecoveryCode(user, code))}::text`;
  const used = sql`update ${me} recovery_codes = recovery_codes - ${hash} where ${id} and jsonb_exists(recovery_codes, ${hash})`;
  const { count } = await db.query(prepare(used));
  return secret !== null && count === 1;
}

function read(system: Context, user: string): Promise<Values> {
  return system.records.get('users', user, FIELDS);
}
