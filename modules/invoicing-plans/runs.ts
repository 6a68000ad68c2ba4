// Runs of a plan: each is one period, or one start by hand. The invoice of a receiver is made once a run, whatever happens: its key
// is unique in the database.

import {
  type ActionCall,
  type BoundContext,
  bulk,
  type Context,
  eachRecord,
  type JobRun,
  Refusal,
  type RowResult,
  todayOf,
  type Values,
} from '../../engine/index.ts';
import { checkbox, date, defineAction, defineEntity, idOf, integer, reference, state, text } from '../../schema/index.ts';
import { type Period, periodAt } from './periods.ts';
import { type Target, targetsOf } from './targets.ts';
import { linesFor, readTemplate, rhythmOf, type Template } from './template.ts';

export const invoicingRuns = defineEntity('invoicing_runs', {
  label: 'Invoicing run',
  plural: 'Invoicing runs',
  icon: 'rocket',
  title: 'name',
  access: { create: 'false', delete: 'false', import: 'false' },
  fields: {
    name: text({ readOnly: true, searched: true, length: 300 }),
    plan: reference('invoicing_plans', { required: true, readOnly: true }),
    period_from: date({ label: 'Period from', readOnly: true, visibleIf: 'period_from is not empty' }),
    period_to: date({ label: 'Period to', readOnly: true, visibleIf: 'period_to is not empty' }),
    status: state({
      running: { label: 'Running', color: 'blue' },
      done: { label: 'Done', color: 'green', means: 'done' },
      undoing: { label: 'Being undone', color: 'orange' },
      undone: { label: 'Undone', color: 'gray', means: 'cancelled' },
    }),
    receivers: integer({ readOnly: true }),
    made: integer({ label: 'Invoices made', readOnly: true, default: '0' }),
    refused: integer({ readOnly: true, default: '0' }),
    by_itself: checkbox({ label: 'Started by the plan', readOnly: true }),
    // One a plan and period.
    key: text({ internal: true, unique: true, length: 120 }),
  },
  list: { columns: ['name', 'plan', 'status', 'receivers', 'made', 'refused', 'created_at'], sort: '-created_at' },
  board: null,
  actions: {
    undo_run: defineAction({ label: 'Undo the run', when: 'status in ("done", "undoing")', verb: 'update', run: undoRun }),
  },
});

const BATCH = 250;

/** Begins a run; a period that has one already is refused by the database. Without a target there is one receiver and no job. */
export async function startRun(context: Context, plan: Values, period: Period | null): Promise<{ id: string; job: string | null }> {
  await assertReady(context);
  // Elevated: runs are written by the house alone.
  const { records } = context.system('begins a run of an invoicing plan');
  const run = await records.create('invoicing_runs', {
    name: `${plan.name} ${period ? `${period.from} – ${period.to}` : todayOf(context.actor)}`,
    plan: plan.id,
    owner: idOf(plan.owner),
    period_from: period?.from ?? null,
    period_to: period?.to ?? null,
    by_itself: period !== null,
    key: period ? `${plan.id}/${period.from}` : null,
  });
  return { id: String(run.id), job: plan.target ? await context.enqueue('mass_invoicing', { run: String(run.id) }) : null };
}

/** Row CS-114: what an administrator has switched off is named. */
async function assertReady({ schema, actor }: Context): Promise<void> {
  const invoices = schema.entities.invoices;
  if (!invoices?.fields.sales_order || invoices.fields.sales_order.hidden)
    throw new Refusal(409, 'not_ready', 'The field “Sales order” of invoices is hidden; an administrator makes it visible first.');
  const may = (verb: string) =>
    ['invoices', '*'].some((noun) => actor.rights.rules.has(`${noun}.${verb}`) || actor.rights.rules.has(`${noun}.*`));
  if (!actor.rights.root && actor.kind !== 'system' && !['create', 'bulk'].every(may))
    throw new Refusal(
      403,
      'not_granted',
      'You may not create many invoices at once: that takes the rights “create” and “mass edit” on invoices.',
    );
}

/** The job: reads who gets one, leaves out who has it already, and makes the others lot by lot. */
export async function makeInvoices(run: JobRun): Promise<void> {
  const { run: id } = run.params as { run: string };
  const system = run.context.system('makes the invoices of a run') as BoundContext;
  const record = await system.records.get('invoicing_runs', id);
  if (record.status !== 'running') return;
  const plan = await system.records.get('invoicing_plans', idOf(record.plan)!);
  const targets = await receiversOf(run.context, plan);
  const done = await madeBy(system, id);
  const template = await readTemplate(system, plan);
  const lines = linesOf(plan, record, template);
  const counts = { made: done.size, refused: 0 };
  const left = targets.filter(({ listed }) => !done.has(`${id}/${listed}`));
  for (let at = 0; at < left.length && !run.cancelled(); at += BATCH) {
    const lot = left.slice(at, at + BATCH);
    const results = await makeLot(system, id, template, lines, lot);
    for (const [i, result] of results.entries()) tell(run, lot[i]!, result, counts);
    await run.progress(counts.made + counts.refused, targets.length);
  }
  if (run.cancelled()) return;
  await finish(system, record, plan, { receivers: targets.length, ...counts });
}

