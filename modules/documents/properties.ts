// What holds for every document, tried with random ones: a few with the tests, many in the proof.

import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Adjustment, compute, type Line, type Sums, type Terms } from './compute.ts';

const decimal = (most: number, digits: number) =>
  fc.integer({ min: 0, max: most * 10 ** digits }).map((units) => new Decimal(units).dividedBy(10 ** digits).toFixed());
const taxes = fc.constantFrom<[string, string]>(['S', '25.5'], ['S', '13.5'], ['S', '10'], ['AE', '0'], ['E', '0'], ['S', '8.1']);
const line: fc.Arbitrary<Line> = fc
  .tuple(decimal(50, 3), decimal(3000, 4), fc.option(decimal(100, 1)), taxes, fc.boolean())
  .map(([quantity, price, discount, [category, rate], back]) => ({
    quantity: back ? `-${quantity}` : quantity,
    price,
    discount,
    category,
    rate,
  }));
const adjustment: fc.Arbitrary<Adjustment> = fc.record({
  kind: fc.constantFrom('discount', 'charge'),
  percent: fc.option(decimal(30, 2)),
  amount: fc.option(decimal(200, 0)),
  afterTax: fc.boolean(),
});
/** Of every number of digits that a currency in use has, and with the steps that some are paid in. */
const currencies = fc.constantFrom<Pick<Terms, 'digits' | 'step'>>(
  ...[{ digits: 0 }, { digits: 2 }, { digits: 3 }],
  ...[
    { digits: 2, step: '0.05' },
    { digits: 2, step: '1' },
  ],
);
const terms: fc.Arbitrary<Terms> = fc
  .tuple(currencies, fc.constantFrom<Terms['rounding']>('line', 'document'), fc.boolean())
  .map(([currency, rounding, inclusive]) => ({ ...currency, rounding, inclusive }));
/** Terms, lines, adjustments. */
export const documents = fc.tuple(terms, fc.array(line, { minLength: 1, maxLength: 8 }), fc.array(adjustment, { maxLength: 2 }));

const sum = (amounts: readonly string[]) => amounts.reduce((all, amount) => all.plus(amount), new Decimal(0));
/** What adjustments add, before or after tax. */
const added = (list: readonly Adjustment[], sums: Sums, afterTax: boolean) =>
  sums.adjustments.reduce((all, { amount }, i) => {
    if (list[i]!.afterTax !== afterTax) return all;
    return list[i]!.kind === 'charge' ? all.plus(amount) : all.minus(amount);
  }, new Decimal(0));

export function isSumOfItsParts(numRuns: number): void {
  fc.assert(
    fc.property(documents, ([how, lines, adjustments]) => {
      const sums = compute(how, lines, adjustments);
      const same = (left: Decimal, right: Decimal.Value) => expect(left.toFixed(how.digits)).toBe(new Decimal(right).toFixed(how.digits));
      same(sum(sums.lines.map(({ amount }) => amount)), sums.subtotal);
      same(sum(sums.taxes.map(({ base }) => base)), sums.net);
      same(sum(sums.taxes.map(({ tax }) => tax)), sums.tax);
      same(sum([sums.net, sums.tax]), sums.total);
      same(sum([sums.total, sums.rounding]).plus(added(adjustments, sums, true)), sums.payable);
      expect(
        new Decimal(sums.rounding)
          .abs()
          .times(2)
          .lessThanOrEqualTo(how.step ?? 0),
      ).toBe(true);
      if (how.step) expect(new Decimal(sums.payable).modulo(how.step).isZero()).toBe(true);
      same(sum([sums.subtotal]).plus(added(adjustments, sums, false)), how.inclusive ? sums.total : sums.net);
      for (const [i, { amount, parts }] of sums.adjustments.entries())
        if (!adjustments[i]!.afterTax) same(sum(parts.map((part) => part.amount)), amount);
      for (const { amount, net, tax } of sums.lines) same(how.inclusive ? sum([net, tax]) : sum([net]), amount);
      if (adjustments.length === 0) same(sum(sums.lines.map(({ tax }) => tax)), sums.tax);
    }),
    { numRuns },
  );
}

export function isNothingWithItsCredit(numRuns: number): void {
  fc.assert(
    fc.property(documents, ([how, lines, adjustments]) => {
      const back = (amount: string) => new Decimal(amount).negated().toFixed();
      const credit = compute(
        how,
        lines.map((one) => ({ ...one, quantity: back(one.quantity) })),
        adjustments.map((one) => ({ ...one, amount: one.amount && back(one.amount) })),
      );
      const whole = compute(how, lines, adjustments);
      for (const name of ['net', 'tax', 'total', 'payable'] as const) expect(sum([whole[name], credit[name]]).isZero()).toBe(true);
    }),
    { numRuns },
  );
}
