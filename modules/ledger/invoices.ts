// Invoices and credit invoices: what the customer owes against sales and tax. A credit takes off what is open of its invoice.

import { type Context, eachAmong, type Values } from '../../engine/index.ts';
import { DEFAULT_CURRENCY, decimalsOf, idOf, type Money, type Reference, rowsOf } from '../../schema/index.ts';
import { amountOf, type Exact, exact, ZERO } from './amounts.ts';
import { negated, partsOf, sumOf } from './document.ts';
import type { Kind, Posted } from './kind.ts';
import { OpenItems } from './open-items.ts';
import type { Event, Part } from './post.ts';
import type { Rule } from './rule.ts';

export const invoicePostings: Kind = {
  isPosted: ({ number }) => Boolean(number),
  // What is issued stays as it is.
  decides: [],
  origin: (id) => `invoices/${id}`,
  async events(drafts, system, rules) {
    const categories = await categoriesOf(drafts, system, rules);
    const items = new OpenItems();
    const originals = drafts.flatMap(({ values }) => (values.original && isForeign(values) ? [idOf(values.original)!] : []));
    await items.read(system, 'invoices', originals);
    return drafts.map((draft) => eventOf(draft, categories, items));
  },
};

function isForeign({ payable }: Readonly<Values>): boolean {
  return (payable as Money).currency !== DEFAULT_CURRENCY;
}

/** Categories of products by their ids, where a rule asks for one. */
async function categoriesOf(drafts: readonly Posted[], system: Context, rules: readonly Rule[]): Promise<ReadonlyMap<string, string>> {
  const lines = drafts.flatMap(({ values }) => rowsOf(values.lines));
  if (!rules.some(({ product_category }) => product_category)) return new Map();
  const ids = lines.flatMap(({ product }) => idOf(product) ?? []);
  const query = { fields: ['id', 'product_category'], filter: 'product_category is not empty' };
  const found = await Array.fromAsync(eachAmong(system, 'products', 'id', ids, query));
  return new Map(found.map(({ id, product_category }) => [String(id), (product_category as Reference).id]));
}

function eventOf(draft: Posted, categories: ReadonlyMap<string, string>, items: OpenItems): Event {
  const { id, values } = draft;
  const { currency } = values.payable as Money;
  return {
    origin: invoicePostings.origin(id),
    source: { entity: 'invoices', id },
    event: values.type === 'credit_invoice' ? 'credit_invoice' : 'invoice',
    document: String(values.number),
    booked_on: String(values.issued_on),
    currency,
    rate: { rate: String(values.exchange_rate), on: String(values.rate_on), source: values.rate_source as string | null },
    billing_company: idOf(values.billing_company),
    parts: [...owed(draft, items), ...sold(draft, categories)],
  };
}

function owed({ id, values }: Posted, items: OpenItems): Part[] {
  const payable = amountOf(values.payable);
  // Of a credit: what it takes off its invoice, which is worth what it was when that was issued.
  const off = values.original ? amountOf(values.credited) : ZERO;
  const original = idOf(values.original) ?? '';
  const own = isForeign(values) && !off.isZero() ? items.take(original, off) : undefined;
  return [
    { place: 'receivable', amount: payable.minus(off), item: { entity: 'invoices', id } },
    { place: 'receivable', amount: off, item: { entity: 'invoices', id: original }, ...(own ? { own } : {}) } satisfies Part,
  ].filter(({ amount }) => !amount.isZero()) as Part[];
}

function sold(draft: Posted, categories: ReadonlyMap<string, string>): Part[] {
  const { values } = draft;
  const places = { line: 'sales', adjustment: 'sales_adjustment', tax: 'sales_tax' } as const;
  const parts = partsOf(
    draft,
    places,
    ({ net }) => net,
    ({ product }) => categories.get(idOf(product) ?? '') ?? null,
  );
  const discount = discountAfterTax(values);
  const rounding = amountOf(values.payable).minus(sumOf(parts)).plus(discount);
  return [...negated(parts), { place: 'sales_adjustment', amount: discount }, { place: 'rounding', amount: rounding.negated() }];
}

/** As the document itself works it out, see documents/compute.ts. */
function discountAfterTax({ discount_after_tax, discount, discount_amount, total }: Values): Exact {
  if (!discount_after_tax) return ZERO;
  const whole = amountOf(total);
  const digits = decimalsOf((total as Money).amount);
  return whole
    .times(exact(String(discount ?? 0)))
    .dividedBy(100)
    .plus(amountOf(discount_amount))
    .toDecimalPlaces(digits);
}
