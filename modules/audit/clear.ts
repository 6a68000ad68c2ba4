// Clears logs: every night what the rule says, and at once what an administrator asks for. Each is noted before anything goes.

import {
  type ActionCall,
  type Context,
  clearJobs,
  clearLog,
  invalid,
  isAsWritten,
  type JobRun,
  Refusal,
  type Values,
} from '../../engine/index.ts';
import { type Clearable, clearable, LEAST } from './logs.ts';

export const CLEAR = 'clear_log';

const DAY = 24 * 60 * 60_000;

interface Order {
  readonly log: Clearable;
  readonly days: number;
  readonly way: 'rule' | 'now';
  readonly by: string | null;
}

export async function clearByRule(run: JobRun): Promise<void> {
  const { context } = run;
  if (!(await isAsWritten(context, 'log_settings')))
    throw new Refusal(
      409,
      'settings_forged',
      'How long logs are kept was changed in the database itself. Nothing is cleared until it is saved anew.',
    );
  const settings = await context.settings('log_settings');
  const by = (settings.set_by as { readonly id: string } | null)?.id ?? null;
  let done = 0;
  for (const { value: log } of clearable) {
    const days = settings[log];
    if (typeof days === 'number') done += await clear(context, { log, days: Math.max(days, LEAST[log]), way: 'rule', by });
  }
  await run.progress(done, done);
}

export async function clearNow({ context, input }: ActionCall): Promise<Values> {
  const log = input.log as Clearable;
  const days = Number(input.days);
  if (input.sure !== true) throw invalid([{ field: 'sure', code: 'required', message: 'Say that it is to be cleared for good.' }]);
  if (days < LEAST[log]) throw invalid([{ field: 'days', code: 'min', message: `At least ${LEAST[log]} days of this log stay.` }]);
  return { job: await context.enqueue(CLEAR, { log, days }) };
}

export async function clearOne(run: JobRun): Promise<void> {
  const { log, days } = run.params as { readonly log: Clearable; readonly days: number };
  const by = run.context.actor.id;
  const done = await clear(run.context.system('clears a log by the decision of an administrator'), { log, days, way: 'now', by });
  await run.progress(done, done);
}

async function clear(context: Context, { log, days, way, by }: Order): Promise<number> {
  const before = new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
  const instant = `${before}T00:00:00Z`;
  let noted = '';
  const note = async () => {
    noted = String((await context.records.create('log_clearings', { name: `${log}, ${before}`, log, way, before, decided_by: by })).id);
  };
  const count = log === 'jobs' ? await clearJobs(context, instant, note) : await clearLog(context, log, instant, note);
  if (noted) await context.records.update('log_clearings', noted, { count });
  return count;
}
