import { describe, expect, it } from 'vitest';
import { compute } from './compute.ts';
import { golden, linesOf, termsOf } from './golden.ts';
import { isNothingWithItsCredit, isSumOfItsParts } from './properties.ts';

describe('documents worked out by hand', () => {
  it.each(golden)('$title [PX-12]', (document) => {
    const sums = compute(termsOf(document), linesOf(document), document.adjustments);
    expect(sums.taxes.map(({ category, rate, base, tax }) => `${category} ${rate} ${base} ${tax}`)).toEqual(document.taxes);
    expect([sums.net, sums.tax, sums.total, sums.payable]).toEqual(document.sums);
    if (document.ofLines) expect(sums.lines.map(({ net, tax }) => [net, tax])).toEqual(document.ofLines);
  });
});

describe('whatever the document', () => {
  it('is the sum of its parts in every currency [PX-12] [CS-108]', () => isSumOfItsParts(500));
  it('and its credit come to nothing [CS-119]', () => isNothingWithItsCredit(300));
});
