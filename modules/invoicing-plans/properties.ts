// What holds for every plan that repeats, tried with random ones: a few with the tests, many in the proof.

import fc from 'fast-check';
import { expect } from 'vitest';
import { addDays, dayIn } from '../../schema/index.ts';
import { INTERVALS, type Interval, nextPeriod, type Period, type Rhythm } from './periods.ts';

const DAY = 86_400_000;

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

export const rhythms: fc.Arbitrary<Rhythm> = fc.record({
  every: fc.constantFrom(...(Object.keys(INTERVALS) as Interval[])),
  mode: fc.constantFrom<'start' | 'end'>('start', 'end'),
  startsOn: day,
  endsOn: fc.constant(null),
});

/** From the first day to have begun to the last, and such that put their clocks forward and back, one of them by half an hour. */
export const zones = fc.constantFrom(
  ...['Pacific/Kiritimati', 'Pacific/Niue', 'UTC', 'Europe/Helsinki', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'],
);

/** Minutes between two looks at the clock: from one to forty days. */
const pauses = fc.array(fc.integer({ min: 1, max: 60 * 24 * 40 }), { minLength: 200, maxLength: 200 });

/** In ten years, whenever the clock is looked at, all that is remembered being the last day that was billed. */
export function billsEachDayOnce(numRuns: number): void {
  fc.assert(
    fc.property(rhythms, zones, pauses, (plan, zone, minutes) => {
      const made: Period[] = [];
      let now = Date.parse(`${plan.startsOn}T00:00:00Z`) - DAY;
      const end = now + 3660 * DAY;
      for (let i = 0; now < end; i++) {
        now += minutes[i % minutes.length]! * 60_000;
        const today = dayIn(zone, now);
        for (let next = nextPeriod(plan, made.at(-1)?.to ?? null); next && next.on <= today; next = nextPeriod(plan, next.to))
          made.push(next);
      }
      made.forEach((period, i) => {
        expect(period.index).toBe(i);
        expect(period.from).toBe(i === 0 ? plan.startsOn : addDays(made[i - 1]!.to, 1));
        expect(period.from <= period.to).toBe(true);
      });
      expect(made.length).toBeGreaterThanOrEqual(9);
    }),
    { numRuns },
  );
}
