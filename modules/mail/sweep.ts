// The log of mails is kept for a quarter of a year.

import type { JobRun } from '../../engine/index.ts';

const DAYS = 90;
const PAGE = 500;

export async function sweepMails({ context, cancelled }: JobRun): Promise<void> {
  const before = new Date(Date.now() - DAYS * 24 * 60 * 60_000).toISOString();
  while (!cancelled()) {
    const { records } = await context.records.list('outgoing_mails', {
      filter: `state != "queued" and created_at < "${before}"`,
      fields: ['id'],
      sort: 'created_at',
      limit: PAGE,
    });
    for (const { id } of records) await context.records.delete('outgoing_mails', String(id));
    if (records.length < PAGE) return;
  }
}
