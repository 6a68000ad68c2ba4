// Invoices that are made by themselves: one order to many customers, and what repeats each period.

import { Refusal, type Values } from '../../engine/index.ts';
import { date, defineAction, defineModule, extend, radio, reference, text } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { invoiceDue } from './due.ts';
import { intervals, invoicingPlans, modes } from './plan.ts';
import { preview } from './preview.ts';
import { invoicingRuns, makeInvoices, undoInvoices } from './runs.ts';

/** What the action asks for; all else of the plan is as it comes. */
const rhythm = {
  every: radio(intervals, { label: 'How often', required: true, default: '"month"' }),
  starts_on: date({ label: 'First day', required: true, default: 'today()' }),
  ends_on: date({ label: 'Ends on' }),
};

/** Orders are invoiced in retrospect, an invoice comes when its period begins. */
function repeating(entity: 'sales_orders' | 'invoices', template: 'sales_order' | 'invoice', when: string, mode: string) {
  return extend(entity, {
    actions: {
      repeat: defineAction({
        label: 'Invoice regularly',
        when,
        verb: 'update',
        input: { ...rhythm, period_mode: radio(modes, { label: 'Invoiced', required: true, default: mode }) },
        run: async ({ context, id, input }) => {
          const plan = await context.records.create('invoicing_plans', { ...(input as Values), [template]: id });
          return { open: { entity: 'invoicing_plans', id: plan.id } };
        },
      }),
    },
  });
}

const ofInvoices = extend('invoices', {
  fields: {
    period_from: date({ label: 'Period from', readOnly: true, visibleIf: 'period_from is not empty' }),
    period_to: date({ label: 'Period to', readOnly: true, visibleIf: 'period_to is not empty' }),
    run: reference('invoicing_runs', { label: 'Invoicing run', readOnly: true, visibleIf: 'run is not empty' }),
    // Run and receiver: each has it once.
    made_for: text({ internal: true, unique: true, length: 120 }),
  },
  blocks: [{ label: 'Terms', fields: ['period_from', 'period_to', 'run'] }],
});

export default defineModule({
  name: 'invoicing-plans',
  needs: ['documents', 'sales-orders', 'invoices', 'saved-views', 'products', 'demo'],
  entities: [invoicingPlans, invoicingRuns],
  extends: [
    ofInvoices,
    repeating('sales_orders', 'sales_order', 'status in ("confirmed", "delivered", "invoiced")', '"end"'),
    repeating('invoices', 'invoice', 'type = "invoice" and status != "cancelled"', '"start"'),
  ],
  jobs: {
    mass_invoicing: { run: makeInvoices },
    undo_invoicing: { run: undoInvoices },
    invoice_due: { schedule: '20 * * * *', due: 'invoicing_plans.next_on', run: invoiceDue },
  },
  services: {
    invoicing_preview: {
      summary: 'The invoices that a plan will make in the next 24 months',
      run: ({ context, input }) => {
        if (typeof input.plan !== 'string') throw new Refusal(400, 'malformed', '"plan" is the id of an invoicing plan.');
        return preview(context, input.plan, Date.now());
      },
    },
  },
  demo,
});
