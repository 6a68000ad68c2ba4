// What tax a sale bears: a class has a category of EN 16931 and, where one is due, rates with the day they begin (rows CS-109, CS-111, PX-12).

import type { Context, Draft, Values } from '../../engine/index.ts';
import { checkbox, children, date, defineEntity, percent, picklist, rowsOf, text } from '../../schema/index.ts';
import { seedWords } from '../general/module.ts';
import { taxWords } from './words.ts';

const taxRates = defineEntity('tax_rates', {
  label: 'Rate',
  plural: 'Rates',
  icon: 'percentage',
  title: 'rate',
  fields: {
    valid_from: date({ label: 'From', required: true, default: '"2000-01-01"' }),
    rate: percent({ required: true, min: 0, max: 100 }),
  },
});

/** Categories in which tax is due; the others are free of it and say why. */
const TAXED = 'S';

/** Of EN 16931. */
export const taxCategories = [
  { value: 'S', label: 'Standard or reduced rate (S)' },
  { value: 'Z', label: 'Zero rated (Z)' },
  { value: 'E', label: 'Exempt (E)' },
  { value: 'AE', label: 'Reverse charge (AE)' },
  { value: 'K', label: 'Supply within the EU (K)' },
  { value: 'G', label: 'Export outside the EU (G)' },
  { value: 'O', label: 'Outside the scope of tax (O)' },
] as const;

export const taxClasses = defineEntity('tax_classes', {
  label: 'Tax class',
  plural: 'Tax classes',
  icon: 'percentage',
  title: 'name',
  area: 'administration',
  owned: false,
  kept: true,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 80, help: 'Is printed on documents.' }),
    category: picklist(taxCategories, { required: true, default: '"S"', help: 'Category of EN 16931, as electronic invoices carry it.' }),
    reason: text({ label: 'Reason without tax', length: 250, requiredIf: 'category not in ("S", "Z")', help: 'Is printed on documents.' }),
    rates: children(taxRates),
    active: checkbox({ default: 'true', help: 'May be chosen for new documents.' }),
  },
  list: { columns: ['name', 'category', 'reason', 'active'], sort: 'name' },
  board: null,
  hooks: { beforeSave: checkRates },
});

function checkRates(draft: Draft): void {
  if (draft.verb === 'delete') return;
  const rates = rowsOf(draft.values.rates);
  const isTaxed = draft.values.category === TAXED;
  if (isTaxed && rates.length === 0) draft.refuse('rates', 'required', 'A rate is needed.');
  if (!isTaxed && rates.some(({ rate }) => Number(rate) !== 0)) draft.refuse('rates', 'no_tax', 'No tax is due in this category.');
  const days = rates.map(({ valid_from }) => valid_from);
  if (new Set(days).size < days.length) draft.refuse('rates', 'not_unique', 'Two rates begin on the same day.');
}

/** What a class comes to on a day. */
export interface Tax {
  readonly category: string;
  /** In per cent. */
  readonly rate: string;
}

/** Null: the class has no rate yet on that day. */
export function taxOn({ category, rates }: Values, day: string): Tax | null {
  if (category !== TAXED) return { category: String(category), rate: '0' };
  const begun = rowsOf(rates).filter(({ valid_from }) => String(valid_from) <= day);
  const newest = begun.toSorted((a, b) => String(b.valid_from).localeCompare(String(a.valid_from)))[0];
  return newest ? { category: TAXED, rate: String(newest.rate) } : null;
}

/** Finland's, which others rename; rates that have been stay for old documents. */
const first: readonly { name: string; category: string; reason?: string; rates?: Values[] }[] = [
  {
    name: 'VAT standard rate',
    category: 'S',
    rates: [
      { valid_from: '2013-01-01', rate: '24' },
      { valid_from: '2024-09-01', rate: '25.5' },
    ],
  },
  {
    name: 'VAT reduced rate',
    category: 'S',
    rates: [
      { valid_from: '2013-01-01', rate: '14' },
      { valid_from: '2026-01-01', rate: '13.5' },
    ],
  },
  { name: 'VAT lower reduced rate', category: 'S', rates: [{ valid_from: '2013-01-01', rate: '10' }] },
  { name: 'Reverse charge', category: 'AE', reason: 'Reverse charge: VAT is paid by the buyer (Directive 2006/112/EC, Art. 196)' },
  { name: 'Supply within the EU', category: 'K', reason: 'Intra-Community supply (Directive 2006/112/EC, Art. 138)' },
  { name: 'Export', category: 'G', reason: 'Export outside the EU (Directive 2006/112/EC, Art. 146)' },
  { name: 'Exempt from VAT', category: 'E', reason: 'Exempt from VAT' },
];

/** A workspace without any tax class gets the usual ones. */
export async function ensureTaxClasses(context: Context): Promise<void> {
  const { records } = context;
  const known = await records.list('tax_classes', { fields: ['id'], limit: 1 });
  if (known.records.length > 0) return;
  const said = await seedWords(context, taxWords);
  for (const { name, reason, ...values } of first)
    await records.create('tax_classes', { ...values, name: said(name), ...(reason ? { reason: said(reason) } : {}) });
}
