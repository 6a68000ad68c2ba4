// Customers who pay for Insight each month, each quarter and each year: the first invoices come with the next month.

import type { Context } from '../../engine/index.ts';
import { addMonths } from '../../schema/index.ts';
import { create, everything, type Known, today } from '../demo/module.ts';
import { buyers } from '../documents/module.ts';

const subscriptions = [
  { subject: 'Insight for two plants', products: ['Insight Professional', 'Insight Basic'], every: 'month' },
  { subject: 'Insight for the head office', products: ['Insight Basic'], every: 'quarter' },
  { subject: 'Insight and maintenance', products: ['Insight Enterprise', 'Maintenance agreement'], every: 'year' },
] as const;

export async function demo(context: Context): Promise<void> {
  const customers = buyers(await everything(context, 'accounts', ['type', 'owner']));
  const products = new Map((await everything(context, 'products', ['name'])).map(({ id, name }) => [name, id]));
  const orders = subscriptions.map(({ subject, products: names }, i) => ({
    account: customers[i]!.id,
    owner: (customers[i]!.owner as Known).id,
    subject,
    status: 'confirmed',
    invoices_begin: 'unpaid',
    lines: names.map((name) => ({ product: products.get(name), quantity: '2' })),
  }));
  const made = await create(context, 'sales_orders', orders);
  const plans = made.map(({ id, owner }, i) => ({
    sales_order: id,
    owner,
    every: subscriptions[i]!.every,
    period_mode: 'start',
    starts_on: `${addMonths(today(), 1).slice(0, 7)}-01`,
  }));
  await create(context, 'invoicing_plans', plans);
}
