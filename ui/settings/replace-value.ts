// Gives the records that have an option another one; told in a corner while it runs, with Undo when it is done.

import i18next from 'i18next';
import { followJob } from '../follow-job.tsx';
import { keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';

/** Resolves with whether the option is gone. */
export async function replaceValue({ of, id, from, to }: { of: string; id: string; from: string; to: string | null }): Promise<boolean> {
  const { result } = await client.records(of).act<{ result: { job: string } }>(id, 'replace_value', { from, to });
  const job = await followJob(result.job, i18next.t('customFields.replacing', { value: from }));
  void queryClient.invalidateQueries({ queryKey: keys.entities });
  return job.state === 'done' && job.errors.length === 0;
}
