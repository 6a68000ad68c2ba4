// Invoices, credit invoices and payments.

import { defineAction, defineModule, extend } from '../../schema/index.ts';
import { makeOf } from '../documents/module.ts';
import { demo } from './demo.ts';
import { markOverdue } from './follow.ts';
import { invoices } from './invoice.ts';
import { payments } from './payment.ts';

const ofQuotes = extend('quotes', {
  actions: {
    invoice: defineAction({
      label: 'Make an invoice',
      when: 'status != "declined"',
      verb: 'update',
      run: async (call) => {
        const made = await makeOf(call, 'invoices', { quote: call.id });
        if (call.record.status !== 'accepted') await call.context.records.update('quotes', call.id, { status: 'accepted' });
        return made;
      },
    }),
  },
});

const ofOrders = extend('sales_orders', {
  actions: {
    invoice: defineAction({
      label: 'Make an invoice',
      when: 'status not in ("invoiced", "cancelled")',
      verb: 'update',
      run: async (call) => {
        const quote = (call.record.quote as { id: string } | null)?.id ?? null;
        const made = await makeOf(call, 'invoices', { sales_order: call.id, quote, delivered_on: call.record.delivery_on });
        await call.context.records.update('sales_orders', call.id, { status: 'invoiced' });
        return made;
      },
    }),
  },
});

export default defineModule({
  name: 'invoices',
  needs: ['documents', 'quotes', 'sales-orders', 'demo'],
  entities: [invoices, payments],
  extends: [ofQuotes, ofOrders],
  jobs: { mark_overdue: { schedule: '10 0 * * *', run: ({ context }) => markOverdue(context) } },
  demo,
});
