// Bills that this house gets: received, approved, paid or rejected. Typed in, or as an electronic invoice says them.

import type { ActionCall } from '../../engine/index.ts';
import {
  checkbox,
  children,
  date,
  decimal,
  defineAction,
  defineEntity,
  money,
  percent,
  picklist,
  reference,
  sequence,
  state,
  text,
  textArea,
} from '../../schema/index.ts';
import { taxesOf } from '../documents/module.ts';
import { complete } from './complete.ts';
import { makeVendor } from './vendor.ts';

const lines = defineEntity('purchase_invoice_lines', {
  label: 'Line',
  plural: 'Lines',
  icon: 'list',
  title: 'description',
  fields: {
    description: text({ length: 500 }),
    quantity: decimal({ default: '1', required: true }),
    unit: text({ length: 20 }),
    unit_price: money({ required: true }),
    discount: percent({ label: 'Discount %', max: 100 }),
    tax_rate: percent({ label: 'Tax %', required: true, default: '0', min: 0, max: 100 }),
    amount: money({ label: 'Without tax', readOnly: true }),
    tax_category: text({ readOnly: true, length: 2, visibleIf: 'false' }),
  },
});

/** Why this vendor is taken for the one who sent it. */
const reasons = [
  { value: 'vat_number', label: 'The VAT number is his' },
  { value: 'iban', label: 'The bank account is his' },
  { value: 'name', label: 'The name is his' },
  { value: 'several', label: 'Several could be meant: choose one' },
  { value: 'unknown', label: 'Nobody here is like him' },
] as const;

export const purchaseInvoices = defineEntity('purchase_invoices', {
  label: 'Purchase invoice',
  plural: 'Purchase invoices',
  icon: 'receipt-2',
  title: ['number', 'vendor_name'],
  fields: {
    number: sequence('PI-{year}-{0000}'),
    vendor: reference('accounts', { label: 'Vendor' }),
    vendor_number: text({ label: 'Vendor’s number', required: true, searched: true, length: 60, help: 'Of his invoice.' }),
    type: picklist(
      [
        { value: 'invoice', label: 'Invoice' },
        { value: 'credit_note', label: 'Credit note' },
      ],
      { required: true, default: '"invoice"', help: 'Amounts of a credit note are negative.' },
    ),
    status: state({
      received: { label: 'Received', color: 'blue' },
      approved: { label: 'Approved', color: 'cyan' },
      paid: { label: 'Paid', color: 'green', means: 'won' },
      rejected: { label: 'Rejected', color: 'red', means: 'lost' },
    }),
    issued_on: date({ label: 'Date', required: true, default: 'today()', indexed: true }),
    due_on: date({ label: 'Due date', indexed: true }),
    received_on: date({ label: 'Received on', required: true, default: 'today()' }),
    paid_on: date({ label: 'Paid on', readOnly: true }),
    order_number: text({ label: 'Our order number', searched: true, length: 120 }),
    lines: children(lines),
    discount_amount: money({ label: 'Discount, amount', readOnly: true, visibleIf: 'discount_amount is not empty' }),
    charge: money({ label: 'Freight and charges', readOnly: true, visibleIf: 'charge is not empty' }),
    net: money({ label: 'Without tax', readOnly: true }),
    tax: money({ readOnly: true }),
    total: money({ readOnly: true }),
    payable: money({ label: 'To be paid', readOnly: true }),
    taxes: children(taxesOf('purchase_invoice_taxes'), { readOnly: true }),
    payment_account: text({ label: 'Pay to (IBAN)', length: 42 }),
    payment_reference: text({ label: 'Payment reference', length: 140 }),
    vendor_name: text({ label: 'Name on the invoice', searched: true, length: 250 }),
    vendor_vat_number: text({ label: 'VAT number on the invoice', length: 40 }),
    matched_by: picklist(reasons, { label: 'Why this vendor', readOnly: true, visibleIf: 'matched_by is not empty' }),
    electronic: checkbox({ label: 'From an e-invoice', readOnly: true, help: 'Lines and sums stay as the file has them.' }),
    remarks: textArea({ label: 'What the file lacks', readOnly: true, visibleIf: 'remarks is not empty' }),
    rejection: textArea({ label: 'Why rejected', readOnly: true, visibleIf: 'rejection is not empty' }),
    notes: textArea({ label: 'Internal notes' }),
    // Whose invoice it is and which, so that nobody enters it twice.
    identity: text({ internal: true, indexed: true, length: 400 }),
  },
  rules: [{ when: 'due_on < issued_on', field: 'due_on', code: 'order', message: 'is before the date of the invoice' }],
  list: {
    columns: ['number', 'vendor', 'vendor_number', 'status', 'issued_on', 'due_on', 'payable', 'owner'],
    sort: '-issued_on',
  },
  blocks: [
    { label: 'Purchase invoice', fields: ['number', 'vendor', 'vendor_number', 'status', 'type', 'order_number', 'owner'] },
    { label: 'Terms', fields: ['issued_on', 'due_on', 'received_on', 'paid_on', 'payment_account', 'payment_reference'] },
    { label: 'Lines', fields: ['lines'] },
    { label: 'Sums', fields: ['discount_amount', 'charge', 'net', 'tax', 'total', 'payable'] },
    { label: 'Taxes', fields: ['taxes'] },
    { label: 'Vendor', fields: ['vendor_name', 'vendor_vat_number', 'matched_by', 'electronic', 'remarks'] },
    { label: 'Notes', fields: ['rejection', 'notes'] },
  ],
  hooks: { beforeSave: complete },
  actions: {
    approve: defineAction({
      label: 'Approve',
      when: 'status = "received" and vendor is not empty',
      verb: 'update',
      run: (call) => become(call, 'approved'),
    }),
    mark_paid: defineAction({
      label: 'Paid',
      when: 'status = "approved"',
      verb: 'update',
      input: { paid_on: date({ label: 'Paid on', required: true, default: 'today()' }) },
      run: (call) => become(call, 'paid', { paid_on: call.input.paid_on }),
    }),
    reject: defineAction({
      label: 'Reject',
      when: 'status in ("received", "approved")',
      verb: 'update',
      input: { reason: textArea({ required: true }) },
      run: (call) => become(call, 'rejected', { rejection: call.input.reason }),
    }),
    reopen: defineAction({
      label: 'Take back',
      when: 'status in ("approved", "rejected")',
      verb: 'update',
      run: (call) => become(call, 'received', { rejection: null }),
    }),
    new_vendor: defineAction({
      label: 'Make a vendor of the sender',
      when: 'vendor is empty and vendor_name is not empty',
      verb: 'update',
      run: makeVendor,
    }),
  },
});

async function become({ context, id }: Pick<ActionCall, 'context' | 'id'>, status: string, values: object = {}): Promise<void> {
  // Elevated: day and reason are read-only, so that they always are what an action noted. Whoever acts may change the record.
  const { records } = context.system('moves a purchase invoice on');
  await records.update('purchase_invoices', id, { ...values, status });
}
