// What people of the demo company spent in the last months: most of it approved and paid back, some to be billed on.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { everything, type Known, seeded, today, workday } from '../demo/module.ts';
import { seedWords } from '../general/module.ts';
import { categoryWords } from './category.ts';

const spent: readonly (readonly [category: string, what: string, vendor: string, from: number, to: number])[] = [
  ['Travel', 'Train to the customer', 'VR', 18, 64],
  ['Travel', 'Taxi from the airport', 'Taxi', 24, 58],
  ['Accommodation', 'Hotel, one night', 'Scandic', 96, 164],
  ['Meals', 'Lunch with the customer', 'Ravintola Kaisla', 28, 92],
  ['Materials', 'Cables and fixings', 'Tool market', 12, 140],
  ['Software', 'Licence, monthly', 'App store', 9, 49],
];

export async function demo(context: Context): Promise<void> {
  const { records } = context;
  const random = seeded('expenses');
  const said = await seedWords(context, categoryWords);
  const categories = new Map((await everything(context, 'expense_categories', ['name'])).map(({ id, name }) => [String(name), id]));
  const customers = (await everything(context, 'accounts', ['type', 'owner'])).filter(({ type, owner }) => type === 'customer' && owner);
  const waiting: Known[] = [];
  for (let i = 0; i < 36; i++) {
    const [category, description, vendor, from, to] = random.pick(spent);
    const { id: account, owner } = random.pick(customers);
    const billable = random.chance(0.4);
    const made = await records.create('expenses', {
      ...{ category: categories.get(said(category)), description, vendor, account, billable },
      spent_on: workday(addDays(today(), -109 + i * 3)),
      amount: { amount: (random.whole(from * 100, to * 100) / 100).toFixed(2), currency: 'EUR' },
      tax_rate: category === 'Meals' || category === 'Travel' || category === 'Accommodation' ? '14' : '25.5',
      paid_by: random.chance(0.7) ? 'employee' : 'company',
      owner: (owner as Known).id,
    } satisfies Values);
    if (i < 32) await context.act('expenses', String(made.id), 'approve');
    if (i < 24 && made.paid_by === 'employee')
      await context.act('expenses', String(made.id), 'reimburse', { reimbursed_on: workday(addDays(today(), -98 + i * 3)) });
    if (i < 12 && billable) waiting.push(made as Known);
  }
  for (const { id } of waiting) await context.act('expenses', id, 'bill_on');
}
