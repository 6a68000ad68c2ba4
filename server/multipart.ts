// Reads multipart/form-data as it arrives: small fields into memory, the one file straight to whoever stores it.

import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Context as Request } from 'hono';
import { malformed, Refusal } from '../engine/index.ts';
import { tooLarge } from './input.ts';
import { isCleanText } from './json.ts';
import { HttpRefusal } from './problem.ts';

export interface IncomingFile {
  readonly name: string;
  /** What the sender says it is; to be judged by content. */
  readonly contentType: string;
  readonly stream: Readable;
}

export interface MultipartOptions<T> {
  /** Bytes the file may have. */
  readonly greatest: number;
  /** Names of fields that may come along, before the file. */
  readonly fields: readonly string[];
  /** Reads the stream to its end, or fails. */
  store(file: IncomingFile, fields: Readonly<Record<string, string>>): Promise<T>;
}

/** Milliseconds without a byte after which an upload counts as broken off. */
const longestPause = 60_000;
/** Boundaries, headers and fields around the file. */
const overhead = 64 * 1024;

/** @throws Refusal 413 as soon as the announced or the true size is too large, 400 when there is not exactly one file. */
export async function readMultipart<T>(request: Request, options: MultipartOptions<T>): Promise<T> {
  if (Number(request.req.header('content-length') ?? 0) > options.greatest + overhead) throw tooLarge(options.greatest);
  if (request.req.raw.body === null) throw malformed('The form is empty.');
  const source = Readable.fromWeb(request.req.raw.body as Parameters<typeof Readable.fromWeb>[0]);
  const parser = createParser(request, options.greatest);
  const fields: Record<string, string> = {};
  let stored: Promise<T> | null = null;
  const fail = (error: unknown): void => {
    const reason = error instanceof Error ? error : new Error('The file could not be stored.');
    source.destroy(reason);
    // A small form has arrived whole by now, and the parser waits for a file that nobody will read.
    parser.destroy(reason);
  };
  parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
    if (nameTruncated || valueTruncated) fail(malformed('A field of the form is too long.'));
    else if (!options.fields.includes(name)) fail(unknownField(name, options.fields));
    else if (!isCleanText(value)) fail(malformed(`The field "${name}" holds a NUL character.`, [], 'not_text'));
    else fields[name] = value;
  });
  parser.on('filesLimit', () => fail(malformed('The form must hold one file only.')));
  parser.on('file', (_name, stream, { filename, mimeType }) => {
    // A line that breaks before the store reads is told by the store's own reading, and must not end the process.
    stream.on('error', () => {});
    stream.on('limit', () => stream.destroy(tooLarge(options.greatest)));
    stored = options.store({ name: cleanName(filename), contentType: mimeType.slice(0, 120), stream }, fields);
    stored.catch(fail);
  });
  const done = watchPauses(request, fail);
  try {
    await pipeline(source, parser);
  } catch (error) {
    await (stored as Promise<T> | null)?.catch(() => {});
    throw isOurs(error) ? error : malformed('The form is malformed, or was broken off.', [], 'malformed_form');
  } finally {
    done();
  }
  if (stored === null) throw malformed('The form must hold a file.', [{ field: 'file', code: 'required', message: 'is required' }]);
  return stored;
}

function createParser(request: Request, greatest: number): busboy.Busboy {
  const headers = { 'content-type': request.req.header('content-type') ?? '' };
  const limits = { files: 1, fileSize: greatest, fields: 20, fieldNameSize: 100, fieldSize: 64 * 1024, parts: 30 };
  try {
    return busboy({ headers, limits, defParamCharset: 'utf8' });
  } catch {
    throw malformed('The content type lacks its boundary.', [], 'malformed_header');
  }
}

/** A sender that falls silent is cut off; how long the whole takes is nobody's business. */
function watchPauses(request: Request, fail: (error: Error) => void): () => void {
  const socket = (request.env as { incoming?: IncomingMessage } | undefined)?.incoming?.socket;
  if (socket === undefined) return () => {};
  const late = (): void => fail(new HttpRefusal(408, 'timeout', 'The upload stopped coming.', { Connection: 'close' }));
  socket.setTimeout(longestPause, late);
  return () => {
    socket.setTimeout(0);
    socket.off('timeout', late);
  };
}

function isOurs(error: unknown): boolean {
  // A fault of the store must stay a fault: only what busboy and the socket say is the sender's.
  return !(error instanceof Error) || error instanceof Refusal || error instanceof HttpRefusal || !isTransport(error);
}

function isTransport(error: Error & { code?: string }): boolean {
  return /form|Malformed|boundary|aborted|premature/i.test(error.message) || error.code === 'ECONNRESET' || error.code === 'ABORT_ERR';
}

function unknownField(name: string, known: readonly string[]): Refusal {
  const field = name.slice(0, 100).toWellFormed();
  return malformed('The form holds an unknown field.', [
    { field, code: 'unknown_field', message: `is not known; known are ${known.join(', ')}` },
  ]);
}

/** A name to show and to download under: no path, no control characters, no tricks with the reading direction. */
function cleanName(name: string | undefined): string {
  const base = (name ?? '').toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = base.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  return [...clean].slice(0, 200).join('') || 'file';
}
