import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineTotal, total } from './totals.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

describe('deal totals', () => {
  it('takes the discount off and rounds half a cent away from zero', () => {
    expect(lineTotal({ quantity: '3', unit_price: euros('19.99'), discount: '10' }).toFixed()).toBe('53.97');
    expect(lineTotal({ quantity: '0.5', unit_price: euros('0.01') }).toFixed()).toBe('0.01');
    expect(lineTotal({ quantity: '-0.5', unit_price: euros('0.01') }).toFixed()).toBe('-0.01');
  });

  it('adds lines of one currency only', () => {
    expect(total([])).toBeNull();
    expect(
      total([
        { quantity: '1', unit_price: euros('1') },
        { quantity: '1', unit_price: { amount: '1', currency: 'SEK' } },
      ]),
    ).toBeNull();
    expect(
      total([
        { quantity: '2', unit_price: euros('0.10') },
        { quantity: '1', unit_price: euros('0.1') },
      ]),
    ).toEqual(euros('0.30'));
  });

  it('is exact where binary floats are not', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 20 }), (amounts) => {
        const lines = amounts.map((amount) => ({
          quantity: '1',
          unit_price: euros(`${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`),
        }));
        const sum = amounts.reduce((left, right) => left + right, 0n);
        expect(
          total(lines)
            ?.amount.replace('.', '')
            .replace(/^0+(?=\d)/, ''),
        ).toBe(String(sum));
      }),
    );
  });
});
