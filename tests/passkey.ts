// A passkey without a device: a key pair that answers challenges as a browser does.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { BoundContext } from '../engine/index.ts';
import { hashToken } from '../engine/index.ts';

export interface PasskeyOptions {
  readonly challenge: string;
  readonly rpId?: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
}

const hash = (text: string | Buffer) => createHash('sha256').update(text).digest();
const coded = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64url');

/** Keeps a new key for this user. */
export async function passkeyOf(system: BoundContext, user: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = (text: string) => Buffer.from(text, 'base64url');
  // COSE: a map of kind (EC2), algorithm (ES256), curve (P-256), x and y.
  const cose = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), point(x), Buffer.from('225820', 'hex'), point(y)]);
  const id = coded(randomBytes(32));
  const kept = { credential: id, credential_hash: hashToken(id), public_key: coded(cose), counter: 0 };
  const record = await system.records.create('passkeys', { name: 'test key', user, ...kept });
  return {
    id,
    remove: () => system.records.delete('passkeys', String(record.id)),
    /** @param present whether somebody touched the device; `verified`: whether it made sure who that is */
    answer({ challenge, rpId = '' }: PasskeyOptions, { present = true, verified = false, origin = `https://${rpId}` } = {}) {
      const flags = Buffer.from([(present ? 1 : 0) | (verified ? 4 : 0)]);
      const authenticatorData = Buffer.concat([hash(rpId), flags, Buffer.alloc(4)]);
      const clientDataJSON = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }));
      const signature = sign('sha256', Buffer.concat([authenticatorData, hash(clientDataJSON)]), privateKey);
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          authenticatorData: coded(authenticatorData),
          clientDataJSON: coded(clientDataJSON),
          signature: coded(signature),
        },
        clientExtensionResults: {},
      };
    },
  };
}
