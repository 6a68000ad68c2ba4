import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSecret } from './secret.ts';

const parent = mkdtempSync(join(tmpdir(), 'kontor-secret-'));
afterAll(() => rmSync(parent, { recursive: true }));

it('is made once, for its owner alone, and kept', () => {
  const folder = join(parent, 'new', 'data');
  const made = readSecret(folder, '');
  expect(Buffer.from(made, 'base64url')).toHaveLength(32);
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
  expect(readSecret(folder, '')).toBe(made);
  expect(readdirSync(folder)).toEqual(['secret']);
  chmodSync(join(folder, 'secret'), 0o644);
  expect(readSecret(folder, '')).toBe(made);
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
});

it('comes from the environment where that has one; an empty file is told, not replaced', () => {
  const folder = join(parent, 'given');
  expect(readSecret(folder, 'from the environment')).toBe('from the environment');
  expect(existsSync(folder)).toBe(false);
  const made = readSecret(folder, '');
  writeFileSync(join(folder, 'secret'), '\n');
  expect(() => readSecret(folder, '')).toThrow('is empty');
  expect(made).not.toBe('');
});
