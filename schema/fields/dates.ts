// Dates, instants and times of day. Calendar: proleptic Gregorian, years 0001 to 9999; instants in milliseconds, UTC.

import { daysInMonth, instantOf, type LocalTime, localTimeOf, pad } from '../calendar.ts';
import { readDate } from '../date-patterns.ts';
import type { Checked, Field, FieldType } from '../types.ts';
import { accept, empty, orNull, quote, refuse, wrongType } from './checked.ts';

const operators = ['=', '!=', '<', '<=', '>', '>=', 'between', 'in', 'is empty', 'is not empty'] as const;

export const date: FieldType = {
  name: 'date',
  columns: () => [{ suffix: '', type: 'date' }],
  expression: () => ({ kind: 'date' }),
  check: checkDate,
  toColumns: (value) => [value as string | null],
  fromColumns: (cells) => cells[0] ?? null,
  parse(given, field, format) {
    const found = readDate(given, format.date);
    if (!found) return refuse('not_a_date', `${quote(given)} is not a date${like(format.date)}`);
    // A column of dates with a midnight is common; any other time of day would be lost without a word.
    const hasTime = found.hour + found.minute + found.second + found.millisecond > 0;
    if (hasTime && !/[Hh]/.test(format.date ?? '')) return refuse('not_a_date', `${quote(given)} has a time of day`);
    return checkDate(printDate(found), field);
  },
  print: (value) => (value as string | null) ?? '',
  jsonSchema: (field) => orNull({ type: 'string', format: 'date' }, field),
  operators,
  sortable: true,
  customizable: true,
};

export const datetime: FieldType = {
  name: 'datetime',
  columns: () => [{ suffix: '', type: 'timestamptz' }],
  expression: () => ({ kind: 'datetime' }),
  check: checkInstant,
  toColumns: (value) => [value as string | null],
  fromColumns: ([cell]) => (cell === null || cell === undefined ? null : instantFromCell(cell)),
  parse(given, field, format) {
    const exact = /[zZ]$|[+-]\d\d:?\d\d$/.test(given.trim()) ? checkInstant(given, field) : null;
    if (exact?.ok) return exact;
    const found = readDate(given, format.date);
    if (!found) return refuse('not_a_datetime', `${quote(given)} is not a date with time${like(format.date)}`);
    return checkInstant(new Date(instantOf(found, format.zone ?? 'UTC')).toISOString(), field);
  },
  print: (value) => (value as string | null) ?? '',
  jsonSchema: (field) => orNull({ type: 'string', format: 'date-time' }, field),
  operators,
  sortable: true,
  customizable: true,
};

