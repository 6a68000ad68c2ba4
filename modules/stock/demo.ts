// What lies on the demo company's shelves: goods are counted once, orders have moved some since.

import type { Context } from '../../engine/index.ts';
import { everything, seeded } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const random = seeded('stock');
  const goods = (await everything(context, 'products', ['category'])).filter(({ category }) => category === 'Hardware');
  const users = await everything(context, 'users', ['login']);
  const vendors = (await everything(context, 'accounts', ['type'])).filter(({ type }) => type === 'supplier');
  for (const { id } of goods) {
    await context.records.update('products', id, {
      stock_tracked: true,
      reorder_level: String(random.whole(10, 30)),
      vendor: random.pick(vendors).id,
      assigned_to: random.pick(users).id,
    });
    await context.act('products', id, 'count_stock', { counted: String(random.whole(8, 120)), note: 'Stocktaking' });
  }
}
