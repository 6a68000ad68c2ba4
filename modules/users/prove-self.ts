// Whoever changes what an account is opened with must be its person, not somebody who found the browser open.

import {
  accountKey,
  type BoundContext,
  type Context,
  countFailure,
  forgetFailures,
  invalid,
  Refusal,
  securityRules,
  verifyPassword,
} from '../../engine/index.ts';

/** Whoever signed in this lately has just proved it. */
export const FRESH = 10 * 60_000;

/**
 * Passes with a fresh session, else with the right password, which `field` of the input brought.
 * @throws Refusal 422 at the field, 429 after too many tries
 */
export async function proveSelf(context: Context, field: string, given: unknown): Promise<void> {
  const { visit, id } = context.actor;
  const fresh = visit !== undefined && visit.began !== null && Date.now() - visit.began < FRESH;
  if (fresh && !given) return;
  if (!given) throw invalid([{ field, code: 'required', message: 'Type your present password: you signed in some time ago.' }]);
  const { records } = context.system('compares the password of whoever changes the own account');
  const user = await records.get('users', String(id), ['login', 'password']);
  const { space } = context as BoundContext;
  const key = `${accountKey(String(user.login))} from within`;
  const { failuresPerAccount, banMinutes } = await securityRules(context);
  const { count, until } = await countFailure(space, key, { minutes: banMinutes, now: Date.now() });
  if (count > failuresPerAccount) {
    const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
    throw new Refusal(429, 'too_often', `Too many wrong passwords. Try again in ${seconds} s.`, [], { retry_after: seconds });
  }
  if (!(await verifyPassword(user.password as string | null, String(given)))) {
    throw invalid([{ field, code: 'wrong', message: 'This is not your password.' }]);
  }
  await forgetFailures(space, [key]);
}
