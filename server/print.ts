// Makes responses of answers: headers that every answer carries, JSON, and compression where it pays.

import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Answer } from './endpoint.ts';
import { apiHeaders, strictTransport } from './headers.ts';
import type { Origin } from './origin.ts';
import type { ProblemDocument } from './problem.ts';

/** Characters below which compression weighs more than it saves. */
const worthIt = 4096;

/** `accepted` is what the caller says in Accept-Encoding. */
export function printAnswer(answer: Answer, requestId: string, origin: Origin, accepted: string | undefined): Response | Promise<Response> {
  if (answer instanceof Response) return dress(answer, requestId, origin);
  const headers = headersOf(requestId, origin, answer.headers);
  const status = answer.status ?? 200;
  if (answer.body === undefined) return new Response(null, { status, headers });
  headers['Content-Type'] ??= 'application/json';
  const text = JSON.stringify(answer.body);
  if (accepted === undefined || text.length < worthIt) return new Response(text, { status, headers });
  return compress(text, accepted, status, headers);
}

export function printProblem({ status, headers, body }: ProblemDocument, requestId: string, origin: Origin): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headersOf(requestId, origin, headers), 'Content-Type': 'application/problem+json' },
  });
}

function headersOf(requestId: string, origin: Origin, own: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const headers: Record<string, string> = { ...apiHeaders, 'X-Request-Id': requestId, ...own };
  if (origin.secure) headers['Strict-Transport-Security'] = strictTransport;
  return headers;
}

/** Streams and files bring their own headers; what they lack is added. */
function dress(response: Response, requestId: string, origin: Origin): Response {
  for (const [name, value] of Object.entries(headersOf(requestId, origin, undefined))) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}

/** Beside the main thread. Brotli at quality 4 takes as long as gzip and makes less of it. */
async function compress(text: string, accepted: string, status: number, headers: Record<string, string>): Promise<Response> {
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
  if (encoding === null) return new Response(text, { status, headers });
  const bytes =
    encoding === 'gzip'
      ? await promisify(gzip)(text)
      : await promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  return new Response(new Uint8Array(bytes), { status, headers: { ...headers, 'Content-Encoding': encoding, Vary: 'Accept-Encoding' } });
}
