// Whoever started background work hears that it has ended: he may have left the page meanwhile.

import type { Context, EndedJob } from '../../engine/index.ts';
import { notify } from './notify.ts';

export async function tellStarter(context: Context, job: EndedJob): Promise<void> {
  if (!job.starter || job.tellsItself) return;
  const { kind, state, done, errors, entity } = job;
  const refused = errors > 0 ? `, ${errors} refused` : '';
  await notify(context, [job.starter], {
    kind: 'job',
    title: `${kind.replaceAll('_', ' ')}: ${state}${refused}`,
    link: `/jobs/${job.id}`,
    values: { job: kind, state, done, errors, entity },
  });
}
