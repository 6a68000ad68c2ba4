// Names, types, mistakes with a place and a suggestion, and the numbering of values.

import { describe, expect, it } from 'vitest';
import { sample } from '../../tests/expressions/sample.ts';
import type { ExpressionType, Schema } from '../types.ts';
import type { Expression } from './ast.ts';
import { type CheckOptions, check, shape } from './check.ts';
import { ExpressionError } from './error.ts';
import { parse } from './parse.ts';

const BOOLEAN: ExpressionType = { kind: 'boolean' };

function checked(text: string, expect?: ExpressionType, options?: CheckOptions, schema: Schema = sample) {
  return check(parse(text), schema, 'deals', expect, options);
}

function mistake(text: string, expect?: ExpressionType): ExpressionError {
  try {
    checked(text, expect);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`no mistake in: ${text}`);
}

describe('types', () => {
  it.each([
    ['amount', 'money'],
    ['amount * 2', 'money'],
    ['amount / amount', 'number'],
    ['amount * amount', 'number'],
    ['amount + rate', 'money'],
    ['amount.currency', 'text'],
    ['round(visits / 3, 2)', 'number'],
    ['closed_on - opened_on', 'number'],
    ['closed_on + 3', 'date'],
    ['3 + closed_on', 'date'],
    ['called_at - "2024-01-01"', 'number'],
    ['now() - 1 / 24', 'datetime'],
    ['min(opened_on, called_at)', 'datetime'],
    ['if(active, amount, 0)', 'money'],
    ['coalesce(stage, "open")', 'choice'],
    ['coalesce(stage, name)', 'text'],
    ['name & 1', 'text'],
    ['account', 'reference'],
    ['account.id', 'reference'],
    ['owner.department', 'reference'],
    ['members', 'references'],
    ['tags', 'choices'],
    ['sum(lines.price)', 'money'],
    ['sum(lines.(quantity * price))', 'money'],
    ['count(lines)', 'number'],
    ['max(lines.due_on)', 'date'],
    ['sum(account.deals.amount)', 'money'],
    ['avg(lines.account.employees)', 'number'],
    ['sum(account.deals.(sum(lines.price)))', 'money'],
    ['id', 'reference'],
  ])('%s is %s', (text, kind) => expect(checked(text).type.kind).toBe(kind));

  it('gives texts the type of what they meet', () => {
    const account = '0198C0DE-0000-7000-8000-00000000000A';
    expect(checked(`account = "${account}"`).shape.literals).toEqual([account.toLowerCase()]);
    expect(checked('closed_on >= "2024-02-29"').shape.literals).toEqual(['2024-02-29']);
    expect(checked('"2024-02-29" <= closed_on').shape.literals).toEqual(['2024-02-29']);
    expect(checked('called_at >= "2024-02-29T10:00:00+02:00"').shape.literals).toEqual(['2024-02-29T08:00:00.000Z']);
    expect(checked('called_at >= "2024-02-29 10:00"').shape.literals).toEqual(['2024-02-29T10:00:00.000']);
    expect(checked('starts < "09:30"').shape.literals).toEqual(['09:30:00']);
    expect(checked('stage = "WON"').shape.literals).toEqual(['won']);
    expect(checked('contains(tags, "blue")').shape.literals).toEqual(['Blue']);
    expect(checked('name = "Ängström"').shape.literals).toEqual(['angstrom']);
    expect(checked('name = exact("Ängström")').shape.literals).toEqual(['Ängström']);
    expect(checked('contains(name, "50%_\\\\")').shape.literals).toEqual(['%50\\%\\_\\\\%']);
    expect(checked('if(active, "open", "won")', { kind: 'choice', options: ['open', 'won'] }).shape.literals).toEqual(['open', 'won']);
    expect(checked('"2024-02-29"', { kind: 'date' }).type.kind).toBe('date');
  });

  it('compares open choices as texts, without regard to case', () => expect(checked('source = "Fax"').shape.literals).toEqual(['fax']));
});

