// Events as iCalendar (RFC 5545). Single events are said in UTC; series in their zone, with the zone's clock changes beside them.

import type { Values } from '../../engine/index.ts';
import { offsetAt } from '../../schema/index.ts';
import { dayOf, localStamp, type Timed, zoneOf } from './recurrence.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

export interface Printing {
  /** Distinguishes this installation's events from others'. */
  readonly host: string;
  /** Moment of writing. */
  readonly now: number;
  /** Private events tell nothing but their time. */
  readonly hidePrivate: boolean;
}

export function writeCalendar(name: string, events: readonly Values[], printing: Printing): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Kontor//Kontor//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...zonesOf(events, printing.now).flatMap(({ zone, from, to }) => zoneLines(zone, from, to)),
    ...events.flatMap((event) => eventLines(event, printing)),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function eventLines(event: Values, { host, now, hidePrivate }: Printing): string[] {
  const timed = event as Values & Timed;
  const zone = zoneOf(timed);
  const whole = Boolean(timed.all_day);
  const series = event.series as { id: string } | null | undefined;
  const at = (name: string, text: string) => {
    const instant = Date.parse(text);
    if (whole) return `${name};VALUE=DATE:${dayOf(instant, zone).replaceAll('-', '')}`;
    if (timed.recurrence && zone !== 'UTC') return `${name};TZID=${zone}:${localStamp(instant, zone)}`;
    return `${name}:${localStamp(instant, 'UTC')}Z`;
  };
  const hidden = hidePrivate && Boolean(event.private);
  const replaces = series && event.occurrence_at && !timed.recurrence;
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(String(event.uid ?? `${replaces ? series.id : String(event.id)}@${host}`))}`,
    `DTSTAMP:${localStamp(Date.parse(String(event.updated_at ?? new Date(now).toISOString())), 'UTC')}Z`,
    at('DTSTART', timed.starts_at),
    at('DTEND', timed.ends_at),
    ...(replaces ? [at('RECURRENCE-ID', String(event.occurrence_at))] : []),
    ...(timed.recurrence ? [`RRULE:${untilOf(timed, zone)}`] : []),
    ...(timed.recurrence ? (timed.skipped ?? []).filter((text) => !replaced(event, text)).map((text) => at('EXDATE', text)) : []),
    `SUMMARY:${hidden ? 'Busy' : escaped(String(event.subject ?? ''))}`,
    ...(hidden || !event.place ? [] : [`LOCATION:${escaped(String(event.place))}`]),
    ...(hidden || !event.description ? [] : [`DESCRIPTION:${escaped(String(event.description))}`]),
    `STATUS:${event.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(event.private ? ['CLASS:PRIVATE'] : []),
    ...(hidden || event.reminder_minutes === null || event.reminder_minutes === undefined
      ? []
      : [
          'BEGIN:VALARM',
          'ACTION:DISPLAY',
          `DESCRIPTION:${escaped(String(event.subject ?? ''))}`,
          `TRIGGER:-PT${event.reminder_minutes}M`,
          'END:VALARM',
        ]),
    'END:VEVENT',
  ];
}

/** What another record takes the place of is no exception: it has a RECURRENCE-ID of its own. */
function replaced(event: Values, text: string): boolean {
  return ((event.replacements as readonly string[] | undefined) ?? []).some((other) => Date.parse(other) === Date.parse(text));
}

/** A rule over whole days ends on a day. */
function untilOf({ recurrence, all_day }: Timed, zone: string): string {
  if (!all_day) return String(recurrence);
  return String(recurrence).replace(/UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, (_, year, month, day, hour, minute, second) => {
    const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return `UNTIL=${dayOf(instant, zone).replaceAll('-', '')}`;
  });
}

function zonesOf(events: readonly Values[], now: number): { zone: string; from: number; to: number }[] {
  const found = new Map<string, { zone: string; from: number; to: number }>();
  for (const event of events) {
    const timed = event as Values & Timed;
    if (!timed.recurrence || timed.all_day || zoneOf(timed) === 'UTC') continue;
    const from = Date.parse(timed.starts_at) - YEAR;
    const zone = zoneOf(timed);
    const known = found.get(zone);
    found.set(zone, { zone, from: Math.min(from, known?.from ?? from), to: now + 10 * YEAR });
  }
  return [...found.values()];
}

/** Each change of the clocks by itself: exact for every zone, without knowing the rule behind it. */
function zoneLines(zone: string, from: number, to: number): string[] {
  const changes = [{ at: from, before: offsetAt(from, zone), after: offsetAt(from, zone) }, ...changesOf(zone, from, to)];
  const winter = Math.min(...changes.map(({ after }) => after));
  const parts = changes.flatMap(({ at, before, after }) => {
    const kind = after > winter ? 'DAYLIGHT' : 'STANDARD';
    const onset = new Date(at + before).toISOString().slice(0, 19).replace(/[-:]/g, '');
    return [`BEGIN:${kind}`, `DTSTART:${onset}`, `TZOFFSETFROM:${offsetText(before)}`, `TZOFFSETTO:${offsetText(after)}`, `END:${kind}`];
  });
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...parts, 'END:VTIMEZONE'];
}

function changesOf(zone: string, from: number, to: number): { at: number; before: number; after: number }[] {
  const found = [];
  const step = 21 * 24 * HOUR;
  for (let at = from; at < to; at += step) {
    const before = offsetAt(at, zone);
    const after = offsetAt(at + step, zone);
    if (before === after) continue;
    let [low, high] = [at, at + step];
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle, zone) === before) low = middle;
      else high = middle;
    }
    found.push({ at: Math.round(high / 60_000) * 60_000, before, after });
  }
  return found;
}

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  const two = (number: number) => String(number).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}

/** Lines hold at most 75 bytes; what is longer goes on after a space. */
function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let size = 0;
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > (pieces.length > 0 ? 74 : 75)) {
      pieces.push(piece);
      piece = '';
      size = 0;
    }
    piece += character;
    size += bytes;
  }
  return [...pieces, piece].join('\r\n ');
}
