// Rates of the demo company's neighbours: one a month over two years, as they might have been.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { create, everything, seeded, today } from '../demo/module.ts';

const about: Readonly<Record<string, number>> = { SEK: 112_000, NOK: 117_000, DKK: 74_600, USD: 11_200, GBP: 8_600 };

export async function demo(context: Context): Promise<void> {
  const random = seeded('rates');
  const currencies = await everything(context, 'currencies', ['code']);
  const rows: Values[] = currencies.flatMap(({ id, code }) => {
    const middle = about[String(code)];
    if (!middle) return [];
    return Array.from({ length: 25 }, (_, month) => {
      const rate = middle + Math.round((random.next() - 0.5) * middle * 0.03);
      return { currency: id, valid_on: addDays(today(), -30 * month), rate: (rate / 10_000).toFixed(4), source: 'ecb' };
    });
  });
  await create(context, 'exchange_rates', rows);
}
