// Files of records: streamed in and out, never run, never guessed, in parts when asked for in parts.

import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Actor, attachFile, CHANNELS, type Channel, documentRules, keepUpload, limitOf, openFile } from '../engine/index.ts';
import { type Answer, endpoint } from './endpoint.ts';
import { contentDisposition, pdfHeaders } from './headers.ts';
import { readMultipart } from './multipart.ts';
import { HttpRefusal } from './problem.ts';
import { values } from './shapes.ts';

const tag = 'Files';

/** What a browser may show in a tab of its own; all else is offered for download. */
const shown = /^(image\/(png|jpeg|gif|webp|avif|bmp)|application\/pdf|text\/plain|audio\/|video\/)/;

export const uploadFile = endpoint({
  method: 'POST',
  path: '/records/{entity}/{id}/files',
  summary: 'Attach a file to a record',
  description:
    '`channel` says how it comes, for its limits: by default `api` with a key, else `record`. `document_type` is one of the topics.',
  tag,
  rule: 'records',
  query: z.object({ channel: z.enum(CHANNELS).optional() }),
  upload: 'multipart/form-data',
  uploadFields: ['document_type'],
  answers: { 201: z.object({ record: values }) },
  async handler({ context, params: { entity, id }, query, http }) {
    const channel = channelOf(context.actor, query.channel);
    const record = await readMultipart(http, {
      greatest: limitOf(await documentRules(context), channel),
      fields: ['document_type'],
      store: ({ name, stream }, { document_type: documentType }) =>
        attachFile(context, entity, id, { name, source: stream, documentType }, channel),
    });
    return { status: 201, body: { record } };
  },
});

export const keepFile = endpoint({
  method: 'POST',
  path: '/files',
  summary: 'Upload a file for a record that is not there yet',
  description: 'Its id goes into a field of type file or image of the record. Until then it is one’s own.',
  tag,
  rule: 'records',
  upload: 'multipart/form-data',
  answers: { 201: z.object({ record: values }) },
  async handler({ context, http }) {
    const channel = channelOf(context.actor);
    const store = ({ name, stream }: { name: string; stream: Readable }) => keepUpload(context, { name, source: stream }, channel);
    const greatest = limitOf(await documentRules(context), channel);
    return { status: 201, body: { record: await readMultipart(http, { greatest, fields: [], store }) } };
  },
});

/** Customers have a way of their own, whatever they say. */
function channelOf({ kind, rights }: Actor, said?: Channel): Channel {
  return rights.customer ? 'contact_portal' : (said ?? (kind === 'key' ? 'api' : 'record'));
}

export const downloadFile = endpoint({
  method: 'GET',
  path: '/files/{id}',
  summary: 'Download a file',
  description: 'Honours `Range`. `inline=1` shows pictures, PDF and plain text in the browser.',
  tag,
  rule: 'records',
  query: z.object({ inline: z.enum(['0', '1']).optional() }),
  answers: { 200: 'application/octet-stream', 206: 'application/octet-stream' },
  async handler({ context, params, query, http }): Promise<Answer> {
    const { name, contentType, size, key } = await openFile(context, params.id);
    const range = rangeOf(http.req.header('range'), size);
    // A store that is away says so before anything is promised.
    await context.space.files.size(context.workspace, key);
    const stream = context.space.files.read(context.workspace, key, range ?? undefined);
    const inline = query.inline === '1' && shown.test(contentType);
    const headers: Record<string, string> = {
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, max-age=0, must-revalidate',
      'Content-Disposition': contentDisposition(inline ? 'inline' : 'attachment', name),
      'Content-Length': String(range === null ? size : range.end - range.start + 1),
      'Content-Type': contentType,
      ...(range === null ? {} : { 'Content-Range': `bytes ${range.start}-${range.end}/${size}` }),
    };
    if (inline && contentType.startsWith('application/pdf')) Object.assign(headers, pdfHeaders);
    return new Response(Readable.toWeb(stream) as ReadableStream, { status: range === null ? 200 : 206, headers });
  },
});

/** One range, as players and download managers ask; several at once are answered with the whole, as RFC 9110 allows. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null {
  const wanted = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (wanted === null || (wanted[1] === '' && wanted[2] === '') || size === 0) return null;
  const [first, last] = [wanted[1] ?? '', wanted[2] ?? ''];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new HttpRefusal(416, 'no_such_range', `The file has ${size} bytes.`, { 'Content-Range': `bytes */${size}` });
  return { start, end };
}
