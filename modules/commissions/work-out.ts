// Arithmetic of commissions. Pure. Half goes away from zero, so that a credit takes back to the cent what its invoice brought.

import { Decimal } from 'decimal.js';
import type { Money } from '../../schema/index.ts';

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

export interface Terms {
  readonly percent: string | null;
  readonly each: Money | null;
  /** Units of the commission's currency for one of the invoice's. */
  readonly rate: string;
  readonly currency: string;
  readonly digits: number;
}

/** `each` is in the currency of commissions. */
export function wholeOf(base: Money, quantity: string, { percent, each, rate, currency, digits }: Terms): Money {
  const share = new Exact(base.amount)
    .times(percent ?? 0)
    .dividedBy(100)
    .times(rate);
  const amount = share.plus(new Exact(each?.amount ?? 0).times(quantity));
  return { amount: amount.toFixed(digits), currency };
}

interface State {
  readonly type: unknown;
  readonly payable: Money;
  readonly paid: Money;
  readonly credited: Money;
}

/** What of the whole is earned where it is earned by payment: what was paid; of a credit, what did not just strike out what was never paid. */
export function sharePaid({ type, payable, paid, credited }: State): Decimal {
  const whole = new Exact(payable.amount);
  if (whole.isZero()) return new Exact(1);
  const part = type === 'credit_invoice' ? whole.minus(credited.amount) : new Exact(paid.amount);
  return Decimal.max(0, Decimal.min(1, part.dividedBy(whole)));
}

export function partOf(whole: Money, share: Decimal, digits: number): Money {
  return { ...whole, amount: new Exact(whole.amount).times(share).toFixed(digits) };
}

export function less(from: Money, amount: Money | null): Money {
  return { ...from, amount: new Exact(from.amount).minus(amount?.amount ?? 0).toFixed() };
}
