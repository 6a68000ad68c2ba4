// The test of a bucket: a small object is written, read in parts and taken away, and the store's own words are the answer.

import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type ActionCall, type Bucket, BucketFailure, type BucketPort, bucketOf, Refusal, type Values } from '../../engine/index.ts';

const WORDS = 'Kontor keeps documents here.';

export async function testBucket({ context, id }: ActionCall): Promise<Values> {
  const system = context.system('tests the bucket of documents and notes its answer');
  const bucket = await bucketOf(system);
  const { buckets } = context.ports;
  if (!bucket || !buckets) throw new Refusal(409, 'no_bucket', 'Enter address, bucket, access key and secret key, and save.');
  const { bucket_state, bucket_answer } = await tried(buckets, bucket, `${context.workspace}/test-${crypto.randomUUID()}`);
  await system.records.update('document_server', id, { bucket_state, bucket_answer, bucket_at: new Date().toISOString() });
  return { answer: bucket_answer };
}

async function tried(port: BucketPort, bucket: Bucket, name: string): Promise<{ bucket_state: string; bucket_answer: string }> {
  try {
    await port.put(bucket, name, new Blob([WORDS]), createHash('sha256').update(WORDS).digest('hex'));
    const part = await buffer(await port.get(bucket, name, { start: 7, end: 11 }));
    await port.remove(bucket, name);
    if (part.toString() !== WORDS.slice(7, 12)) throw new BucketFailure('it gives something else than was written.');
    return { bucket_state: 'works', bucket_answer: 'Written, read and taken away again.' };
  } catch (error) {
    if (!(error instanceof BucketFailure)) throw error;
    return { bucket_state: 'failed', bucket_answer: error.message };
  }
}
