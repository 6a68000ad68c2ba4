// What the arithmetic needs of a document's fields. For server and browser alike.

import { Decimal } from 'decimal.js';
import { decimalsOf, type Money } from '../../schema/index.ts';
import { type Adjustment, compute, type Line } from './compute.ts';

type Values = Readonly<Record<string, unknown>>;

export function lineOf({ quantity, unit_price, discount, tax_category, tax_rate }: Values): Line {
  return {
    quantity: String(quantity),
    price: (unit_price as Money).amount,
    discount: discount as string | null,
    category: String(tax_category),
    rate: String(tax_rate),
  };
}

/** What lines come to that are still to be completed: without what follows from tax. */
export function netOf(lines: readonly Values[], digits: number): string {
  const untaxed = lines.map((line) => lineOf({ ...line, tax_category: 'O', tax_rate: '0' }));
  return compute({ digits, rounding: 'document', inclusive: false }, untaxed).subtotal;
}

/** A percentage and an amount, and charges besides; the discount may leave the tax as it is. */
export function adjustmentsOf({ discount, discount_amount, discount_after_tax, charge }: Values): Adjustment[] {
  const afterTax = discount_after_tax === true;
  return [
    ...(discount || discount_amount
      ? [
          {
            kind: 'discount' as const,
            percent: discount as string | null,
            amount: (discount_amount as Money | null)?.amount ?? null,
            afterTax,
          },
        ]
      : []),
    ...(charge ? [{ kind: 'charge' as const, amount: (charge as Money).amount }] : []),
  ];
}

/** What stands below each line: the sum of the lines since the last one; null where there is none (row CS-112). */
export function subtotalsOf(lines: readonly Values[]): (string | null)[] {
  let sum = new Decimal(0);
  return lines.map(({ amount, subtotal_after }) => {
    sum = sum.plus((amount as Money | null | undefined)?.amount ?? 0);
    if (!subtotal_after) return null;
    const printed = sum.toFixed(decimalsOf(String((amount as Money | null | undefined)?.amount ?? '')));
    sum = new Decimal(0);
    return printed;
  });
}
