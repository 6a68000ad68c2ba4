// Quotes of half a year: old ones are decided, young ones wait, some of them as proposals to leads.

import type { Context } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { create, everything, type Known, seeded, today, workday } from '../demo/module.ts';
import { buyers, catalogueRows } from '../documents/module.ts';

export async function demo(context: Context): Promise<void> {
  const random = seeded('quotes');
  const customers = buyers(await everything(context, 'accounts', ['type', 'owner']));
  const products = (await everything(context, 'products', ['category', 'active'])).filter(({ active }) => active);
  const rows = Array.from({ length: 40 }, (_, i) => {
    const age = 180 - Math.floor(i * 4.4);
    const account = random.pick(customers);
    const status =
      age > 40
        ? random.weighted([
            ['accepted', 3],
            ['declined', 2],
          ])
        : random.weighted([
            ['sent', 3],
            ['draft', 2],
          ]);
    return {
      account: account.id,
      subject: random.pick(['Measuring points', 'New site', 'Replacement of sensors', 'Insight for the plant', 'Yearly maintenance']),
      issued_on: workday(addDays(today(), -age - 3)),
      status,
      discount: random.chance(0.2) ? '5' : null,
      lines: catalogueRows(random, products),
      owner: (account.owner as Known).id,
    };
  });
  const proposals = (await everything(context, 'leads', ['status', 'owner', 'product']))
    .filter(({ status }) => status === 'qualified')
    .slice(0, 4)
    .map(({ id, owner, product }, i) => ({
      lead: id,
      subject: 'Insight for the plant',
      issued_on: workday(addDays(today(), -3 - i * 2)),
      status: i % 2 === 0 ? 'sent' : 'viewed',
      lines: product ? [{ product: (product as Known).id }] : catalogueRows(random, products),
      owner: (owner as Known | null)?.id ?? null,
    }));
  await create(context, 'quotes', [...rows, ...proposals].map(seen));
}

/** Whoever looked at it did so on the day after. */
function seen<T extends { status: unknown; issued_on: string }>(quote: T): T & { viewed_at: string | null } {
  return { ...quote, viewed_at: quote.status === 'viewed' ? `${addDays(quote.issued_on, 1)}T09:12:00Z` : null };
}
