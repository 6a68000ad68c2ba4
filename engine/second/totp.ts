// Codes of an authenticator app (RFC 6238), and the recovery codes for the day the phone is lost.

import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const PERIOD = 30;
/** Clocks differ: the code before and the one after are as good. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** Without letters and digits that look alike. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 160 random bits, as apps take them (base32). */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code says. @param issuer the workspace's name */
export function totpAddress(secret: string, issuer: string, login: string): string {
  return totp(secret, issuer, login).toString();
}

/** The time step of the code, for the one who must not take it twice; null when it is wrong. */
export function totpStep(secret: string, code: string, now: number): number | null {
  const delta = totp(secret).validate({ token: code.replace(/\s/g, ''), timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta;
}

/** Each works once; only their hashes are kept. */
export function newRecoveryCodes(): string[] {
  const sign = () => SIGNS[randomInt(SIGNS.length)]!;
  const part = () => Array.from({ length: 5 }, sign).join('');
  return Array.from({ length: RECOVERY_CODES }, () => `${part()}-${part()}`);
}

/** Random enough for a fast hash: 49 bits, and a few tries a quarter of an hour. */
export function hashRecoveryCode(user: string, code: string): string {
  const bare = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHash('sha256').update(`${user} ${bare}`).digest('base64url');
}

function totp(secret: string, issuer = 'Kontor', label = ''): TOTP {
  return new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) });
}
