// Orders of the quotes that were accepted: older ones are delivered and invoiced.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { everything, type Known, today } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const quotes = await everything(context, 'quotes', ['status', 'issued_on']);
  for (const { id, issued_on } of quotes.filter(({ status }) => status === 'accepted')) {
    const { result } = (await context.act('quotes', id, 'order')) as { result: { open: Known } };
    const ordered = addDays(String(issued_on), 12);
    const age = (Date.parse(today()) - Date.parse(ordered)) / 86_400_000;
    const values: Values = { issued_on: ordered, delivery_on: addDays(ordered, 21), status: 'confirmed' };
    await context.records.update('sales_orders', result.open.id, values);
    if (age > 60) await context.records.update('sales_orders', result.open.id, { status: 'delivered' });
  }
}
