// Settings as JSON: any shape goes in, one shape comes out.

import { describe, expect, it } from 'vitest';
import { singleField } from '../../tests/fixtures/field.ts';
import { json } from '../builders.ts';

describe('json', () => {
  const field = singleField(json());

  it.each<[unknown, unknown]>([
    [
      { b: 1, a: [{ d: 1, c: null }] },
      { a: [{ c: null, d: 1 }], b: 1 },
    ],
    [[], []],
    ['text', 'text'],
    [false, false],
    [null, null],
    [{ a: 'x\0' }, '!bad_characters'],
    [{ '\ud800': 1 }, '!bad_characters'],
    [{ a: 'x'.repeat(100_001) }, '!too_long'],
  ])('check(%j) is %j', (input, expected) => {
    expect(field.check(input)).toEqual(expected);
  });

  it('has its keys in one order, so that equal settings are no change', () => {
    expect(JSON.stringify(field.check({ b: 1, a: 2 }))).toBe(JSON.stringify(field.read('{"b": 1, "a": 2}')));
  });

  it('reads files and tells what is not JSON', () => {
    expect(field.parse('{"a":1}')).toEqual({ a: 1 });
    expect(field.parse('{a}')).toBe('!type');
  });
});
