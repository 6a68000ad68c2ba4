// Invoicing plans: what is invoiced, to whom, how often. One order to its customer each period, one order to everybody of a saved
// view once or each period, or an invoice that repeats (rows CS-113 to CS-117, PX-15).

import { type ActionCall, type Context, clockOf, type Draft, Refusal, type Values } from '../../engine/index.ts';
import { checkbox, date, defineAction, defineEntity, idOf, integer, radio, reference, state, text } from '../../schema/index.ts';
import { nextPeriod } from './periods.ts';
import { startRun } from './runs.ts';
import { pathTo } from './targets.ts';
import { hasRecurring, readTemplate, rhythmOf } from './template.ts';

export const intervals = [
  { value: 'month', label: 'Every month' },
  { value: 'quarter', label: 'Every quarter' },
  { value: 'half_year', label: 'Every half year' },
  { value: 'year', label: 'Every year' },
];

export const modes = [
  { value: 'end', label: 'At the end of the period' },
  { value: 'start', label: 'At its start' },
];

const repeated = 'every != "once"';

export const invoicingPlans = defineEntity('invoicing_plans', {
  label: 'Invoicing plan',
  plural: 'Invoicing plans',
  icon: 'refresh',
  title: 'name',
  // A plan points to the order or view it is made of, which no table brings along.
  access: { import: 'false' },
  fields: {
    every: radio([{ value: 'once', label: 'Once, to many' }, ...intervals], { label: 'How often', required: true, default: '"once"' }),
    name: text({ searched: true, length: 250, help: 'Left empty, it is that of the order or invoice.' }),
    sales_order: reference('sales_orders', { label: 'Order as template' }),
    invoice: reference('invoices', { label: 'Invoice as template', visibleIf: repeated, help: 'Instead of an order: it repeats whole.' }),
    target: reference('saved_views', {
      label: 'Target: a saved view',
      requiredIf: 'every = "once"',
      help: 'Each of its records gets an invoice. Left empty, the customer of the order does.',
    }),
    target_path: text({
      label: 'Field with the receiver',
      length: 200,
      visibleIf: 'target is not empty',
      help: 'Of records that are neither accounts nor contacts, e.g. account or contact.',
    }),
    period_mode: radio(modes, { label: 'Invoiced', required: true, default: '"end"', visibleIf: repeated }),
    starts_on: date({ label: 'First day', required: true, default: 'today()', visibleIf: repeated }),
    ends_on: date({ label: 'Ends on', visibleIf: repeated, help: 'A period that begins later is not invoiced.' }),
    time_zone: text({ length: 60, names: 'time_zone', visibleIf: repeated, help: 'On whose clocks a day begins.' }),
    next_on: date({ label: 'Next invoice', readOnly: true, indexed: true, visibleIf: repeated }),
    invoiced_until: date({ label: 'Invoiced until', readOnly: true, visibleIf: repeated }),
    made: integer({ label: 'Invoices made', readOnly: true, default: '0' }),
    status: state({
      active: { label: 'Active', color: 'green' },
      stopped: { label: 'Stopped', color: 'orange' },
      ended: { label: 'Ended', color: 'gray', means: 'done' },
    }),
  },
  rules: [
    {
      when: 'sales_order is empty and invoice is empty',
      field: 'sales_order',
      code: 'required',
      message: 'or an invoice is needed as template',
    },
    { when: 'sales_order is not empty and invoice is not empty', field: 'invoice', code: 'two', message: 'is one template too many' },
    { when: 'ends_on < starts_on', field: 'ends_on', code: 'order', message: 'is before the first day' },
  ],
  list: { columns: ['name', 'every', 'status', 'next_on', 'made', 'owner'], sort: 'name' },
  blocks: [
    { label: 'Invoicing plan', fields: ['every', 'name', 'sales_order', 'invoice', 'owner', 'status'] },
    { label: 'Target', fields: ['target', 'target_path'] },
    { label: 'Time', fields: ['period_mode', 'starts_on', 'ends_on', 'time_zone', 'next_on', 'invoiced_until', 'made'] },
  ],
  board: null,
  hooks: { beforeSave: checkPlan },
  actions: {
    start: defineAction({
      label: 'Start mass invoicing',
      when: 'every = "once" and status = "active"',
      verb: 'update',
      input: {
        already: integer({ label: 'Invoices made already', default: 'made', visibleIf: 'already > 0' }),
        again: checkbox({
          label: 'Make them once more',
          visibleIf: 'already > 0',
          help: 'Without it nobody is invoiced a second time.',
        }),
      },
      run: start,
    }),
    stop: defineAction({
      label: 'Stop',
      when: 'status = "active" and every != "once"',
      verb: 'update',
      run: ({ context, id }) => context.records.update('invoicing_plans', id, { status: 'stopped' }),
    }),
    resume: defineAction({
      label: 'Go on',
      when: 'status = "stopped"',
      verb: 'update',
      run: ({ context, id }) => context.records.update('invoicing_plans', id, { status: 'active' }),
    }),
  },
});

const SAID = ['every', 'sales_order', 'invoice', 'target', 'target_path'];
const TIMED = ['every', 'period_mode', 'starts_on', 'ends_on', 'status', 'invoiced_until'];

async function checkPlan(draft: Draft, context: Context): Promise<void> {
  const { verb, values, changed } = draft;
  if (verb === 'delete') return;
  if (verb === 'create') values.time_zone ??= clockOf(context.actor);
  if (verb === 'create' || SAID.some((name) => changed.has(name))) await checkTemplate(draft, context);
  if (verb === 'create' || TIMED.some((name) => changed.has(name))) planNext(values);
}

async function checkTemplate(draft: Draft, context: Context): Promise<void> {
  const { values } = draft;
  if (values.target) {
    const { entity } = await context.records.get('saved_views', String(values.target), ['entity']);
    if (!pathTo(context.schema, String(entity), values.target_path))
      draft.refuse('target_path', 'no_target', 'The records of this view lead to no account or contact there.');
  }
  if (!values.sales_order && !values.invoice) return;
  const template = await readTemplate(context, values);
  values.name ||= `${template.record.number ?? ''} ${template.record.subject ?? ''}`.trim();
  if (values.sales_order && ['draft', 'cancelled'].includes(String(template.record.status)))
    draft.refuse('sales_order', 'not_confirmed', 'Confirm the order first.');
  if (values.every !== 'once' && !hasRecurring(template))
    draft.refuse(
      'sales_order',
      'not_recurring',
      'None of its products has a billing frequency; give one a monthly, quarterly or yearly one.',
    );
}

function planNext(values: Values): void {
  const rhythm = rhythmOf(values);
  const next = rhythm && nextPeriod(rhythm, values.invoiced_until as string | null);
  if (rhythm && values.status !== 'stopped') values.status = next ? 'active' : 'ended';
  values.next_on = values.status === 'active' ? (next?.on ?? null) : null;
}

/** Row CS-124: the second time it is asked whether that is meant. */
async function start({ context, record, input }: ActionCall): Promise<Values> {
  if (Number(record.made) > 0 && input.again !== true)
    throw new Refusal(409, 'made_already', `${record.made} invoices of this plan exist already. Say that they are to be made once more.`, [
      { field: 'again', code: 'made_already', message: `${record.made} invoices exist already` },
    ]);
  if (!idOf(record.target)) throw new Refusal(409, 'no_target', 'Choose a saved view: it says who gets an invoice.');
  const run = await startRun(context, record, null);
  return { job: run.job };
}
