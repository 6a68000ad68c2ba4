// Files: bytes behind a port, judged by content, stored once for each content; the record in `files` is what people see.

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import { granted } from './access.ts';
import type { BoundContext } from './context.ts';
import { acceptorOf, assertOn, type Channel, documentRules, limitOf } from './document-rules.ts';
import { notFound, notGranted, Refusal } from './errors.ts';
import { isId } from './read.ts';
import { noteFile } from './reading.ts';
import type { Context, Values } from './types.ts';

export interface StoredFile {
  /** Where the store keeps it; never leaves the server. */
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
  readonly contentType: string;
}

export interface PutOptions {
  /** Folder within the workspace's place; default: the place itself. The key begins with it. */
  readonly folder?: string;
  /** In the bucket of the workspace instead of on this machine; see buckets.ts. */
  readonly inBucket?: boolean;
  /** Told the kind of the content before it is kept; what it throws ends the storing. */
  readonly accept?: (contentType: string) => void;
}

/** A file of this machine; what was fetched for it goes when it is disposed of. */
export interface LocalFile extends AsyncDisposable {
  readonly path: string;
}

/** Where bytes live: a folder here, an S3 bucket elsewhere. */
export interface FileStore {
  /** @throws Refusal 413 when more than `limit` bytes come; nothing is left behind. */
  put(workspace: string, source: Readable, limit: number, options?: PutOptions): Promise<StoredFile>;
  /** `end` is inclusive, as in HTTP ranges. */
  read(workspace: string, key: string, range?: { start: number; end: number }): Readable;
  size(workspace: string, key: string): Promise<number>;
  /** For readers that need a path (imports, mails). */
  local(workspace: string, key: string): Promise<LocalFile>;
  /** Of what nobody asks for any more; nothing happens where it is not there. */
  remove(workspace: string, key: string): Promise<void>;
  removeAll(workspace: string): Promise<void>;
}

/** A content that has come and was judged, on its way to where it is kept. */
export interface Arrived {
  readonly path: string;
  readonly sha256: string;
  /** Its folder and its own name: `projects/2026/ab/ab12…`. */
  readonly name: string;
}

/** The store of this machine. What goes elsewhere comes through it, too: here it is measured and judged. */
export interface FolderStore extends FileStore {
  /** As `put`; `keep` puts the content where it belongs and answers its key. */
  receive(
    workspace: string,
    source: Readable,
    limit: number,
    options: PutOptions,
    keep: (arrived: Arrived) => Promise<string>,
  ): Promise<StoredFile>;
}

/** Largest file where no other limit is set: 25 MB (row CS-128). */
export const UPLOAD_LIMIT = 25 * 1024 * 1024;

const KEY = /^(?:[a-z0-9][a-z0-9 _-]*\/)*[0-9a-f]{2}\/[0-9a-f]{64}$/i;
const HEAD_BYTES = 4100;

/** @param folder `folder/<workspace>/<key>`; made when something is kept in it */
export function folderStore(folder: string): FolderStore {
  const pathOf = (workspace: string, key: string) => {
    if (!KEY.test(key) || !/^[a-z0-9-]+$/.test(workspace)) throw new Error('Not a key of this store.');
    return join(folder, workspace, key);
  };
  const receive: FolderStore['receive'] = async (workspace, source, limit, { folder: inside = '', accept }, keep) => {
    const incoming = join(folder, workspace, 'incoming');
    await mkdir(incoming, { recursive: true });
    const path = join(incoming, randomUUID());
    try {
      const { size, sha256, head } = await spool(source, path, limit);
      const contentType = await judge(head, path);
      accept?.(contentType);
      const key = await keep({ path, sha256, name: `${inside && `${inside}/`}${sha256.slice(0, 2)}/${sha256}` });
      return { key, size, sha256, contentType };
    } finally {
      await rm(path, { force: true });
    }
  };
  return {
    receive,
    put: (workspace, source, limit, options = {}) =>
      receive(workspace, source, limit, options, async ({ path, name }) => {
        await settle(path, pathOf(workspace, name));
        return name;
      }),
    read: (workspace, key, range) => createReadStream(pathOf(workspace, key), range),
    size: async (workspace, key) => (await stat(pathOf(workspace, key))).size,
    local: async (workspace, key) => ({ path: pathOf(workspace, key), [Symbol.asyncDispose]: async () => {} }),
    remove: (workspace, key) => rm(pathOf(workspace, key), { force: true }),
    removeAll: (workspace) => rm(join(folder, workspace), { recursive: true, force: true }),
  };
}

async function spool(source: Readable, path: string, limit: number): Promise<{ size: number; sha256: string; head: Buffer }> {
  const hash = createHash('sha256');
  const start: Buffer[] = [];
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _, done) {
      if (size < HEAD_BYTES) start.push(chunk.subarray(0, HEAD_BYTES));
      size += chunk.length;
      hash.update(chunk);
      if (size > limit) done(new Refusal(413, 'too_large', `A file may have at most ${Math.floor(limit / 1024 / 1024)} MB here.`));
      else done(null, chunk);
    },
  });
  await pipeline(source, measure, createWriteStream(path, { mode: 0o600 }));
  return { size, sha256: hash.digest('hex'), head: Buffer.concat(start).subarray(0, HEAD_BYTES) };
}

/** The bytes are on the disk before a record says so; the same content arriving twice is one file. */
async function settle(temporary: string, path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const handle = await open(temporary, 'r');
  await handle.sync();
  await handle.close();
  await link(temporary, path).catch(async (error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    await rename(temporary, path);
  });
}

