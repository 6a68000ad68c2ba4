// Texts become trees, trees become texts, and mistakes have a place.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression } from './ast.ts';
import { ExpressionError } from './error.ts';
import { MAX_LENGTH, parse } from './parse.ts';
import { print } from './print.ts';
import { expressionFromJson } from './tree.ts';

/** The tree without positions. */
function bare(expression: Expression): unknown {
  return JSON.parse(JSON.stringify(expression, (key, value) => (key === 'at' || key === 'overAt' ? undefined : value)));
}

function mistake(text: string): ExpressionError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`parsed: ${text}`);
}

describe('reading', () => {
  it.each([
    ['a or b and not c = 1', 'a or (b and (not (c = 1)))'],
    ['not a and b', '(not a) and b'],
    ['a & b + c * -d', 'a & (b + (c * (-d)))'],
    ['a - b - c', '(a - b) - c'],
    ['a / b * c', '(a / b) * c'],
    ['a between 1 and 2 and b', '(a between 1 and 2) and b'],
    ['a between 1 + 1 and 2 & 3', 'a between (1 + 1) and (2 & 3)'],
    ['a not in (1, 2) or b', '(a not in (1, 2)) or b'],
    ['a is not empty and b is empty', '(a is not empty) and (b is empty)'],
    ['a = b & c', 'a = (b & c)'],
    ['owner in my_groups()', 'owner in (my_groups())'],
    ['me() in members', 'me() in (members)'],
    ['A AND B Or nOt C Is NOT Empty', 'A and B or not (C is not empty)'],
    ['sum(lines.(quantity * price) where quantity > 1)', 'sum(lines.((quantity * price)) where (quantity > 1))'],
  ])('reads %s as %s', (text, explicit) => expect(bare(parse(text))).toEqual(bare(parse(explicit))));

  it('knows where everything stands', () => {
    const text = '  total  >= ( 1 + 2 )';
    const tree = parse(text) as Extract<Expression, { kind: 'binary' }>;
    expect(tree.at).toEqual([2, 21]);
    expect(tree.left.at).toEqual([2, 7]);
    expect(tree.right.at).toEqual([12, 21]);
  });

  it('takes texts with the escapes of JSON and plain line breaks', () => {
    expect(bare(parse('"a\\"\\\\\\/\\n\\u00e9\\ud83d\\ude00 ü\n"'))).toEqual({ kind: 'text', value: 'a"\\/\né😀 ü\n' });
  });

  it('splits what is summed from what it is summed over', () => {
    expect(bare(parse('sum(account.deals.amount)'))).toMatchObject({ over: ['account', 'deals'], value: { path: ['amount'] } });
    expect(bare(parse('count(account.deals)'))).toMatchObject({ over: ['account', 'deals'], value: null });
    expect(bare(parse('max(lines.total)'))).toMatchObject({ kind: 'aggregate', fn: 'max' });
    expect(bare(parse('max(a.b, c)'))).toMatchObject({ kind: 'call', name: 'max' });
    expect(bare(parse('max(a.b + 1, c)'))).toMatchObject({ kind: 'call', args: [{ kind: 'binary' }, { path: ['c'] }] });
  });
});