describe('mistakes are found before anything is saved [CS-261]', () => {
  it.each<[text: string, at: [number, number], suggestion: string | null]>([
    ['stge = "won"', [0, 4], 'stage'],
    ['account.nmae = "x"', [8, 12], 'name'],
    ['acount.name = "x"', [0, 6], 'account'],
    ['1 = 1 and (account.parent.ctiy) = "x"', [26, 30], 'city'],
    ['sum(lines.account.employes)', [18, 26], 'employees'],
    ['conut(lines) > 0', [0, 5], 'count'],
    ['Sum(1)', [0, 3], 'sum'],
    ['sum(lines.pirce)', [10, 15], 'price'],
    ['count(lnies)', [6, 11], 'lines'],
    ['count(lines where quantty > 1)', [18, 25], 'quantity'],
    ['stage = "wonn"', [8, 14], '"won"'],
    ['active = "true"', [9, 15], 'true'],
    ['amount > "5"', [9, 12], '5'],
    ['name + "x"', [0, 10], '&, which joins texts,'],
    ['secret = "x"', [0, 6], null],
  ])('finds the mistake in %s', (text, at, suggestion) => {
    const error = mistake(text);
    expect(error.at).toEqual(at);
    expect(error.suggestion).toBe(suggestion);
  });

  it.each([
    ['name + closed_on', 'added'],
    ['name > 5', 'text cannot be compared with a number'],
    ['closed_on = "soon"', 'not a date'],
    ['closed_on = "2023-02-29"', 'not a date'],
    ['closed_on = "0000-01-01"', 'not a date'],
    ['called_at = "10:00"', 'not an instant'],
    ['starts = "25:00"', 'not a time'],
    ['account = "ACME"', 'walk to it'],
    ['account = me()', 'never be the same'],
    ['tags = "red"', 'contains(list, choice)'],
    ['stage < "won"', 'no order'],
    ['active < true', 'no order'],
    ['account < account', 'no order'],
    ['name.city = "x"', 'nothing can be read behind it'],
    ['members.name = "x"', 'refers to several records'],
    ['lines.price > 1', 'is a list'],
    ['sum(amount)', 'goes over a list'],
    ['sum(lines)', 'Say what of "lines"'],
    ['count(lines.price)', 'count(lines where price is not empty)'],
    ['sum(lines.product)', 'needs numbers'],
    ['sum(lines.account.deals.amount)', 'is a list'],
    ['this_month()', 'can only be compared'],
    ['this_month() = last_month()', 'Two periods'],
    ['name = this_month()', 'cannot be compared with a period'],
    ['round(1, visits)', 'must be written here'],
    ['last_days(0) = closed_on', 'from 1 to'],
    ['if(1, 2, 3)', 'A condition is needed'],
    ['if(active, 2, "x")', 'not a number'],
    ['if(active, 2, name)', 'must be alike'],
    ['round()', 'takes 1 to 2 arguments, here are 0'],
    ['me(1)', 'takes no arguments'],
    ['amount < empty', 'write is empty'],
    ['closed_on + opened_on', 'Two dates cannot be added'],
    ['now() - hours(2)', 'add 2 / 24'],
    ['not amount', 'A condition is needed'],
    ['amount and active', 'A condition is needed'],
    ['contract = "x"', 'not something to compare with a file'],
    [`amount > 1${'0'.repeat(30)}`, '30 digits'],
    [`amount${' * 2'.repeat(60)} > 1${' * 2'.repeat(60)}`, 'At most 100 products'],
    ['account.parent.parent.parent.parent.parent.parent.parent.parent.name = "x"', 'at most 8'],
    ['sum(account.deals.(sum(account.deals.(sum(account.deals.amount)))))', 'at most 2'],
    ['coalesce(name, "") & "x" in (empty, "y")', 'one by one'],
  ])('explains what is wrong with %s', (text, message) => expect(mistake(text).message).toContain(message));

  it.each<[string, ExpressionType, string]>([
    ['amount', BOOLEAN, 'A condition is needed'],
    ['amount', { kind: 'text' }, 'concat(...)'],
    ['called_at', { kind: 'date' }, 'date(...)'],
    ['"x"', { kind: 'choice', options: ['open'] }, 'not one of the options'],
    ['me()', { kind: 'reference', to: ['accounts'] }, 'never be the same'],
    ['name', { kind: 'number' }, 'A number is needed here, this is text'],
  ])('%s does not fit where %j is needed', (text, type, message) => expect(mistake(text, type).message).toContain(message));

  it('names an entity that is not there', () => {
    expect(() => check(parse('name = "x"'), sample, 'deels')).toThrow('Did you mean deals?');
  });

  it('holds trees that were not parsed to the same limits', () => {
    let deep: Expression = { kind: 'boolean', value: true };
    for (let i = 0; i < 10_000; i++) deep = { kind: 'unary', op: 'not', arg: deep };
    expect(() => check(deep, sample, 'deals')).toThrow('levels deep');
    expect(() => check({ kind: 'number', value: '1); drop table deals; --' }, sample, 'deals')).toThrow(ExpressionError);
    expect(() => check({ kind: 'text', value: '\0' }, sample, 'deals')).toThrow(ExpressionError);
    expect(() => check({ kind: 'path', path: ['constructor'] }, sample, 'deals')).toThrow('no field');
    expect(() => check({ kind: 'path', path: ['account', '__proto__'] }, sample, 'deals')).toThrow('no field');
    expect(() => check({ kind: 'call', name: 'toString', args: [] }, sample, 'deals')).toThrow('no function');
  });
});

