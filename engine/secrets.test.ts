import { describe, expect, it } from 'vitest';
import { Secrets, UnreadableSecret } from './secrets.ts';

const secrets = new Secrets('a secret of this test');
const place = 'demo/mailboxes/1/password';

describe('a stored secret', () => {
  it.each(['hunter2', '', 'пароль 🔑', 'x'.repeat(10_000)])('comes back as it was, and never looks the same twice', (text) => {
    const sealed = secrets.seal(text, place);
    expect(secrets.open(sealed, place)).toBe(text);
    expect(secrets.seal(text, place)).not.toBe(sealed);
    if (text !== '') expect(sealed).not.toContain(text);
  });

  it('is unreadable with another key, in another place, or when a bit of it was changed', () => {
    const sealed = secrets.seal('hunter2', place);
    const changed = [1, 2, 3].map((part) => {
      const parts = sealed.split('.');
      const bytes = Buffer.from(parts[part] as string, 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      return parts.with(part, bytes.toString('base64url')).join('.');
    });
    for (const text of [...changed, 'hunter2', '', 'v1...', `v2${sealed.slice(2)}`, sealed.slice(0, -3)])
      expect(() => secrets.open(text, place)).toThrow(UnreadableSecret);
    expect(() => secrets.open(sealed, 'demo/mailboxes/2/password')).toThrow(UnreadableSecret);
    expect(() => new Secrets('another secret of it').open(sealed, place)).toThrow(UnreadableSecret);
  });

  it('needs a key worth the name', () => {
    expect(() => new Secrets('short')).toThrow('16 characters');
  });
});
