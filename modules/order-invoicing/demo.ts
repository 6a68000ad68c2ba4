// Orders that are delivered are invoiced, and most of them paid.

import type { Context } from '../../engine/index.ts';
import { everything, type Known } from '../demo/module.ts';
import { pay } from '../invoices/module.ts';

export async function demo(context: Context): Promise<void> {
  const orders = await everything(context, 'sales_orders', ['status']);
  for (const { id } of orders.filter(({ status }) => status === 'delivered')) {
    const { result } = (await context.act('sales_orders', id, 'invoice')) as { result: { open: Known } };
    await context.records.update('invoices', result.open.id, { status: 'unpaid' });
  }
  await pay(context, ({ sales_order }) => sales_order !== null);
}