export const time: FieldType = {
  name: 'time',
  columns: () => [{ suffix: '', type: 'time' }],
  expression: () => ({ kind: 'time' }),
  check: checkTime,
  toColumns: (value) => [value as string | null],
  fromColumns: ([cell]) => (cell === null || cell === undefined ? null : shortTime(cell)),
  parse(given, field, format) {
    // Spreadsheets keep a time of day as a fraction of a day.
    if (format.date === 'excel' && /^0?[.,]\d+$/.test(given.trim())) {
      const seconds = Math.round(Number(given.trim().replace(',', '.')) * 86_400) % 86_400;
      return checkTime(`${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`, field);
    }
    const [, hour = '', minute = '00', second = '00', half = ''] =
      /^(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2}))?)?\s*([ap]\.?m\.?)?$/i.exec(given.trim()) ?? [];
    const bare = hour === '' || (minute === '00' && half === '' && !/[:.]/.test(given));
    if (bare || (half !== '' && (Number(hour) < 1 || Number(hour) > 12)))
      return refuse('not_a_time', `${quote(given)} is not a time like 14:30`);
    const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0);
    return checkTime(`${pad(hours)}:${minute}:${second}`, field);
  },
  print: (value) => (value as string | null) ?? '',
  jsonSchema: (field) => orNull({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$' }, field),
  operators: ['=', '!=', '<', '<=', '>', '>=', 'between', 'is empty', 'is not empty'],
  sortable: true,
  customizable: true,
};

function checkDate(input: unknown, field: Field): Checked<string> {
  if (input === null || input === undefined || input === '') return empty;
  if (typeof input !== 'string') return wrongType('a date like 2026-06-30', input);
  const value = input.trim();
  if (value === '') return empty;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  if (year === undefined) return refuse('not_a_date', `${quote(value)} is not a date like 2026-06-30`);
  if (!isDay(Number(year), Number(month), Number(day))) return refuse('not_a_date', `${value} is not in the calendar`);
  return outOfOrder(value, field) ?? accept(value);
}

/** RFC 3339 with its offset; digits beyond milliseconds are cut, as the clock that wrote them is not ours. */
function checkInstant(input: unknown, field: Field): Checked<string> {
  if (input === null || input === undefined || input === '') return empty;
  if (typeof input !== 'string') return wrongType('an instant like 2026-06-30T10:00:00Z', input);
  const value = input.trim();
  if (value === '') return empty;
  const match = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})?$/.exec(value);
  if (!match) return refuse('not_a_datetime', `${quote(value)} is not an instant like 2026-06-30T10:00:00Z`);
  const [, year, month, day, hour, minute, second = '0', fraction = '', offset] = match;
  if (offset === undefined) return refuse('no_offset', `${value} says no offset from UTC; write Z or e.g. +02:00 after it`);
  const [offsetHours, offsetMinutes] = /\d/.test(offset) ? [Number(offset.slice(1, 3)), Number(offset.slice(-2))] : [0, 0];
  const inCalendar = isDay(Number(year), Number(month), Number(day)) && isTime(Number(hour), Number(minute), Number(second));
  if (!inCalendar || offsetHours > 18 || offsetMinutes > 59) return refuse('not_a_datetime', `${value} is not in the calendar`);
  const local: LocalTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.slice(0, 3).padEnd(3, '0')),
  };
  const ahead = (offset.startsWith('-') ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
  const instant = localTimeOf(instantOf(local, 'UTC') - ahead);
  if (instant.year < 1 || instant.year > 9999) return refuse('not_a_datetime', `${value} is not in the years 0001 to 9999 in UTC`);
  const canonical = printInstant(instant);
  return outOfOrder(canonical, field) ?? accept(canonical);
}

function checkTime(input: unknown, _field: Field): Checked<string> {
  if (input === null || input === undefined || input === '') return empty;
  if (typeof input !== 'string') return wrongType('a time like 14:30', input);
  const value = input.trim();
  if (value === '') return empty;
  const [, hour, minute, second = '00'] = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(value) ?? [];
  if (hour === undefined || !isTime(Number(hour), Number(minute), Number(second))) {
    return refuse('not_a_time', `${quote(value)} is not a time like 14:30 or 14:30:05`);
  }
  return accept(shortTime(`${hour}:${minute}:${second}`));
}

function isDay(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}

/** Canonical dates and instants sort as text. */
function outOfOrder(value: string, field: Field): Extract<Checked<unknown>, { ok: false }> | null {
  if (field.min !== null && value < field.min) return refuse('too_small', `must not be before ${field.min}`);
  if (field.max !== null && value > field.max) return refuse('too_big', `must not be after ${field.max}`);
  return null;
}

/** `2026-06-30 10:00:00.123+00`, as PostgreSQL writes it when the session is in UTC. */
function instantFromCell(cell: string): string {
  const day = cell.slice(0, 10);
  const clock = cell.slice(11, 19);
  const fraction = cell.length === 22 ? '000' : cell.slice(20, -3).slice(0, 3).padEnd(3, '0');
  return `${day}T${clock}.${fraction}Z`;
}

/** Seconds are written when there are some. */
function shortTime(clock: string): string {
  return clock.slice(5, 8) === ':00' ? clock.slice(0, 5) : clock.slice(0, 8);
}

function printDate(local: LocalTime): string {
  return `${pad(local.year, 4)}-${pad(local.month)}-${pad(local.day)}`;
}

function printInstant(local: LocalTime): string {
  return `${printDate(local)}T${pad(local.hour)}:${pad(local.minute)}:${pad(local.second)}.${pad(local.millisecond, 3)}Z`;
}

function like(pattern: string | undefined): string {
  return pattern && pattern !== 'excel' ? ` in the form ${pattern}` : '';
}
