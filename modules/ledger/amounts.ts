// Exact amounts. Where one is rounded, half goes away from zero.

import { Decimal } from 'decimal.js';
import { DEFAULT_CURRENCY, type Money, minorDigits } from '../../schema/index.ts';

const Numbers = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
export type Exact = InstanceType<typeof Numbers>;

export const ZERO: Exact = new Numbers(0);

export function exact(number: Decimal.Value): Exact {
  return new Numbers(number);
}

/** Of an amount of money; nothing is zero. */
export function amountOf(money: unknown): Exact {
  return exact((money as Money | null | undefined)?.amount ?? 0);
}

/** In the currency of the house: `rate` is so much of the other for one of it. */
export function inEuros(amount: Exact, rate: string): Exact {
  return toCents(amount.dividedBy(rate));
}

/** Of the currency of the house. */
export function toCents(amount: Exact): Exact {
  return amount.toDecimalPlaces(minorDigits(DEFAULT_CURRENCY));
}
