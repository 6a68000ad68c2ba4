// What the demo company has bought of its suppliers in half a year; the latest orders are under way.

import type { Context } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { create, everything, type Known, seeded, today, workday } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const random = seeded('purchase-orders');
  const suppliers = (await everything(context, 'accounts', ['type', 'owner'])).filter(({ type, owner }) => type === 'supplier' && owner);
  const goods = (await everything(context, 'products', ['category', 'purchase_price'])).filter(
    ({ category, purchase_price }) => category === 'Hardware' && purchase_price,
  );
  const rows = Array.from({ length: 14 }, (_, i) => {
    const age = 180 - i * 13;
    const vendor = random.pick(suppliers);
    const issued_on = workday(addDays(today(), -age - 2));
    return {
      account: vendor.id,
      subject: random.pick(['Sensors for stock', 'Gateways', 'Parts for cabinets', 'Yearly order']),
      issued_on,
      delivery_on: addDays(issued_on, 21),
      status: age > 30 ? 'received' : age > 10 ? 'confirmed' : 'draft',
      lines: [0, 1, 2].map((step) => ({ product: goods[(i + step * 2) % goods.length]!.id, quantity: String(random.whole(5, 60)) })),
      owner: (vendor.owner as Known).id,
    };
  });
  await create(context, 'purchase_orders', rows);
}
