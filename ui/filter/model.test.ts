import { describe, expect, it } from 'vitest';
import { parse } from '../../schema/index.ts';
import { both, type Condition, toModel, toText } from './model.ts';

const round = (text: string) => toText(toModel(parse(text)));

describe('filter model', () => {
  it.each([
    'stage = "won"',
    'amount > 1000 and stage != "lost"',
    'stage in ("won", "lost")',
    'owner not in (me())',
    'amount between 10 and 20',
    'name is empty or phone is not empty',
    'contains(name, "oy")',
    'not contains(name, "oy")',
    'starts_with(account.city, "Hel")',
    'closed_on in (this_month())',
    'closed_on = last_days(7)',
    'closed_on < today() - 14',
    'count(lines where quantity > 5) > 0',
    'count(account.deals where stage in ("won")) > 0 and amount > 1',
    'a = 1 and (b = 2 or c = 3 and d = 4)',
  ])('prints %s again as it was', (text) => {
    expect(round(text)).toBe(text);
  });

  it('makes one flat group of a chain', () => {
    const model = toModel(parse('a = 1 and b = 2 and c = 3'));
    expect(model.join).toBe('and');
    expect(model.items.map((item) => item.kind)).toEqual(['condition', 'condition', 'condition']);
  });

  it('nests groups as they were written [CS-060]', () => {
    const model = toModel(parse('a = 1 and (b = 2 or c = 3)'));
    expect(model.items[1]).toMatchObject({ kind: 'group', join: 'or', items: [{ path: ['b'] }, { path: ['c'] }] });
  });

  it('reads a condition over rows as one of any of them [CS-064]', () => {
    const [item] = toModel(parse('count(lines where quantity > 5) > 0')).items;
    expect(item).toMatchObject({ kind: 'condition', path: ['lines', 'quantity'], over: 1, operator: '>' });
    expect(toModel(parse('count(lines where quantity > 5) > 2')).items[0]).toMatchObject({ kind: 'beyond' });
  });

  it('keeps what it has no controls for', () => {
    const model = toModel(parse('amount * 2 > 10 and stage = "won"'));
    expect(model.items[0]).toMatchObject({ kind: 'beyond' });
    expect(toText(model)).toBe('amount * 2 > 10 and stage = "won"');
  });

  it('reads a checkbox by itself as a condition', () => {
    expect(round('active')).toBe('active = true');
  });

  it('leaves out conditions that wait for a value', () => {
    const waiting: Condition = { kind: 'condition', path: ['name'], operator: 'contains', values: [] };
    expect(toText({ kind: 'group', join: 'and', items: [waiting] })).toBe('');
  });

  it('joins two filters without mixing their and and or', () => {
    expect(both('a = 1 or b = 2', 'c = 3')).toBe('(a = 1 or b = 2) and (c = 3)');
    expect(both(undefined, ' ', 'c = 3')).toBe('c = 3');
    expect(both('')).toBeUndefined();
  });
});