describe('mistakes', () => {
  it.each<[text: string, at: [number, number], suggestion: string | null]>([
    ['a == 1', [2, 4], '='],
    ['a <> 1', [2, 4], '!='],
    ['a && b', [2, 4], 'and'],
    ['a || b', [2, 4], 'or'],
    ["a = 'x'", [4, 5], '"'],
    ['a is null', [5, 9], 'empty'],
    ['a = 1 = 2', [6, 7], null],
    ['a +', [3, 3], null],
    ['(a', [2, 2], null],
    ['a b', [2, 3], null],
    ['a = not b', [4, 7], null],
    ['a.', [1, 2], null],
    ['"abc', [0, 4], null],
    ['"a\\q"', [2, 4], null],
    ['"\\ud800"', [0, 8], null],
    ['"\\u0000"', [0, 8], null],
    ['12abc', [0, 3], null],
    ['a = #', [4, 5], null],
    ['a = 😀', [4, 6], null],
    ['sum(3)', [4, 5], null],
    ['a not 3', [6, 7], null],
    ['', [0, 0], null],
  ])('says where %s is wrong', (text, at, suggestion) => {
    const error = mistake(text);
    expect(error.at).toEqual(at);
    expect(error.suggestion).toBe(suggestion);
  });

  it('refuses what is too long or too deep, and never runs out of stack', () => {
    expect(mistake('a'.repeat(MAX_LENGTH + 1)).message).toContain('at most');
    for (const text of [
      '('.repeat(9000),
      'not '.repeat(4000),
      '-'.repeat(9000),
      'if('.repeat(6000),
      'sum(a.('.repeat(2500),
      'a in ('.repeat(3000),
    ]) {
      expect(mistake(text).message).toContain('levels deep');
    }
    expect(mistake(`1${'+1'.repeat(200)}`).message).toContain('levels deep');
    expect(mistake(`${'(a='.repeat(150)}1`).message).toContain('levels deep');
  });

  it('takes long chains of and and or', () => {
    const text = Array.from({ length: 2400 }, (_, i) => `a${i % 10}=1`).join(' or ');
    expect(print(parse(text)).replaceAll(' = ', '=')).toBe(text);
  });

  it('answers every text with a tree or an ExpressionError', () => {
    const words = fc.constantFrom(
      ...'a b1 lines. ( ) , . .( and or not in between is empty where sum( min( if( = != <= + - * / & "x" "\\ 1 2.5 true \n #'.split(' '),
    );
    const texts = fc.oneof(
      fc.array(words, { maxLength: 40 }).map((all) => all.join(' ')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(bare(parse(print(parse(text))))).toEqual(bare(parse(text)));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('printing', () => {
  it.each([
    'a or b and not c',
    '(a or b) and not (c and d)',
    'not (a = 1)',
    'a - (b - c) - d',
    '-(5) & -5 & -a',
    '(a = b) = c',
    'a in (1, "x", empty) and b not between -1 and 2',
    '(a in (1)) is empty',
    'sum(lines.total where quantity > 1) + count(lines) + sum(lines.(a.b))',
    'if(a, b, c) & concat("\\"")',
  ])('gives back %s', (text) =>
    expect(print(parse(text)).replace('not (a = 1)', 'not a = 1')).toBe(text.replace('not (a = 1)', 'not a = 1')),
  );

  it('gives texts that are read as the same tree', () => {
    fc.assert(
      fc.property(trees, (tree) => void expect(bare(parse(print(tree)))).toEqual(tree)),
      { numRuns: 2000 },
    );
  });

  it('gives trees that travel as JSON', () => {
    fc.assert(fc.property(trees, (tree) => void expect(expressionFromJson(JSON.parse(JSON.stringify(tree)))).toEqual(tree)));
  });
});

describe('trees from outside', () => {
  it.each([
    null,
    1,
    [],
    'a = 1',
    {},
    { kind: 'path', path: 'name' },
    { kind: 'path', path: [] },
    { kind: 'call', name: 'me' },
    { kind: 'text', value: 3 },
    { kind: 'binary', op: 'xor', left: { kind: 'empty' }, right: { kind: 'empty' } },
    { kind: 'binary', op: '=', left: { kind: 'empty' } },
    { kind: 'unary', op: 'not' },
    { kind: 'aggregate', fn: 'median', over: ['lines'] },
  ])('refuses %j', (json) => expect(() => expressionFromJson(json)).toThrow(ExpressionError));

  it('refuses what is too big', () => {
    let deep: unknown = { kind: 'empty' };
    for (let i = 0; i < 20_000; i++) deep = { kind: 'unary', op: 'not', arg: deep };
    expect(() => expressionFromJson(deep)).toThrow('too big');
    let long: unknown = { kind: 'empty' };
    for (let i = 0; i < 20_000; i++) long = { kind: 'binary', op: 'or', left: long, right: { kind: 'empty' } };
    expect(() => expressionFromJson(long)).toThrow('too big');
  });
});

const name = fc.constantFrom('a', 'b_1', 'Lines', 'account', 'c_x');
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const binaries = fc.constantFrom(...(['=', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '&', 'and', 'or'] as const));
const trees: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.string({ unit: 'grapheme' }).map((value): Expression => ({ kind: 'text', value })),
    fc.constantFrom('0', '12', '-3', '0.50', '-0.1', '007').map((value): Expression => ({ kind: 'number', value })),
    fc.boolean().map((value): Expression => ({ kind: 'boolean', value })),
    fc.constant<Expression>({ kind: 'empty' }),
    names.map((path): Expression => ({ kind: 'path', path })),
    fc.record({ kind: fc.constant('unary' as const), op: fc.constantFrom('not' as const, '-' as const), arg: tie('tree') }),
    fc.record({ kind: fc.constant('binary' as const), op: binaries, left: tie('tree'), right: tie('tree') }),
    fc.record({
      kind: fc.constant('in' as const),
      not: fc.boolean(),
      arg: tie('tree'),
      list: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('between' as const), not: fc.boolean(), arg: tie('tree'), low: tie('tree'), high: tie('tree') }),
    fc.record({ kind: fc.constant('is_empty' as const), not: fc.boolean(), arg: tie('tree') }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('if', 'round', 'my_groups'),
      args: fc.array(tie('tree'), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('aggregate' as const),
      fn: fc.constant('count' as const),
      over: names,
      value: fc.option(tie('tree')),
      where: fc.option(tie('tree')),
    }),
    fc.record({
      kind: fc.constant('aggregate' as const),
      fn: fc.constantFrom('sum' as const, 'min' as const),
      over: names,
      value: tie('tree'),
      where: fc.option(tie('tree')),
    }),
  ),
})).tree;
