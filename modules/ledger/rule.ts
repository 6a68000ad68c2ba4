// Which account a line of a posting goes to: the rule of its place whose conditions all hold, the one with most of them (topic 24).

import { type Context, type Draft, invalid, type Values } from '../../engine/index.ts';
import { checkbox, defineEntity, percent, picklist, type Reference, reference, text } from '../../schema/index.ts';
import { seedWords } from '../general/module.ts';
import { taxCategories } from '../taxes/module.ts';
import { ensureAccounts } from './account.ts';
import { ledgerWords } from './words.ts';

export const PLACES = [
  { value: 'receivable', label: 'Receivables from customers' },
  { value: 'prepayment', label: 'Payments of customers not allocated' },
  { value: 'bank', label: 'Money paid in or out' },
  { value: 'sales', label: 'Sales' },
  { value: 'sales_adjustment', label: 'Discounts and charges on sales' },
  { value: 'sales_tax', label: 'Tax on sales' },
  { value: 'payable', label: 'Debts to vendors' },
  { value: 'purchases', label: 'Purchases' },
  { value: 'purchase_adjustment', label: 'Discounts and charges on purchases' },
  { value: 'purchase_tax', label: 'Tax on purchases' },
  { value: 'expense', label: 'Expenses' },
  { value: 'expense_debt', label: 'Debts to employees' },
  { value: 'inventory', label: 'Inventory' },
  { value: 'stock_in', label: 'Goods received' },
  { value: 'stock_out', label: 'Goods sold' },
  { value: 'stock_count', label: 'Inventory differences' },
  { value: 'commission', label: 'Commissions' },
  { value: 'commission_due', label: 'Commissions to be paid' },
  { value: 'exchange_gain', label: 'Exchange gains' },
  { value: 'exchange_loss', label: 'Exchange losses' },
  { value: 'rounding', label: 'Rounding' },
] as const;
export type Place = (typeof PLACES)[number]['value'];

/** What a rule may ask of a line; left empty in a rule, it holds for all. */
const CONDITIONS = ['tax_category', 'tax_rate', 'product_category', 'expense_category', 'mode', 'own_account'] as const;
export type LineFacts = Partial<Readonly<Record<(typeof CONDITIONS)[number], string | null>>>;

export const ledgerRules = defineEntity('ledger_rules', {
  label: 'Posting rule',
  plural: 'Posting rules',
  icon: 'list-tree',
  title: 'name',
  area: 'administration',
  menu: true,
  owned: false,
  kept: true,
  fields: {
    name: text({ required: true, searched: true, length: 120, example: 'Spare parts' }),
    place: picklist(PLACES, { label: 'What is posted', required: true }),
    tax_category: picklist(taxCategories, { help: 'Of EN 16931, as tax classes have it.', example: null }),
    tax_rate: percent({ label: 'Tax %', min: 0, max: 100, example: null }),
    product_category: reference('product_categories', { example: null }),
    expense_category: reference('expense_categories', { example: null }),
    mode: text({ label: 'Payment mode', length: 60, example: null }),
    own_account: text({ label: 'Own bank account (IBAN)', length: 42, example: null }),
    account: reference('ledger_accounts', { label: 'Ledger account', required: true }),
    active: checkbox({ default: 'true' }),
  },
  rules: [{ when: 'active and account.active = false', field: 'account', code: 'inactive', message: 'is not in use any more' }],
  list: {
    columns: ['name', 'place', 'account', ...CONDITIONS, 'active'],
    sort: 'place',
  },
  blocks: [
    { label: 'Rule', fields: ['name', 'place', 'account', 'active'] },
    { label: 'Holds where all of it fits', fields: [...CONDITIONS] },
  ],
  board: null,
  hooks: { afterSave: keepGeneral },
});

/** Each place keeps a rule without conditions: whatever is issued or paid can be posted. */
async function keepGeneral(draft: Draft, { records }: Context): Promise<void> {
  const { old, verb, values } = draft;
  if (!old || !isGeneral(old)) return;
  if (verb === 'update' && isGeneral(values) && values.place === old.place) return;
  const none = CONDITIONS.map((name) => `${name} is empty`).join(' and ');
  const filter = `place = "${old.place}" and active and ${none}`;
  const others = await records.list('ledger_rules', { fields: ['id'], filter, limit: 1 });
  if (!others.records[0]) draft.refuse('place', 'last_rule', 'It is the only rule that holds for all of its kind; make another one first.');
}

function isGeneral(rule: Readonly<Values>): boolean {
  return Boolean(rule.active) && CONDITIONS.every((name) => isUnset(rule[name]));
}

