// What was read long ago is of no use to anybody.

import type { JobRun } from '../../engine/index.ts';

const PAGE = 500;

export async function sweep(run: JobRun): Promise<void> {
  const { records } = run.context;
  let done = 0;
  while (!run.cancelled()) {
    const old = await records.list('notifications', {
      filter: 'read_at < now() - 90 or created_at < now() - 365',
      fields: ['id'],
      limit: PAGE,
    });
    for (const { id } of old.records) await records.delete('notifications', String(id));
    done += old.records.length;
    await run.progress(done);
    if (old.records.length < PAGE) return;
  }
}
