// Brings documents into the place that the settings name, a folder here or in the bucket, while they are being read (row TT-26).

import {
  type BoundContext,
  type Context,
  documentRules,
  eachRecord,
  forgetBytes,
  type JobRun,
  placeIn,
  placeOf,
  type Values,
} from '../../engine/index.ts';

/** For whoever may see the settings. */
export async function countElsewhere(context: Context): Promise<Values> {
  const { folder, inBucket } = await documentRules(context);
  const { records } = await context.records.list('document_server', { fields: ['id'], limit: 1 });
  if (records.length === 0 || folder === null) return { count: 0 };
  const place = placeIn(folder, inBucket);
  let count = 0;
  for await (const key of keys(context.system('counts documents in other folders'))) if (placeOf(key) !== place) count++;
  return { count };
}

export async function moveDocuments(run: JobRun): Promise<void> {
  const { folder, inBucket } = await documentRules(run.context);
  if (folder === null) return;
  const place = placeIn(folder, inBucket);
  const system = run.context.system('moves documents into their folder') as BoundContext;
  const wanted: string[] = [];
  for await (const key of keys(system)) if (placeOf(key) !== place) wanted.push(key);
  for (const [done, key] of [...new Set(wanted)].entries()) {
    if (run.cancelled()) return;
    await moveOne(system, key, { folder, inBucket }).catch((error: unknown) => {
      run.error({ field: 'storage_key', code: 'not_moved', message: error instanceof Error ? error.message : String(error) });
    });
    await run.progress(done + 1, wanted.length);
  }
}

/** One content after the other: copied, told to all its records, and only then taken away. */
async function moveOne(system: BoundContext, key: string, to: { folder: string; inBucket: boolean }): Promise<void> {
  const { store, workspace } = system;
  const moved = await store.put(workspace, store.read(workspace, key), Number.POSITIVE_INFINITY, to);
  const { records } = await system.records.list('files', { filter: `storage_key = "${key}"`, fields: ['id'], limit: 500 });
  for (const { id } of records) await system.records.update('files', String(id), { storage_key: moved.key });
  await forgetBytes(system, key);
}

async function* keys(context: Context): AsyncGenerator<string> {
  const query = { fields: ['storage_key'], filter: 'storage_key is not empty' };
  for await (const { storage_key: key } of eachRecord(context, 'files', query)) yield String(key);
}