/** Whose view it is decides who is in it. */
async function receiversOf(context: Context, plan: Values): Promise<Target[]> {
  const owner = idOf(plan.owner);
  if (context.actor.id || !owner) return targetsOf(context, plan);
  return targetsOf(await (context as BoundContext).inNameOf(owner), plan);
}

function linesOf(plan: Values, { period_from }: Values, template: Template): Values[] {
  const rhythm = rhythmOf(plan);
  if (!rhythm || !period_from) return linesFor(template, null, null);
  for (let index = 0; ; index++) {
    const period = periodAt(rhythm, index);
    if (period.from >= String(period_from)) return linesFor(template, rhythm, period);
  }
}

async function madeBy(context: Context, run: string): Promise<Set<string>> {
  const keys = eachRecord(context, 'invoices', { fields: ['made_for'], filter: `run = "${run}"` });
  return new Set(await Array.fromAsync(keys, ({ made_for }) => String(made_for)));
}

/** One transaction: all of the lot that can be made. */
async function makeLot(
  system: BoundContext,
  run: string,
  template: Template,
  lines: readonly Values[],
  lot: readonly Target[],
): Promise<readonly RowResult[]> {
  const { billing_address: _, customer_vat_number: __, their_reference: ___, contact: ____, ...content } = template.content;
  const create = lot.map(({ listed, account, contact }) => ({
    ...content,
    ...{ account, contact, run, made_for: `${run}/${listed}`, status: template.status },
    lines: lines.map((line) => ({ ...line })),
  }));
  return (await bulk(system, 'invoices', { create })).results!;
}

function tell(run: JobRun, { listed }: Target, { status, errors }: RowResult, counts: { made: number; refused: number }): void {
  if (status !== 'failed') {
    counts.made += 1;
    return;
  }
  counts.refused += 1;
  run.error({ ...(errors?.[0] ?? { field: '', code: 'failed', message: 'It could not be made.' }), id: listed });
}

async function finish(
  { records }: Context,
  run: Values,
  plan: Values,
  counts: { receivers: number; made: number; refused: number },
): Promise<void> {
  await records.update('invoicing_runs', String(run.id), { status: 'done', ...counts });
  await records.update('invoicing_plans', String(plan.id), { made: Number(plan.made) + counts.made });
}

/** As long as nothing of it was paid, credited or sent, and no later number is given away. */
async function undoRun({ context, id }: ActionCall): Promise<Values> {
  // Elevated: a run counts with all its invoices.
  const { records } = context.system('undoes a run of an invoicing plan');
  const gone = await records.list('invoices', {
    fields: ['number', 'status'],
    filter: `run = "${id}" and status not in ("draft", "cancelled", "unpaid", "overdue")`,
    limit: 1,
  });
  if (gone.records[0])
    throw new Refusal(409, 'gone_on', `Invoice ${gone.records[0].number} of it is paid or credited already: the run stays.`);
  await records.update('invoicing_runs', id, { status: 'undoing' });
  return { job: await context.enqueue('undo_invoicing', { run: id }) };
}

/** All of it or nothing, in one transaction: the last numbers first, so that each lot ends the series. */
export async function undoInvoices(run: JobRun): Promise<void> {
  const { run: id } = run.params as { run: string };
  const system = run.context.system('undoes a run of an invoicing plan');
  const record = await system.records.get('invoicing_runs', id);
  if (record.status !== 'undoing') return;
  try {
    await system.transaction(async (inner) => {
      for (let undone = 0; ; ) {
        const lot = await inner.records.list('invoices', { fields: ['id'], filter: `run = "${id}"`, sort: '-number', limit: BATCH });
        if (lot.records.length === 0) break;
        await deleteLot(
          inner,
          lot.records.map((invoice) => String(invoice.id)),
        );
        undone += lot.records.length;
        await run.progress(undone, Number(record.made));
      }
      await forget(inner, record);
    });
  } catch (error) {
    if (error instanceof Refusal) await system.records.update('invoicing_runs', id, { status: 'done' });
    throw error;
  }
}

async function deleteLot(context: Context, ids: readonly string[]): Promise<void> {
  const { results } = await bulk(context as BoundContext, 'invoices', { delete: { ids } });
  const refused = results!.find(({ status }) => status === 'failed');
  if (refused) throw new Refusal(409, 'gone_on', refused.errors?.[0]?.message ?? 'An invoice of the run can’t be taken back any more.');
}

/** The plan counts as if the run had never been; one that repeats stops, so that the period does not come back at once. */
async function forget({ records }: Context, run: Values): Promise<void> {
  const plan = await records.get('invoicing_plans', idOf(run.plan)!);
  await records.update('invoicing_runs', String(run.id), { status: 'undone', made: 0, key: null });
  const made = Math.max(0, Number(plan.made) - Number(run.made));
  const isLast = run.period_to !== null && plan.invoiced_until === run.period_to;
  const back = isLast ? { status: 'stopped', invoiced_until: await untilBefore(records, run) } : {};
  await records.update('invoicing_plans', String(plan.id), { made, ...back });
}

async function untilBefore(records: Context['records'], run: Values): Promise<unknown> {
  const filter = `plan = "${idOf(run.plan)}" and status != "undone" and period_to < "${run.period_to}"`;
  const before = await records.list('invoicing_runs', { fields: ['period_to'], filter, sort: '-period_to', limit: 1 });
  return before.records[0]?.period_to ?? null;
}
