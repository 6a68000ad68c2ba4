// Payments received, and which invoices they pay. What is not allocated is an overpayment, or waits for its invoice (rows PX-15, PX-18).

import { Decimal } from 'decimal.js';
import type { ActionCall, Context, Draft } from '../../engine/index.ts';
import {
  children,
  date,
  defineEntity,
  idOf,
  type Money,
  money,
  picklist,
  reference,
  rowsOf,
  sequence,
  text,
  textArea,
} from '../../schema/index.ts';
import { touch } from './follow.ts';

export const modes = ['Bank transfer', 'Card', 'Cash', 'Direct debit'] as const;

const allocations = defineEntity('payment_allocations', {
  label: 'Allocation',
  plural: 'Allocations',
  icon: 'file-invoice',
  fields: {
    invoice: reference('invoices', { required: true }),
    amount: money({ required: true }),
  },
});

export const payments = defineEntity('payments', {
  label: 'Payment',
  plural: 'Payments',
  icon: 'cash',
  title: ['number', 'reference'],
  customer: 'account = my_account()',
  fields: {
    number: sequence('P-{year}-{0000}'),
    account: reference('accounts', { label: 'Customer' }),
    paid_on: date({ label: 'Paid on', required: true, default: 'today()', indexed: true }),
    amount: money({ required: true }),
    mode: picklist(modes, { label: 'Payment mode', open: true, default: '"Bank transfer"' }),
    reference: text({ label: 'Payment reference', searched: true, length: 140 }),
    allocations: children(allocations),
    unallocated: money({ label: 'Not allocated', readOnly: true }),
    notes: textArea({ label: 'Internal notes' }),
  },
  list: { columns: ['number', 'account', 'paid_on', 'amount', 'mode', 'reference', 'unallocated', 'owner'], sort: '-paid_on' },
  blocks: [
    { label: 'Payment', fields: ['number', 'account', 'paid_on', 'amount', 'mode', 'reference', 'owner'] },
    { label: 'Allocations', fields: ['allocations', 'unallocated'] },
    { label: 'Notes', fields: ['notes'] },
  ],
  board: null,
  hooks: { beforeSave: allocate, afterSave: tellInvoices },
});

function allocate(draft: Draft): void {
  const { verb, values } = draft;
  const amount = values.amount as Money | null;
  if (verb === 'delete' || !amount) return;
  const parts = rowsOf(values.allocations).flatMap((row) => (row.amount ? [row.amount as Money] : []));
  if (parts.some(({ currency }) => currency !== amount.currency)) {
    draft.refuse('allocations', 'mixed_currencies', `The payment is in ${amount.currency}; so are its allocations.`);
    return;
  }
  const left = parts.reduce((rest, part) => rest.minus(part.amount), new Decimal(amount.amount));
  const isTooMuch = new Decimal(amount.amount).isNegative() ? left.greaterThan(0) : left.lessThan(0);
  if (isTooMuch) draft.refuse('allocations', 'too_much', 'More is allocated than was paid.');
  values.unallocated = { amount: left.toFixed(), currency: amount.currency };
}

/** Invoices that it pays or has paid count anew; none takes more than is open. */
async function tellInvoices(draft: Draft, context: Context): Promise<void> {
  // Elevated: whoever books a payment need not be allowed to change invoices.
  const system = context.system('a payment changes what is open of invoices');
  const now = draft.verb === 'delete' ? [] : rowsOf(draft.values.allocations);
  const concerned = new Set([...(draft.oldRows.allocations ?? []), ...now].map(({ invoice }) => String(invoice)));
  // In one order: two payments of the same invoices would wait for each other.
  for (const id of [...concerned].sort()) {
    await touch(system, id);
    const { number, payable, open } = await system.records.get('invoices', id, ['number', 'payable', 'open']);
    if (!number) draft.refuse('allocations', 'not_issued', 'An invoice that is not issued yet can’t be paid.');
    else if (turns(payable as Money, open as Money)) draft.refuse('allocations', 'too_much', `More than is open of invoice ${number}.`);
  }
}

function turns(payable: Money, open: Money): boolean {
  return new Decimal(payable.amount).times(open.amount).isNegative();
}

/** All that is open, or what is given; what is more than that stays unallocated. */
export async function recordPayment({ context, id, record, input }: ActionCall): Promise<void> {
  const open = record.open as Money;
  const amount = (input.amount as Money | null | undefined) ?? open;
  const part = Decimal.min(amount.amount, open.amount).toFixed();
  await context.records.create('payments', {
    ...input,
    amount,
    account: idOf(record.account),
    owner: idOf(record.owner),
    allocations: [{ invoice: id, amount: { amount: part, currency: amount.currency } }],
  });
}
