// One try of a payer to pay an invoice: what became of it, in the service's own words. Written by the house alone.

import { defineAction, defineEntity, money, reference, state, text } from '../../schema/index.ts';
import { refund } from './refund.ts';

export const onlinePayments = defineEntity('online_payments', {
  label: 'Online payment',
  plural: 'Online payments',
  icon: 'credit-card',
  title: ['external_id'],
  menu: false,
  deletable: 'never',
  access: { create: 'false', import: 'false', bulk: 'false' },
  fields: {
    invoice: reference('invoices', { readOnly: true }),
    gateway: reference('payment_gateways', { readOnly: true }),
    amount: money({ readOnly: true }),
    state: state(
      {
        begun: { label: 'Begun', color: 'blue' },
        paid: { label: 'Paid', color: 'green', means: 'won' },
        failed: { label: 'Failed', color: 'red', means: 'lost' },
        cancelled: { label: 'Cancelled', color: 'gray', means: 'lost' },
        refunded: { label: 'Refunded', color: 'violet' },
      },
      { readOnly: true },
    ),
    message: text({ readOnly: true, length: 600 }),
    payment: reference('payments', { readOnly: true }),
    external_id: text({ label: 'Name at the service', readOnly: true, searched: true, indexed: true, length: 120 }),
    receipt: text({ internal: true, length: 120 }),
    touched: text({ internal: true, length: 40 }),
  },
  list: { columns: ['external_id', 'invoice', 'gateway', 'amount', 'state', 'message', 'created_at'], sort: '-created_at' },
  blocks: [{ label: 'Payment', fields: ['invoice', 'gateway', 'amount', 'state', 'message', 'payment', 'external_id', 'owner'] }],
  actions: { refund: defineAction({ label: 'Refund', verb: 'update', when: 'state = "paid"', run: refund }) },
});
