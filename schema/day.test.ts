import { expect, it } from 'vitest';
import { addDays, addMonths } from './day.ts';

it.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-01-31', 2, '2026-03-31'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-03-31', -1, '2026-02-28'],
])('%s and %i months are %s', (day, months, expected) => expect(addMonths(day, months)).toBe(expected));

it.each([
  ['2026-12-31', 1, '2027-01-01'],
  ['2028-03-01', -1, '2028-02-29'],
  ['2026-03-01', 0, '2026-03-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
])('%s and %i days are %s', (day, days, expected) => expect(addDays(day, days)).toBe(expected));

it('tells what is no day', () => expect(() => addDays('2026-02-30', 1)).toThrow('2026-02-30 is no day'));
