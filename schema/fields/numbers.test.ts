// Numbers stay exact; files write them in many ways.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { singleField } from '../../tests/fixtures/field.ts';
import { decimal, integer, percent } from '../builders.ts';

describe('integer', () => {
  const count = singleField(integer({ min: 0, max: 1000 }));

  it.each<[unknown, unknown]>([
    [5, 5],
    [-0, 0],
    [null, null],
    ['', null],
    ['5', '!type'],
    [5.5, '!not_an_integer'],
    [Number.NaN, '!not_an_integer'],
    [-1, '!too_small'],
    [1001, '!too_big'],
    [true, '!type'],
  ])('check(%j) is %j', (input, expected) => {
    expect(count.check(input)).toEqual(expected);
  });

  it('refuses what a JSON number cannot hold exactly', () => {
    expect(singleField(integer()).check(2 ** 53)).toBe('!too_many_digits');
    expect(singleField(integer()).check(2 ** 53 - 1)).toBe(2 ** 53 - 1);
  });

  it.each<[string, unknown]>([
    ['12', 12],
    ['1 000', 1000],
    ['12.00', 12],
    ['12.5', '!not_an_integer'],
    ['twelve', '!not_a_number'],
    ['99999999999999999999', '!too_many_digits'],
  ])('parse(%j) is %j', (given, expected) => {
    expect(count.parse(given)).toEqual(expected);
  });

  it('is read fast from its cell', () => {
    expect(count.read('42')).toBe(42);
    expect(count.read(null)).toBeNull();
  });
});

describe('decimal', () => {
  const rate = singleField(decimal({ scale: 2 }));
  const free = singleField(decimal());

  it.each<[unknown, unknown]>([
    ['12.5', '12.50'],
    ['+007.10', '7.10'],
    ['-0', '0.00'],
    ['-0.00', '0.00'],
    ['1.500', '1.50'],
    ['1.505', '!too_many_digits'],
    [12.5, '12.50'],
    [0.1, '0.10'],
    [1e3, '1000.00'],
    [0.001, '!too_many_digits'],
    ['12,5', '!not_a_number'],
    ['1 000', '!not_a_number'],
    ['1e5', '!not_a_number'],
    ['.5', '!not_a_number'],
    ['0x10', '!not_a_number'],
    ['Infinity', '!not_a_number'],
    [Number.POSITIVE_INFINITY, '!not_a_number'],
    [true, '!type'],
    [{}, '!type'],
    ['', null],
    [' ', null],
    [null, null],
    [`1${'0'.repeat(30)}`, '!too_many_digits'],
    ['9'.repeat(30), `${'9'.repeat(30)}.00`],
  ])('check(%j) is %j', (input, expected) => {
    expect(rate.check(input)).toEqual(expected);
  });

  it('keeps digits as entered without a scale', () => {
    expect(free.check('1.500')).toBe('1.500');
    expect(free.check(`0.${'1'.repeat(21)}`)).toBe('!too_many_digits');
    expect(free.check(0.1 + 0.2)).toBe('!too_many_digits');
    expect(free.check(1e-7)).toBe('0.0000001');
    expect(free.check(1e20)).toBe('!too_many_digits');
  });

  it('compares limits exactly', () => {
    const limited = singleField(decimal({ min: '-0.3', max: '0.3' }));
    expect(limited.check('0.3')).toBe('0.3');
    expect(limited.check('0.30000000000000000001')).toBe('!too_big');
    expect(limited.check('-0.31')).toBe('!too_small');
    expect(limited.message('1')).toBe('must be at most 0.3');
  });

  it.each<[string, string, string, unknown]>([
    ['1234.5', '.', '', '1234.50'],
    ['1,234.50', '.', ',', '1234.50'],
    ['1.234,50', ',', '.', '1234.50'],
    ['1 234,5', ',', '', '1234.50'],
    ['1\u00a0234,5', ',', ' ', '1234.50'],
    ['1\u202f234\u202f567', '.', '', '1234567.00'],
    ["1'234.50", '.', "'", '1234.50'],
    ['1’234.50', '.', '', '1234.50'],
    ['-5', '.', '', '-5.00'],
    ['−5', '.', '', '-5.00'],
    ['5-', '.', '', '-5.00'],
    ['(5.25)', '.', '', '-5.25'],
    ['+5', '.', '', '5.00'],
    ['.5', '.', '', '0.50'],
    ['5.', '.', '', '5.00'],
    ['1,23', '.', ',', '!not_a_number'],
    ['1,234', '.', '', '!not_a_number'],
    ['12,34,567', '.', ',', '!not_a_number'],
    ['1.2.3', '.', '', '!not_a_number'],
    ['1,234 567', '.', ',', '!not_a_number'],
    ['--5', '.', '', '!not_a_number'],
    ['-', '.', '', '!not_a_number'],
    ['abc', '.', '', '!not_a_number'],
    ['1.239', '.', '', '!too_many_digits'],
  ])('parse(%j) with point %j and thousands %j is %j', (given, point, thousands, expected) => {
    expect(rate.parse(given, { decimal: point as '.', thousands: thousands as ',' })).toEqual(expected);
  });

  it('check and parse agree with print on every value', () => {
    const value = fc.tuple(fc.bigInt({ min: -(10n ** 29n), max: 10n ** 29n }), fc.stringMatching(/^\d{0,20}$/));
    fc.assert(
      fc.property(value, ([whole, fraction]) => {
        const canonical = free.check(fraction === '' ? `${whole}` : `${whole}.${fraction}`);
        expect(free.check(canonical)).toBe(canonical);
        expect(free.parse(free.print(canonical))).toBe(canonical);
        expect(free.read(...(free.columns(canonical) as string[]))).toBe(canonical);
      }),
    );
  });
});

describe('percent', () => {
  it('may carry its sign', () => {
    const share = singleField(percent({ min: 0, max: 100 }));
    expect(share.parse('12.5 %')).toBe('12.5');
    expect(share.parse('25%')).toBe('25');
    expect(share.parse('101 %')).toBe('!too_big');
    expect(share.check(50)).toBe('50');
  });
});
