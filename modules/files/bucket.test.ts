// Documents in a bucket: a store on loopback that works out each signature anew, and what becomes of documents when it fails.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { s3 } from '../../connectors/s3/s3.ts';
import { attachFile, type JobRun, openFile, type Values } from '../../engine/index.ts';
import { signatureOf, startStore } from '../../tests/s3.ts';
import { house } from '../../tests/scenarios.ts';
import { countElsewhere, moveDocuments } from './move.ts';

const store = await startStore();
afterAll(() => store.stop());
const at = await house({ jane: ['contacts', { last_name: 'Doe', owner: '$agent' }] }, undefined, { buckets: s3 });
const agent = await at.person('agent');
const root = await at.person('root');
const { id: settings } = await at.system.settings('document_server');
const set = (values: Values) => root.records.update('document_server', String(settings), values);
const right = { endpoint: store.endpoint, bucket: store.bucket, key_id: store.keyId, secret_key: store.secret, path_style: true };

const attach = (content: string) =>
  attachFile(agent, 'contacts', at.ids.jane!, { name: 'Offer.txt', source: Readable.from([Buffer.from(content)]) });
const keyOf = async (file: Values) => (await openFile(agent, String(file.id))).key;
const read = async (file: Values, range?: { start: number; end: number }) => text(agent.store.read(at.name, await keyOf(file), range));
const test = async () => ((await root.act('document_server', String(settings), 'test_bucket')) as { result: Values }).result.answer;
const count = async () => (await at.system.records.list('files', { count: 'exact', limit: 1 })).count;

async function move(): Promise<unknown[]> {
  const errors: unknown[] = [];
  const run = { context: at.system, id: '', params: null, progress: async () => {}, error: (one: unknown) => errors.push(one) };
  await moveDocuments({ ...run, cancelled: () => false } as JobRun);
  return errors;
}

it('the stand-in works out signatures as Amazon’s own example has them', () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
  };
  const signed = {
    method: 'GET',
    url: '/test.txt',
    headers,
    signedHeaders: Object.keys(headers),
    scope: '20130524/us-east-1/s3/aws4_request',
  };
  expect(signatureOf(signed, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

it('is asked for all it needs, and tells what the store says; its key is sealed [TT-26]', async () => {
  await expect(set({ kept_in: 's3' })).rejects.toMatchObject({
    problems: ['endpoint', 'bucket', 'key_id'].map((field) => expect.objectContaining({ field, code: 'required' })),
  });
  await set({ ...right, kept_in: 's3', prefix: '/kontor/' });
  expect(JSON.stringify(await root.records.get('document_server', String(settings)))).not.toContain(store.secret);
  expect(await test()).toBe('Written, read and taken away again.');
  expect([...store.objects]).toEqual([]);
  for (const [wrong, words] of [
    [{ secret_key: 'not it' }, '403 SignatureDoesNotMatch: The signature is not that of the secret key.'],
    [{ key_id: 'nobody' }, '403 InvalidAccessKeyId'],
    [{ bucket: 'elsewhere' }, '404 NoSuchBucket: The bucket does not exist.'],
    [{ endpoint: 'http://127.0.0.1:1' }, 'The store of documents: '],
  ] as const) {
    await set(wrong);
    expect(await at.system.settings('document_server')).toMatchObject({ bucket_state: 'untested' });
    expect(await test()).toContain(words);
    expect(await at.system.settings('document_server')).toMatchObject({ bucket_state: 'failed' });
    await set(right);
  }
});

it('takes documents, gives them back whole and in parts, and forgets them; nothing stays on this machine [TT-26]', async () => {
  const file = await attach('Offer no. 1 åäö');
  const key = await keyOf(file);
  expect([...store.objects]).toEqual([[`kontor/${at.name}/${key.slice('s3:/'.length)}`, Buffer.from('Offer no. 1 åäö')]]);
  expect([await read(file), await read(file, { start: 6, end: 10 })]).toEqual(['Offer no. 1 åäö', 'no. 1']);
  expect(await agent.store.size(at.name, key)).toBe(18);
  const local = await agent.store.local(at.name, key);
  expect(await readdir(join(local.path, '..'))).toEqual(['content']);
  await local[Symbol.asyncDispose]();
  await expect(readdir(join(local.path, '..'))).rejects.toMatchObject({ code: 'ENOENT' });
  await agent.store.remove(at.name, key);
  expect(store.objects.size).toBe(0);
  await at.system.records.delete('files', String(file.id));
});

it('keeps nothing of an upload that breaks or is refused, and says so [TT-26]', async () => {
  const before = await count();
  store.cutAfter = 1;
  await expect(attach('cut in the middle')).rejects.toMatchObject({ status: 503, code: 'bucket' });
  await set({ secret_key: 'not it' });
  await expect(attach('refused')).rejects.toMatchObject({ status: 503, message: expect.stringContaining('SignatureDoesNotMatch') });
  await set(right);
  expect([await count(), store.objects.size]).toEqual([before, 0]);
});

it('documents move from this machine into the bucket and back; where some are is not left [TT-26]', async () => {
  await set({ kept_in: 'folder' });
  const file = await attach('moved about');
  await set({ kept_in: 's3', folder: '/projects 2026' });
  expect(await countElsewhere(root)).toMatchObject({ count: 1 });
  expect(await move()).toEqual([]);
  expect([await read(file), await countElsewhere(root)]).toEqual(['moved about', { count: 0 }]);
  expect([...store.objects.keys()]).toEqual([expect.stringMatching(/^kontor\/[a-z0-9-]+\/projects 2026\/[0-9a-f]{2}\/[0-9a-f]{64}$/)]);
  await expect(set({ bucket: 'another' })).rejects.toMatchObject({ problems: [{ field: 'bucket', code: 'documents_there' }] });

  await set({ kept_in: 'folder' });
  store.cutAfter = 0;
  expect(await move()).toMatchObject([{ code: 'not_moved' }]);
  expect(await read(file)).toBe('moved about');
  expect(await move()).toEqual([]);
  expect([await read(file), store.objects.size]).toEqual(['moved about', 0]);
  await set({ bucket: 'another' });
});
