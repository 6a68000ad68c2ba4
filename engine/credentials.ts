// What proves who somebody is: passwords, session tokens and API keys. Only hashes of them are ever stored.

import { hash as digest, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id with 19 MiB, 2 passes, 1 lane: the first choice of OWASP's password storage sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Longer ones only serve to keep the processor busy. */
export const longestPassword = 200;

/** By which leaked keys are told from other texts. */
export const keyPrefix = 'ktr_';

/** Typed on another keyboard the same letters may arrive composed otherwise; both are one password (NIST SP 800-63B). */
function normalised(password: string): string {
  return password.normalize('NFKC');
}

/** With its own salt and cost in the text, so that costs can rise later. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), cost);
}

let decoy: Promise<string> | null = null;

/**
 * Whether the password fits. Without a hash (no such account, no password set) it takes the same time and answers false,
 * so that nobody can try out which logins exist.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const right = await verify(stored ?? (await decoy), normalised(password.slice(0, longestPassword + 1)));
  return right && stored !== null && password.length <= longestPassword;
}

export interface PasswordPolicy {
  readonly length: number;
  /** How many of: small letters, capital letters, digits, other signs. */
  readonly kinds: number;
  /** Whether it must differ from the login. */
  readonly notLogin: boolean;
}

/** Length beats variety (NIST SP 800-63B); workspaces may ask for more. */
export const usualPolicy: PasswordPolicy = { length: 8, kinds: 1, notLogin: true };

/** Why a new password is refused, as code and plain words; null when it is fine (row CS-008). */
export function passwordProblem(
  password: string,
  login: string,
  policy: PasswordPolicy = usualPolicy,
): { readonly code: string; readonly message: string } | null {
  const letters = [...password].length;
  if (letters < policy.length) return { code: 'too_short', message: `needs at least ${policy.length} characters` };
  if (password.length > longestPassword) return { code: 'too_long', message: `may have at most ${longestPassword} characters` };
  if (policy.notLogin && password.toLowerCase() === login.toLowerCase())
    return { code: 'like_login', message: 'must differ from the login' };
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((kind) => kind.test(password)).length;
  if (kinds < policy.kinds) {
    return { code: 'too_simple', message: `needs ${policy.kinds} of: small letters, capital letters, digits, other signs` };
  }
  return null;
}

/** A session's token: 256 random bits; the cookie has it, the database its hash. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A key as its owner sees it, once; `start` is what lists show of it afterwards. */
export function newApiKey(): { readonly key: string; readonly start: string; readonly hash: string } {
  const key = keyPrefix + randomBytes(32).toString('base64url');
  return { key, start: key.slice(0, keyPrefix.length + 6), hash: hashToken(key) };
}

/** Tokens are random already, so a fast hash is enough to make a stolen table useless. */
export function hashToken(token: string): string {
  return digest('sha256', token, 'base64url');
}
