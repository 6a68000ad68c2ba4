// What lines and taxes of a document come to, by place and by what rules ask of them.

import type { Values } from '../../engine/index.ts';
import { rowsOf } from '../../schema/index.ts';
import { amountOf, type Exact, exact, ZERO } from './amounts.ts';
import type { Part } from './post.ts';
import type { Place } from './rule.ts';

export interface Places {
  readonly line: Place;
  readonly adjustment: Place;
  readonly tax: Place;
}

/**
 * Debits of a document that is bought; what is sold is that the other way round. Each tax has its lines, what discounts and charges on
 * the document as a whole make of them, and its tax.
 */
export function partsOf(
  { values }: { readonly values: Values },
  places: Places,
  netOf: (line: Values) => unknown,
  categoryOf: (line: Values) => string | null = () => null,
): Part[] {
  const lines = rowsOf(values.lines);
  const nets = new Map<string, Exact>();
  const ofLines = lines.map((line): Part => {
    const facts = taxOf(line.tax_category, line.tax_rate);
    const amount = amountOf(netOf(line));
    nets.set(keyOf(facts), (nets.get(keyOf(facts)) ?? ZERO).plus(amount));
    return { place: places.line, amount, facts: { ...facts, product_category: categoryOf(line) } };
  });
  const ofTaxes = rowsOf(values.taxes).flatMap(({ category, rate, base, tax }): Part[] => {
    const facts = taxOf(category, rate);
    const adjustment = amountOf(base).minus(nets.get(keyOf(facts)) ?? 0);
    return [
      { place: places.adjustment, amount: adjustment, facts },
      { place: places.tax, amount: amountOf(tax), facts },
    ];
  });
  return [...ofLines, ...ofTaxes].filter(({ amount }) => !amount.isZero());
}

/** 25.5 and 25.50 are one rate. */
function taxOf(category: unknown, rate: unknown) {
  return { tax_category: category ? String(category) : null, tax_rate: exact(String(rate ?? 0)).toFixed() };
}

function keyOf({ tax_category, tax_rate }: ReturnType<typeof taxOf>): string {
  return `${tax_category} ${tax_rate}`;
}

export function sumOf(parts: readonly Part[]): Exact {
  return parts.reduce((sum, { amount }) => sum.plus(amount), ZERO);
}

export function negated(parts: readonly Part[]): Part[] {
  return parts.map((part) => ({ ...part, amount: part.amount.negated() }));
}
