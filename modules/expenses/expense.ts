// A cost of the business with its receipt: approved, paid back to who paid it, billed on to a customer (row PX-20).

import { type ActionCall, todayOf, type Values } from '../../engine/index.ts';
import {
  checkbox,
  date,
  defineAction,
  defineEntity,
  file,
  money,
  percent,
  picklist,
  reference,
  sequence,
  state,
  text,
  textArea,
  user,
} from '../../schema/index.ts';
import { billOne } from './bill-on.ts';
import { complete } from './complete.ts';

export const expenses = defineEntity('expenses', {
  label: 'Expense',
  plural: 'Expenses',
  icon: 'receipt',
  title: ['number', 'description'],
  fields: {
    number: sequence('EX-{year}-{0000}'),
    description: text({ required: true, searched: true, length: 250 }),
    category: reference('expense_categories', { required: true }),
    spent_on: date({ label: 'Date', required: true, default: 'today()', indexed: true }),
    amount: money({ required: true, help: 'As it was paid, with tax.' }),
    tax_rate: percent({ label: 'Tax in the amount %', min: 0, max: 100 }),
    tax: money({ help: 'Left empty, it follows the rate.' }),
    net: money({ label: 'Without tax', readOnly: true }),
    vendor: text({ searched: true, length: 250 }),
    paid_by: picklist(
      [
        { value: 'employee', label: 'The owner' },
        { value: 'company', label: 'The company' },
      ],
      { label: 'Paid by', required: true, default: '"employee"' },
    ),
    receipt: file({ help: 'More files stand under Documents.' }),
    billable: checkbox({ label: 'To be billed on' }),
    account: reference('accounts', { label: 'Customer', requiredIf: 'billable' }),
    project: text({ searched: true, length: 120 }),
    markup: percent({ label: 'Surcharge %', min: 0, max: 1000, visibleIf: 'billable' }),
    invoice: reference('invoices', { label: 'Billed on', readOnly: true, visibleIf: 'invoice is not empty' }),
    status: state(
      {
        draft: { label: 'Draft', color: 'gray' },
        approved: { label: 'Approved', color: 'cyan' },
        billed: { label: 'Billed', color: 'green', means: 'won' },
        reimbursed: { label: 'Reimbursed', color: 'teal', means: 'won' },
      },
      { readOnly: true },
    ),
    approved_by: user({ label: 'Approved by', readOnly: true, visibleIf: 'approved_by is not empty' }),
    approved_on: date({ label: 'Approved on', readOnly: true, visibleIf: 'approved_on is not empty' }),
    reimbursed_on: date({ label: 'Reimbursed on', readOnly: true, visibleIf: 'reimbursed_on is not empty' }),
    notes: textArea({ label: 'Internal notes' }),
  },
  list: {
    columns: ['number', 'description', 'category', 'spent_on', 'amount', 'account', 'billable', 'status', 'owner'],
    sort: '-spent_on',
  },
  blocks: [
    { label: 'Expense', fields: ['number', 'description', 'category', 'spent_on', 'status', 'owner'] },
    { label: 'Amount', fields: ['amount', 'tax_rate', 'tax', 'net', 'vendor', 'paid_by', 'receipt'] },
    { label: 'Billing on', fields: ['billable', 'account', 'project', 'markup', 'invoice'] },
    { label: 'Approval', fields: ['approved_by', 'approved_on', 'reimbursed_on'] },
    { label: 'Notes', fields: ['notes'] },
  ],
  // Its state follows what actions note.
  board: null,
  hooks: { beforeSave: complete },
  actions: {
    approve: defineAction({
      label: 'Approve',
      when: 'status = "draft"',
      run: (call) => note(call, { status: 'approved', approved_by: call.context.actor.id, approved_on: todayOf(call.context.actor) }),
    }),
    take_back: defineAction({
      label: 'Take back',
      when: 'status in ("approved", "reimbursed")',
      verb: 'approve',
      run: (call) => note(call, { status: 'draft', approved_by: null, approved_on: null, reimbursed_on: null }),
    }),
    reimburse: defineAction({
      label: 'Reimbursed',
      when: 'paid_by = "employee" and reimbursed_on is empty and status in ("approved", "billed")',
      input: { reimbursed_on: date({ label: 'Reimbursed on', required: true, default: 'today()' }) },
      run: (call) => note(call, { reimbursed_on: call.input.reimbursed_on }),
    }),
    bill_on: defineAction({
      label: 'Bill on',
      when: 'billable and invoice is empty and status in ("approved", "reimbursed")',
      verb: 'update',
      input: { invoice: reference('invoices', { label: 'Draft invoice', help: 'Of this customer. Left empty, a new one is made.' }) },
      run: billOne,
    }),
  },
});

async function note({ context, id }: Pick<ActionCall, 'context' | 'id'>, values: Values): Promise<void> {
  // Elevated: what was approved and paid back is read-only, so that it always is what an action noted.
  const { records } = context.system('moves an expense on');
  await records.update('expenses', id, values);
}
