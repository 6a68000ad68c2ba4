import { describe, expect, it } from 'vitest';
import { type Interval, type Period, periodAt, periodsUntil, type Rhythm, timesIn } from './periods.ts';
import { billsEachDayOnce } from './properties.ts';

const rhythm = (more: Partial<Rhythm> = {}): Rhythm => ({ every: 'month', mode: 'end', startsOn: '2026-01-31', endsOn: null, ...more });

describe('periods', () => {
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

  it('of ten years bill each day once, whenever the clock is looked at, in any zone [CS-117] [CS-125]', () => billsEachDayOnce(20));
});
