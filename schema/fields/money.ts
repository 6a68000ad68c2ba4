// Money: an exact amount and its currency, in two columns.

import { currencyCodes, currencySigns, DEFAULT_CURRENCY, isCurrency, minorDigits } from '../currencies.ts';
import { nearest } from '../names.ts';
import type { Checked, Field, FieldType, TextFormat } from '../types.ts';
import { accept, empty, isPlainObject, orNull, quote, refuse, wrongType } from './checked.ts';
import { numberOperators, outOfRange, readNumber, toDecimal, toScale } from './numbers.ts';

interface Money {
  readonly amount: string;
  readonly currency: string;
}

export const money: FieldType = {
  name: 'money',
  columns: () => [
    { suffix: '', type: 'numeric', part: 'amount' },
    { suffix: '_currency', type: 'text', part: 'currency' },
  ],
  expression: () => ({ kind: 'money' }),
  check(input, field) {
    if (input === null || input === undefined || input === '') return empty;
    if (!isPlainObject(input)) return checkMoney(input, currencyOf(field), field);
    const unknown = Object.keys(input).find((key) => key !== 'amount' && key !== 'currency');
    if (unknown !== undefined) return refuse('type', `must be {amount, currency}; ${quote(unknown)} is neither`);
    if (input.amount === null || input.amount === '') return empty;
    return checkMoney(input.amount, input.currency ?? currencyOf(field), field);
  },
  toColumns(value) {
    const given = value as Money | null;
    return given === null ? [null, null] : [given.amount, given.currency];
  },
  fromColumns([amount, currency], field) {
    if (amount === null || amount === undefined) return null;
    const code = currency ?? currencyOf(field);
    return { amount: withMinorDigits(amount, code), currency: code };
  },
  parse(given, field, format) {
    const { number, currency } = splitCurrency(given, field, format);
    const amount = readNumber(number, format);
    return amount === null ? refuse('not_a_number', `${quote(given)} is not an amount of money`) : checkMoney(amount, currency, field);
  },
  print(value) {
    const given = value as Money | null;
    return given ? `${given.amount} ${given.currency}` : '';
  },
  jsonSchema(field, direction) {
    const amount = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };
    const object = {
      type: 'object',
      properties: { amount, currency: { type: 'string', pattern: '^[A-Z]{3}$' } },
      required: direction === 'read' ? ['amount', 'currency'] : ['amount'],
      additionalProperties: false,
    };
    return orNull(direction === 'read' ? object : { anyOf: [object, amount, { type: 'number' }] }, field);
  },
  operators: numberOperators,
  sortable: true,
  customizable: true,
};

function currencyOf(field: Field): string {
  return field.currency ?? DEFAULT_CURRENCY;
}

function checkMoney(amount: unknown, currency: unknown, field: Field): Checked<Money> {
  if (typeof currency !== 'string') return wrongType('a currency code like EUR', currency);
  if (!isCurrency(currency)) {
    const near = nearest(currency, currencyCodes);
    return refuse('not_a_currency', `${quote(currency)} is not an ISO 4217 currency code${near ? `; ${near} is` : ''}`);
  }
  const number = toDecimal(amount);
  if (typeof number !== 'string') return number;
  if (number === '') return empty;
  const scaled = toScale(number, field.scale);
  if (typeof scaled !== 'string') return scaled;
  return outOfRange(scaled, field) ?? accept({ amount: withMinorDigits(scaled, currency), currency });
}

/** `1200` and `1200.5` in euros are `1200.00` and `1200.50`; finer prices keep their digits. */
function withMinorDigits(amount: string, currency: string): string {
  const digits = minorDigits(currency);
  const point = amount.indexOf('.');
  if (point < 0) return digits === 0 ? amount : `${amount}.${'0'.repeat(digits)}`;
  const missing = digits - (amount.length - 1 - point);
  return missing > 0 ? amount + '0'.repeat(missing) : amount;
}

/** Takes a code or sign off either end: `EUR 12`, `12,50 €`, `-$5`. */
function splitCurrency(given: string, field: Field, format: TextFormat): { number: string; currency: string } {
  const text = given.trim();
  const usual = format.currency ?? currencyOf(field);
  if (text.length > 100) return { number: text, currency: usual };
  const [, before = '', sign = '', after = ''] = /^([-+\u2212(]*)\s*(\p{L}[\p{L}.]*\$?|\p{Sc})\s*(.*)$/u.exec(text) ?? [];
  const leading = currencyFrom(sign, usual);
  if (leading) return { number: before + after, currency: leading };
  const [, number = '', trailing = '', rest = ''] = /^([^\p{L}\p{Sc}]+?)\s*(\p{L}[\p{L}.]*\$?|\p{Sc})(\)?)$/u.exec(text) ?? [];
  const trailed = currencyFrom(trailing, usual);
  return trailed ? { number: number + rest, currency: trailed } : { number: text, currency: usual };
}

function currencyFrom(sign: string, usual: string): string | null {
  if (isCurrency(sign.toUpperCase())) return sign.toUpperCase();
  const known = currencySigns[sign] ?? currencySigns[sign.toLowerCase()];
  if (!known) return null;
  return known.includes(usual) ? usual : (known[0] ?? null);
}
