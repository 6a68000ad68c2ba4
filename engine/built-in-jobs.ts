// Jobs of the engine itself, beside those that modules declare.

import { runBulk } from './bulk.ts';
import { runDuplicates } from './duplicates/search.ts';
import { runImport } from './import/job.ts';
import { runIndexes } from './indexes.ts';
import type { RunningJob } from './jobs.ts';
import { runMerge } from './merge/merge.ts';
import { runUndo } from './undo.ts';

export const BUILT_IN_JOBS: Readonly<Record<string, (run: RunningJob) => Promise<void>>> = {
  bulk: runBulk,
  duplicates: runDuplicates,
  import: runImport,
  indexes: runIndexes,
  merge: runMerge,
  undo: runUndo,
};
