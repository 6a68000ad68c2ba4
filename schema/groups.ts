// Groups of an aggregate as people meet them: the filter that lists a group's records, and the periods between two others.

import { pad } from './calendar.ts';
import { numberOf } from './day.ts';
import { addMonths, dayOf, partsOf, printDay, startOf as startOfUnit, weekdayOf, weekOf } from './expression/days.ts';

/** Units of time that charts group by; weeks are those of ISO 8601. */
export type PeriodUnit = 'year' | 'quarter' | 'month' | 'week' | 'day';

/** A stretch of days, both ends in it. */
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

/** First and last day of `2026`, `2026-Q1`, `2026-03`, `2026-W09`, `2026-03-05`. @throws RangeError for a day that is none */
export function daysOf(unit: PeriodUnit, key: string): Days {
  const first = startOf(unit, key);
  return { first: printDay(first), last: printDay(following(unit, first) - 1) };
}

/** First day of a period, as days since 1970. */
function startOf(unit: PeriodUnit, key: string): number {
  const year = Number(key.slice(0, 4));
  if (unit === 'day') return numberOf(key);
  if (unit === 'year') return dayOf(year, 1, 1);
  if (unit === 'quarter') return dayOf(year, 3 * (Number(key.slice(6)) - 1) + 1, 1);
  if (unit === 'month') return dayOf(year, Number(key.slice(5)), 1);
  // Week 1 is the one with January 4.
  return startOfUnit('week', dayOf(year, 1, 4), Number(key.slice(6)) - 1);
}

/**
 * The unit a day lies in, as the aggregate calls it: `2026`, `2026-Q1`, `2026-03`, `2026-W09` or the day itself.
 * @throws RangeError for what is no day
 */
export function periodOf(unit: PeriodUnit, day: string): string {
  const number = numberOf(day);
  const { year, month } = partsOf(number);
  if (unit === 'day') return day;
  if (unit === 'year') return pad(year, 4);
  if (unit === 'quarter') return `${pad(year, 4)}-Q${Math.ceil(month / 3)}`;
  if (unit === 'month') return day.slice(0, 7);
  // The week belongs to the year of its Thursday.
  return `${pad(partsOf(number - weekdayOf(number) + 4).year, 4)}-W${pad(weekOf(number))}`;
}

/** First day of the period after the one that begins with `first`. */
function following(unit: PeriodUnit, first: number): number {
  return unit === 'day' ? first + 1 : startOfUnit(unit, first, 1);
}

/** More marks than this are no chart; what was asked for is then shown without the gaps. */
const MOST = 1000;

/** Every period from the first to the last, at most 1,000, so that a month in which nothing happened is a gap one can see. */
export function periodsBetween(unit: PeriodUnit, first: string, last: string): string[] {
  const periods: string[] = [];
  for (let key = first; key <= last && periods.length < MOST; key = periodOf(unit, printDay(following(unit, startOf(unit, key)))))
    periods.push(key);
  return periods;
}

/** The days as long before, or the same days of the year before: what a chart compares with. */
export function earlier({ first, last }: Days, how: 'previous' | 'year'): Days {
  if (how === 'year') return { first: yearBefore(first), last: yearBefore(last) };
  const [from, to] = [numberOf(first), numberOf(last)];
  const months = wholeMonths(from, to + 1);
  return { first: printDay(months === null ? from - (to - from) - 1 : addMonths(from, -months)), last: printDay(from - 1) };
}

/** The last day of February is that of the other year's, too. */
function yearBefore(day: string): string {
  const number = numberOf(day);
  const isEndOfFebruary = partsOf(number).month === 2 && partsOf(number + 1).month === 3;
  return printDay(isEndOfFebruary ? addMonths(number + 1, -12) - 1 : addMonths(number, -12));
}

/** A quarter is compared with a quarter, though they differ in days. Null for what is no whole months. */
function wholeMonths(first: number, after: number): number | null {
  const [from, to] = [partsOf(first), partsOf(after)];
  return from.day === 1 && to.day === 1 ? (to.year - from.year) * 12 + to.month - from.month : null;
}

/** Stretches of days that people choose by name. */
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
  const now = numberOf(today);
  if (range === 'last_30_days') return { first: printDay(now - 29), last: today };
  if (range === 'next_30_days') return { first: today, last: printDay(now + 29) };
  if (range === 'last_12_months')
    return { first: printDay(startOfUnit('month', now, -11)), last: printDay(startOfUnit('month', now, 1) - 1) };
  const [which, unit] = range.split('_') as ['this' | 'last' | 'next', Exclude<PeriodUnit, 'day'>];
  const away = { last: -1, this: 0, next: 1 }[which];
  return { first: printDay(startOfUnit(unit, now, away)), last: printDay(startOfUnit(unit, now, away + 1) - 1) };
}
