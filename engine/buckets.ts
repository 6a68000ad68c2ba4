// Contents in a bucket of a store that speaks S3, beside those on this machine (row TT-26). A key that begins with `s3:` says that its
// content is there.

import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from './errors.ts';
import type { FolderStore } from './files.ts';

/** A workspace's place in such a store, as its settings say it. */
export interface Bucket {
  readonly endpoint: string;
  readonly region: string;
  readonly name: string;
  /** What all names of objects begin with; may be empty. */
  readonly prefix: string;
  readonly keyId: string;
  readonly secret: string;
  /** `https://store/bucket/name` instead of `https://bucket.store/name`. */
  readonly pathStyle: boolean;
}

/** What speaks to the store; connectors/s3 stands behind it. All throw BucketFailure. */
export interface BucketPort {
  /** All of it or nothing: the store compares what came with `sha256`. */
  put(bucket: Bucket, name: string, content: Blob, sha256: string): Promise<void>;
  /** `end` is inclusive. */
  get(bucket: Bucket, name: string, range?: { start: number; end: number }): Promise<Readable>;
  size(bucket: Bucket, name: string): Promise<number>;
  /** Of what is not there: nothing happens. */
  remove(bucket: Bucket, name: string): Promise<void>;
}

/** The store did not do what it was asked for; in its own words. */
export class BucketFailure extends Refusal {
  constructor(words: string) {
    super(503, 'bucket', `The store of documents: ${words}`);
  }
}

/** What keys of contents in a bucket begin with. */
export const BUCKET_MARK = 's3:/';

/** Contents go where their key or `inBucket` says. What the bucket holds of a workspace that is dropped stays there: it is its owner's. */
export function withBuckets(
  folder: FolderStore,
  port: BucketPort | undefined,
  find: (workspace: string) => Promise<Bucket | null>,
): FolderStore {
  async function open(workspace: string): Promise<{ bucket: Bucket; port: BucketPort }> {
    const bucket = port ? await find(workspace) : null;
    if (!port || !bucket) throw new BucketFailure('no address, bucket, key and secret are entered.');
    return { bucket, port };
  }
  const isThere = (key: string) => key.startsWith(BUCKET_MARK);
  const nameOf = (workspace: string, key: string) => `${workspace}/${key.slice(BUCKET_MARK.length)}`;

  const store: FolderStore = {
    receive: folder.receive,
    put(workspace, source, limit, options = {}) {
      if (!options.inBucket) return folder.put(workspace, source, limit, options);
      return folder.receive(workspace, source, limit, options, async ({ path, sha256, name }) => {
        const { bucket, port } = await open(workspace);
        await port.put(bucket, `${workspace}/${name}`, await openAsBlob(path), sha256);
        return BUCKET_MARK + name;
      });
    },
    read(workspace, key, range) {
      if (!isThere(key)) return folder.read(workspace, key, range);
      async function* bytes() {
        const { bucket, port } = await open(workspace);
        yield* await port.get(bucket, nameOf(workspace, key), range);
      }
      return Readable.from(bytes(), { objectMode: false });
    },
    async size(workspace, key) {
      if (!isThere(key)) return folder.size(workspace, key);
      const { bucket, port } = await open(workspace);
      return port.size(bucket, nameOf(workspace, key));
    },
    async local(workspace, key) {
      if (!isThere(key)) return folder.local(workspace, key);
      const place = await mkdtemp(join(tmpdir(), 'kontor-'));
      const path = join(place, 'content');
      const forget = () => rm(place, { recursive: true, force: true });
      try {
        await pipeline(store.read(workspace, key), createWriteStream(path, { mode: 0o600 }));
      } catch (error) {
        await forget();
        throw error;
      }
      return { path, [Symbol.asyncDispose]: forget };
    },
    async remove(workspace, key) {
      if (!isThere(key)) return folder.remove(workspace, key);
      const { bucket, port } = await open(workspace);
      await port.remove(bucket, nameOf(workspace, key));
    },
    removeAll: (workspace) => folder.removeAll(workspace),
  };
  return store;
}

/** Where a content is, without its own name: `projects/2026` here, `s3:/projects/2026` there. */
export function placeOf(key: string): string {
  return key.split('/').slice(0, -2).join('/');
}

/** The place that settings mean. */
export function placeIn(folder: string, inBucket: boolean): string {
  return inBucket ? [BUCKET_MARK.slice(0, -1), folder].filter(Boolean).join('/') : folder;
}

/** What puts a content into the place that its key says. */
export function optionsFor(key: string): { folder: string; inBucket: boolean } {
  const inBucket = key.startsWith(BUCKET_MARK);
  return { folder: placeOf(inBucket ? key.slice(BUCKET_MARK.length) : key), inBucket };
}
