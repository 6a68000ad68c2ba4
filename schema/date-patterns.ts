// Reads dates as people write them, by a pattern like `DD.MM.YYYY HH:mm`, month names included.

import { daysInMonth, type LocalTime, localTimeOf } from './calendar.ts';
import { fold } from './fold.ts';

const TOKENS = /YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|m|ss|s|SSS|A|a/g;
const LANGUAGES = ['en', 'fi', 'sv', 'de', 'ru'];

interface Reader {
  readonly form: RegExp;
  readonly tokens: readonly string[];
}

/**
 * Parts of a date, or null. ISO forms are understood whatever the pattern says; `excel` reads serial numbers (days since
 * 1899-12-30, the fraction is the time of day).
 */
export function readDate(given: string, pattern = 'YYYY-MM-DD'): LocalTime | null {
  const text = given.trim();
  if (text.length > 60) return null;
  if (pattern === 'excel' && /^\d{1,7}([.,]\d+)?$/.test(text)) return readSerial(Number(text.replace(',', '.')));
  const found = (pattern === 'excel' ? null : readBy(pattern, text)) ?? readIso(text);
  return found && found.day <= daysInMonth(found.year, found.month) ? found : null;
}

/** Excel counts a 29 February 1900 that never was; serials before it are one day off. */
function readSerial(serial: number): LocalTime | null {
  if (serial < 1 || serial >= 2_958_466) return null;
  const days = serial < 60 ? serial + 1 : serial;
  return localTimeOf(Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1000);
}

function readIso(text: string): LocalTime | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?$/.exec(text);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  return inClock({ year, month, day, hour, minute, second, millisecond: milliseconds(parts[7]) });
}

function readBy(pattern: string, text: string): LocalTime | null {
  const { form, tokens } = readerOf(pattern);
  const match = form.exec(fold(text));
  if (!match) return null;
  const parts: Record<string, string> = {};
  tokens.forEach((token, i) => {
    parts[token[0] === 'A' ? 'a' : token] = match[i + 1] ?? '';
  });
  const number = (...names: string[]) => Number(names.map((name) => parts[name]).find((part) => part) ?? 0);
  const named = parts.MMMM ?? parts.MMM;
  return inClock({
    year: parts.YY ? century(Number(parts.YY)) : number('YYYY'),
    month: named === undefined ? number('MM', 'M') : monthNamed(named),
    day: number('DD', 'D'),
    hour: parts.hh || parts.h ? (number('hh', 'h') % 12) + (parts.a?.startsWith('p') ? 12 : 0) : number('HH', 'H'),
    minute: number('mm', 'm'),
    second: number('ss', 's'),
    millisecond: milliseconds(parts.SSS),
  });
}

function inClock(local: { readonly [K in keyof LocalTime]: number | undefined }): LocalTime | null {
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0 } = local;
  const good = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59;
  return good ? { year, month, day, hour, minute, second, millisecond } : null;
}

/** Digits after the point of a second. */
function milliseconds(fraction = ''): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0'));
}

/** As POSIX: 69 to 99 are of the last century. */
function century(year: number): number {
  return year + (year < 69 ? 2000 : 1900);
}

const readers = new Map<string, Reader>();

/**
 * The pattern as a regular expression over folded text. Numbers may miss their leading zero unless tokens touch
 * (`YYYYMMDD`). A time after the last date token may be missing: spreadsheets write midnight that way.
 */
function readerOf(pattern: string): Reader {
  const known = readers.get(pattern);
  if (known) return known;
  const tokens: string[] = [];
  let form = '';
  let end = 0;
  let optional = 0;
  for (const { 0: token, index } of pattern.matchAll(TOKENS)) {
    const between = pattern.slice(end, index);
    const touching = (between === '' && end > 0) || /^[A-Za-z]/.test(pattern.slice(index + token.length));
    if (/^[Hh]/.test(token) && tokens.length > 0 && optional === 0) {
      form += '(?:';
      optional = 1;
    }
    form += separator(between) + digits(token, touching);
    tokens.push(token);
    end = index + token.length;
  }
  form += separator(pattern.slice(end)) + ')?'.repeat(optional);
  const reader = { form: new RegExp(`^${form}$`), tokens };
  if (readers.size < 200) readers.set(pattern, reader);
  return reader;
}

function separator(text: string): string {
  return fold(text)
    .replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
    .replace(/[\s\u00A0\u202F]+/g, '[\\s\\u00A0\\u202F]+');
}

function digits(token: string, touching: boolean): string {
  if (token === 'YYYY') return '(\\d{4})';
  if (token === 'MMM' || token === 'MMMM') return '([a-zа-я.]+)';
  if (token === 'SSS') return '(\\d{1,9})';
  if (token === 'A' || token === 'a') return '([ap]\\.?m\\.?)';
  return token === 'YY' || touching ? '(\\d{2})' : '(\\d{1,2})';
}

let monthNames: Map<string, number> | null = null;

/** Short and long month names of all languages, without the point some put after short ones. 0 when it is none. */
function monthNamed(name: string): number {
  monthNames ??= new Map(LANGUAGES.flatMap(monthsIn));
  return monthNames.get(name.replace(/\.$/, '')) ?? 0;
}

function monthsIn(language: string): [string, number][] {
  const styles: Intl.DateTimeFormatOptions[] = [
    { month: 'long' },
    { month: 'short' },
    { month: 'long', day: 'numeric' },
    { month: 'short', day: 'numeric' },
  ];
  return styles.flatMap((style) =>
    Array.from({ length: 12 }, (_, month): [string, number] => {
      const parts = new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }).formatToParts(Date.UTC(2026, month, 1));
      const name = parts.find(({ type }) => type === 'month')?.value ?? '';
      return [fold(name).replace(/\.$/, ''), month + 1];
    }),
  );
}
