// Money: exact amounts, ISO 4217 currencies.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { singleField } from '../../tests/fixtures/field.ts';
import { money } from '../builders.ts';
import { currencyCodes, isCurrency, minorDigits } from '../currencies.ts';

const price = singleField(money());
const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('money', () => {
  it.each<[unknown, unknown]>([
    [{ amount: '1200', currency: 'EUR' }, eur('1200.00')],
    [{ amount: 1200.5, currency: 'EUR' }, eur('1200.50')],
    [{ amount: '0.00451', currency: 'EUR' }, eur('0.00451')],
    [
      { amount: '1200', currency: 'JPY' },
      { amount: '1200', currency: 'JPY' },
    ],
    [
      { amount: '1', currency: 'KWD' },
      { amount: '1.000', currency: 'KWD' },
    ],
    [{ amount: '-0', currency: 'EUR' }, eur('0.00')],
    ['1200', eur('1200.00')],
    [1200, eur('1200.00')],
    [{ amount: '5' }, eur('5.00')],
    [{ amount: null, currency: 'EUR' }, null],
    [null, null],
    ['', null],
    [{ amount: '1', currency: 'eur' }, '!not_a_currency'],
    [{ amount: '1', currency: 'XXX' }, '!not_a_currency'],
    [{ amount: '1', currency: 5 }, '!type'],
    [{ amount: '1', currency: 'EUR', rate: 1 }, '!type'],
    [{ amount: 'a lot' }, '!not_a_number'],
    [{ currency: 'EUR' }, '!type'],
    [true, '!type'],
    [['1'], '!type'],
  ])('check(%j) is %j', (input, expected) => {
    expect(price.check(input)).toEqual(expected);
  });

  it('takes the currency of the field for a bare amount', () => {
    expect(singleField(money({ currency: 'NOK' })).check('5')).toEqual({ amount: '5.00', currency: 'NOK' });
  });

  it('guesses the currency that was meant', () => {
    expect(price.message({ amount: '1', currency: 'EURO' })).toBe('"EURO" is not an ISO 4217 currency code; EUR is');
  });

  it.each<[string, unknown]>([
    ['12.50', eur('12.50')],
    ['12.50 €', eur('12.50')],
    ['€12.50', eur('12.50')],
    ['-€5', eur('-5.00')],
    ['(5 €)', eur('-5.00')],
    ['EUR 12.50', eur('12.50')],
    ['12.50 usd', { amount: '12.50', currency: 'USD' }],
    ['$5', { amount: '5.00', currency: 'USD' }],
    ['R$ 5', { amount: '5.00', currency: 'BRL' }],
    ['£1 000', { amount: '1000.00', currency: 'GBP' }],
    ['1000 kr', { amount: '1000.00', currency: 'SEK' }],
    ['100 zł', { amount: '100.00', currency: 'PLN' }],
    ['100 руб.', { amount: '100.00', currency: 'RUB' }],
    ['100 apples', '!not_a_number'],
    ['€', '!not_a_number'],
  ])('parse(%j) is %j', (given, expected) => {
    expect(price.parse(given)).toEqual(expected);
  });

  it('lets the column say what crowns and dollars are meant', () => {
    expect(price.parse('1.000,50 kr', { currency: 'NOK', decimal: ',', thousands: '.' })).toEqual({ amount: '1000.50', currency: 'NOK' });
    expect(price.parse('$5', { currency: 'CAD' })).toEqual({ amount: '5.00', currency: 'CAD' });
    expect(price.parse('5', { currency: 'CAD' })).toEqual({ amount: '5.00', currency: 'CAD' });
    expect(price.parse('5 €', { currency: 'CAD' })).toEqual(eur('5.00'));
  });

  it('comes back from its columns and from its text', () => {
    const amounts = fc.tuple(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.stringMatching(/^\d{1,6}$/),
      fc.constantFrom(...currencyCodes),
    );
    fc.assert(
      fc.property(amounts, ([whole, fraction, currency]) => {
        const canonical = price.check({ amount: `${whole}.${fraction}`, currency });
        expect(price.check(canonical)).toEqual(canonical);
        expect(price.read(...(price.columns(canonical) as string[]))).toEqual(canonical);
        expect(price.parse(price.print(canonical))).toEqual(canonical);
      }),
    );
    expect(price.read('1200', 'EUR')).toEqual(eur('1200.00'));
    expect(price.read(null, null)).toBeNull();
  });

  it('reads hostile text in time that grows with its length only', () => {
    // With a quadratic pattern each of these would outlast the test's time limit.
    for (const text of [`${' '.repeat(1_000_000)}x`, `5${' '.repeat(1_000_000)}x`, '€'.repeat(1_000_000)]) {
      expect(price.parse(text)).toBe('!not_a_number');
    }
  });
});

describe('currencies', () => {
  it('never has fewer minor digits than people use', () => {
    // CLDR, which JavaScript follows, drops units that went out of use; ISO 4217 keeps them.
    for (const code of currencyCodes) {
      const inUse = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits;
      expect([code, Math.max(inUse ?? 0, minorDigits(code))]).toEqual([code, minorDigits(code)]);
    }
    expect([minorDigits('JPY'), minorDigits('EUR'), minorDigits('BHD'), minorDigits('HUF')]).toEqual([0, 2, 3, 2]);
  });

  it('has every code that is in use', () => {
    for (const code of ['EUR', 'SEK', 'NOK', 'DKK', 'USD', 'GBP', 'CHF', 'RUB', 'UAH', 'PLN', 'CZK', 'HUF', 'RON', 'ISK'])
      expect(isCurrency(code)).toBe(true);
    expect(isCurrency('DEM')).toBe(false);
  });
});
