// Finished runs go after as many days as the settings say.

import type { JobRun } from '../../engine/index.ts';

const PAGE = 500;
const DAY = 24 * 3_600_000;

export async function sweepRuns({ context, cancelled }: JobRun): Promise<void> {
  const { keep_days: days } = await context.settings('workflow_settings');
  const before = new Date(Date.now() - Number(days) * DAY).toISOString();
  while (!cancelled()) {
    const { records } = await context.records.list('workflow_runs', {
      filter: `finished_at < "${before}"`,
      fields: ['id'],
      sort: 'finished_at',
      limit: PAGE,
    });
    for (const { id } of records) await context.records.delete('workflow_runs', String(id));
    if (records.length < PAGE) return;
  }
}
