// A stand-in for a store that speaks S3, on loopback: one bucket in memory, and every request's signature worked out anew from what
// arrived, as "Signature Version 4" says.

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface TestStore {
  readonly endpoint: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly secret: string;
  /** By name. */
  readonly objects: Map<string, Buffer>;
  /** The next request is cut once so many bytes of it have come. */
  cutAfter: number | null;
  stop(): Promise<void>;
}

export async function startStore(): Promise<TestStore> {
  const server = createServer((request, response) => {
    serve(store, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const store: TestStore = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: 'documents',
    keyId: 'AKIDEXAMPLE',
    secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    objects: new Map(),
    cutAfter: null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return store;
}

async function serve(store: TestStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { cutAfter } = store;
  store.cutAfter = null;
  if (cutAfter !== null) return cut(request, cutAfter);
  const content = await buffer(request);
  const refuse = (status: number, code: string, message: string) => {
    response.writeHead(status, { 'Content-Type': 'application/xml', Connection: 'close' });
    response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
  };
  const { keyId, signature } = credentialsOf(request);
  if (keyId !== store.keyId) return refuse(403, 'InvalidAccessKeyId', 'The access key is not known here.');
  if (signature !== signatureOf(asSigned(request), store.secret))
    return refuse(403, 'SignatureDoesNotMatch', 'The signature is not that of the secret key.');
  const digest = createHash('sha256').update(content).digest('hex');
  const said = request.headers['x-amz-content-sha256'];
  if (said !== 'UNSIGNED-PAYLOAD' && said !== digest)
    return refuse(400, 'XAmzContentSHA256Mismatch', 'The content is not what was signed.');
  const [, bucket, ...path] = decodeURIComponent(new URL(request.url!, store.endpoint).pathname).split('/');
  if (bucket !== store.bucket) return refuse(404, 'NoSuchBucket', 'The bucket does not exist.');
  const name = path.join('/');
  if (request.method === 'PUT') store.objects.set(name, content);
  if (request.method === 'DELETE') store.objects.delete(name);
  if (request.method === 'PUT' || request.method === 'DELETE') return void response.writeHead(request.method === 'PUT' ? 200 : 204).end();
  const object = store.objects.get(name);
  if (!object) return refuse(404, 'NoSuchKey', 'The object does not exist.');
  give(object, request, response);
}

function give(object: Buffer, { method, headers }: IncomingMessage, response: ServerResponse): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
  const part = first === undefined ? object : object.subarray(Number(first), Number(last) + 1);
  response.writeHead(first === undefined ? 200 : 206, { 'Content-Length': part.length });
  response.end(method === 'HEAD' ? undefined : part);
}

/** The line breaks while the content is still coming. */
function cut(request: IncomingMessage, after: number): void {
  let come = 0;
  request.on('data', (chunk: Buffer) => {
    come += chunk.length;
    if (come >= after) request.socket.destroy();
  });
  if (after === 0) request.socket.destroy();
}

export interface Signed {
  readonly method: string;
  /** With its query, encoded. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names in the order of the signature. */
  readonly signedHeaders: readonly string[];
  /** `20130524/us-east-1/s3/aws4_request` */
  readonly scope: string;
}

function authorizationOf({ headers }: IncomingMessage): Record<string, string> {
  const parts = (headers.authorization ?? '').replace('AWS4-HMAC-SHA256 ', '').split(/,\s*/);
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
}

function credentialsOf(request: IncomingMessage): { keyId: string; signature: string } {
  const { Credential = '', Signature = '' } = authorizationOf(request);
  return { keyId: Credential.split('/')[0] ?? '', signature: Signature };
}

function asSigned(request: IncomingMessage): Signed {
  const { Credential = '', SignedHeaders = '' } = authorizationOf(request);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: request.method!,
    url: request.url!,
    headers,
    signedHeaders: SignedHeaders.split(';'),
    scope: Credential.split('/').slice(1).join('/'),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export function signatureOf({ method, url, headers, signedHeaders, scope }: Signed, secret: string): string {
  const [path, query = ''] = url.split('?') as [string, string?];
  const canonical = [
    method,
    path,
    query.split('&').sort().join('&'),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, digest].join('\n')).toString('hex');
}
