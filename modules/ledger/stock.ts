// Movements of stock, at the purchase price of the product as it is that day. What has no price is not in the books.

import { clockOf, eachAmong, type Values } from '../../engine/index.ts';
import { dayIn, idOf, type Money, minorDigits } from '../../schema/index.ts';
import type { Rate } from '../money/module.ts';
import { exact } from './amounts.ts';
import type { Kind, Posted } from './kind.ts';
import type { Event } from './post.ts';
import { ratesIn } from './rates.ts';
import type { Place } from './rule.ts';

const AGAINST: Readonly<Record<string, Place>> = { purchase: 'stock_in', sale: 'stock_out', count: 'stock_count' };

export const stockPostings: Kind = {
  // The journal has a second figure, what customers have ordered.
  isPosted: ({ of }) => of === 'stock',
  decides: [],
  origin: (id) => `stock_movements/${id}`,
  async events(drafts, system) {
    const rates = ratesIn(system);
    const zone = clockOf(system.actor);
    const ids = drafts.map(({ values }) => idOf(values.product)!);
    const query = { fields: ['id', 'name', 'purchase_price', 'product_category'], filter: 'purchase_price is not empty' };
    const products = await Array.fromAsync(eachAmong(system, 'products', 'id', ids, query));
    const priced = new Map(products.map((product) => [String(product.id), product]));
    const events: Event[] = [];
    for (const draft of drafts) {
      const { created_at } = draft.values;
      // One that is being written is of today.
      const day = dayIn(zone, created_at ? Date.parse(String(created_at)) : Date.now());
      const product = priced.get(idOf(draft.values.product)!);
      if (product) events.push(moved(draft, product, await rates((product.purchase_price as Money).currency, day), day));
    }
    return events;
  },
};

function moved({ id, values }: Posted, product: Values, rate: Rate | null, day: string): Event {
  const { amount: price, currency } = product.purchase_price as Money;
  const amount = exact(price).times(String(values.quantity)).toDecimalPlaces(minorDigits(currency));
  const facts = { product_category: idOf(product.product_category) };
  return {
    origin: stockPostings.origin(id),
    source: { entity: 'stock_movements', id },
    event: 'stock',
    document: [values.note, product.name].filter(Boolean).join(' – '),
    booked_on: day,
    currency,
    rate,
    parts: [
      { place: 'inventory', amount, facts },
      { place: AGAINST[String(values.reason)]!, amount: amount.negated(), facts },
    ],
  };
}
