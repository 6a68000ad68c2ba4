// Numbers: integer, decimal, percent. Exact decimals are text from the wire to the database; no binary float touches them.

import { Decimal } from 'decimal.js';
import type { Checked, Field, FieldType, TextFormat } from '../types.ts';
import { accept, empty, orNull, quote, refuse, wrongType } from './checked.ts';

export const numberOperators = ['=', '!=', '<', '<=', '>', '>=', 'between', 'is empty', 'is not empty'] as const;

/** Enough for every amount, rate and quantity, and well inside what `numeric` holds. */
const DIGITS_BEFORE = 30;
const DIGITS_AFTER = 20;

export const integer: FieldType = {
  name: 'integer',
  columns: () => [{ suffix: '', type: 'bigint' }],
  expression: () => ({ kind: 'number' }),
  check: checkInteger,
  toColumns: (value) => [value as number | null],
  fromColumns: ([cell]) => (cell === null || cell === undefined ? null : Number(cell)),
  parse(given, field, format) {
    const number = readNumber(given, format);
    if (number === null) return refuse('not_a_number', `${quote(given)} is not a number`);
    if (!/^-?\d+(\.0*)?$/.test(number)) return refuse('not_an_integer', `${quote(given)} is not a whole number`);
    return checkInteger(Number(number), field);
  },
  print: (value) => (value === null || value === undefined ? '' : String(value)),
  jsonSchema: (field) =>
    orNull(
      {
        type: 'integer',
        minimum: field.min === null ? Number.MIN_SAFE_INTEGER : Number(field.min),
        maximum: field.max === null ? Number.MAX_SAFE_INTEGER : Number(field.max),
      },
      field,
    ),
  operators: numberOperators,
  sortable: true,
  customizable: true,
};

export const decimal: FieldType = {
  name: 'decimal',
  columns: () => [{ suffix: '', type: 'numeric' }],
  expression: () => ({ kind: 'number' }),
  check: checkDecimal,
  toColumns: (value) => [value as string | null],
  fromColumns: (cells) => cells[0] ?? null,
  parse(given, field, format) {
    const number = readNumber(given, format);
    return number === null ? refuse('not_a_number', `${quote(given)} is not a number`) : checkDecimal(number, field);
  },
  print: (value) => (value as string | null) ?? '',
  jsonSchema: (field, direction) => {
    const pattern = '^-?\\d+(\\.\\d+)?$';
    return orNull(direction === 'read' ? { type: 'string', pattern } : { anyOf: [{ type: 'string', pattern }, { type: 'number' }] }, field);
  },
  operators: numberOperators,
  sortable: true,
  customizable: true,
};

/** `12.5` means 12.5 %. */
export const percent: FieldType = {
  ...decimal,
  name: 'percent',
  parse: (given, field, format) => decimal.parse(given.replace(/\s*%\s*$/, ''), field, format),
};

function checkInteger(input: unknown, field: Field): Checked<number> {
  if (input === null || input === undefined || input === '') return empty;
  if (typeof input !== 'number') return wrongType('a whole number', input);
  if (!Number.isInteger(input)) return refuse('not_an_integer', `${input} is not a whole number`);
  if (!Number.isSafeInteger(input)) return refuse('too_many_digits', `${input} has more digits than a whole number may have`);
  return outOfRange(String(input), field) ?? accept(input === 0 ? 0 : input);
}

function checkDecimal(input: unknown, field: Field): Checked<string> {
  if (input === null || input === undefined) return empty;
  const number = toDecimal(input);
  if (typeof number !== 'string') return number;
  if (number === '') return empty;
  const padded = toScale(number, field.scale);
  return typeof padded === 'string' ? (outOfRange(padded, field) ?? accept(padded)) : padded;
}

