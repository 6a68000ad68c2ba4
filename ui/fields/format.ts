// Numbers, money and dates as people read them. Decimals stay strings: nothing here ever becomes a binary float.

import { decimalsOf, isDecimal, minorDigits } from '../../schema/index.ts';
import { currentZone } from '../zone.ts';

/** Thin space that does not break the line: separator of thousands in every language. */
export const THIN = '\u202f';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(language, options);
  formats.set(key, made);
  return made;
}

/** `"1234567.5"` -> `1 234 567,5`; exactly the digits given, or rounded to `scale` digits. What is no number stays as it is. */
export function formatDecimal(value: string | number, language: string, scale: number | null = null, useGrouping = true): string {
  const text = String(value);
  if (!isDecimal(text)) return text;
  const digits = scale ?? text.split('.')[1]?.length ?? 0;
  return joined(text, numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping }));
}

let signs: Readonly<Record<string, string>> = {};

/** How this house writes its currencies; the others are written as the language has it. */
export function setCurrencySigns(given: Readonly<Record<string, string>>): void {
  signs = given;
}

/**
 * `1 200.00 €` in the order the language wants, with the digits of its currency at least: yen have none, dinars three. An unknown
 * currency stands behind the number.
 */
export function formatMoney(amount: string, currency: string, language: string): string {
  if (!isDecimal(amount)) return `${amount} ${currency}`;
  try {
    const digits = Math.max(decimalsOf(amount), minorDigits(currency));
    const options = {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    };
    return joined(amount, numberFormat(language, options as Intl.NumberFormatOptions), signs[currency]);
  } catch {
    return `${formatDecimal(amount, language, 2)} ${signs[currency] ?? currency}`;
  }
}

function joined(text: string, format: Intl.NumberFormat, sign?: string): string {
  // Strings are formatted exactly (ECMAScript 2023); only the type definitions ask for a literal.
  const parts = format.formatToParts(text as Intl.StringNumericLiteral);
  const own: Readonly<Record<string, string | undefined>> = { group: THIN, minusSign: '\u2212', currency: sign };
  return parts.map((part) => own[part.type] ?? part.value).join('');
}

export function decimalSign(language: string): '.' | ',' {
  return numberFormat(language, {})
    .formatToParts(1.5)
    .find((part) => part.type === 'decimal')?.value === ','
    ? ','
    : '.';
}

/**
 * What somebody typed -> canonical decimal string, or null when it is no number. Spaces of any kind and apostrophes separate
 * thousands. A single comma or point is the decimal sign; where both stand, the last one is.
 */
export function parseDecimal(typed: string, language: string): string | null {
  let text = typed
    .replace(/[\s'’\u2009\u202f\u00a0]/g, '')
    .replace(/^[\u2212–]/, '-')
    .replace(/^\+/, '');
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma >= 0 && point >= 0) text = comma > point ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
  else if (count(text, ',') > 1) text = text.replaceAll(',', '');
  else if (count(text, '.') > 1) text = text.replaceAll('.', '');
  else if (comma >= 0)
    text = /^-?[1-9]\d{0,2},\d{3}$/.test(text) && decimalSign(language) === '.' ? text.replace(',', '') : text.replace(',', '.');
  text = text.replace(/^(-?)\./, '$10.').replace(/\.$/, '');
  if (!isDecimal(text)) return null;
  return text.replace(/^(-?)0+(?=\d)/, '$1').replace(/^-(0(\.0+)?)$/, '$1');
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = dateFormats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, options);
  dateFormats.set(key, made);
  return made;
}

/** English alone does not say whose order of day and month; the browser's own region does. */
export function dateLanguage(language: string): string {
  return navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

/** `2026-03-01` -> `1.3.2026`, `01/03/2026`, ... in the user's locale. */
export function formatDate(iso: string, language: string): string {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return dateFormat(dateLanguage(language), { timeZone: 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);
}

/** An instant in the user's time zone. */
export function formatDateTime(instant: string, language: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', ...CLOCK, timeZone: currentZone() } as const;
  return dateFormat(dateLanguage(language), options).format(date);
}

/** What the clock showed in the user's time zone. */
export function formatClock(instant: string, language: string): string {
  return dateFormat(dateLanguage(language), { ...CLOCK, timeZone: currentZone() }).format(new Date(instant));
}

export function formatTime(time: string): string {
  return time.slice(0, 5);
}
