// Writes what the arithmetic makes of a document into its fields.

import { Decimal } from 'decimal.js';
import type { Draft, Values } from '../../engine/index.ts';
import type { Money } from '../../schema/index.ts';
import { DEFAULT_CURRENCY, minorDigits } from '../../schema/index.ts';
import { compute, type Terms } from './compute.ts';
import { reasonKey } from './lines.ts';
import { adjustmentsOf, lineOf, subtotalsOf } from './terms.ts';

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
  subtotalsOf(lines).forEach((amount, i) => {
    lines[i]!.subtotal = amount === null ? null : money(amount);
  });
  values.taxes = sums.taxes.map(({ category, rate: percent, base, tax }, i) => ({
    ...(oldRows.taxes?.[i] ? { id: oldRows.taxes[i].id } : {}),
    ...{ category, rate: percent, base: money(base), tax: money(tax), reason: reasons.get(reasonKey({ category, rate: percent })) ?? null },
  }));
  for (const name of ['subtotal', 'net', 'tax', 'total', 'payable'] as const) values[name] = money(sums[name]);
  const inEuros = new Decimal(sums.total).dividedBy(rate).toFixed(minorDigits(DEFAULT_CURRENCY), Decimal.ROUND_HALF_UP);
  values.total_eur = { amount: inEuros, currency: DEFAULT_CURRENCY };
}
