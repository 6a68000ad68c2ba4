// Files that are handed out as they are made: nothing waits until the last of them is there.

import { Readable } from 'node:stream';
import { contentDisposition } from './headers.ts';

export const CSV = 'text/csv; charset=utf-8';
/** Of tables, by format. */
export const types = { csv: CSV, xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

export interface Download {
  readonly name: string;
  /** With its charset, as in the header. */
  readonly contentType: string;
  /** Bytes, where it is known before. */
  readonly size?: number;
  readonly content: Readable | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}

/** An answer that browsers save under its name instead of showing it. */
export function download({ name, contentType, size, content }: Download): Response {
  const stream = content instanceof Readable ? content : Readable.from(content, { objectMode: false });
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    headers: {
      'Content-Type': contentType,
      'Content-Disposition': contentDisposition('attachment', name),
      ...(size === undefined ? {} : { 'Content-Length': String(size) }),
    },
  });
}
