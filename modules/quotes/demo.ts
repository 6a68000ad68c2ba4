// Quotes of half a year: old ones are decided, young ones wait.

import type { Context } from '../../engine/index.ts';
import { create, everything, type Known, seeded, shift, today, workday } from '../demo/module.ts';
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
      issued_on: workday(shift(today(), -age - 3)),
      status,
      discount: random.chance(0.2) ? '5' : null,
      lines: catalogueRows(random, products),
      owner: (account.owner as Known).id,
    };
  });
  await create(context, 'quotes', rows);
}