describe('what may be read', () => {
  it('knows internal fields only when told so', () => {
    expect(() => checked('secret = "x"')).toThrow('no field');
    expect(() => checked('owner.password = "x"')).toThrow('no field');
    expect(checked('secret = "x"', BOOLEAN, { internal: true }).type.kind).toBe('boolean');
  });

  it('does not know fields that were cut, by any way there', () => {
    const { account: _, ...fields } = sample.entities['deals']?.fields ?? {};
    const deals = { ...sample.entities['deals'], fields } as Schema['entities'][string];
    const cut = { ...sample, entities: { ...sample.entities, deals } };
    expect(() => checked('account.city = "x"', BOOLEAN, {}, cut)).toThrow('no field');
    expect(() => check(parse('count(deals) > 0'), cut, 'accounts')).toThrow('no field');
    const { accounts: __, ...entities } = sample.entities;
    expect(() => checked('account.city = "x"', BOOLEAN, {}, { ...sample, entities })).toThrow('Nothing behind "account" can be read');
  });

  it('does not suggest what may not be read', () => expect(mistake('secrt = "x"').suggestion).toBeNull());
});

describe('shapes', () => {
  const key = (text: string) => shape(checked(text)).key;

  it('are equal where only values differ', () => {
    expect(key('amount > 5 and name = "a"')).toBe(key('amount > 7.25 and name = "b"'));
    expect(key('stage in ("open", "won")')).toBe(key('stage in ("lost", "won", "open")'));
    expect(key('round(rate, 1) = 1')).toBe(key('round(rate, 2) = 2'));
    expect(key('contains(name, "a")')).toBe(key('contains(name, "b%")'));
  });

  it('differ where the statement differs', () => {
    const all = [
      'visits = 5',
      'visits = 5.5',
      'visits != 5',
      'rate = 5',
      'name = "5"',
      'name = exact("5")',
      'contains(name, "5")',
      'starts_with(name, "5")',
      'account.name = "5"',
      'account.parent.name = "5"',
      'amount.currency = "5"',
      'visits in (5, 6)',
      'visits = empty',
      'count(lines) = 5',
      'count(lines) = 0',
      'count(lines where quantity = 5) = 5',
      'sum(lines.quantity) = 5',
      'sum(lines.(quantity * 5)) = 5',
      'active = true',
      'active = false',
      'closed_on = today()',
      'closed_on = tomorrow()',
      'me() = owner',
    ].map(key);
    expect(new Set(all).size).toBe(all.length);
  });

  it('numbers values in the order of the list', () => {
    const { literals } = shape(checked('name = "b" and (amount > 1 or stage in ("open", "won")) and count(lines where quantity > 3) > 2'));
    expect(literals).toEqual(['b', '1', ['open', 'won'], '3', '2']);
  });

  it('tells what the environment must give', () => {
    expect([...shape(checked('owner = me() and closed_on < today()')).binds].sort()).toEqual(['me', 'now', 'zone']);
    expect([...shape(checked('amount > 1')).binds]).toEqual([]);
  });
});
