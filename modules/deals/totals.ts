// Arithmetic of deal lines. Pure: no context, no I/O. Must agree with the formula of `deal_lines.total`.

import { Decimal } from 'decimal.js';
import type { Money } from '../../schema/index.ts';

export interface Line {
  readonly quantity: string;
  readonly unit_price: Money;
  readonly discount?: string | null;
}

/** Quantity times price less discount, rounded to cents half away from zero. */
export function lineTotal(line: Line): Decimal {
  const share = new Decimal(100).minus(line.discount ?? 0);
  return new Decimal(line.quantity).times(line.unit_price.amount).times(share).dividedBy(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** Sum of the lines; null when there are none, or when they are in different currencies. */
export function total(lines: readonly Line[]): Money | null {
  const currency = lines[0]?.unit_price.currency;
  if (!currency || lines.some((line) => line.unit_price.currency !== currency)) return null;
  return { amount: Decimal.sum(...lines.map(lineTotal)).toFixed(2), currency };
}
