// What a product costs a customer, and why: by his price book, else by the list. Purchases go by the purchase price.

import type { Values } from '../../engine/index.ts';
import { idOf, type Money } from '../../schema/index.ts';
import { type Tax, taxOn } from '../taxes/module.ts';
import type { Facts } from './facts.ts';
import { type PriceTerms, priceIn } from './price.ts';

/** Who asks: a document, or a screen that is about to make one. */
export interface Sale {
  readonly account: unknown;
  readonly day: string;
  readonly isPurchase: boolean;
}

export interface Offer {
  readonly price: Money;
  readonly from: 'book' | 'list';
  /** Id of the price book. */
  readonly book: string | null;
  /** Id of the tax class that the book gives the product. */
  readonly taxClass: string | null;
}

/** Null: the product has no price. A book in another currency than the document says nothing. */
export async function offerOf(product: Values, code: string, { account, day, isPurchase }: Sale, facts: Facts): Promise<Offer | null> {
  for (const { id, currency, prices } of isPurchase ? [] : await facts.books(account, day)) {
    const own = currency === code ? prices.get(String(product.id)) : undefined;
    if (own) return { price: own.price, from: 'book', book: id, taxClass: own.taxClass };
  }
  const price = (isPurchase ? product.purchase_price : product.unit_price) as Money | null;
  return price && { price, from: 'list', book: null, taxClass: null };
}

/** That of the book, of the customer, of the product: the nearest one. What a customer is sold at is nothing to purchases. */
export async function classOf(product: Values | null, offer: Offer | null, sale: Sale, facts: Facts): Promise<string | null> {
  if (offer?.taxClass) return offer.taxClass;
  const ofCustomer = sale.account && !sale.isPurchase ? idOf((await facts.get('accounts', sale.account)).tax_class) : null;
  return ofCustomer ?? idOf(product?.tax_class);
}

/** As it stands on the document. */
export function priceOf(offer: Offer, terms: PriceTerms, tax: Tax): Money {
  return priceIn(offer.price, terms, tax.rate);
}

/** Of a class on a day; null where it has no rate yet. */
export async function taxOf(taxClass: unknown, day: string, facts: Facts): Promise<{ taxClass: Values; tax: Tax } | null> {
  if (!taxClass) return null;
  const found = await facts.kept('tax_classes', taxClass);
  const tax = taxOn(found, day);
  return tax && { taxClass: found, tax };
}
