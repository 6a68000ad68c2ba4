// Bodies from strangers: whatever is wrong with them is a 400 that says where, never a 500 and never a silent change.

import { describe, expect, it } from 'vitest';
import type { Refusal } from '../engine/errors.ts';
import { parseJson } from './json.ts';

const read = (text: string | Uint8Array) => parseJson(typeof text === 'string' ? new TextEncoder().encode(text) : text);

function refusal(text: string | Uint8Array): Refusal {
  try {
    read(text);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('was accepted');
}

describe('parseJson', () => {
  it('reads what is right', () => {
    expect(read('{"a":[1,"ä€😀",null,true,-1.5e3]}')).toEqual({ a: [1, 'ä€😀', null, true, -1500] });
  });

  it.each([
    ['{"a":1,}', 'not_json', /line 1, column 8/],
    ['{\n  "a": nope\n}', 'not_json', /line 2, column 9/],
    ['{"a":', 'not_json', /ends too early/],
    ['', 'not_json', /empty/],
    ['"a\u0000b"', 'not_json', /line 1/],
    [new Uint8Array([0x22, 0xff, 0x22]), 'not_utf8', /UTF-8/],
    ['{"a":"x\\u0000y"}', 'not_text', /"a"/],
    ['{"a":["\\ud800"]}', 'not_text', /"a\.0"/],
    ['{"\\udfff":1}', 'not_text', /key/],
    ['{"a":{"__proto__":{"admin":true}}}', 'unknown_field', /a\.__proto__/],
    ['{"a":1e400}', 'too_large', /"a"/],
    ['{"amount":12345678901234567891}', 'too_precise', /"amount"/],
    ['{"amount":0.12345678901234567891}', 'too_precise', /"amount"/],
    ['[1}', 'not_json', /line 1, column 3/],
    ['{"a":tru}', 'not_json', /line 1, column 9/],
    ['{"a":"\\x"}', 'not_json', /line 1, column 8/],
    ['nonsense', 'not_json', /line 1, column 2/],
    ['{} {}', 'not_json', /line 1, column 4/],
  ])('refuses %j', (text, code, message) => {
    const error = refusal(text);
    expect([error.status, error.code]).toEqual([400, code]);
    expect(error.message).toMatch(message);
  });

  it('refuses what is nested too deeply, at any length', () => {
    expect(refusal(`${'['.repeat(65)}${']'.repeat(65)}`).code).toBe('too_deep');
    expect(refusal('['.repeat(500_000)).code).toBe('not_json');
    expect(refusal(`${'['.repeat(400_000)}${']'.repeat(400_000)}`).code).toBe('too_deep');
  });

  it('keeps quiet about what the body held', () => {
    expect(refusal('{"password":"hunter2" oops}').message).not.toContain('hunter2');
  });

  it.each(['{"a":1234567890123456}', '{"a":"12345678901234567890"}', '{"a":0.1}', '{"a":1.50}', '{"a":100000000000000000000}'])(
    'does not mistake %s for a lossy number',
    (text) => {
      expect(() => read(text)).not.toThrow();
    },
  );

  it('leaves the prototype of everybody else alone', () => {
    refusal('{"__proto__":{"polluted":1}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
