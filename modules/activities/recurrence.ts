// When a repeated event takes place (RFC 5545): counted in the event's own time zone, so that nine o'clock stays nine o'clock.

import { RRuleTemporal } from 'rrule-temporal';
import { instantOf, localTimeOf, offsetAt } from '../../schema/index.ts';

/** The part of an activity that says when it is, as the API reads it. */
export interface Timed {
  readonly starts_at: string;
  readonly ends_at: string;
  readonly all_day: boolean | null;
  readonly time_zone: string | null;
  /** `FREQ=WEEKLY;BYDAY=MO`; null: once. */
  readonly recurrence: string | null;
  /** Beginnings at which it does not take place, or is another record. */
  readonly skipped: readonly string[] | null;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400_000;
/** Nobody reads more of one series at once; a rule that gives more in the range asked for is cut. */
const MOST = 1000;
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const parts = /^(FREQ|INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|BYYEARDAY|BYWEEKNO|WKST)=([A-Z0-9,+-]+)$/;

export const zoneOf = ({ time_zone }: Pick<Timed, 'time_zone'>): string => time_zone ?? 'UTC';

/** The rule in its usual spelling, or why it is none, in words for people. */
export function readRule(text: string): { rule: string } | { problem: string } {
  const rule = text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase()
    .replace(/;$/, '');
  const pieces = rule.split(';');
  const wrong = pieces.find((piece) => !parts.test(piece));
  if (wrong !== undefined) return { problem: `"${wrong}" is not part of a repetition such as FREQ=WEEKLY;BYDAY=MO.` };
  const found = partsOf(rule);
  if (!frequencies.includes(found.FREQ ?? '')) return { problem: `FREQ is one of ${frequencies.join(', ')}.` };
  if (found.COUNT && found.UNTIL) return { problem: 'COUNT and UNTIL do not go together.' };
  for (const name of ['COUNT', 'INTERVAL'] as const) {
    if (found[name] !== undefined && !/^[1-9]\d{0,3}$/.test(found[name])) return { problem: `${name} is a number from 1 to 9999.` };
  }
  try {
    new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:20260101T000000\nRRULE:${rule}` });
    return { rule };
  } catch {
    return { problem: 'This is not a repetition such as FREQ=WEEKLY;BYDAY=MO.' };
  }
}

export function partsOf(rule: string): Record<string, string> {
  return Object.fromEntries(rule.split(';').map((piece) => piece.split('=') as [string, string]));
}

export function printRule(found: Readonly<Record<string, string | undefined>>): string {
  const order = ['FREQ', 'INTERVAL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS', 'COUNT', 'UNTIL'];
  const rest = Object.keys(found).filter((name) => !order.includes(name));
  return [...order, ...rest].flatMap((name) => (found[name] ? [`${name}=${found[name]}`] : [])).join(';');
}

/** Every time the event takes place that touches the range, earliest first. */
export function spansBetween(event: Timed, from: number, to: number): Span[] {
  const first = spanOf(event);
  if (!event.recurrence) return first.start < to && first.end > from ? [first] : [];
  const length = first.end - first.start;
  const skipped = new Set((event.skipped ?? []).map((text) => Date.parse(text)));
  // A day of a clock change is longer or shorter by an hour or so.
  const earliest = from - length - DAY;
  const found: Span[] = [];
  for (const start of startsBetween(event, earliest, to)) {
    const span = { start, end: endOf(event, start) };
    if (span.start < to && (span.end > from || (span.end === span.start && span.start >= from)) && !skipped.has(start)) found.push(span);
    if (found.length === MOST) break;
  }
  return found;
}

/** The first time it takes place at or after `from`; null: never again. */
export function spanAfter(event: Timed, from: number): Span | null {
  const first = spanOf(event);
  if (!event.recurrence) return first.start >= from ? first : null;
  const skipped = new Set((event.skipped ?? []).map((text) => Date.parse(text)));
  const rule = ruleOf(event);
  let at = rule.next(new Date(from), true);
  for (let tries = 0; at && tries < MOST; tries++, at = rule.next(new Date(at.epochMilliseconds))) {
    if (!skipped.has(at.epochMilliseconds)) return { start: at.epochMilliseconds, end: endOf(event, at.epochMilliseconds) };
  }
  return null;
}

/** Whether it may begin at this moment by its rule, exceptions left aside. */
export function beginsAt(event: Timed, start: number): boolean {
  if (!event.recurrence) return Date.parse(event.starts_at) === start;
  return startsBetween(event, start, start + 1).includes(start);
}

/** How often it has begun before this moment, by its rule. */
export function countBefore(event: Timed, start: number): number {
  let count = 0;
  ruleOf(event).all((at) => {
    if (at.epochMilliseconds >= start) return false;
    count++;
    return true;
  });
  return count;
}

/** When the last one ends; null for a series without an end. */
export function lastEnd(event: Timed): number | null {
  if (!event.recurrence) return Date.parse(event.ends_at);
  const { COUNT, UNTIL } = partsOf(event.recurrence);
  if (!COUNT && !UNTIL) return null;
  const all = ruleOf(event).all((_, i) => i < 10_000);
  const last = all.at(-1)?.epochMilliseconds;
  return last === undefined ? Date.parse(event.ends_at) : endOf(event, last);
}

export function spanOf(event: Pick<Timed, 'starts_at' | 'ends_at'>): Span {
  return { start: Date.parse(event.starts_at), end: Date.parse(event.ends_at) };
}

/** Whole days stay whole days over a clock change; hours stay hours. */
export function endOf(event: Timed, start: number): number {
  const first = spanOf(event);
  if (!event.all_day) return start + first.end - first.start;
  const zone = zoneOf(event);
  const days = Math.round((localOf(first.end, zone) - localOf(first.start, zone)) / DAY);
  return fromLocal(localOf(start, zone) + days * DAY, zone);
}

/** What the clocks of the zone show, as milliseconds of a clock in UTC that shows the same. */
export function localOf(instant: number, zone: string): number {
  return instant + offsetAt(instant, zone);
}

export function fromLocal(local: number, zone: string): number {
  return instantOf(localTimeOf(local), zone);
}

/** `2026-03-29`: the day an instant belongs to. */
export function dayOf(instant: number, zone: string): string {
  return new Date(localOf(instant, zone)).toISOString().slice(0, 10);
}

/** `20260329T090000`, as iCalendar writes local times. */
export function localStamp(instant: number, zone: string): string {
  return new Date(localOf(instant, zone)).toISOString().slice(0, 19).replace(/[-:]/g, '');
}

function startsBetween(event: Timed, from: number, to: number): number[] {
  return ruleOf(event)
    .between(new Date(from), new Date(to), true)
    .map((at) => at.epochMilliseconds);
}

function ruleOf(event: Timed): RRuleTemporal {
  const zone = zoneOf(event);
  const start = localStamp(Date.parse(event.starts_at), zone);
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=${zone}:${start}\nRRULE:${event.recurrence}`, cache: false });
}
