// The job that puts away what the rules of the administrators say, about every half hour.

import { archiveByRule, type Context, type JobRun, type Values } from '../../engine/index.ts';

/** What passive means, noun by noun. */
const passive: Readonly<Record<string, string>> = { accounts: 'passive', contacts: 'status = "passive"' };

const DAY = 24 * 60 * 60 * 1000;

export async function archiveAll(run: JobRun): Promise<void> {
  const { context } = run;
  const { records } = await context.records.list('data_settings', { filter: 'archive', limit: 500 });
  let done = 0;
  for (const settings of records) done += await archiveNoun(context, settings);
  await run.progress(done, done);
}

async function archiveNoun(context: Context, settings: Values): Promise<number> {
  const noun = String(settings.entity);
  const filters = [ageFilter(settings), settings.archive_passive ? passive[noun] : undefined].filter((filter) => filter !== undefined);
  return filters.length === 0 ? 0 : archiveByRule(context, noun, filters.map((filter) => `(${filter})`).join(' or '));
}

function ageFilter({ archive_field: field, archive_operator: operator, archive_value: value }: Values): string | undefined {
  if (!field || !operator || !value) return undefined;
  const before = operator === 'before' ? `${String(value)}T00:00:00Z` : new Date(Date.now() - Number(value) * DAY).toISOString();
  return `${String(field)} < ${JSON.stringify(before)}`;
}
