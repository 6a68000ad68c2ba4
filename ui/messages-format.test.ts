import { describe, expect, it } from 'vitest';
import { icuMessages } from './messages-format.ts';

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
