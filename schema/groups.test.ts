import { describe, expect, it } from 'vitest';
import { daysOf, daysOfRange, earlier, type PeriodUnit, periodOf, periodsBetween } from './groups.ts';

describe('a period', () => {
  it.each<[PeriodUnit, string, string, string, string]>([
    ['year', '2026-11-23', '2026', '2026-01-01', '2026-12-31'],
    ['quarter', '2026-11-23', '2026-Q4', '2026-10-01', '2026-12-31'],
    ['month', '2024-02-29', '2024-02', '2024-02-01', '2024-02-29'],
    // The week belongs to the year of its Thursday.
    ['week', '2027-01-03', '2026-W53', '2026-12-28', '2027-01-03'],
    ['week', '2024-12-30', '2025-W01', '2024-12-30', '2025-01-05'],
    ['day', '2026-11-23', '2026-11-23', '2026-11-23', '2026-11-23'],
    // A year that somebody mistyped stays the one that is stored.
    ['year', '0026-03-05', '0026', '0026-01-01', '0026-12-31'],
    ['quarter', '0026-03-05', '0026-Q1', '0026-01-01', '0026-03-31'],
    ['month', '0026-03-05', '0026-03', '0026-03-01', '0026-03-31'],
    ['week', '0026-03-05', '0026-W10', '0026-03-02', '0026-03-08'],
    ['year', '9999-12-31', '9999', '9999-01-01', '9999-12-31'],
  ])('of the %s with %s in it is %s, from %s to %s', (unit, day, key, first, last) => {
    expect(periodOf(unit, day)).toBe(key);
    expect(daysOf(unit, key)).toEqual({ first, last });
  });

  it('stands between two others with all that nothing happened in', () => {
    expect(periodsBetween('month', '2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(periodsBetween('week', '2026-W52', '2027-W01')).toEqual(['2026-W52', '2026-W53', '2027-W01']);
    expect(periodsBetween('year', '0026', '2026')).toHaveLength(1000);
  });
});

describe('what a stretch of days is compared with', () => {
  it.each([
    ['previous', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['previous', '2026-01-01', '2026-03-31', '2025-10-01', '2025-12-31'],
    ['previous', '2026-03-02', '2026-03-08', '2026-02-23', '2026-03-01'],
    ['year', '2024-02-01', '2024-02-29', '2023-02-01', '2023-02-28'],
    ['year', '2025-02-01', '2025-02-28', '2024-02-01', '2024-02-29'],
  ] as const)('%s of %s to %s is %s to %s', (how, first, last, from, to) => {
    expect(earlier({ first, last }, how)).toEqual({ first: from, last: to });
  });
});

it.each([
  ['this_week', '2026-11-23', '2026-11-29'],
  ['last_month', '2026-10-01', '2026-10-31'],
  ['next_quarter', '2027-01-01', '2027-03-31'],
  ['last_30_days', '2026-10-25', '2026-11-23'],
  ['last_12_months', '2025-12-01', '2026-11-30'],
] as const)('%s is %s to %s', (range, first, last) => expect(daysOfRange(range, '2026-11-23')).toEqual({ first, last }));
