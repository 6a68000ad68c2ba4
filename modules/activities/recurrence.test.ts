import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBefore, lastEnd, readRule, spanAfter, spansBetween, type Timed } from './recurrence.ts';

const event = (values: Partial<Timed>): Timed => ({
  starts_at: '2026-03-23T07:00:00.000Z',
  ends_at: '2026-03-23T08:00:00.000Z',
  all_day: false,
  time_zone: 'Europe/Helsinki',
  recurrence: 'FREQ=WEEKLY',
  skipped: null,
  ...values,
});
const starts = (of: Timed, from: string, to: string) =>
  spansBetween(of, Date.parse(from), Date.parse(to)).map(({ start }) => new Date(start).toISOString().slice(0, 16));

describe('repeated events [CS-100]', () => {
  it('keep their hour when the clocks change', () => {
    // Helsinki goes to summer time on 29 March and back on 25 October 2026: nine is nine.
    expect(starts(event({}), '2026-03-20T00:00:00Z', '2026-04-08T00:00:00Z')).toEqual([
      '2026-03-23T07:00',
      '2026-03-30T06:00',
      '2026-04-06T06:00',
    ]);
    expect(starts(event({}), '2026-10-18T00:00:00Z', '2026-10-28T00:00:00Z')).toEqual(['2026-10-19T06:00', '2026-10-26T07:00']);
  });

  it('of whole days stay whole over a clock change', () => {
    const day = event({
      starts_at: '2026-03-21T22:00:00.000Z',
      ends_at: '2026-03-22T22:00:00.000Z',
      all_day: true,
      recurrence: 'FREQ=DAILY',
    });
    const spans = spansBetween(day, Date.parse('2026-03-28T00:00:00Z'), Date.parse('2026-03-30T12:00:00Z'));
    expect(spans.map(({ start, end }) => (end - start) / 3_600_000)).toEqual([24, 23, 24]);
    expect(spans.at(-1)).toEqual({ start: Date.parse('2026-03-29T21:00:00Z'), end: Date.parse('2026-03-30T21:00:00Z') });
  });

  it('leave out what was taken out, and end when they end', () => {
    const twice = event({ recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4', skipped: ['2026-03-25T07:00:00.000Z'] });
    expect(starts(twice, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      '2026-03-23T07:00',
      '2026-03-30T06:00',
      '2026-04-01T06:00',
    ]);
    expect(lastEnd(twice)).toBe(Date.parse('2026-04-01T07:00:00Z'));
    expect(lastEnd(event({}))).toBe(null);
    expect(countBefore(twice, Date.parse('2026-03-30T06:00:00Z'))).toBe(2);
    expect(spanAfter(twice, Date.parse('2026-03-24T00:00:00Z'))?.start).toBe(Date.parse('2026-03-30T06:00:00Z'));
    expect(spanAfter(twice, Date.parse('2026-05-01T00:00:00Z'))).toBe(null);
  });

  it('know the last Friday of a month and the leap day', () => {
    const friday = event({
      starts_at: '2026-01-30T12:00:00.000Z',
      ends_at: '2026-01-30T13:00:00.000Z',
      recurrence: 'FREQ=MONTHLY;BYDAY=-1FR',
      time_zone: 'UTC',
    });
    expect(starts(friday, '2026-02-01T00:00:00Z', '2026-05-01T00:00:00Z')).toEqual([
      '2026-02-27T12:00',
      '2026-03-27T12:00',
      '2026-04-24T12:00',
    ]);
    const leap = event({
      starts_at: '2024-02-29T12:00:00.000Z',
      ends_at: '2024-02-29T13:00:00.000Z',
      recurrence: 'FREQ=YEARLY',
      time_zone: 'UTC',
    });
    expect(starts(leap, '2025-01-01T00:00:00Z', '2029-01-01T00:00:00Z')).toEqual(['2028-02-29T12:00']);
  });

  it('are found in any part of a range as in the whole', () => {
    const rules = ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TH', 'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY;INTERVAL=2'];
    const day = 86_400_000;
    const from = Date.parse('2026-03-01T00:00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        (recurrence, at, length) => {
          const series = event({ recurrence });
          const [low, high] = [from + at * day, from + (at + length) * day];
          const whole = spansBetween(series, from, from + 400 * day).filter(({ start, end }) => start < high && end > low);
          expect(spansBetween(series, low, high)).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['RRULE:freq=weekly;byday=mo;', { rule: 'FREQ=WEEKLY;BYDAY=MO' }],
    ['FREQ=SECONDLY', { problem: expect.stringContaining('FREQ') }],
    ['FREQ=DAILY;COUNT=3;UNTIL=20260101T000000Z', { problem: expect.stringContaining('COUNT') }],
    ['FREQ=DAILY;COUNT=0', { problem: expect.stringContaining('COUNT') }],
    ['FREQ=WEEKLY;BYDAY=XX', { problem: expect.any(String) }],
    ['every monday', { problem: expect.any(String) }],
  ])('read %s', (text, expected) => {
    expect(readRule(text)).toEqual(expected);
  });
});
