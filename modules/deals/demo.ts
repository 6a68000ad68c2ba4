// 400 deals of two years up to today: old ones are closed, young ones are on their way.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { create, everything, type Known, type Random, seeded, today, workday } from '../demo/module.ts';
import { salesDashboard } from './demo-dashboard.ts';

export async function demo(context: Context): Promise<void> {
  const contacts = await everything(context, 'contacts', ['account', 'owner']);
  const products = await everything(context, 'products', ['name', 'unit_price', 'category']);
  const customers = contacts.filter(({ account, owner }) => account && owner);
  await create(context, 'deals', makeDeals(seeded('deals'), today(), customers, products, 400));
  await salesDashboard(context);
}

const open = [
  ['prospecting', 3],
  ['qualification', 3],
  ['engaging', 3],
  ['proposal', 2],
  ['negotiation', 1],
] as const;

export function makeDeals(random: Random, on: string, contacts: readonly Known[], products: readonly Known[], count: number): Values[] {
  return Array.from({ length: count }, () => {
    // More and more business over the two years.
    const age = Math.floor(730 * random.next() ** 1.7);
    const opened_on = workday(addDays(on, -age - 2));
    const length = random.whole(15, 210);
    const closed = age > length || random.chance(0.08);
    const stage = closed
      ? random.weighted([
          ['won', 45],
          ['lost', 55],
        ])
      : random.weighted(open);
    const contact = random.pick(contacts);
    return {
      ...whatFor(random, products, closed),
      stage,
      account: (contact.account as Known).id,
      contact: contact.id,
      opened_on,
      closing_date: closed ? null : workday(addDays(on, random.whole(-10, 120))),
      closed_on: closed ? addDays(opened_on, Math.min(length, age)) : null,
      lost_reason: stage === 'lost' ? random.pick(['Price', 'Timing', 'Competitor', 'No need', 'No answer']) : null,
      source: random.pick(['Website', 'Referral', 'Trade fair', 'Cold call', 'Partner']),
      next_step: closed
        ? null
        : random.pick([
            'Send the offer',
            'Arrange a site visit',
            'Ask about the budget',
            'Demonstrate Insight',
            'Check the technical details',
          ]),
      owner: (contact.owner as Known).id,
    };
  });
}

/** Either lines, which give the amount, or a rough amount as it is early on. */
function whatFor(random: Random, products: readonly Known[], closed: boolean): Values {
  const main = random.pick(products);
  const name = `${main.name}, ${random.pick(['pilot', 'extension', 'new site', 'replacement', 'frame agreement', 'second phase'])}`;
  if (!closed && random.chance(0.4)) return { name, product: main.id, amount: { amount: `${random.whole(8, 400)}00.00`, currency: 'EUR' } };
  const others = products.filter(({ id }) => id !== main.id && random.chance(0.12));
  const lines = [main, ...others].map(({ id, name: description, unit_price, category }) => ({
    product: id,
    description,
    unit_price,
    quantity: String(category === 'Hardware' ? random.whole(1, 24) : random.whole(1, 8)),
    discount: random.weighted([
      [null, 6],
      ['5', 2],
      ['10', 2],
      ['12.5', 1],
    ]),
  }));
  return { name, product: main.id, lines };
}
