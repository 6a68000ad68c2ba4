// Sellers of the demo company get a part of what they sell: more for software than for hardware. From the next invoices on.

import type { Context } from '../../engine/index.ts';
import { create, everything, type Known } from '../demo/module.ts';
import { buyers } from '../documents/module.ts';

export async function demo(context: Context): Promise<void> {
  const [sales] = await create(context, 'commission_groups', [{ name: 'Sales' }, { name: 'Partners' }]);
  for (const { id, category } of await everything(context, 'products', ['category'])) {
    const percent = category === 'Software' ? '8' : category === 'Hardware' ? '3' : null;
    if (percent) await context.records.update('products', id, { commissions: [{ group: sales!.id, percent }] });
  }
  const customers = buyers(await everything(context, 'accounts', ['type', 'owner']));
  for (const seller of new Set(customers.map(({ owner }) => (owner as Known).id)))
    await context.records.update('users', seller, { commission_group: sales!.id });
}
