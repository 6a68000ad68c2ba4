// Texts: what check() takes and refuses, and what stays as typed.

import { describe, expect, it } from 'vitest';
import { singleField } from '../../tests/fixtures/field.ts';
import { email, phone, text, textArea, url } from '../builders.ts';
import { clip } from './text.ts';

describe('text', () => {
  const name = singleField(text({ length: 10 }));

  it.each<[unknown, unknown]>([
    ['Oslo', 'Oslo'],
    ['  Oslo \u00a0', 'Oslo'],
    ['   ', null],
    ['', null],
    [null, null],
    [undefined, null],
    [5, '!type'],
    [['Oslo'], '!type'],
    [true, '!type'],
    ['two\nlines', '!line_break'],
    ['two\u2028lines', '!line_break'],
    ['nul\0nul', '!bad_characters'],
    ['bell\u0007', '!bad_characters'],
    ['lone \ud800', '!bad_characters'],
    ['tab\tkept', 'tab\tkept'],
    ['0123456789', '0123456789'],
    ['0123456789A', '!too_long'],
    ['😀😀😀😀😀😀😀😀😀😀', '😀😀😀😀😀😀😀😀😀😀'],
  ])('check(%j) is %j', (input, expected) => {
    expect(name.check(input)).toEqual(expected);
  });

  it('says what it wanted and how much is too much', () => {
    expect(name.message(5)).toBe('must be text, not a number');
    expect(name.message('x'.repeat(12))).toBe('has 12 characters, at most 10 fit');
    expect(singleField(text()).check('x'.repeat(251))).toBe('!too_long');
  });

  it('reads a broken line of a spreadsheet cell as one line', () => {
    expect(name.parse(' a\r\nb ')).toBe('a b');
    expect(name.parse('  ')).toBeNull();
  });

  it('keeps quotes, markup and SQL as they are', () => {
    const odd = `'"; drop table x; -- <b>&amp; {{x}}`;
    expect(singleField(text()).check(odd)).toBe(odd);
  });
});

it.each([
  ['Oslo', 10, 'Oslo'],
  ['Oslo', 3, 'Osl'],
  ['😀😀😀', 5, '😀😀'],
  ['😀', 1, ''],
  [null, 5, null],
  [undefined, 5, undefined],
])('clip(%j, %i) is %j: no letter is cut in half', (value, length, expected) => expect(clip(value, length)).toBe(expected));

describe('text_area', () => {
  const note = singleField(textArea());

  it.each<[unknown, unknown]>([
    ['a\r\nb\rc\n', 'a\nb\nc'],
    ['\n\n  indented', '  indented'],
    ['\n \n', null],
    ['x'.repeat(65_537), '!too_long'],
    ['x\0', '!bad_characters'],
  ])('check(%j)', (input, expected) => {
    expect(note.check(input)).toEqual(expected);
  });
});

describe('email', () => {
  const mail = singleField(email());

  it.each([
    'a@b.fi',
    'first.last+tag@sub.example.com',
    "o'brien@example.ie",
    'jürgen@müller.de',
    'иван@пример.рф',
    'UPPER@EXAMPLE.COM',
    'x_y-z@a-b.co.uk',
    'a@xn--mller-kva.de',
  ])('takes %s', (address) => {
    expect(mail.check(` ${address} `)).toBe(address);
  });

  it.each([
    'a',
    'a@',
    '@b.fi',
    'a@b',
    'a b@c.fi',
    'a@b..fi',
    '.a@b.fi',
    'a.@b.fi',
    'a@-b.fi',
    'a@b.fi, c@d.fi',
    'Anna <a@b.fi>',
    'a@b@c.fi',
    `${'x'.repeat(65)}@b.fi`,
  ])('refuses %s', (address) => {
    expect(mail.check(address)).toBe('!not_an_email');
  });
});

describe('phone', () => {
  const number = singleField(phone());

  it.each([
    '+358 40 123 4567',
    '040-1234567',
    '(02) 123 45 67',
    '+1 212/555.0100',
    '112',
    '+46 8 123 456 ext. 12',
    '8 (495) 123-45-67',
    '+358–40–123',
  ])('keeps %s as typed', (given) => {
    expect(number.check(given)).toBe(given);
  });

  it.each(['call me', '12', '+', '040 abc', '1234567890123456789012345', '++358 40', 'tel:123'])('refuses %s', (given) => {
    expect(number.check(given)).toBe('!not_a_phone');
  });
});

describe('url', () => {
  const site = singleField(url());

  it.each([
    ['https://example.com/a?b=1#c', 'https://example.com/a?b=1#c'],
    ['HTTP://Example.com', 'HTTP://Example.com'],
    ['example.com', 'https://example.com'],
    ['www.example.com/path', 'https://www.example.com/path'],
    ['example.com:8080/x', 'https://example.com:8080/x'],
    ['mailto:a@b.fi', 'mailto:a@b.fi'],
    ['tel:+358401234567', 'tel:+358401234567'],
    ['http://localhost:3000/', 'http://localhost:3000/'],
    ['https://müller.de/ä', 'https://müller.de/ä'],
  ])('takes %s as %s', (given, expected) => {
    expect(site.check(given)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.com',
    'https://',
    'not a site',
    'word',
    'https://a b.com',
  ])('refuses %s', (given) => {
    expect(site.check(given)).toBe('!not_a_url');
  });
});
