// Invoices of a year, most of them paid, some late, one credited; a few in other currencies.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { create, everything, type Known, seeded, today, workday } from '../demo/module.ts';
import { buyers, catalogueRows } from '../documents/module.ts';

export async function demo(context: Context): Promise<void> {
  const random = seeded('invoices');
  const customers = buyers(await everything(context, 'accounts', ['type', 'owner', 'country']));
  const products = (await everything(context, 'products', ['category', 'active'])).filter(({ active }) => active);
  const currencies = new Map((await everything(context, 'currencies', ['code'])).map(({ id, code }) => [String(code), id]));
  const codes: Readonly<Record<string, string>> = { Sweden: 'SEK', Norway: 'NOK', Denmark: 'DKK' };
  const rows = Array.from({ length: 60 }, (_, i) => {
    const account = random.pick(customers);
    const issued_on = workday(addDays(today(), -365 + i * 6));
    return {
      account: account.id,
      subject: random.pick(['Delivery', 'Installation', 'Insight, yearly', 'Sensors', 'Training']),
      currency: currencies.get(codes[String(account.country)] ?? 'EUR') ?? null,
      issued_on: issued_on > today() ? today() : issued_on,
      status: i < 57 ? 'unpaid' : 'draft',
      lines: catalogueRows(random, products),
      owner: (account.owner as Known).id,
    };
  });
  await create(context, 'invoices', rows);
  await pay(context);
  await creditOne(context);
}

/** Nine of ten older invoices are paid about when they were due; some in two parts. */
export async function pay(context: Context, isMeant: (invoice: Known) => boolean = () => true): Promise<void> {
  const random = seeded('payments');
  const due = (await everything(context, 'invoices', ['account', 'owner', 'due_on', 'open', 'number', 'sales_order'])).filter(
    (invoice) => invoice.number && String(invoice.due_on) <= today() && isMeant(invoice),
  );
  const paid = due.filter(() => random.chance(0.9));
  const rows: Values[] = paid.map(({ id, account, owner, due_on, open, number }) => {
    const { amount, currency } = open as { amount: string; currency: string };
    const part = random.chance(0.1) ? Math.floor(Number(amount) / 2).toFixed(2) : amount;
    const day = addDays(String(due_on), random.whole(-6, 9));
    return {
      account: (account as Known).id,
      owner: (owner as Known).id,
      paid_on: day > today() ? today() : day,
      amount: { amount: part, currency },
      reference: String(number),
      mode: random.weighted([
        ['Bank transfer', 8],
        ['Card', 1],
      ]),
      allocations: [{ invoice: id, amount: { amount: part, currency } }],
    };
  });
  await create(context, 'payments', rows);
}

async function creditOne(context: Context): Promise<void> {
  const [open] = (await everything(context, 'invoices', ['status'])).filter(({ status }) => status === 'unpaid');
  if (!open) return;
  const { result } = (await context.act('invoices', open.id, 'credit')) as { result: { open: Known } };
  await context.records.update('invoices', result.open.id, { status: 'unpaid' });
}
