// Periods of a plan: days only, counted from the first one, so that no clock, zone or short month shifts them.

import { addDays, addMonths } from '../../schema/index.ts';

export const INTERVALS = { month: 1, quarter: 3, half_year: 6, year: 12 } as const;
export type Interval = keyof typeof INTERVALS;

export interface Rhythm {
  readonly every: Interval;
  /** Invoiced on the first or on the last day of a period. */
  readonly mode: 'start' | 'end';
  readonly startsOn: string;
  /** Periods that begin later are not invoiced. */
  readonly endsOn: string | null;
}

export interface Period {
  /** From 0. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  /** The day it is invoiced. */
  readonly on: string;
}

export function periodAt({ every, mode, startsOn }: Rhythm, index: number): Period {
  const months = INTERVALS[every];
  const from = addMonths(startsOn, index * months);
  const to = addDays(addMonths(startsOn, (index + 1) * months), -1);
  return { index, from, to, on: mode === 'start' ? from : to };
}

/** The first that begins after a day up to which all is invoiced; null where the plan has ended. */
export function nextPeriod(rhythm: Rhythm, until: string | null): Period | null {
  let index = until ? Math.max(0, Math.floor(monthsBetween(rhythm.startsOn, until) / INTERVALS[rhythm.every]) - 1) : 0;
  let period = periodAt(rhythm, index);
  while (until && period.from <= until) period = periodAt(rhythm, ++index);
  return rhythm.endsOn && period.from > rhythm.endsOn ? null : period;
}

/** Those whose day comes before `before`. */
export function periodsUntil(rhythm: Rhythm, until: string | null, before: string): Period[] {
  const periods: Period[] = [];
  for (let next = nextPeriod(rhythm, until); next && next.on < before; next = nextPeriod(rhythm, next.to)) periods.push(next);
  return periods;
}

function monthsBetween(from: string, to: string): number {
  const [a, b] = [from, to].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))) as [number, number];
  return b - a;
}

const FREQUENCIES: Readonly<Record<string, number>> = { monthly: 1, quarterly: 3, half_yearly: 6, yearly: 12 };

export function isRecurring(frequency: unknown): boolean {
  return Object.hasOwn(FREQUENCIES, String(frequency));
}

/** How often a product is billed in this period: a monthly one three times a quarter, a yearly one once in twelve months. */
export function timesIn({ every, mode }: Rhythm, { index }: Period, frequency: unknown): number {
  const [own, months] = [FREQUENCIES[String(frequency)] ?? 0, INTERVALS[every]];
  if (own === 0) return 0;
  if (own <= months) return months / own;
  return ((mode === 'start' ? index : index + 1) * months) % own === 0 ? 1 : 0;
}
