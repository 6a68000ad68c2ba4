// Prints whatever went wrong as RFC 9457 problem+json: a Refusal tells all, anything else is a 500 that tells nothing.

import { databaseRefusal, Refusal } from '../engine/index.ts';
import type { Json, Problem } from '../schema/index.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Malformed request',
  401: 'Not signed in',
  403: 'Not granted',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request took too long',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported content type',
  416: 'No such range',
  422: 'Not valid',
  429: 'Too often',
  500: 'Internal error',
  503: 'Not available',
};

/** Refusals that only HTTP knows, beside those of the engine. */
export class HttpRefusal extends Error {
  readonly status: 405 | 408 | 415 | 416 | 429 | 503;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: 405 | 408 | 415 | 416 | 429 | 503, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export interface ProblemDocument {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly [key: string]: Json };
}

export function problem(thrown: unknown, requestId: string): ProblemDocument {
  const error = databaseRefusal(thrown) ?? thrown;
  if (error instanceof Refusal) {
    const headers: Record<string, string> = {};
    if (error.status === 401) headers['WWW-Authenticate'] = 'Bearer';
    if (error.status === 503) headers['Retry-After'] = '2';
    if (error.status === 429) headers['Retry-After'] = String(error.extra?.retry_after ?? 60);
    return { status: error.status, headers, body: document(error.status, error.code, error.message, error.problems, error.extra) };
  }
  if (error instanceof HttpRefusal) {
    return { status: error.status, headers: error.headers, body: document(error.status, error.code, error.message) };
  }
  const detail = `This is a fault of the server. Its log has the details under request ${requestId}.`;
  return { status: 500, headers: {}, body: document(500, 'internal', detail, [], { request: requestId }) };
}

function document(
  status: number,
  code: string,
  detail: string,
  problems: readonly Problem[] = [],
  extra: { readonly [key: string]: Json } = {},
): { readonly [key: string]: Json } {
  const errors = problems.map(({ field, code: kind, message }) => ({ field, code: kind, message }));
  return { ...extra, type: `urn:kontor:problem:${code}`, title: titles[status] ?? 'Error', status, code, detail, errors };
}
