// Groups of an aggregate as people meet them: the filter that lists a group's records, and the periods between two others.

export type PeriodUnit = 'year' | 'quarter' | 'month' | 'week' | 'day';

export interface Days {
  /** `2026-03-01` */
  readonly first: string;
  readonly last: string;
}

export interface GroupBy {
  /** As in the query: `stage`, `account.city`, `month(closed_on)`, `lines.product`. */
  readonly text: string;
  /** Type of the field it ends in, e.g. `text`; decides how its values are compared. */
  readonly type: string;
  /** The list whose rows are grouped, if they are. */
  readonly over?: string;
}

const UNIT = /^\s*(year|quarter|month|week|day)\s*\((.*)\)\s*$/s;
/** Compared without case and accents unless told otherwise, but grouped as they are. */
const TEXTS: readonly string[] = ['text', 'text_area', 'email', 'phone', 'url', 'sequence', 'picklist', 'radio'];

/** The unit and what it is taken of: `month(closed_on)` -> month, closed_on. */
export function unitOfGroup(text: string): { readonly unit: PeriodUnit; readonly of: string } | null {
  const [, unit, of] = UNIT.exec(text) ?? [];
  return unit && of ? { unit: unit as PeriodUnit, of: of.trim() } : null;
}

/** Condition that holds for exactly the records of one group. `value` as the aggregate answers it; null is the group of none. */
export function groupFilter(group: GroupBy, value: unknown): string {
  return groupsFilter(group.over ?? null, [[group, value]]);
}

/** The same for groups within groups. What is asked of rows is asked of one and the same row. */
export function groupsFilter(over: string | null, pairs: readonly (readonly [group: GroupBy, value: unknown])[]): string {
  const ofRows: string[] = [];
  const ofRecord: string[] = [];
  for (const [{ text, type }, value] of pairs) {
    const inner = over ? withinRow(text, over) : null;
    if (inner === null) ofRecord.push(condition({ text, type }, value));
    else ofRows.push(condition({ text: inner, type }, value));
  }
  if (ofRows.length > 0) ofRecord.push(`count(${over} where ${ofRows.join(' and ')}) > 0`);
  else if (over) ofRecord.push(`count(${over}) > 0`);
  return ofRecord.join(' and ');
}

/** `lines.product` -> `product`, `month(lines.sent_on)` -> `month(sent_on)`; null for what is not of the rows. */
function withinRow(text: string, over: string): string | null {
  const period = unitOfGroup(text);
  if (period) return period.of.startsWith(`${over}.`) ? `${period.unit}(${period.of.slice(over.length + 1)})` : null;
  return text.startsWith(`${over}.`) ? text.slice(over.length + 1) : null;
}

function condition({ text, type }: GroupBy, value: unknown): string {
  const period = unitOfGroup(text);
  if (period) {
    const of = operand(period.of);
    return value === null || value === undefined ? `${of} is empty` : within(of, daysOf(period.unit, String(value)));
  }
  return comparison(operand(text), type, value);
}

/** A path stands as it is; anything else keeps to itself. */
function operand(text: string): string {
  return /^[\w.]+$/.test(text) ? text : `(${text})`;
}

function comparison(text: string, type: string, value: unknown): string {
  if (value === null || value === undefined) return `${text} is empty`;
  if (typeof value === 'boolean') return `${text} = ${value}`;
  if (typeof value === 'object' && 'id' in value) return `${text} = ${JSON.stringify(value.id)}`;
  if (typeof value === 'number' || NUMBERS.includes(type)) return `${text} = ${String(value)}`;
  const words = JSON.stringify(String(value));
  return TEXTS.includes(type) ? `exact(${text}) = ${words}` : `${text} = ${words}`;
}

const NUMBERS: readonly string[] = ['integer', 'decimal', 'percent', 'number'];

/** Of dates and of instants alike: a day that stands alone is the whole day. */
export function within(field: string, { first, last }: Days): string {
  return `${field} >= "${first}" and ${field} <= "${last}"`;
}

/** Records of none of these groups, the ones without a value included: what a chart calls the others. */
export function otherFilter(group: GroupBy, values: readonly unknown[]): string {
  if (values.length === 0) return 'id is not empty';
  const { over } = group;
  const inner = over ? withinRow(group.text, over) : null;
  const among = (text: string) => values.map((value) => condition({ text, type: group.type }, value)).join(' or ');
  return inner === null ? `not (${among(group.text)})` : `count(${over} where not (${among(inner)})) > 0`;
}

/** First and last day of `2026`, `2026-Q1`, `2026-03`, `2026-W09`, `2026-03-05`. */
export function daysOf(unit: PeriodUnit, key: string): Days {
  const first = startOf(unit, key);
  const next = startOf(unit, following(unit, key));
  return { first: iso(first), last: iso(next - DAY) };
}

