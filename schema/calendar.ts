// Calendar arithmetic without a library: local time and instants, in any IANA zone.

/** What clocks and calendars show somewhere; months count from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Milliseconds since 1970 of a local time. A local time that a clock change skips is moved on by what it skips; of one that
 * comes twice it is the first (as Temporal's `compatible`).
 */
export function instantOf(local: LocalTime, zone: string): number {
  const asUtc = utcMilliseconds(local);
  if (zone === 'UTC') return asUtc;
  const day = 86_400_000;
  const before = offsetAt(asUtc - day, zone);
  const after = offsetAt(asUtc + day, zone);
  const earlier = asUtc - before;
  const later = asUtc - after;
  if (offsetAt(earlier, zone) === before) return earlier;
  return offsetAt(later, zone) === after ? later : earlier;
}

/** The day it is at an instant (milliseconds since 1970) on the clocks of a zone, `2026-11-23`. @throws RangeError for an unknown zone */
export function dayIn(zone: string, instant: number): string {
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 10);
}

/** What the clocks of UTC show at an instant (milliseconds since 1970). */
export function localTimeOf(instant: number): LocalTime {
  const date = new Date(instant);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}

/** Digits with zeros before them. */
export function pad(number: number, width = 2): string {
  return String(number).padStart(width, '0');
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999; setUTCFullYear does not. */
function utcMilliseconds(local: LocalTime): number {
  const date = new Date(0);
  date.setUTCFullYear(local.year, local.month - 1, local.day);
  return date.setUTCHours(local.hour, local.minute, local.second, local.millisecond);
}

/**
 * How far the zone's clocks are ahead of UTC at an instant, in milliseconds; negative west of it.
 * @throws RangeError for an unknown zone
 */
export function offsetAt(instant: number, zone: string): number {
  const second = Math.floor(instant / 1000);
  const before = latest.get(zone);
  if (before?.second === second) return before.offset;
  const offset = offsetIn(second, zone);
  latest.set(zone, { second, offset });
  return offset;
}

/** Within one second it is the same, and many ask for now. */
const latest = new Map<string, { readonly second: number; readonly offset: number }>();

function offsetIn(second: number, zone: string): number {
  const parts = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(second * 1000)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 1, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = parts;
  return utcMilliseconds({ year, month, day, hour, minute, second: seconds, millisecond: 0 }) - second * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** Whether it names a zone of the IANA database, as far as this machine knows them. */
export function isZone(name: string): boolean {
  try {
    offsetAt(0, name);
    return true;
  } catch {
    return false;
  }
}
