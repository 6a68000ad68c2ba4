// The nightly search for likely duplicates: one job for each noun that has rules.

import { type BoundContext, type JobRun, Refusal, searchDuplicates } from '../../engine/index.ts';

export async function searchAll(run: JobRun): Promise<void> {
  const { context } = run;
  const { records } = await context.records.list('data_settings', { filter: 'duplicates is not empty', fields: ['entity'], limit: 500 });
  for (const { entity } of records) {
    try {
      await searchDuplicates(context as BoundContext, String(entity));
    } catch (error) {
      // A module that is not there any more, or rules that lost their fields.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  await run.progress(records.length, records.length);
}
