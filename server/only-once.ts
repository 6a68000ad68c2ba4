// `Idempotency-Key`: who asks again with the same key, because the answer was lost on the way, gets the first answer.

import { hash } from 'node:crypto';
import { malformed, once } from '../engine/index.ts';
import type { Answer, Call, Endpoint } from './endpoint.ts';

const acceptable = /^[\x21-\x7e]{1,200}$/;

export async function onlyOnce(endpoint: Endpoint, call: Call, key: string): Promise<Answer> {
  if (!acceptable.test(key)) throw malformed('Idempotency-Key must be 1 to 200 visible ASCII characters.', [], 'malformed_header');
  const fingerprint = hash('sha256', JSON.stringify([endpoint.method, call.http.req.path, call.body]), 'base64url');
  const { repeated, value } = await once(call.context, key, fingerprint, async (context) => {
    const answer = await endpoint.handler({ ...call, context });
    if (answer instanceof Response) throw new Error(`${endpoint.method} ${endpoint.path} streams, so it cannot be idempotent`);
    return { status: answer.status ?? 200, headers: answer.headers ?? {}, body: answer.body };
  });
  return repeated ? { ...value, headers: { ...value.headers, 'Idempotent-Replayed': 'true' } } : value;
}
