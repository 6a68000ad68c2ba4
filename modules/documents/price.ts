// A price of the catalogue in the terms of a document. For server and browser alike.

import { Decimal } from 'decimal.js';
import { DEFAULT_CURRENCY, type Money } from '../../schema/index.ts';

export interface PriceTerms {
  /** Currency of the document. */
  readonly code: string;
  readonly digits: number;
  /** Units of the document's currency for one of the fixed one. */
  readonly rate: string;
  /** Prices contain the tax. */
  readonly inclusive: boolean;
}

/** Catalogue prices are without tax. One in a currency that is neither the document's nor the fixed one stays as it is. */
export function priceIn(price: Money, { code, digits, rate, inclusive }: PriceTerms, taxRate: string): Money {
  if (price.currency !== code && price.currency !== DEFAULT_CURRENCY) return price;
  let amount = new Decimal(price.amount);
  if (price.currency !== code) amount = amount.times(rate);
  if (inclusive) amount = amount.times(new Decimal(100).plus(taxRate)).dividedBy(100);
  const places = price.currency === code && !inclusive ? amount.decimalPlaces() : digits;
  return { amount: amount.toFixed(Math.max(places, digits), Decimal.ROUND_HALF_UP), currency: code };
}
