// Passwords and tokens: one-way, slow where it must be, and equal for whoever exists or not.

import { describe, expect, it } from 'vitest';
import { hashPassword, hashToken, newApiKey, newSessionToken, passwordProblem, verifyPassword } from './credentials.ts';

describe('passwords', () => {
  it('stores argon2id with the recommended cost and a salt of its own [CS-006]', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword(first, 'correct horse')).toBe(true);
    expect(await verifyPassword(first, 'correct horsf')).toBe(false);
  });

  it('takes composed and decomposed letters for one password', async () => {
    expect(await verifyPassword(await hashPassword('\u00e4iti 12345'), 'a\u0308iti 12345')).toBe(true);
  });

  it('refuses any password where none is stored, the decoy included', async () => {
    expect(await verifyPassword(null, 'correct horse')).toBe(false);
  });

  it('never hashes more than the longest password', async () => {
    const stored = await hashPassword('x'.repeat(201));
    expect(await verifyPassword(stored, 'x'.repeat(201))).toBe(false);
    expect(await verifyPassword(stored, 'x'.repeat(2_000_000))).toBe(false);
  });

  it.each([
    ['short', 'anna', 'too_short'],
    ['annaannaanna', 'AnnaAnnaAnna', 'like_login'],
    ['y'.repeat(201), 'anna', 'too_long'],
    ['correct horse', 'anna', undefined],
    ['\u{1f600}'.repeat(8), 'anna', undefined],
  ])('judges %j of %s [CS-008]', (password, login, code) => {
    expect(passwordProblem(password, login)?.code).toBe(code);
  });

  it('asks for the kinds of characters a workspace wants [CS-008]', () => {
    expect(passwordProblem('onlyletters', 'anna', { length: 8, kinds: 3, notLogin: true })?.code).toBe('too_simple');
    expect(passwordProblem('Letters2', 'anna', { length: 8, kinds: 3, notLogin: true })).toBeNull();
  });
});

describe('tokens', () => {
  it('have 256 random bits and are stored as a hash', () => {
    const token = newSessionToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(newSessionToken()).not.toBe(token);
    expect(hashToken(token)).not.toContain(token);
  });

  it('name API keys by their start [CS-276]', () => {
    const { key, start, hash } = newApiKey();
    expect(key).toMatch(/^ktr_[\w-]{43}$/);
    expect(key.startsWith(start)).toBe(true);
    expect(start).toHaveLength(10);
    expect(hash).toBe(hashToken(key));
  });
});
