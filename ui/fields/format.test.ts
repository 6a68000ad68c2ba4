import { describe, expect, it } from 'vitest';
import { formatDecimal, formatMoney, parseDecimal, setCurrencySigns, THIN } from './format.ts';

const spaced = (text: string) => text.replaceAll(THIN, '_');

describe('numbers', () => {
  it.each([
    ['en', '1234567.5', '1_234_567.5'],
    ['fi', '1234567.5', '1_234_567,5'],
    ['sv', '-1234.50', '−1_234,50'],
    ['de', '1234', '1_234'],
    ['ru', '999', '999'],
  ])('have thin spaces in %s [CS-045]', (language, value, shown) => {
    expect(spaced(formatDecimal(value, language))).toBe(shown);
  });

  it('keep every digit of what no binary number can hold', () => {
    expect(spaced(formatDecimal('123456789012345678901.123456789', 'en'))).toBe('123_456_789_012_345_678_901.123456789');
  });

  it('show as many digits as the field keeps', () => {
    expect(formatDecimal('1.5', 'en', 2)).toBe('1.50');
  });

  it('leave what is no number as it is', () => {
    expect(formatDecimal('12,,5', 'en')).toBe('12,,5');
  });
});

describe('money', () => {
  it('stands as the language wants it', () => {
    expect(spaced(formatMoney('1200.00', 'EUR', 'en'))).toBe('€1_200.00');
    expect(spaced(formatMoney('1200.00', 'EUR', 'fi')).replace(/\s/g, ' ')).toBe('1_200,00 €');
    expect(spaced(formatMoney('123456789012.50', 'SEK', 'sv')).replace(/\s/g, ' ')).toBe('123_456_789_012,50 kr');
  });

  it.each([
    ['JPY', '999', '¥999'],
    ['JPY', '999.5', '¥999.5'],
    ['KWD', '3.5', 'KWD 3.500'],
    ['EUR', '3', '€3.00'],
    ['EUR', '0.0035', '€0.0035'],
  ])('have the digits of %s at least: %s [TT-17]', (currency, amount, shown) => {
    expect(formatMoney(amount, currency, 'en').replace(/\s/g, ' ')).toBe(shown);
  });

  it('shows a currency that does not exist', () => {
    expect(formatMoney('5', 'POINTS', 'en')).toBe('5.00 POINTS');
  });

  it('with the sign that the house has chosen, in the place that the language gives it [TT-17]', () => {
    setCurrencySigns({ EUR: 'euro', SEK: 'kr.' });
    const shown = ['en', 'fi'].map((language) => spaced(formatMoney('5', 'EUR', language)).replace(/\s/g, ' '));
    setCurrencySigns({});
    expect(shown).toEqual(['euro5.00', '5,00 euro']);
  });
});

describe('typed numbers', () => {
  it.each([
    ['1 234,5', 'fi', '1234.5'],
    ['1 234,50', 'sv', '1234.50'],
    ['1.234,50', 'de', '1234.50'],
    ['1,234.50', 'en', '1234.50'],
    ['1,234', 'en', '1234'],
    ['1,234', 'de', '1.234'],
    ['0,234', 'en', '0.234'],
    ["1'234'567", 'de', '1234567'],
    ['1.234.567', 'de', '1234567'],
    ['−5', 'en', '-5'],
    ['.5', 'en', '0.5'],
    ['5.', 'en', '5'],
    ['007', 'en', '7'],
    ['-0', 'en', '0'],
  ])('%s in %s is %s', (typed, language, value) => {
    expect(parseDecimal(typed, language)).toBe(value);
  });

  it.each(['', 'abc', '1-2', '1e5', '--1', '5 €'])('“%s” is none', (typed) => {
    expect(parseDecimal(typed, 'en')).toBeNull();
  });
});
