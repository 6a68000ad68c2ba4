// What costs are for, and what follows from that: input tax, surcharge, the tax class they are billed on with.

import type { Context } from '../../engine/index.ts';
import { checkbox, defineEntity, percent, reference, text, textArea } from '../../schema/index.ts';
import { type SeedWords, seedWords } from '../general/module.ts';

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

export const categoryWords: SeedWords = {
  Travel: ['Matkat', 'Resor', 'Reisen', 'Поездки'],
  Accommodation: ['Majoitus', 'Logi', 'Übernachtung', 'Проживание'],
  Meals: ['Ateriat', 'Måltider', 'Verpflegung', 'Питание'],
  Materials: ['Materiaalit', 'Material', 'Material', 'Материалы'],
  Software: ['Ohjelmistot', 'Programvara', 'Software', 'Программы'],
  Other: ['Muut', 'Övrigt', 'Sonstiges', 'Прочее'],
};

/** Nobody can record a cost without one. */
export async function ensureCategories(context: Context): Promise<void> {
  const { records } = context;
  const known = await records.list('expense_categories', { fields: ['id'], limit: 1 });
  if (known.records.length > 0) return;
  const said = await seedWords(context, categoryWords);
  for (const name of USUAL) await records.create('expense_categories', { name: said(name) });
}