function isUnset(condition: unknown): boolean {
  return condition === null || condition === undefined || condition === '';
}

export interface Rule extends Readonly<Values> {
  readonly place: Place;
  readonly account: Reference;
}

export async function readRules(system: Context): Promise<readonly Rule[]> {
  return (await system.kept('ledger_rules')).filter(({ active }) => active) as unknown as readonly Rule[];
}

/** Id of the account. @throws Refusal 422 where no rule is left for the place */
export function accountFor(rules: readonly Rule[], place: Place, facts: LineFacts): string {
  let best: Rule | null = null;
  let most = -1;
  for (const rule of rules) {
    const asked = rule.place === place ? CONDITIONS.filter((name) => !isUnset(rule[name])) : null;
    if (!asked || asked.length <= most || !asked.every((name) => holds(name, rule[name], facts[name]))) continue;
    [best, most] = [rule, asked.length];
  }
  if (best) return best.account.id;
  throw invalid([
    {
      field: 'place',
      code: 'no_posting_rule',
      message: `No posting rule says where “${labelOf(place)}” goes: an administrator makes one under Posting rules.`,
    },
  ]);
}

function holds(name: (typeof CONDITIONS)[number], wanted: unknown, fact: string | null | undefined): boolean {
  if (isUnset(fact)) return false;
  if (name === 'tax_rate') return Number(wanted) === Number(fact);
  if (name === 'product_category' || name === 'expense_category') return (wanted as Reference).id === fact;
  return plain(wanted) === plain(fact);
}

/** People write IBANs in groups. */
function plain(word: unknown): string {
  return String(word).replace(/\s/g, '').toLowerCase();
}

function labelOf(place: Place): string {
  return PLACES.find(({ value }) => value === place)!.label;
}

/** Name, place, number of the account, conditions. */
const first: readonly (readonly [name: string, place: Place, account: string, conditions?: Values])[] = [
  ['Receivables', 'receivable', '1700'],
  ['Payments not allocated', 'prepayment', '2610'],
  ['Bank', 'bank', '1910'],
  ['Cash', 'bank', '1900', { mode: 'Cash' }],
  ['Cards', 'bank', '1920', { mode: 'Card' }],
  ['Sales', 'sales', '3010'],
  ['Sales under reverse charge', 'sales', '3020', { tax_category: 'AE' }],
  ['Sales within the EU', 'sales', '3030', { tax_category: 'K' }],
  ['Sales outside the EU', 'sales', '3040', { tax_category: 'G' }],
  ['Sales exempt from tax', 'sales', '3050', { tax_category: 'E' }],
  ['Sales at zero', 'sales', '3050', { tax_category: 'Z' }],
  ['Sales outside the scope of tax', 'sales', '3050', { tax_category: 'O' }],
  ['Discounts and charges on sales', 'sales_adjustment', '3090'],
  ['VAT on sales', 'sales_tax', '2800'],
  ['Payables', 'payable', '2700'],
  ['Purchases', 'purchases', '4010'],
  ['Discounts and charges on purchases', 'purchase_adjustment', '4080'],
  ['VAT on purchases', 'purchase_tax', '1760'],
  ['Expenses', 'expense', '5100'],
  ['Debts to employees', 'expense_debt', '2950'],
  ['Inventory', 'inventory', '1500'],
  ['Goods received', 'stock_in', '4090'],
  ['Goods sold', 'stock_out', '4100'],
  ['Inventory differences', 'stock_count', '4190'],
  ['Commissions', 'commission', '5000'],
  ['Commissions to be paid', 'commission_due', '2900'],
  ['Exchange gains', 'exchange_gain', '3900'],
  ['Exchange losses', 'exchange_loss', '5900'],
  ['Rounding', 'rounding', '5950'],
];

/**
 * The chart and rules of a new workspace; an older one gets rules for places that came later.
 * True where there were none at all.
 */
export async function ensureRules(context: Context): Promise<boolean> {
  const { records } = context;
  const known = await records.aggregate('ledger_rules', { groupBy: ['place'], measures: [{ fn: 'count' }] });
  const there = new Set(known.map(({ place }) => place));
  const missing = first.filter(([, place]) => !there.has(place));
  if (missing.length === 0) return false;
  const accounts = await ensureAccounts(context, new Set(missing.map(([, , code]) => code)));
  const said = await seedWords(context, ledgerWords);
  for (const [name, place, code, conditions] of missing)
    await records.create('ledger_rules', { name: said(name), place, account: accounts.get(code), ...conditions });
  return known.length === 0;
}