/** Wire JSON -> decimal text without plus, leading zeros and exponent; '' when it is empty text. */
export function toDecimal(input: unknown): string | Extract<Checked<unknown>, { ok: false }> {
  if (typeof input === 'number') {
    // A float with more than 15 digits is not what the sender wrote; whole numbers beyond 2^53 neither.
    if (!Number.isFinite(input)) return refuse('not_a_number', `${input} is not a number`);
    const exact = new Decimal(input).toFixed();
    if (exact.replace(/^-?0*\.?0*|\./g, '').length > 15 && !Number.isSafeInteger(input)) {
      return refuse('too_many_digits', `${input} has more digits than a JSON number holds exactly; send it as text`);
    }
    return exact === '-0' ? '0' : exact;
  }
  if (typeof input !== 'string') return wrongType('a decimal number as text', input);
  const trimmed = input.trim();
  if (trimmed === '') return '';
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)0*(\d+)(?:\.(\d+))?$/.exec(trimmed) ?? [];
  if (whole === '') return refuse('not_a_number', `${quote(trimmed)} is not a decimal number like 1234.50`);
  const isZero = whole === '0' && /^0*$/.test(fraction);
  return `${sign === '-' && !isZero ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Exactly `scale` digits after the point; null keeps them as they are. Digits are never rounded away. */
export function toScale(number: string, scale: number | null): string | Extract<Checked<unknown>, { ok: false }> {
  const point = number.indexOf('.');
  const whole = point < 0 ? number : number.slice(0, point);
  const fraction = point < 0 ? '' : number.slice(point + 1);
  if (whole.replace('-', '').length > DIGITS_BEFORE) {
    return refuse('too_many_digits', `has more than ${DIGITS_BEFORE} digits before the point`);
  }
  const significant = fraction.replace(/0+$/, '');
  const most = scale ?? DIGITS_AFTER;
  if (significant.length > most) {
    return refuse('too_many_digits', `has ${significant.length} digits after the point, at most ${most} are kept`);
  }
  const kept = scale === null ? fraction.slice(0, DIGITS_AFTER) : significant.padEnd(scale, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** Null within `min` and `max`, else why not. */
export function outOfRange(number: string, field: Field): Extract<Checked<unknown>, { ok: false }> | null {
  if (field.min !== null && new Decimal(number).lessThan(field.min)) return refuse('too_small', `must be at least ${field.min}`);
  if (field.max !== null && new Decimal(number).greaterThan(field.max)) return refuse('too_big', `must be at most ${field.max}`);
  return null;
}

/**
 * A number as people write it -> decimal text, or null. Spaces and apostrophes may always stand between thousands; commas
 * and points only where the format says so, because `1,234` is two different numbers.
 */
export function readNumber(given: string, format: TextFormat): string | null {
  if (given.length > 100) return null;
  const { negative, number } = splitSign(given.trim().replace(/[\u2212\u2012\u2013]/g, '-'));
  const [whole = '', fraction = '', ...more] = number.split(format.decimal ?? '.');
  const digits = joinThousands(whole, format.thousands ?? '');
  if (digits === null || more.length > 0 || !/^\d*$/.test(fraction) || digits + fraction === '') return null;
  return `${negative ? '-' : ''}${digits || '0'}${fraction ? `.${fraction}` : ''}`;
}

/** A minus may stand before or after; accountants write brackets instead. */
function splitSign(text: string): { negative: boolean; number: string } {
  const first = text.at(0);
  const last = text.at(-1);
  if (first === '(' && last === ')') return { negative: true, number: text.slice(1, -1).trim() };
  if (first === '-' || first === '+') return { negative: first === '-', number: text.slice(1).trim() };
  if (last === '-') return { negative: true, number: text.slice(0, -1).trim() };
  return { negative: false, number: text };
}

function joinThousands(whole: string, separator: string): string | null {
  if (/^\d*$/.test(whole)) return whole;
  const separators = new Set([' ', '\u00A0', '\u202F', '\u2009', "'", '\u2019', separator]);
  const used = whole.replace(/\d/g, '')[0] ?? '';
  if (!separators.has(used)) return null;
  const groups = whole.split(used);
  const good = /^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((group) => /^\d{3}$/.test(group));
  return good ? groups.join('') : null;
}
