// Secrets that Kontor must be able to read again (passwords of mail servers, tokens): encrypted at rest, AES-256-GCM.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';

/** Encrypts and decrypts with one installation's key. What is only compared (passwords of people, API keys) is hashed instead. */
export class Secrets {
  readonly #key: Buffer;

  /** @param secret `KONTOR_SECRET`: at least 16 characters that nobody guesses */
  constructor(secret: string) {
    if (secret.length < 16) throw new Error('KONTOR_SECRET must have at least 16 characters');
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'kontor stored secrets', 32));
  }

  /** @param place where it will stand, e.g. `demo/mailboxes/<id>/password`: it cannot be read anywhere else */
  seal(text: string, place: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [VERSION, nonce, cipher.getAuthTag(), sealed]
      .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
      .join('.');
  }

  /** What only this installation can have written under a text. */
  mark(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }

  /** @throws UnreadableSecret for another key, another place, or a text that was changed */
  open(sealed: string, place: string): string {
    const [version, ...parts] = sealed.split('.');
    const [nonce, tag, body] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (version !== VERSION || parts.length !== 3 || nonce?.length !== 12 || tag?.length !== 16 || !body) throw new UnreadableSecret();
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: 16 }).setAAD(Buffer.from(place)).setAuthTag(tag);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    } catch {
      throw new UnreadableSecret();
    }
  }
}

export class UnreadableSecret extends Error {
  readonly code = 'unreadable_secret';

  constructor() {
    super('A stored secret cannot be read: KONTOR_SECRET is not the one it was stored with, or it was changed.');
  }
}
