// What costs are for, and what follows from that: input tax, surcharge, the tax class they are billed on with.

import type { Context } from '../../engine/index.ts';
import { checkbox, defineEntity, percent, reference, text, textArea } from '../../schema/index.ts';

export const expenseCategories = defineEntity('expense_categories', {
  label: 'Expense category',
  plural: 'Expense categories',
  icon: 'receipt',
  area: 'administration',
  title: 'name',
  owned: false,
  shared: 'active',
  fields: {
    name: text({ required: true, searched: true, unique: true, length: 120 }),
    active: checkbox({ default: 'true' }),
    tax_rate: percent({ label: 'Tax in the amount %', min: 0, max: 100, help: 'Of new expenses; each may say another.' }),
    markup: percent({ label: 'Surcharge %', min: 0, max: 1000, help: 'On what is billed on to customers.' }),
    tax_class: reference('tax_classes', { help: 'Of the line of the invoice. Left empty, it is that of the customer or the settings.' }),
    notes: textArea(),
  },
  list: { columns: ['name', 'active', 'tax_rate', 'markup', 'tax_class'], sort: 'name' },
  blocks: [{ label: 'Category', fields: ['name', 'active', 'tax_rate', 'markup', 'tax_class', 'notes'] }],
});

const USUAL = ['Travel', 'Accommodation', 'Meals', 'Materials', 'Software', 'Other'];

/** Nobody can record a cost without one. */
export async function ensureCategories({ records }: Context): Promise<void> {
  const known = await records.list('expense_categories', { fields: ['id'], limit: 1 });
  if (known.records.length > 0) return;
  for (const name of USUAL) await records.create('expense_categories', { name });
}
