// Postings: what an event does to the accounts, debit and credit alike. They are only ever added; what turns out wrong is posted the
// other way round (rows NV-30, NV-33).

import { Decimal } from 'decimal.js';
import type { Draft } from '../../engine/index.ts';
import {
  anyReference,
  byTheHouse,
  children,
  date,
  decimal,
  defineEntity,
  type Money,
  money,
  percent,
  picklist,
  reference,
  rowsOf,
  text,
} from '../../schema/index.ts';

const lines = defineEntity('ledger_lines', {
  label: 'Line',
  plural: 'Lines',
  icon: 'list',
  fields: {
    account: reference('ledger_accounts', { label: 'Ledger account', required: true, readOnly: true }),
    debit: money({ readOnly: true }),
    credit: money({ readOnly: true }),
    debit_eur: money({ label: 'Debit in EUR', readOnly: true }),
    credit_eur: money({ label: 'Credit in EUR', readOnly: true }),
    // For returns of the tax to come; the account and the rate say enough to readers.
    tax_category: text({ readOnly: true, length: 2, visibleIf: 'false' }),
    tax_rate: percent({ label: 'Tax %', readOnly: true }),
    // Of receivables and debts: the document whose open sum it changes.
    item: anyReference(['invoices', 'purchase_invoices'], { label: 'Document', readOnly: true }),
  },
});

export const events = [
  { value: 'invoice', label: 'Invoice' },
  { value: 'credit_invoice', label: 'Credit invoice' },
  { value: 'payment', label: 'Payment' },
  { value: 'purchase_invoice', label: 'Purchase invoice' },
  { value: 'purchase_payment', label: 'Payment of a purchase invoice' },
  { value: 'expense', label: 'Expense' },
  { value: 'expense_payment', label: 'Payment of an expense' },
  { value: 'stock', label: 'Stock movement' },
  { value: 'commission', label: 'Commission' },
];

/** Nouns of what is posted. */
export const sources = ['invoices', 'payments', 'purchase_invoices', 'expenses', 'stock_movements', 'commissions'];

export const ledgerEntries = defineEntity('ledger_entries', {
  label: 'Posting',
  plural: 'Postings',
  icon: 'book',
  title: 'document',
  area: 'administration',
  menu: true,
  owned: false,
  deletable: 'never',
  appendOnly: true,
  access: byTheHouse,
  fields: {
    booked_on: date({ label: 'Day', required: true, readOnly: true, indexed: true }),
    document: text({ required: true, readOnly: true, searched: true, length: 250 }),
    event: picklist(events, { label: 'What happened', required: true, readOnly: true }),
    kind: picklist(
      [
        { value: 'posting', label: 'Posting', color: 'blue' },
        { value: 'reversal', label: 'Reversal', color: 'orange' },
      ],
      { required: true, readOnly: true },
    ),
    source: anyReference(sources, { label: 'Posted for', readOnly: true }),
    billing_company: reference('billing_companies', {
      label: 'Billing company',
      readOnly: true,
      visibleIf: 'billing_company is not empty',
    }),
    total_eur: money({ label: 'Total in EUR', readOnly: true }),
    currency: text({ required: true, readOnly: true, length: 3 }),
    exchange_rate: decimal({ required: true, readOnly: true, visibleIf: 'exchange_rate != 1' }),
    rate_on: date({ label: 'Rate of', readOnly: true, visibleIf: 'exchange_rate != 1' }),
    rate_source: text({ label: 'Source of the rate', readOnly: true, length: 40, visibleIf: 'exchange_rate != 1' }),
    lines: children(lines, { readOnly: true }),
    // What it was posted for, also when that is gone: `invoices/<id>`.
    origin: text({ internal: true, indexed: true, length: 120 }),
  },
  list: { columns: ['booked_on', 'document', 'event', 'kind', 'total_eur', 'source', 'created_at'], sort: '-booked_on' },
  blocks: [
    { label: 'Posting', fields: ['booked_on', 'document', 'event', 'kind', 'source', 'billing_company', 'total_eur'] },
    { label: 'Lines', fields: ['lines'] },
    { label: 'Currency', fields: ['currency', 'exchange_rate', 'rate_on', 'rate_source'] },
  ],
  board: null,
  hooks: { beforeSave: refuseUnbalanced },
});

/** Whoever writes it: what does not balance, in its own currency or in that of the house, is not posted. */
function refuseUnbalanced(draft: Draft): void {
  const rows = rowsOf(draft.values.lines);
  const sum = (name: string) => rows.reduce((all, row) => all.plus((row[name] as Money | null)?.amount ?? 0), new Decimal(0));
  for (const [debit, credit] of [
    ['debit', 'credit'],
    ['debit_eur', 'credit_eur'],
  ] as const)
    if (rows.length === 0 || !sum(debit).equals(sum(credit)))
      draft.refuse('lines', 'unbalanced', 'The sum of what is debited is not the sum of what is credited.');
}
