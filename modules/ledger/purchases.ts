// Purchase invoices: what was bought and its tax against the debt to the vendor, once they are approved; and their payment.

import { type Context, todayOf, type Values } from '../../engine/index.ts';
import { DEFAULT_CURRENCY, decimalsOf, type Money, type Reference, rowsOf } from '../../schema/index.ts';
import type { Rate } from '../money/module.ts';
import { taxOn } from '../taxes/module.ts';
import { amountOf, exact } from './amounts.ts';
import { partsOf, sumOf } from './document.ts';
import type { Kind, Posted } from './kind.ts';
import { OpenItems } from './open-items.ts';
import type { Event, Part } from './post.ts';
import { type RateOf, ratesIn } from './rates.ts';

/** Categories in which the buyer owes the tax. */
const REVERSED = ['AE', 'K'];

export const purchasePostings: Kind = {
  isPosted: ({ status }) => status === 'approved' || status === 'paid',
  // What is approved stays as it is.
  decides: [],
  origin: (id) => `purchase_invoices/${id}`,
  async events(drafts, system) {
    const rates = ratesIn(system);
    return Promise.all(drafts.map((draft) => bought(draft, rates, system)));
  },
};

export const purchasePaymentPostings: Kind = {
  isPosted: ({ status }) => status === 'paid',
  decides: ['paid_on'],
  origin: (id) => `purchase_invoices/${id}/payment`,
  async events(drafts, system) {
    const rates = ratesIn(system);
    const items = new OpenItems();
    const today = todayOf(system.actor);
    const foreign = drafts.filter(({ values }) => currencyOf(values) !== DEFAULT_CURRENCY);
    await items.read(
      system,
      'purchase_invoices',
      foreign.map(({ id }) => id),
    );
    return Promise.all(drafts.map((draft) => paid(draft, rates, items, today)));
  },
};

function currencyOf({ payable }: Readonly<Values>): string {
  return (payable as Money).currency;
}

async function bought(draft: Posted, rates: RateOf, system: Context): Promise<Event> {
  const { id, values } = draft;
  const currency = currencyOf(values);
  const day = String(values.issued_on);
  const parts = partsOf(draft, { line: 'purchases', adjustment: 'purchase_adjustment', tax: 'purchase_tax' }, ({ amount }) => amount);
  const payable = amountOf(values.payable);
  return {
    ...head(draft, await rates(currency, day)),
    origin: purchasePostings.origin(id),
    event: 'purchase_invoice',
    booked_on: day,
    parts: [
      ...parts,
      ...(await reversedTax(values, day, system)),
      // What the vendor rounds, or has had in advance.
      { place: 'purchase_adjustment', amount: payable.minus(sumOf(parts)) },
      { place: 'payable', amount: payable.negated(), item: { entity: 'purchase_invoices', id } },
    ],
  };
}

function head({ id, values }: Posted, rate: Rate | null) {
  const source = { entity: 'purchase_invoices', id };
  return { source, document: `${values.number} ${values.vendor_number}`, currency: currencyOf(values), rate };
}

/** Where the buyer owes the tax, he books it as owed and as paid, at the usual rate of the house. */
async function reversedTax({ taxes }: Values, day: string, system: Context): Promise<Part[]> {
  const reversed = rowsOf(taxes).filter(({ category }) => REVERSED.includes(String(category)));
  if (reversed.length === 0) return [];
  const { tax_class } = await system.settings('document_settings');
  if (!tax_class) return [];
  const usual = await system.records.get('tax_classes', (tax_class as Reference).id, ['category', 'rates']);
  const tax = taxOn(usual, day);
  if (!tax) return [];
  return reversed.flatMap(({ category, base }): Part[] => {
    const { amount: net } = base as Money;
    const digits = decimalsOf(net);
    const amount = exact(net).times(tax.rate).dividedBy(100).toDecimalPlaces(digits);
    const facts = { tax_category: String(category), tax_rate: tax.rate };
    return [
      { place: 'purchase_tax', amount, facts },
      { place: 'sales_tax', amount: amount.negated(), facts },
    ];
  });
}

async function paid(draft: Posted, rates: RateOf, items: OpenItems, today: string): Promise<Event> {
  const { id, values } = draft;
  const currency = currencyOf(values);
  const day = String(values.paid_on ?? today);
  const payable = amountOf(values.payable);
  // As long as the invoice itself waits, so does its payment: there is no debt in the books yet.
  const then = await rates(currency, String(values.issued_on));
  const own = then && currency !== DEFAULT_CURRENCY ? items.take(id, payable) : undefined;
  return {
    ...head(draft, then && (await rates(currency, day))),
    origin: purchasePaymentPostings.origin(id),
    event: 'purchase_payment',
    booked_on: day,
    parts: [
      { place: 'payable', amount: payable, item: { entity: 'purchase_invoices', id }, ...(own ? { own } : {}) },
      { place: 'bank', amount: payable.negated() },
    ],
  };
}