const DAY = 86_400_000;

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function startOf(unit: PeriodUnit, key: string): number {
  const year = Number(key.slice(0, 4));
  if (unit === 'day') return Date.parse(`${key}T00:00:00Z`);
  if (unit === 'year') return Date.UTC(year, 0, 1);
  if (unit === 'quarter') return Date.UTC(year, 3 * (Number(key.slice(6)) - 1), 1);
  if (unit === 'month') return Date.UTC(year, Number(key.slice(5)) - 1, 1);
  // Week 1 is the one with January 4.
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
  return monday + (Number(key.slice(6)) - 1) * 7 * DAY;
}

/** The unit a day lies in. */
export function periodOf(unit: PeriodUnit, day: string): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (unit === 'day') return day;
  if (unit === 'year') return String(year);
  if (unit === 'quarter') return `${year}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
  if (unit === 'month') return day.slice(0, 7);
  const thursday = new Date(time + (3 - ((date.getUTCDay() + 6) % 7)) * DAY);
  const weekYear = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(weekYear, 0, 1)) / (7 * DAY)) + 1;
  return `${weekYear}-W${String(week).padStart(2, '0')}`;
}

function following(unit: PeriodUnit, key: string): string {
  const year = Number(key.slice(0, 4));
  const start = startOf(unit, key);
  if (unit === 'day') return iso(start + DAY);
  if (unit === 'week') return periodOf('week', iso(start + 7 * DAY));
  if (unit === 'year') return String(year + 1).padStart(4, '0');
  const months = unit === 'quarter' ? 3 : 1;
  return periodOf(unit, iso(Date.UTC(year, new Date(start).getUTCMonth() + months, 1)));
}

/** More marks than this are no chart; what was asked for is then shown without the gaps. */
const MOST = 1000;

/** Every period from the first to the last, so that a month in which nothing happened is a gap one can see. */
export function periodsBetween(unit: PeriodUnit, first: string, last: string): string[] {
  const periods: string[] = [];
  for (let key = first; key <= last && periods.length < MOST; key = following(unit, key)) periods.push(key);
  return periods;
}

/** The days as long before, or the same days of the year before: what a chart compares with. */
export function earlier({ first, last }: Days, how: 'previous' | 'year'): Days {
  const [from, to] = [Date.parse(`${first}T00:00:00Z`), Date.parse(`${last}T00:00:00Z`)];
  if (how === 'year') return { first: yearBefore(first), last: yearBefore(last) };
  const whole = wholeMonths(first, last);
  if (whole === null) return { first: iso(from - (to - from) - DAY), last: iso(from - DAY) };
  const date = new Date(from);
  return { first: iso(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - whole, 1)), last: iso(from - DAY) };
}

function yearBefore(day: string): string {
  const before = `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`;
  // The last day of February is that of the other year's, too.
  return before.endsWith('-02-29')
    ? before.replace(/29$/, '28')
    : isEndOfFebruary(day)
      ? iso(startOf('month', `${before.slice(0, 4)}-03`) - DAY)
      : before;
}

function isEndOfFebruary(day: string): boolean {
  return day.slice(5, 7) === '02' && new Date(Date.parse(`${day}T00:00:00Z`) + DAY).getUTCMonth() === 2;
}

/** A quarter is compared with a quarter, though they differ in days. */
function wholeMonths(first: string, last: string): number | null {
  const [from, after] = [new Date(`${first}T00:00:00Z`), new Date(Date.parse(`${last}T00:00:00Z`) + DAY)];
  if (from.getUTCDate() !== 1 || after.getUTCDate() !== 1) return null;
  return (after.getUTCFullYear() - from.getUTCFullYear()) * 12 + after.getUTCMonth() - from.getUTCMonth();
}

export const ranges = [
  'this_week',
  'this_month',
  'this_quarter',
  'this_year',
  'last_week',
  'last_month',
  'last_quarter',
  'last_year',
  'last_30_days',
  'last_12_months',
  'next_30_days',
  'next_quarter',
] as const;
export type Range = (typeof ranges)[number];

/** The days a range means today, so that a chart and the list behind it speak of the same ones. */
export function daysOfRange(range: Range, today: string): Days {
  const [which, unit] = range.split('_') as ['this' | 'last' | 'next', string];
  const now = Date.parse(`${today}T00:00:00Z`);
  if (range === 'last_30_days') return { first: iso(now - 29 * DAY), last: today };
  if (range === 'next_30_days') return { first: today, last: iso(now + 29 * DAY) };
  if (range === 'last_12_months') {
    const date = new Date(now);
    return {
      first: iso(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 11, 1)),
      last: daysOf('month', periodOf('month', today)).last,
    };
  }
  const here = daysOf(unit as PeriodUnit, periodOf(unit as PeriodUnit, today));
  if (which === 'this') return here;
  const beside = which === 'last' ? iso(Date.parse(`${here.first}T00:00:00Z`) - DAY) : iso(Date.parse(`${here.last}T00:00:00Z`) + DAY);
  return daysOf(unit as PeriodUnit, periodOf(unit as PeriodUnit, beside));
}
