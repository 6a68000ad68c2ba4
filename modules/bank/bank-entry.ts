// One entry of a bank statement, which invoices it may pay and why, and what became of it.

import {
  checkbox,
  children,
  date,
  defineAction,
  defineEntity,
  integer,
  money,
  multiPicklist,
  picklist,
  reference,
  state,
  text,
} from '../../schema/index.ts';
import { accept, assign, ignore, reopen } from './book.ts';

const reasons = [
  { value: 'reference', label: 'Reference' },
  { value: 'number', label: 'Invoice number' },
  { value: 'amount', label: 'Amount' },
  { value: 'name', label: 'Name' },
  { value: 'account', label: 'Has paid from this account' },
  { value: 'less', label: 'Less than is open' },
  { value: 'more', label: 'More than is open' },
];

const proposals = defineEntity('bank_proposals', {
  label: 'Proposal',
  plural: 'Proposals',
  icon: 'file-invoice',
  fields: {
    invoice: reference('invoices', { readOnly: true }),
    amount: money({ readOnly: true }),
    reasons: multiPicklist(reasons, { label: 'Why', readOnly: true }),
    score: integer({ label: 'Points', readOnly: true, help: 'Of 100.' }),
    chosen: checkbox({ label: 'Certain', readOnly: true }),
  },
});

export const bankEntries = defineEntity('bank_entries', {
  label: 'Bank entry',
  plural: 'Bank entries',
  icon: 'cash',
  title: ['booked_on', 'name'],
  area: 'administration',
  menu: true,
  owned: false,
  deletable: 'never',
  // Only the bank makes entries.
  access: { create: 'false', delete: 'false', import: 'false', bulk: 'false' },
  fields: {
    booked_on: date({ label: 'Booked', readOnly: true, indexed: true }),
    value_on: date({ label: 'Value date', readOnly: true }),
    amount: money({ readOnly: true }),
    name: text({ label: 'Payer or payee', readOnly: true, searched: true, length: 250 }),
    account_number: text({ label: 'Their account', readOnly: true, searched: true, length: 40 }),
    reference: text({ label: 'Payment reference', readOnly: true, searched: true, length: 140 }),
    message: text({ readOnly: true, searched: true, length: 1000 }),
    end_to_end_id: text({ label: 'Payer’s identifier', readOnly: true, length: 140 }),
    bank_id: text({ label: 'Bank’s identifier', readOnly: true, length: 140 }),
    reversal: checkbox({ label: 'Takes an earlier entry back', readOnly: true, visibleIf: 'reversal' }),
    statement: reference('bank_statements', { readOnly: true }),
    own_account: text({ label: 'Own account', readOnly: true, length: 40 }),
    state: state(
      {
        open: { label: 'Open', color: 'blue' },
        booked: { label: 'Booked', color: 'green', means: 'won' },
        ignored: { label: 'Ignored', color: 'gray' },
        outgoing: { label: 'Paid out', color: 'gray' },
      },
      { readOnly: true },
    ),
    match: picklist(
      [
        { value: 'certain', label: 'Certain', color: 'green' },
        { value: 'possible', label: 'Possible', color: 'yellow' },
        { value: 'none', label: 'None found', color: 'gray' },
      ],
      { label: 'Proposal', readOnly: true },
    ),
    invoice: reference('invoices', { label: 'Proposed invoice', readOnly: true }),
    reasons: multiPicklist(reasons, { label: 'Why', readOnly: true }),
    proposals: children(proposals, { readOnly: true }),
    payment: reference('payments', { readOnly: true, visibleIf: 'payment is not empty' }),
    // The same entry in another file has the same one.
    key: text({ internal: true, unique: true, length: 64 }),
  },
  list: { columns: ['booked_on', 'name', 'amount', 'match', 'invoice', 'reasons', 'state', 'message', 'reference'], sort: '-booked_on' },
  board: null,
  blocks: [
    {
      label: 'Entry',
      fields: ['booked_on', 'value_on', 'amount', 'name', 'account_number', 'reference', 'message', 'end_to_end_id', 'bank_id', 'reversal'],
    },
    { label: 'Booking', fields: ['state', 'match', 'invoice', 'reasons', 'payment'] },
    { label: 'Proposals', fields: ['proposals'] },
    { label: 'Statement', fields: ['statement', 'own_account'] },
  ],
  actions: {
    accept: defineAction({
      label: 'Book as proposed',
      verb: 'update',
      when: 'state = "open" and match in ("certain", "possible")',
      run: accept,
    }),
    assign: defineAction({
      label: 'Book on an invoice',
      verb: 'update',
      when: 'state = "open"',
      input: {
        invoice: reference('invoices', { required: true }),
        amount: money({ help: 'Left empty, it is what fits. The rest stays on the payment.' }),
      },
      run: assign,
    }),
    ignore: defineAction({ label: 'Ignore', verb: 'update', when: 'state = "open"', run: ignore }),
    reopen: defineAction({ label: 'Take back', verb: 'update', when: 'state in ("booked", "ignored")', run: reopen }),
  },
});
