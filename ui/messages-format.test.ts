import { describe, expect, it } from 'vitest';
import { icuMessages, isMessage, setOwnTexts } from './messages-format.ts';

describe('messages', () => {
  it('choose the plural of the language', () => {
    const message = '{count, plural, one {# запись} few {# записи} many {# записей} other {# записи}}';
    expect(icuMessages.parse(message, { count: 1 }, 'ru')).toBe('1 запись');
    expect(icuMessages.parse(message, { count: 3 }, 'ru')).toBe('3 записи');
    expect(icuMessages.parse(message, { count: 11 }, 'ru')).toBe('11 записей');
  });

  it.each(['en', 'fi', 'sv', 'de', 'ru'])('put a thin space between thousands in %s', (language) => {
    expect(icuMessages.parse('{count, plural, other {#}}', { count: 1234567 }, language)).toBe('1\u202f234\u202f567');
  });

  it('leave what people typed as it is', () => {
    expect(icuMessages.parse('Nothing found for “{q}”', { q: '<b>1,000</b> {x}' }, 'en')).toBe('Nothing found for “<b>1,000</b> {x}”');
  });
});

describe('texts of the workspace’s own [CS-043]', () => {
  it('stand in place of ours, with what is filled in; ours say it where they cannot be printed', () => {
    setOwnTexts('en', { 'shell.search': 'Look up', 'list.count': '{count, plural, one {# row} other {# rows}}', 'list.broken': '{count' });
    const said = (key: string, language = 'en') => icuMessages.parse('ours', { count: 2 }, language, 'translation', key);
    expect(['shell.search', 'list.count', 'list.broken', 'list.other'].map((key) => said(key))).toEqual([
      'Look up',
      '2 rows',
      'ours',
      'ours',
    ]);
    expect(said('shell.search', 'fi')).toBe('ours');
    setOwnTexts('en', {});
    expect(said('shell.search')).toBe('ours');
    expect(['{count', '{name} of {count}'].map(isMessage)).toEqual([false, true]);
  });
});
