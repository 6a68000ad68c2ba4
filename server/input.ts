// Reads what a request brings: parameters and JSON bodies, checked against the endpoint; a wrong name meets the nearest right one.

import type { Context as Request } from 'hono';
import { z } from 'zod';
import { malformed, Refusal } from '../engine/index.ts';
import { nearest, type Problem } from '../schema/index.ts';
import type { Endpoint } from './endpoint.ts';
import { isCleanText, parseJson } from './json.ts';
import { HttpRefusal } from './problem.ts';

const greatestJson = 1024 * 1024;
const bodyTimeout = 30_000;
const nothing: Readonly<Record<string, unknown>> = Object.freeze({});

/** @throws Refusal 400 that names each parameter which is unknown or wrong */
export function readQuery(endpoint: Endpoint, url: string): Readonly<Record<string, unknown>> {
  const mark = url.indexOf('?');
  const raw = mark < 0 || mark === url.length - 1 ? null : parseQuery(url.slice(mark + 1).split('#', 1)[0] ?? '');
  if (endpoint.query === undefined && raw === null) return nothing;
  const known = endpoint.query === undefined ? [] : Object.keys(endpoint.query.shape);
  const unknown = raw === null || endpoint.openQuery === true ? [] : Object.keys(raw).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw malformed(
      'There are unknown parameters.',
      unknown.map((name) => unknownName(name, known, 'unknown_parameter')),
      'unknown_parameter',
    );
  if (endpoint.query === undefined) return nothing;
  const checked = endpoint.query.safeParse(raw ?? nothing);
  if (!checked.success) throw malformed('Some parameters are not valid.', problems(checked.error));
  return checked.data;
}

/** Strict form decoding: broken percent signs and repeated names are errors, never guesses. */
function parseQuery(text: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (name in values)
      throw malformed(`The parameter "${name}" is given twice.`, [{ field: name, code: 'repeated', message: 'is given twice' }]);
    values[name] = decode(equals < 0 ? '' : pair.slice(equals + 1));
  }
  return values;
}

function decode(text: string): string {
  let value: string;
  try {
    value = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed('The address holds percent signs that are not UTF-8.', [], 'not_utf8');
  }
  if (!isCleanText(value)) throw malformed('The address holds a NUL character.', [], 'not_text');
  return value;
}

/** @throws Refusal 400 for what is malformed, 413 for too much; HttpRefusal 415 for another type or a compressed one */
export async function readBody(endpoint: Endpoint, request: Request): Promise<unknown> {
  if (endpoint.upload !== undefined && (endpoint.body === undefined || contentType(request) === endpoint.upload)) {
    requireType(request, endpoint.upload);
    return undefined;
  }
  if (endpoint.method === 'GET') return undefined;
  if (endpoint.rawBody !== undefined) return new TextDecoder().decode(await readBytes(request, endpoint.rawBody));
  const bytes = await readBytes(request, endpoint.bodyLimit ?? greatestJson);
  if (endpoint.body === undefined) {
    // `{}` says as little as nothing, and many clients send it with every POST.
    if (bytes.length > 0 && !isEmptyObject(bytes)) throw malformed('This address takes no body.', [], 'unexpected_body');
    return undefined;
  }
  // A body may be left out where every key may be, e.g. an action without input.
  if (bytes.length === 0) return check(endpoint.body, {});
  requireType(request, 'application/json');
  return check(endpoint.body, parseJson(bytes));
}

function isEmptyObject(bytes: Uint8Array): boolean {
  return bytes.length < 100 && /^\s*\{\s*\}\s*$/.test(new TextDecoder().decode(bytes));
}

function check(schema: z.ZodType, value: unknown): unknown {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const found = problems(checked.error, schema);
  throw new Refusal(found.some((one) => one.code === 'unknown_field') ? 400 : 422, 'invalid', 'The body is not valid.', found);
}

function requireType(request: Request, type: 'application/json' | 'multipart/form-data'): void {
  if ((request.req.header('content-encoding') ?? 'identity') !== 'identity') {
    throw new HttpRefusal(415, 'unsupported_encoding', 'The body must not be compressed.', { 'Accept-Encoding': 'identity' });
  }
  const given = contentType(request);
  if (given === type || (type === 'application/json' && given.startsWith('application/') && given.endsWith('+json'))) return;
  throw new HttpRefusal(415, 'unsupported_content_type', `The body must be ${type}.`, { Accept: type });
}

function contentType(request: Request): string {
  return (request.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Refuses by the announced length before it reads a byte, and by the true length while it reads. */
async function readBytes(request: Request, greatest: number): Promise<Uint8Array> {
  const announced = request.req.header('content-length');
  if (announced !== undefined) {
    if (Number(announced) > greatest) throw tooLarge(greatest);
    if (announced === '0') return new Uint8Array(0);
    return new Uint8Array(await inTime(request.req.raw.arrayBuffer()));
  }
  if (request.req.header('transfer-encoding') === undefined && request.env?.incoming !== undefined) return new Uint8Array(0);
  return request.req.raw.body === null ? new Uint8Array(0) : inTime(collect(request.req.raw.body, greatest));
}

async function collect(body: ReadableStream<Uint8Array>, greatest: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > greatest) throw tooLarge(greatest);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** 413. @param greatest bytes */
export function tooLarge(greatest: number): Refusal {
  const unit = greatest >= 1024 * 1024 ? `${Math.floor(greatest / 1024 / 1024)} MB` : `${Math.floor(greatest / 1024)} KB`;
  return new Refusal(413, 'too_large', `The body is larger than ${unit}.`);
}

async function inTime<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new HttpRefusal(408, 'timeout', 'The body did not arrive in time.', { Connection: 'close' })),
      bodyTimeout,
    );
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Zod's issues as ours: dotted fields, our codes, and for unknown keys the nearest right one. */
function problems(error: z.ZodError, schema?: z.ZodType): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const field = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      const known = schema === undefined ? [] : keysAt(schema, issue.path);
      return issue.keys.map((key) => unknownName(field === '' ? key : `${field}.${key}`, known, 'unknown_field', key));
    }
    if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
      return [{ field, code: 'required', message: 'is required' }];
    return [{ field, code: issue.code === 'invalid_type' ? 'type' : issue.code, message: issue.message }];
  });
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const key of path) {
    at = bare(at);
    if (at instanceof z.ZodObject) at = at.shape[String(key)];
    else if (at instanceof z.ZodArray) at = at.element;
    else return [];
  }
  const last = bare(at);
  return last instanceof z.ZodObject ? Object.keys(last.shape) : [];
}

function bare(schema: unknown): unknown {
  let at = schema;
  while (at instanceof z.ZodOptional || at instanceof z.ZodNullable || at instanceof z.ZodDefault) at = at.unwrap();
  return at;
}

function unknownName(field: string, known: readonly string[], code: string, name = field): Problem {
  return { field: field.slice(0, 200), code, message: `is not known${suggestion(name, known)}` };
}

function suggestion(name: string, known: readonly string[]): string {
  if (known.length === 0) return '; there are none here';
  const meant = nearest(name.slice(0, 100), known);
  return meant === null ? `; known are ${known.slice(0, 12).join(', ')}` : `; did you mean "${meant}"?`;
}
