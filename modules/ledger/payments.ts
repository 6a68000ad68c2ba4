// Payments of customers, and what is paid back to them: money against what they owe. What is not allocated is theirs until it is.

import type { Context, Values } from '../../engine/index.ts';
import { DEFAULT_CURRENCY, idOf, type Money, rowsOf } from '../../schema/index.ts';
import type { Rate } from '../money/module.ts';
import { amountOf } from './amounts.ts';
import type { Kind, Posted } from './kind.ts';
import { OpenItems } from './open-items.ts';
import type { Event, Part } from './post.ts';
import { type RateOf, ratesIn } from './rates.ts';

export const paymentPostings: Kind = {
  isPosted: () => true,
  decides: ['amount', 'paid_on', 'mode', 'own_account', 'allocations'],
  origin: (id) => `payments/${id}`,
  async events(drafts, system) {
    const rates = ratesIn(system);
    const items = new OpenItems();
    const foreign = drafts.filter(({ values }) => (values.amount as Money).currency !== DEFAULT_CURRENCY);
    const paid = foreign.flatMap(({ values }) => rowsOf(values.allocations).map(({ invoice }) => idOf(invoice)!));
    await items.read(system, 'invoices', paid);
    const events: Event[] = [];
    for (const draft of drafts) events.push(eventOf(draft, await rateOf(draft, rates, system), items));
    return events;
  },
};

/** That of the day; of a day before all rates, that of what it pays. */
async function rateOf({ values }: Posted, rates: RateOf, { records }: Context): Promise<Rate | null> {
  const { currency } = values.amount as Money;
  const rate = await rates(currency, String(values.paid_on));
  if (rate) return rate;
  const [first] = rowsOf(values.allocations);
  if (!first) return null;
  const invoice = await records.get('invoices', idOf(first.invoice)!, ['exchange_rate', 'rate_on', 'rate_source']);
  return { rate: String(invoice.exchange_rate), on: String(invoice.rate_on), source: invoice.rate_source as string | null };
}

function eventOf({ id, values }: Posted, rate: Rate | null, items: OpenItems): Event {
  const { currency } = values.amount as Money;
  const { mode, own_account } = values as Record<string, string | null | undefined>;
  const paid = rowsOf(values.allocations).map((row) => paidOff(row, currency, items));
  return {
    origin: paymentPostings.origin(id),
    source: { entity: 'payments', id },
    event: 'payment',
    document: String(values.number),
    booked_on: String(values.paid_on),
    currency,
    rate,
    parts: [
      { place: 'bank', amount: amountOf(values.amount), facts: { mode: mode ?? null, own_account: own_account ?? null } },
      ...paid,
      { place: 'prepayment', amount: amountOf(values.unallocated).negated() },
    ],
  };
}

function paidOff({ invoice, amount }: Values, currency: string, items: OpenItems): Part {
  const id = idOf(invoice)!;
  const off = amountOf(amount).negated();
  const own = currency === DEFAULT_CURRENCY ? undefined : items.take(id, off);
  return { place: 'receivable', amount: off, item: { entity: 'invoices', id }, ...(own ? { own } : {}) };
}
