import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  dayIn,
  INTERVALS,
  type Interval,
  nextPeriod,
  type Period,
  periodAt,
  periodsUntil,
  type Rhythm,
  timesIn,
} from './periods.ts';

const rhythm = (more: Partial<Rhythm> = {}): Rhythm => ({ every: 'month', mode: 'end', startsOn: '2026-01-31', endsOn: null, ...more });

describe('periods', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s and %i months are %s', (day, months, expected) => expect(addMonths(day, months)).toBe(expected));

  it('are invoiced at their end, or at their start [CS-117]', () => {
    expect(periodAt(rhythm(), 0)).toEqual({ index: 0, from: '2026-01-31', to: '2026-02-27', on: '2026-02-27' });
    expect(periodAt(rhythm({ mode: 'start' }), 1)).toEqual({ index: 1, from: '2026-02-28', to: '2026-03-30', on: '2026-02-28' });
  });

  it('end with the plan [CS-117]', () => {
    const until = rhythm({ startsOn: '2026-01-01', endsOn: '2026-03-15' });
    expect(periodsUntil(until, null, '2099-01-01').map(({ from }) => from)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
  });

  it('bill a product as often as its frequency says [CS-117]', () => {
    const times = (every: Interval, frequency: string) =>
      [0, 1, 2, 3].map((index) => timesIn(rhythm({ every }), { index } as Period, frequency));
    expect(times('month', 'monthly')).toEqual([1, 1, 1, 1]);
    expect(times('month', 'quarterly')).toEqual([0, 0, 1, 0]);
    expect(times('quarter', 'monthly')).toEqual([3, 3, 3, 3]);
    expect(times('quarter', 'yearly')).toEqual([0, 0, 0, 1]);
    expect(times('year', 'once')).toEqual([0, 0, 0, 0]);
  });

  const day = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const rhythms = fc.record({
    every: fc.constantFrom(...(Object.keys(INTERVALS) as Interval[])),
    mode: fc.constantFrom<'start' | 'end'>('start', 'end'),
    startsOn: day,
    endsOn: fc.constant(null),
  });

  it('of ten years bill each day once, whenever the clock is looked at, in any zone [CS-117] [CS-125]', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Helsinki', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Niue');
    const gaps = fc.array(fc.integer({ min: 1, max: 60 * 24 * 40 }), { minLength: 200, maxLength: 200 });
    fc.assert(
      fc.property(rhythms, zones, gaps, (plan, zone, minutes) => {
        const made: Period[] = [];
        let now = Date.parse(`${plan.startsOn}T00:00:00Z`) - 86_400_000;
        const end = now + 3660 * 86_400_000;
        for (let i = 0; now < end; i++) {
          now += minutes[i % minutes.length]! * 60_000;
          const today = dayIn(zone, now);
          for (let next = nextPeriod(plan, made.at(-1)?.to ?? null); next && next.on <= today; next = nextPeriod(plan, next.to))
            made.push(next);
        }
        made.forEach((period, i) => {
          expect(period.index).toBe(i);
          expect(period.from).toBe(i === 0 ? plan.startsOn : nextDay(made[i - 1]!.to));
          expect(period.from <= period.to).toBe(true);
        });
        expect(made.length).toBeGreaterThanOrEqual(9);
      }),
      { numRuns: 20 },
    );
  });
});

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
