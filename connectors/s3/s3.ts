// Buckets of any store that speaks S3 (Amazon, MinIO, Ceph, Cloudflare R2 ...). One signed request for each thing that is done; an object
// is there as a whole or not at all.

import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type Bucket, BucketFailure, type BucketPort, childrenOf, readXml } from '../../engine/index.ts';

/** For short answers; contents take the time they need. */
const PATIENCE = 20_000;
/** A refusal is a few lines of XML. */
const MOST = 20_000;

export const s3: BucketPort = {
  async put(bucket, name, content, sha256) {
    const answer = await ask(bucket, 'PUT', name, { headers: { 'x-amz-content-sha256': sha256 }, body: content });
    await answer.arrayBuffer();
  },
  async get(bucket, name, range) {
    const headers = range ? { range: `bytes=${range.start}-${range.end}` } : undefined;
    const answer = await ask(bucket, 'GET', name, headers ? { headers } : {});
    if (range && answer.status !== 206) throw new BucketFailure('it gives no parts of an object.');
    return answer.body ? Readable.fromWeb(answer.body as ReadableStream) : Readable.from([]);
  },
  async size(bucket, name) {
    const answer = await ask(bucket, 'HEAD', name, { signal: AbortSignal.timeout(PATIENCE) });
    return Number(answer.headers.get('content-length'));
  },
  async remove(bucket, name) {
    const answer = await ask(bucket, 'DELETE', name, { signal: AbortSignal.timeout(PATIENCE) });
    await answer.arrayBuffer();
  },
};

/** Nobody who keeps documents on this machine loads what signs. */
async function ask(bucket: Bucket, method: string, name: string, init: RequestInit): Promise<Response> {
  const { AwsV4Signer } = await import('aws4fetch');
  const { keyId: accessKeyId, secret: secretAccessKey, region } = bucket;
  const request = { method, url: addressOf(bucket, name), ...(init.headers ? { headers: init.headers } : {}) };
  const { url, headers } = await new AwsV4Signer({ ...request, accessKeyId, secretAccessKey, region, service: 's3' }).sign();
  const answer = await fetch(url, { ...init, method, headers, redirect: 'manual' }).catch((error: unknown) => {
    throw new BucketFailure(wordsOf(error as Error));
  });
  if (!answer.ok) throw new BucketFailure(await refusalIn(answer));
  return answer;
}

function addressOf({ endpoint, name: bucket, prefix, pathStyle }: Bucket, name: string): string {
  const url = new URL(endpoint);
  const path = [...(pathStyle ? [bucket] : []), prefix, name].filter(Boolean).join('/');
  if (!pathStyle) url.hostname = `${bucket}.${url.hostname}`;
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;
  return url.href;
}

/** `fetch failed` says nothing; its cause does. */
function wordsOf({ message, cause }: Error): string {
  const { message: words, code } = (cause ?? {}) as { message?: string; code?: string };
  return words || code || message;
}

/** `403 SignatureDoesNotMatch: The request signature ...` */
async function refusalIn(answer: Response): Promise<string> {
  const text = (await answer.text().catch(() => '')).slice(0, MOST);
  try {
    const error = readXml(text, 'any');
    const [code, message] = ['Code', 'Message'].map((name) => childrenOf(error, name)[0]?.text ?? '');
    return `${answer.status} ${code}: ${message}`;
  } catch {
    return `${answer.status} ${answer.statusText}`;
  }
}
