// The chart of accounts: a tree of accounts, each of one type (row NV-28). A small one comes with the workspace; it is changed freely.

import type { Context, Draft } from '../../engine/index.ts';
import { checkbox, defineEntity, picklist, reference, text, textArea } from '../../schema/index.ts';
import { seedWords } from '../general/module.ts';
import { ledgerWords } from './words.ts';

export const ledgerAccounts = defineEntity('ledger_accounts', {
  label: 'Ledger account',
  plural: 'Chart of accounts',
  icon: 'list-numbers',
  title: ['code', 'name'],
  area: 'administration',
  menu: true,
  owned: false,
  fields: {
    code: text({ label: 'Number', required: true, unique: true, searched: true, length: 20, example: '3070' }),
    name: text({ required: true, searched: true, length: 120, example: 'Sales of spare parts' }),
    type: picklist(
      [
        { value: 'asset', label: 'Asset' },
        { value: 'liability', label: 'Liability' },
        { value: 'equity', label: 'Equity' },
        { value: 'income', label: 'Income' },
        { value: 'expense', label: 'Expense' },
      ],
      { required: true },
    ),
    parent: reference('ledger_accounts', { label: 'Above it', acyclic: true, example: null }),
    active: checkbox({ default: 'true', help: 'Rules may post to it.' }),
    description: textArea(),
  },
  list: { columns: ['code', 'name', 'type', 'parent', 'active'], sort: 'code' },
  board: null,
  hooks: { beforeSave: keepInUse },
});

/** What a rule posts to is not put out of use below it. */
async function keepInUse(draft: Draft, { records }: Context): Promise<void> {
  if (draft.verb !== 'update' || !draft.changed.has('active') || draft.values.active) return;
  const used = await records.list('ledger_rules', { fields: ['name'], filter: `account = "${draft.id}" and active`, limit: 1 });
  if (used.records[0]) draft.refuse('active', 'in_use', `The rule “${used.records[0].name}” posts to it.`);
}

/** Number, name, type, and the number of the one above it. */
const first = [
  ['1000', 'Assets', 'asset', null],
  ['1500', 'Inventory', 'asset', '1000'],
  ['1700', 'Trade receivables', 'asset', '1000'],
  ['1760', 'VAT on purchases', 'asset', '1000'],
  ['1900', 'Cash', 'asset', '1000'],
  ['1910', 'Bank', 'asset', '1000'],
  ['1920', 'Card payments on their way', 'asset', '1000'],
  ['2000', 'Equity', 'equity', null],
  ['2500', 'Liabilities', 'liability', null],
  ['2610', 'Payments of customers not allocated', 'liability', '2500'],
  ['2700', 'Trade payables', 'liability', '2500'],
  ['2800', 'VAT on sales', 'liability', '2500'],
  ['2900', 'Commissions to be paid', 'liability', '2500'],
  ['2950', 'Debts to employees', 'liability', '2500'],
  ['3000', 'Income', 'income', null],
  ['3010', 'Sales', 'income', '3000'],
  ['3020', 'Sales under reverse charge', 'income', '3000'],
  ['3030', 'Sales within the EU', 'income', '3000'],
  ['3040', 'Sales outside the EU', 'income', '3000'],
  ['3050', 'Sales free of tax', 'income', '3000'],
  ['3090', 'Discounts and charges on sales', 'income', '3000'],
  ['3900', 'Exchange gains', 'income', '3000'],
  ['4000', 'Expenses', 'expense', null],
  ['4010', 'Purchases', 'expense', '4000'],
  ['4080', 'Discounts and charges on purchases', 'expense', '4000'],
  ['4090', 'Change in inventory', 'expense', '4000'],
  ['4100', 'Cost of goods sold', 'expense', '4000'],
  ['4190', 'Inventory differences', 'expense', '4000'],
  ['5000', 'Commissions', 'expense', '4000'],
  ['5100', 'Expenses of employees', 'expense', '4000'],
  ['5900', 'Exchange losses', 'expense', '4000'],
  ['5950', 'Rounding', 'expense', '4000'],
] as const;

/** A workspace without any account gets the usual ones, another one those of them that are `needed`. Answers ids by number. */
export async function ensureAccounts(context: Context, needed: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const { records } = context;
  const said = await seedWords(context, ledgerWords);
  const known = await records.list('ledger_accounts', { fields: ['id', 'code'], sort: 'code', limit: 500 });
  const ids = new Map(known.records.map(({ id, code }) => [String(code), String(id)]));
  const isNew = ids.size === 0;
  for (const [code, name, type, above] of first) {
    if (ids.has(code) || !(isNew || needed.has(code))) continue;
    const made = await records.create('ledger_accounts', { code, name: said(name), type, parent: (above && ids.get(above)) ?? null });
    ids.set(code, String(made.id));
  }
  return ids;
}
