import { describe, expect, it } from 'vitest';
import { nextRun, type Plan } from './when.ts';

const plan: Plan = { every: 'day', time: '08:00', zone: 'Europe/Helsinki', weekday: 1, day: 31 };

describe('the next time of a scheduled report', () => {
  it.each<[string, Partial<Plan>, string, string]>([
    ['today, where the time is still to come', {}, '2026-01-15T05:59:00Z', '2026-01-15T06:00:00.000Z'],
    ['tomorrow, once it has come', {}, '2026-01-15T06:00:00Z', '2026-01-16T06:00:00.000Z'],
    ['at the same hour when summer time has begun', {}, '2026-03-28T12:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['at the same hour when it has ended', {}, '2026-10-24T12:00:00Z', '2026-10-25T06:00:00.000Z'],
    ['moved on where the clocks skip the hour', { time: '03:30' }, '2026-03-28T12:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['once where the hour comes twice', { time: '03:30' }, '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
    ['not on a Saturday where it is for workdays', { every: 'workday' }, '2026-01-16T12:00:00Z', '2026-01-19T06:00:00.000Z'],
    ['on the weekday', { every: 'week', weekday: 7 }, '2026-01-15T12:00:00Z', '2026-01-18T06:00:00.000Z'],
    ['on the last day of a month without a 31st', { every: 'month' }, '2026-02-01T12:00:00Z', '2026-02-28T06:00:00.000Z'],
    ['on the day of the month', { every: 'month', day: 5 }, '2026-01-15T12:00:00Z', '2026-02-05T06:00:00.000Z'],
    ['on the date of the zone', { zone: 'Pacific/Auckland', time: '00:30' }, '2026-06-10T12:00:00Z', '2026-06-10T12:30:00.000Z'],
  ])('is %s [CS-230]', (_, part, after, expected) => {
    expect(new Date(nextRun({ ...plan, ...part }, Date.parse(after))).toISOString()).toBe(expected);
  });
});