/** By content, never by name. What could run as a script in a browser is plain text or a download. */
async function judge(head: Buffer, path: string): Promise<string> {
  if (head.length === 0) return 'application/octet-stream';
  const first = await fileTypeFromBuffer(head);
  // What an archive is may stand far behind its beginning: a Word document is one.
  const known = first?.mime === 'application/zip' ? await fileTypeFromFile(path) : first;
  if (known && !/html|svg|xml|javascript/.test(known.mime)) return known.mime;
  return isText(head) ? 'text/plain; charset=utf-8' : (known?.mime ?? 'application/octet-stream');
}

function isText(head: Buffer): boolean {
  if (head.includes(0)) return false;
  // A character may be cut at the end of what was looked at.
  return !new TextDecoder('utf-8').decode(head.subarray(0, -4)).includes('\ufffd');
}

/** @throws Refusal 403: files are records, and who may not make them may not attach them either. */
function assertMayAttach({ actor }: Context): void {
  const files = actor.rights.schema.entities['files'];
  if (!files || !granted(actor.rights, files, 'create')) throw notGranted('You may not attach files.');
}

/**
 * Stores an upload for a record that is still to be made: whoever uploads it owns it, until the record takes it.
 * @throws Refusal as `attachFile`
 */
export async function keepUpload(context: BoundContext, upload: { name: string; source: Readable }, channel: Channel): Promise<Values> {
  assertMayAttach(context);
  return recordFile(context, upload.name, await storeByRules(context, upload.source, channel));
}

/**
 * Stores a document and attaches its record to `entity` `id`, in the actor's own reach.
 * @param channel by which it comes, for its limits; null: the house itself has made it
 * @throws Refusal 409 while documents are switched off, 413 for what is too large, 422 for a kind that is not allowed
 */
export async function attachFile(
  context: BoundContext,
  entity: string,
  id: string,
  upload: { readonly name: string; readonly source: Readable; readonly documentType?: string | undefined },
  channel: Channel | null = null,
): Promise<Values> {
  await context.records.get(entity, id, ['id']);
  assertMayAttach(context);
  const stored = await storeByRules(context, upload.source, channel);
  const type = upload.documentType ? { document_type: upload.documentType } : {};
  return recordFile(context, upload.name, stored, { ...type, related_to: { entity, id } });
}

async function storeByRules(context: BoundContext, source: Readable, channel: Channel | null): Promise<StoredFile> {
  const rules = await documentRules(context);
  const { folder } = assertOn(rules);
  const wanted = channel ? { limit: limitOf(rules, channel), accept: acceptorOf(rules) } : { limit: UPLOAD_LIMIT };
  const { limit, ...checks } = wanted;
  return context.space.files.put(context.workspace, source, limit, { folder, inBucket: rules.inBucket, ...checks });
}

/** The record of a stored file; `values` are the actor's own wishes and are checked as such. */
export async function recordFile(context: Context, name: string, stored: StoredFile, values: Values = {}): Promise<Values> {
  return context.transaction(async (inner) => {
    const record = await inner.system('describe a stored file').records.create('files', {
      ...values,
      owner: context.actor.id,
      name: cleanName(name),
      content_type: stored.contentType,
      size: stored.size,
      sha256: stored.sha256,
      storage_key: stored.key,
    });
    // Written by the engine; the actor may be one who does not see it.
    const [seen] = canSeeFiles(context)
      ? (await inner.records.list('files', { filter: isRecord(String(record['id'])), limit: 1 })).records
      : [];
    return seen ?? { id: record['id'] };
  });
}

/** @throws Refusal 404 when the file's record is out of reach. */
export async function openFile(
  context: BoundContext,
  id: string,
): Promise<{ name: string; contentType: string; size: number; key: string }> {
  const seen = await context.records.get('files', id, ['name', 'content_type', 'size', 'related_to']);
  await context.read(async (reader) => noteFile(reader, seen['related_to'] as { entity: string; id: string } | null));
  const { storage_key: key } = await context.system('find the bytes of a visible file').records.get('files', id, ['storage_key']);
  if (typeof key !== 'string') throw notFound('This file');
  return { name: String(seen['name']), contentType: String(seen['content_type']), size: Number(seen['size']), key };
}

/**
 * A table that somebody uploaded to import it: one's own, whatever one may see of files, or one within reach.
 * @throws Refusal 404 for all others.
 */
export async function openUpload(context: BoundContext, id: string): Promise<{ name: string; key: string }> {
  const system = context.system('open what the actor uploaded to import it');
  const [found] = isId(id)
    ? (await system.records.list('files', { filter: isRecord(id), fields: ['name', 'storage_key', 'created_by'], limit: 1 })).records
    : [];
  const author = found?.['created_by'] as { readonly id: string } | null | undefined;
  if (author && author.id === context.actor.id) return { name: String(found!['name']), key: String(found!['storage_key']) };
  if (!canSeeFiles(context)) throw notFound('This file');
  return openFile(context, id);
}

function isRecord(id: string) {
  return { kind: 'binary', op: '=', left: { kind: 'path', path: ['id'] }, right: { kind: 'text', value: id } } as const;
}

function canSeeFiles({ actor }: Context): boolean {
  const files = actor.rights.schema.entities['files'];
  return files !== undefined && granted(actor.rights, files, 'view');
}

/** A name is a label here, never a path. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const clean = [...last.normalize('NFC')]
    .filter((character) => !/[\p{Cc}\p{Cs}]/u.test(character))
    .join('')
    .trim();
  return clean.slice(-250) || 'file';
}
