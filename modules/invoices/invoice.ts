// Invoices and credit invoices: issued with a number they keep, then paid, credited or overdue, as payments and days go (rows PX-15, PX-18, CS-119).

import type { ActionCall, Values } from '../../engine/index.ts';
import {
  date,
  defineAction,
  defineEntity,
  integer,
  json,
  type Money,
  money,
  picklist,
  reference,
  state,
  text,
} from '../../schema/index.ts';
import { documentBlocks, documentFields, documentHooks, linesOf, makeOf, print, taxesOf } from '../documents/module.ts';
import { credit } from './credit.ts';
import { dueOn, issuerOf, touchOriginal, watch } from './follow.ts';
import { modes, recordPayment } from './payment.ts';

export const invoices = defineEntity('invoices', {
  label: 'Invoice',
  plural: 'Invoices',
  icon: 'file-invoice',
  title: ['number', 'subject'],
  customer: 'account = my_account() and status not in ("draft", "cancelled")',
  fields: {
    ...documentFields(linesOf('invoice_lines'), taxesOf('invoice_taxes')),
    type: picklist(
      [
        { value: 'invoice', label: 'Invoice' },
        { value: 'credit_invoice', label: 'Credit invoice' },
      ],
      { readOnly: true, default: '"invoice"' },
    ),
    status: state({
      draft: { label: 'Draft', color: 'gray' },
      unpaid: { label: 'Unpaid', color: 'blue' },
      partly_paid: { label: 'Partly paid', color: 'cyan' },
      overdue: { label: 'Overdue', color: 'red' },
      paid: { label: 'Paid', color: 'green', means: 'won' },
      credited: { label: 'Credited', color: 'violet' },
      cancelled: { label: 'Cancelled', color: 'gray', means: 'lost' },
    }),
    due_on: date({ label: 'Due date', indexed: true, help: 'Left empty, it follows the customer or the settings.' }),
    delivered_on: date({ label: 'Delivery date' }),
    quote: reference('quotes'),
    sales_order: reference('sales_orders'),
    original: reference('invoices', { label: 'Original invoice', readOnly: true, visibleIf: 'original is not empty' }),
    paid: money({ label: 'Paid so far', readOnly: true }),
    credited: money({ readOnly: true, visibleIf: 'credited != 0' }),
    open: money({ readOnly: true }),
    month: integer({ readOnly: true }),
    year: integer({ readOnly: true, grouping: false }),
    // Who issued it, as he was that day: printed ever after.
    issuer: json({ internal: true }),
    // Written by the house when payments or credits of it have changed.
    touched: text({ internal: true, length: 40 }),
  },
  rules: [{ when: 'due_on < issued_on', field: 'due_on', code: 'order', message: 'is before the date of the invoice' }],
  list: {
    columns: ['number', 'account', 'subject', 'status', 'issued_on', 'due_on', 'total', 'open', 'month', 'year', 'owner'],
    sort: '-issued_on',
  },
  blocks: [
    ...documentBlocks(['status', 'type', 'original', 'quote', 'sales_order'], ['due_on', 'delivered_on', 'month', 'year']),
    { label: 'Payments', fields: ['paid', 'credited', 'open'] },
  ],
  hooks: {
    ...documentHooks({
      series: ({ type }) => (type === 'credit_invoice' ? 'credit_invoices' : 'invoices'),
      isOpen: ({ status }) => status === 'draft',
      isNumbered: ({ status }) => status !== 'draft' && status !== 'cancelled',
      mayTakeBack,
      describe: ({ name, invoice_text }) => [name, invoice_text].filter(Boolean).join(' – '),
      foresee: (values, facts) => (values.status === 'draft' || values.number ? [] : [issuerOf(facts, values)]),
      fill: dueOn,
      follow: watch,
    }),
    afterSave: touchOriginal,
  },
  actions: {
    issue: defineAction({
      label: 'Issue',
      when: 'status = "draft"',
      verb: 'update',
      run: (call) => become(call, 'unpaid'),
    }),
    set_paid: defineAction({
      label: 'Set to paid',
      when: 'status in ("unpaid", "partly_paid", "overdue") and type = "invoice"',
      verb: 'update',
      run: (call) => recordPayment({ ...call, input: {} }),
    }),
    record_payment: defineAction({
      label: 'Record a payment',
      when: 'status in ("unpaid", "partly_paid", "overdue")',
      verb: 'update',
      input: {
        amount: money({ help: 'Left empty, it is all that is open.' }),
        paid_on: date({ label: 'Paid on', required: true, default: 'today()' }),
        mode: picklist(modes, { label: 'Payment mode', open: true, default: '"Bank transfer"' }),
        reference: text({ label: 'Payment reference', length: 140 }),
      },
      run: recordPayment,
    }),
    credit: defineAction({
      label: 'Credit invoice',
      when: 'type = "invoice" and status not in ("draft", "cancelled", "credited")',
      verb: 'create',
      run: credit,
    }),
    print: defineAction({ label: 'Make a PDF', verb: 'view', run: print }),
    copy: defineAction({ label: 'Copy', verb: 'create', run: (call) => makeOf(call, 'invoices') }),
    cancel: defineAction({
      label: 'Cancel the draft',
      when: 'status = "draft"',
      verb: 'update',
      run: (call) => become(call, 'cancelled'),
    }),
  },
});

/** Nobody has paid it or had it credited. */
function mayTakeBack({ type, status, paid, credited }: Readonly<Values>): boolean {
  const isUntouched = [paid, credited].every((sum) => Number((sum as Money | null)?.amount ?? 0) === 0);
  return type === 'invoice' && ['unpaid', 'overdue'].includes(String(status)) && isUntouched;
}

async function become({ context, id }: ActionCall, status: string): Promise<void> {
  await context.records.update('invoices', id, { status });
}
