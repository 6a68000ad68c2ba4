// How orders and quotes become invoices: line by line, in parts, several in one, with deposits. Nothing is invoiced twice.

import type { ActionCall, Context, Draft, Values } from '../../engine/index.ts';
import { date, decimal, defineAction, defineModule, extend, idOf, json, percent, reference, references, text } from '../../schema/index.ts';
import { withCustomer } from '../quotes/module.ts';
import { demo } from './demo.ts';
import { deductionsOf, depositsOf, freeDeposits, makeDeposit, noteDeducted } from './deposit.ts';
import { countInvoiced, followInvoices, tellSources } from './follow.ts';
import { createInvoice, openContent } from './open.ts';
import { invoiceTogether } from './together.ts';

/** What is invoiced of a line. */
const invoiced = () => decimal({ readOnly: true, help: 'So much of it stands on invoices.' });

/** Written by the house when an invoice of it has changed. */
const billing = () => json({ internal: true });

const ofQuotes = extend('quotes', {
  fields: { billing: billing() },
  hooks: { beforeSave: (draft) => void countInvoiced(draft) },
  actions: {
    invoice: defineAction({
      label: 'Make an invoice',
      when: 'status != "declined" and count(sales_orders where status != "cancelled") = 0',
      verb: 'update',
      run: invoiceQuote,
    }),
  },
});

async function invoiceQuote(call: ActionCall): Promise<Values> {
  const { context, id, record } = await withCustomer(call);
  const { values, parts } = openContent(context, 'quotes', record);
  const made = await createInvoice(context, { ...values, quote: id }, parts);
  if (record.status !== 'accepted') await context.records.update('quotes', id, { status: 'accepted' });
  return { open: { entity: 'invoices', id: made.id } };
}

const ofOrders = extend('sales_orders', {
  fields: { billing: billing() },
  hooks: { beforeSave: followInvoices },
  actions: {
    invoice: defineAction({
      label: 'Make an invoice',
      when: 'status not in ("invoiced", "cancelled")',
      verb: 'update',
      run: invoiceOrder,
    }),
    deposit: defineAction({
      label: 'Invoice a deposit',
      when: 'status in ("confirmed", "delivered")',
      verb: 'update',
      input: {
        percent: percent({ label: 'Part of the order %', required: true, default: '30' }),
        text: text({ label: 'Text of the line', length: 200, help: 'Left empty, it is “Deposit” in the language of the document.' }),
      },
      run: makeDeposit,
    }),
  },
});

async function invoiceOrder({ context, id, record }: ActionCall): Promise<Values> {
  const { values, parts } = openContent(context, 'sales_orders', record);
  const deposits = parts.length > 0 ? await depositsOf(context, id) : [];
  const made = await createInvoice(
    context,
    { ...values, sales_order: id, quote: idOf(record.quote), delivered_on: record.delivery_on, due_on: record.due_on },
    [...parts, ...deductionsOf(deposits).map((line) => ({ line, madeOf: null }))],
  );
  await noteDeducted(context, deposits, made.id);
  if (record.invoices_begin === 'unpaid') await context.records.update('invoices', made.id, { status: 'unpaid' });
  return { open: { entity: 'invoices', id: made.id } };
}

const ofInvoices = extend('invoices', {
  fields: {
    sales_orders: references('sales_orders', { readOnly: true, visibleIf: 'sales_orders is not empty' }),
    deposit_of: reference('sales_orders', { label: 'Deposit of', readOnly: true, visibleIf: 'deposit_of is not empty' }),
    deducted_in: reference('invoices', { label: 'Taken off in', readOnly: true, visibleIf: 'deducted_in is not empty' }),
  },
  blocks: [{ label: 'Document', fields: ['sales_orders', 'deposit_of', 'deducted_in'] }],
  hooks: { beforeSave: giveUp, afterSave: tellSources },
});

/** What an invoice that is cancelled or deleted took off is open again. */
async function giveUp({ id, verb, values, changed }: Draft, context: Context): Promise<void> {
  if (verb === 'delete' || (verb === 'update' && changed.has('status') && values.status === 'cancelled')) await freeDeposits(id, context);
}

const ofAccounts = extend('accounts', {
  actions: {
    invoice_together: defineAction({
      label: 'Invoice orders together',
      when: 'sales_orders is not empty or quotes is not empty',
      verb: 'view',
      input: {
        sales_orders: references('sales_orders', { help: 'Left empty with quotes too: all confirmed orders that are not invoiced.' }),
        quotes: references('quotes'),
        subject: text({ length: 250, help: 'Left empty, it is the numbers of what is put together.' }),
        issued_on: date({ label: 'Date', default: 'today()' }),
      },
      run: invoiceTogether,
    }),
  },
});

export default defineModule({
  name: 'order-invoicing',
  needs: ['documents', 'accounts', 'quotes', 'sales-orders', 'invoices', 'demo'],
  extends: [
    ofQuotes,
    ofOrders,
    ofInvoices,
    ofAccounts,
    extend('quote_lines', { fields: { invoiced: invoiced() } }),
    extend('sales_order_lines', { fields: { invoiced: invoiced() } }),
    extend('invoice_lines', { fields: { made_of: text({ internal: true, length: 120 }) } }),
  ],
  demo,
});
