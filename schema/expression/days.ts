// Dates as days and instants as milliseconds since 1970, as evaluate() reckons with them; zones behave as in PostgreSQL.

import { instantOf, localTimeOf, offsetAt, pad } from '../calendar.ts';

const DAY = 86_400_000;

/** `2024-02-29` -> days since 1970; null when there is no such day in the years 0001 to 9999. */
export function dayFromText(text: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const days = dayOf(Number(year), Number(month), Number(day));
  return printDay(days) === text && year !== '0000' ? days : null;
}

/** Days since 1970 of a date; months and days beyond the calendar run over. */
export function dayOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY);
}

/** Year, month (from 1) and day of a number of days since 1970. */
export function partsOf(day: number): { year: number; month: number; day: number } {
  return localTimeOf(day * DAY);
}

/** Days since 1970 -> `2024-02-29`. */
export function printDay(day: number): string {
  const parts = partsOf(day);
  return `${pad(parts.year, 4)}-${pad(parts.month)}-${pad(parts.day)}`;
}

/** Of a number of days since 1970; Monday is 1. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** ISO 8601: week 1 has the year's first Thursday. */
export function weekOf(day: number): number {
  const thursday = day - weekdayOf(day) + 4;
  return Math.floor((thursday - dayOf(partsOf(thursday).year, 1, 1)) / 7) + 1;
}

/** The 31st becomes the last day of a shorter month. */
export function addMonths(day: number, months: number): number {
  const parts = partsOf(day);
  const first = dayOf(parts.year, parts.month + months, 1);
  const next = dayOf(parts.year, parts.month + months + 1, 1);
  return first + Math.min(parts.day, next - first) - 1;
}

export type Unit = 'week' | 'month' | 'quarter' | 'year';

/** First day of the week, month, quarter or year that is `away` units from the one with `day` in it. */
export function startOf(unit: Unit, day: number, away = 0): number {
  if (unit === 'week') return day - weekdayOf(day) + 1 + 7 * away;
  const { year, month } = partsOf(day);
  if (unit === 'month') return dayOf(year, month + away, 1);
  if (unit === 'quarter') return dayOf(year, 3 * Math.floor((month - 1) / 3) + 1 + 3 * away, 1);
  return dayOf(year + away, 1, 1);
}

/** The first and the last day there are. */
export const FIRST_DAY = dayOf(1, 1, 1);
export const LAST_DAY = dayOf(9999, 12, 31);

/** RFC 3339 -> milliseconds; digits beyond are cut. null when it is none, or has no offset. */
export function instantFromText(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d))$/.exec(text);
  if (!match) return null;
  const [, date = '', hour, minute, second = '0', fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = match;
  const clock = clockOf(Number(hour), Number(minute), Number(second));
  const day = dayFromText(date);
  if (day === null || clock === null) return null;
  const ahead = (sign === '-' ? -1 : 1) * (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  return day * DAY + clock + Number(fraction.slice(0, 3).padEnd(3, '0')) - ahead;
}

/** `2024-05-01 10:00` without an offset, as the zone's clocks show it: milliseconds as if it were UTC. */
export function clockTimeFromText(text: string): number | null {
  const [, date = '', hour, minute, second = '0'] = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  const day = dayFromText(date);
  const clock = clockOf(Number(hour), Number(minute), Number(second));
  return day === null || clock === null ? null : day * DAY + clock;
}

/** `9:30` is none; `09:30` and `09:30:15` are. */
export function timeFromText(text: string): string | null {
  const [, hour, minute, second = '00'] = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  return hour === undefined || clockOf(Number(hour), Number(minute), Number(second)) === null ? null : `${hour}:${minute}:${second}`;
}

function clockOf(hour: number, minute: number, second: number): number | null {
  return hour <= 23 && minute <= 59 && second <= 59 ? ((hour * 60 + minute) * 60 + second) * 1000 : null;
}

/** Milliseconds since 1970 -> RFC 3339 in UTC with milliseconds. */
export function printInstant(instant: number): string {
  return new Date(instant).toISOString();
}

/** `2026-06-30 14:00`, of what clockTimeAt() gives. A zone can show the year before 0001, which to_char() calls 0001 too. */
export function printClockTime(clockTime: number): string {
  const { year, month, day, hour, minute } = localTimeOf(clockTime);
  return `${pad(year > 0 ? year : 1 - year, 4)}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}`;
}

/** What the zone's clocks show at an instant: milliseconds as if it were UTC. */
export function clockTimeAt(instant: number, zone: string): number {
  return zone === 'UTC' ? instant : instant + offsetAt(instant, zone);
}

/** The day (since 1970) that the zone's clocks show at an instant. */
export function dayAt(instant: number, zone: string): number {
  return Math.floor(clockTimeAt(instant, zone) / DAY);
}

/** Of a clock time that comes twice it is the second, of one that is skipped the same after the skip: `at time zone`'s choice. */
export function instantOfClockTime(clockTime: number, zone: string): number {
  const earlier = instantOf(localTimeOf(clockTime), zone);
  if (zone === 'UTC') return earlier;
  const offset = offsetAt(earlier + DAY, zone);
  const later = clockTime - offset;
  return later > earlier && offsetAt(later, zone) === offset ? later : earlier;
}

/** The instant of midnight in the zone, milliseconds since 1970. */
export function startOfDay(day: number, zone: string): number {
  return instantOfClockTime(day * DAY, zone);
}
