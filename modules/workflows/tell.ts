// Administrators hear that a workflow fails: of the first time, not of each.

import type { Context } from '../../engine/index.ts';
import { tellAdministrators } from '../mail/module.ts';

/** So long it is no news that a workflow still fails. */
const DAY = 24 * 3_600_000;

/** To be called before the runs that are told of are written down. */
export async function tellOnce(context: Context, name: string, message: string): Promise<void> {
  const since = new Date(Date.now() - DAY).toISOString();
  const { records } = await context.records.list('workflow_runs', {
    filter: `name = ${JSON.stringify(name)} and state in ("failed", "stopped") and finished_at > "${since}"`,
    fields: ['id'],
    limit: 1,
  });
  if (records.length > 0) return;
  await tellAdministrators(context, {
    kind: 'workflow_failed',
    title: `The workflow “${name}” failed`,
    text: message,
    link: '/workflow_runs',
    values: { name },
  });
}
