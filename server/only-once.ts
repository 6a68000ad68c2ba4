// `Idempotency-Key`: who asks again with the same key, because the answer was lost on the way, gets the first answer.

import { hash } from 'node:crypto';
import { malformed, once } from '../engine/index.ts';
import type { Answer, Call } from './endpoint.ts';

const acceptable = /^[\x21-\x7e]{1,200}$/;

/** Undefined where none was sent. @throws Refusal 400 */
export function keyOf({ http }: Pick<Call, 'http'>): string | undefined {
  const key = http.req.header('idempotency-key');
  if (key !== undefined && !acceptable.test(key))
    throw malformed('Idempotency-Key must be 1 to 200 visible ASCII characters.', [], 'malformed_header');
  return key;
}

/** @param content what makes it the same request: its body, or for an upload the form and the hash of the file */
export async function onlyOnce(
  call: Pick<Call, 'http' | 'context'>,
  key: string,
  content: unknown,
  work: (context: Call['context']) => Answer | Promise<Answer>,
): Promise<Answer> {
  const { method, path } = call.http.req;
  const fingerprint = hash('sha256', JSON.stringify([method, path, content]), 'base64url');
  const { repeated, value } = await once(call.context, key, fingerprint, async (context) => {
    const answer = await work(context);
    if (answer instanceof Response) throw new Error(`${method} ${path} streams, so it cannot be idempotent`);
    return { status: answer.status ?? 200, headers: answer.headers ?? {}, body: answer.body };
  });
  return repeated ? { ...value, headers: { ...value.headers, 'Idempotent-Replayed': 'true' } } : value;
}
