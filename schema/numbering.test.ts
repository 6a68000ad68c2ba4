// Running numbers: prefix, counter, suffix.

import { describe, expect, it } from 'vitest';
import { numberingOf, patternProblem, printNumber } from './numbering.ts';

describe('numbering [CS-028]', () => {
  it.each([
    ['D-{year}-{000000}', 1, 'D-2026-000001'],
    ['D-{year}-{000000}', 1_234_567, 'D-2026-1234567'],
    ['{0}', 12, '12'],
    ['{year}{month}/{000}-A', 7, '202603/007-A'],
  ])('%s at %d is %s', (pattern, count, expected) => {
    expect(printNumber(numberingOf(pattern, '2026-03-09'), count)).toBe(expected);
  });

  it('starts anew where the text before the digits changes', () => {
    const at = (date: string) => numberingOf('{year}-{00}', date).prefix;
    expect(at('2026-12-31')).not.toBe(at('2027-01-01'));
    expect(at('2026-01-01')).toBe(at('2026-12-31'));
  });

  it.each([
    ['D-{year}', 'needs exactly one counter like {0000}'],
    ['{0}{0}', 'needs exactly one counter like {0000}'],
    ['{day}-{0}', 'knows only {year}, {month} and zeros in braces'],
    ['D}{0}', 'knows only {year}, {month} and zeros in braces'],
    [`${'D'.repeat(100)}{0}`, 'is longer than 100 characters'],
    ['D-{year}-{000}', null],
  ])('%s: %s', (pattern, problem) => {
    expect(patternProblem(pattern)).toBe(problem);
  });
});
