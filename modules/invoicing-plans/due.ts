// What repeats: every hour the plans whose day has come. The period, its run and its invoice are one transaction, and the run's key
// is unique, so that no restart makes a period twice or leaves one out; what was missed while nothing ran is made up for.

import { type Context, type JobRun, Refusal, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';
import { nextPeriod, type Period } from './periods.ts';
import { startRun } from './runs.ts';
import { linesFor, readTemplate, rhythmOf, todayOf } from './template.ts';

export async function invoiceDue(run: JobRun): Promise<void> {
  await invoiceAllDue(run.context.system('invoices what repeats'), Date.now(), run);
}

/** `now` is given, so that years can be tried in a moment. */
export async function invoiceAllDue(context: Context, now: number, run: Pick<JobRun, 'cancelled' | 'error'>): Promise<void> {
  // The day may have come in the plan's zone before it has come here.
  const tomorrow = todayOf({ time_zone: 'Pacific/Kiritimati' }, now);
  const due = await context.records.list('invoicing_plans', {
    fields: ['id'],
    filter: `next_on <= "${tomorrow}"`,
    sort: 'next_on',
    limit: 500,
  });
  for (const { id } of due.records) {
    if (run.cancelled()) return;
    try {
      while (await invoiceNext(context, String(id), now));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The others go on; this one is tried again in an hour.
      if (error.status !== 412)
        run.error({ field: '', code: error.code, message: error.problems[0]?.message ?? error.message, id: String(id) });
    }
  }
}

/** False where no day has come any more. */
async function invoiceNext(context: Context, id: string, now: number): Promise<boolean> {
  const plan = await context.records.get('invoicing_plans', id);
  const rhythm = rhythmOf(plan);
  const today = todayOf(plan, now);
  if (!rhythm || plan.status !== 'active') return false;
  const period = nextPeriod(rhythm, plan.invoiced_until as string | null);
  if (!period || period.on > today) return false;
  await context.transaction(async (inner) => {
    // Whoever else had the same plan in hand is refused here.
    await inner.records.update('invoicing_plans', id, { invoiced_until: period.to }, { version: Number(plan.version) });
    const run = await startRun(inner, plan, period);
    if (!run.job) await invoiceCustomer(inner, plan, period, { run: run.id, today });
  });
  return true;
}

/** The order's own customer: one invoice, or none where nothing of it is billed in this period. */
async function invoiceCustomer(
  context: Context,
  plan: Values,
  period: Period,
  { run, today }: { run: string; today: string },
): Promise<void> {
  const { records } = context;
  const template = await readTemplate(context, plan);
  const lines = linesFor(template, rhythmOf(plan), period);
  if (lines.length > 0)
    await records.create('invoices', {
      ...template.content,
      ...{ issued_on: today, period_from: period.from, period_to: period.to, run, made_for: `${run}/${idOf(template.record.account)}` },
      ...{ lines, status: template.status },
    });
  const made = lines.length > 0 ? 1 : 0;
  await records.update('invoicing_runs', run, { status: 'done', receivers: 1, made });
  await records.update('invoicing_plans', String(plan.id), { made: Number(plan.made ?? 0) + made });
}
