import { afterEach, describe, expect, it, vi } from 'vitest';
import { dateOrder, localToday, parseDateText } from './date-text.ts';

const today = '2026-03-05';

afterEach(() => vi.unstubAllGlobals());

describe('typed dates', () => {
  it.each([
    ['2026-1-3', 'fi', '2026-01-03'],
    ['3.1.2026', 'fi', '2026-01-03'],
    ['3.1.26', 'de', '2026-01-03'],
    ['3.1.', 'ru', '2026-01-03'],
    ['3.1', 'fi', '2026-01-03'],
    ['2026-01-03', 'sv', '2026-01-03'],
    ['0', 'fi', '2026-03-05'],
    ['+7', 'en', '2026-03-12'],
    ['-5', 'en', '2026-02-28'],
  ])('%s in %s is %s', (typed, language, date) => {
    expect(parseDateText(typed, language, today)).toBe(date);
  });

  it('follow the region of the browser where the language has several', () => {
    vi.stubGlobal('navigator', { languages: ['en-GB'] });
    expect(parseDateText('3/1/2026', 'en', today)).toBe('2026-01-03');
    vi.stubGlobal('navigator', { languages: ['en-US'] });
    expect(parseDateText('3/1/2026', 'en', today)).toBe('2026-03-01');
  });

  it.each(['31.2.2026', '1.13.2026', 'tomorrow', '', '1.', '2026-02-30'])('“%s” is none', (typed) => {
    expect(parseDateText(typed, 'fi', today)).toBeNull();
  });
});

describe('days', () => {
  it('are those of this computer', () => {
    expect(localToday(new Date(2026, 0, 9, 23, 59))).toBe('2026-01-09');
  });

  it('are written in the order of the language', () => {
    expect(dateOrder('fi')).toEqual(['day', 'month', 'year']);
    expect(dateOrder('sv')).toEqual(['year', 'month', 'day']);
  });
});
