// Two customers that buy a lot have agreed on prices for hardware: a tenth less than in the catalogue.

import type { Context } from '../../engine/index.ts';
import { create, everything, today } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const customers = (await everything(context, 'accounts', ['type'])).filter(({ type }) => type === 'customer');
  const hardware = (await everything(context, 'products', ['category', 'unit_price'])).filter(({ category }) => category === 'Hardware');
  const euro = (await everything(context, 'currencies', ['code'])).find(({ code }) => code === 'EUR');
  const year = today().slice(0, 4);
  await create(context, 'price_books', [
    {
      name: `Framework agreement ${year}`,
      currency: euro!.id,
      valid_from: `${year}-01-01`,
      valid_until: `${year}-12-31`,
      accounts: customers.slice(0, 2).map(({ id }) => id),
      prices: hardware.map(({ id, unit_price }) => ({
        product: id,
        price: { amount: (Number((unit_price as { amount: string }).amount) * 0.9).toFixed(2), currency: 'EUR' },
      })),
    },
  ]);
}
