import { describe, expect, it } from 'vitest';
import type { ChangeEntry, Values } from '../../client/index.ts';
import { duration, periodsOf } from './field-periods.ts';

const change = (id: string, at: string, before: Values | null, after: Values | null, kind = 'user'): ChangeEntry => ({
  id,
  at,
  actor: { id: 'a', title: 'Anna' },
  cause: { kind },
  verb: 'update',
  entity: 'deals',
  record: '1',
  before,
  after,
});

describe('the log of a field [CS-076]', () => {
  const changes = [
    change('3', '2026-01-03T10:00:00Z', { stage: 'b' }, { stage: 'c' }, 'job'),
    change('2', '2026-01-02T12:00:00Z', { city: 'x' }, { city: 'y' }),
    change('1', '2026-01-02T10:00:00Z', { stage: 'a' }, { stage: 'b' }),
    change('0', '2026-01-01T10:00:00Z', null, { stage: 'a', city: 'x' }),
  ];
  const periods = periodsOf(changes, 'stage', new Date('2026-01-03T12:30:00Z'));

  it('has old and new value, who, when, and how long each was in use', () => {
    expect(periods.map(({ before, after, milliseconds }) => [before, after, milliseconds / 3_600_000])).toEqual([
      ['b', 'c', 2.5],
      ['a', 'b', 24],
      [null, 'a', 24],
    ]);
  });

  it('marks the value of now and what no person did', () => {
    expect(periods.map(({ current, automatic }) => [current, automatic])).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
  });

  it('says a time in two words at most', () => {
    expect(duration(86_400_000 + 2 * 3_600_000 + 5, 'en')).toBe('1 day 2 hours');
    expect(duration(3_600_000 + 59_000, 'en')).toBe('1 hour');
    expect(duration(65_000, 'en')).toBe('1 minute 5 seconds');
    expect(duration(0, 'en')).toBe('0 seconds');
    expect(duration(3 * 86_400_000, 'fi')).toBe('3 päivää');
  });
});
