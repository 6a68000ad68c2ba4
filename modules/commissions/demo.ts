// Sellers of the demo company get a part of what they sell: more for software than for hardware. From the next invoices on.

import type { Context } from '../../engine/index.ts';
import { create, everything } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const [sales] = await create(context, 'commission_groups', [{ name: 'Sales' }, { name: 'Partners' }]);
  for (const { id, category } of await everything(context, 'products', ['category'])) {
    const percent = category === 'Software' ? '8' : category === 'Hardware' ? '3' : null;
    if (percent) await context.records.update('products', id, { commissions: [{ group: sales!.id, percent }] });
  }
}
