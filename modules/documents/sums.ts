// Writes what the arithmetic makes of a document into its fields.

import { Decimal } from 'decimal.js';
import type { Draft, Values } from '../../engine/index.ts';
import type { Money } from '../../schema/index.ts';
import { DEFAULT_CURRENCY, minorDigits } from '../../schema/index.ts';
import { type Adjustment, compute, type Line, type Terms } from './compute.ts';
import { reasonKey } from './lines.ts';

interface Around {
  readonly code: string;
  /** Units of the currency for one of the fixed one. */
  readonly rate: string;
  /** Why there is no tax, by `reasonKey`. */
  readonly reasons: ReadonlyMap<string, unknown>;
}

export function sumUp({ values, oldRows }: Draft, lines: readonly Values[], { code, rate, reasons }: Around, terms: Terms): void {
  if (lines.some(({ unit_price, quantity }) => !unit_price || !quantity)) return;
  const sums = compute(terms, lines.map(lineOf), adjustmentsOf(values));
  const money = (amount: string): Money => ({ amount, currency: code });
  sums.lines.forEach(({ amount, net, tax }, i) => {
    Object.assign(lines[i]!, { amount: money(amount), net: money(net), tax: money(tax) });
  });
  values.taxes = sums.taxes.map(({ category, rate: percent, base, tax }, i) => ({
    ...(oldRows.taxes?.[i] ? { id: oldRows.taxes[i].id } : {}),
    ...{ category, rate: percent, base: money(base), tax: money(tax), reason: reasons.get(reasonKey({ category, rate: percent })) ?? null },
  }));
  for (const name of ['subtotal', 'net', 'tax', 'total', 'payable'] as const) values[name] = money(sums[name]);
  const inEuros = new Decimal(sums.total).dividedBy(rate).toFixed(minorDigits(DEFAULT_CURRENCY), Decimal.ROUND_HALF_UP);
  values.total_eur = { amount: inEuros, currency: DEFAULT_CURRENCY };
}

export function lineOf({ quantity, unit_price, discount, tax_category, tax_rate }: Values): Line {
  return {
    quantity: String(quantity),
    price: (unit_price as Money).amount,
    discount: discount as string | null,
    category: String(tax_category),
    rate: String(tax_rate),
  };
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
