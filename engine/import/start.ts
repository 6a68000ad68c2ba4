// Starts an import, and gives back what it refused.

import type { BoundContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { openUpload } from '../files.ts';
import { readJob } from '../jobs.ts';
import { asJson, type ImportParams, type ImportRequest, importable, planImport } from './request.ts';
import { refusedCsv } from './rows.ts';
import { openSource } from './source.ts';

/** Checks the request against the file and the schema; answers the id of the job that does it. */
export async function startImport(context: BoundContext, request: ImportRequest, options: { total?: number } = {}): Promise<string> {
  await context.refreshed();
  const { rights } = context.actor;
  importable(rights, request.entity);
  const { key } = await openUpload(context, request.file);
  await using file = await context.space.files.local(context.workspace, key);
  const source = await openSource(file.path, request.reading);
  const { reading, header } = source;
  source.close();
  planImport(rights, request, header.names);
  return context.enqueue('import', asJson({ ...request, reading, columns: header.names }), options);
}

/** `errors.csv` of an import: the refused rows as they were, and why. @throws Refusal 404 for somebody else's job */
export async function* refusedRows(context: BoundContext, job: string): AsyncGenerator<string> {
  const { kind, params } = await context.read((reader) => readJob(reader, job, context.actor.id));
  if (kind !== 'import') throw new Refusal(404, 'not_found', 'This job is no import.');
  yield* refusedCsv(context, job, params as unknown as ImportParams);
}
