// Sales orders: what a customer has ordered, and what of it is delivered and invoiced.

import type { ActionCall } from '../../engine/index.ts';
import { date, defineAction, defineEntity, defineModule, extend, idOf, radio, reference, state } from '../../schema/index.ts';
import { documentBlocks, documentFields, documentHooks, linesOf, makeOf, taxesOf } from '../documents/module.ts';
import { withCustomer } from '../quotes/module.ts';
import { demo } from './demo.ts';
import { checkTemplate, printOrder } from './paper.ts';

export const salesOrders = defineEntity('sales_orders', {
  label: 'Sales order',
  plural: 'Sales orders',
  icon: 'clipboard-list',
  title: ['number', 'subject'],
  customer: 'account = my_account() and status != "draft"',
  fields: {
    ...documentFields(linesOf('sales_order_lines'), taxesOf('sales_order_taxes')),
    status: state({
      draft: { label: 'Draft', color: 'gray' },
      confirmed: { label: 'Confirmed', color: 'blue' },
      delivered: { label: 'Delivered', color: 'cyan' },
      invoiced: { label: 'Invoiced', color: 'green', means: 'won' },
      cancelled: { label: 'Cancelled', color: 'red', means: 'lost' },
    }),
    delivery_on: date({ label: 'Delivery date' }),
    due_on: date({ label: 'Due date', help: 'Of invoices made of it. Left empty, it follows the customer or the settings.' }),
    invoices_begin: radio(
      [
        { value: 'draft', label: 'Draft' },
        { value: 'unpaid', label: 'Issued' },
      ],
      { label: 'Its invoices begin as', required: true, default: '"draft"' },
    ),
    quote: reference('quotes', { help: 'It was made of this quote.' }),
    template: reference('document_templates', {
      help: 'Makes the PDF of the order. Left empty, it looks as all documents do.',
      example: null,
    }),
  },
  list: { columns: ['number', 'account', 'subject', 'status', 'issued_on', 'delivery_on', 'total', 'owner'], sort: '-issued_on' },
  blocks: documentBlocks(['status', 'quote'], ['delivery_on', 'due_on', 'invoices_begin'], ['template']),
  hooks: documentHooks({
    series: () => 'sales_orders',
    isOpen: ({ status }) => status === 'draft',
    isNumbered: () => true,
    follow: checkTemplate,
  }),
  actions: {
    confirm: defineAction({ label: 'Confirm', when: 'status = "draft"', verb: 'update', run: (call) => become(call, 'confirmed') }),
    deliver: defineAction({ label: 'Delivered', when: 'status = "confirmed"', verb: 'update', run: (call) => become(call, 'delivered') }),
    cancel: defineAction({
      label: 'Cancel the order',
      when: 'status in ("draft", "confirmed", "delivered")',
      verb: 'update',
      run: (call) => become(call, 'cancelled'),
    }),
    revise: defineAction({
      label: 'Revise',
      when: 'status in ("confirmed", "cancelled")',
      verb: 'update',
      run: (call) => become(call, 'draft'),
    }),
    print: defineAction({ label: 'Make a PDF', verb: 'view', run: printOrder }),
    copy: defineAction({
      label: 'Copy',
      verb: 'create',
      run: (call) => makeOf(call, 'sales_orders', { template: idOf(call.record.template) }),
    }),
  },
});

async function become({ context, id }: ActionCall, status: string): Promise<void> {
  await context.records.update('sales_orders', id, { status });
}

const ofQuotes = extend('quotes', {
  actions: {
    order: defineAction({
      label: 'Make an order',
      when: 'status != "declined"',
      verb: 'update',
      run: async (offered) => {
        const call = await withCustomer(offered);
        const result = await makeOf(call, 'sales_orders', { quote: call.id });
        if (call.record.status !== 'accepted') await call.context.records.update('quotes', call.id, { status: 'accepted' });
        return result;
      },
    }),
  },
});

export default defineModule({
  name: 'sales-orders',
  needs: ['documents', 'document-templates', 'quotes', 'demo'],
  entities: [salesOrders],
  extends: [ofQuotes],
  demo,
});
