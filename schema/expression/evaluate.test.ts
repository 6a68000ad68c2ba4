// The documented rules, one example each. That PostgreSQL follows the same rules is tested in tests/expressions.test.ts.

import { describe, expect, it } from 'vitest';
import { sample } from '../../tests/expressions/sample.ts';
import { check } from './check.ts';
import { type Environment, evaluate, type RecordValues } from './evaluate.ts';
import { parse } from './parse.ts';

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

const environment: Environment = {
  now: '2024-05-15T21:30:00Z',
  zone: 'Europe/Helsinki',
  binds: { me: id(1), my_groups: [id(7)], my_account: null },
  record: (entity, key) => (entity === 'accounts' && key === id(2) ? { id: id(2), name: 'Öljy Oy', city: 'Turku', parent: null } : null),
  rows: (rows) =>
    rows.entity === 'deals'
      ? [
          { id: id(3), amount: { amount: '5', currency: 'EUR' }, stage: 'won' },
          { id: id(4), amount: null, stage: 'lost' },
        ]
      : undefined,
};

const record: RecordValues = {
  id: id(9),
  name: 'Ångström',
  note: null,
  account: { id: id(2), title: 'Öljy Oy' },
  owner: id(7),
  stage: 'open',
  source: null,
  tags: ['red'],
  amount: { amount: '1000.50', currency: 'EUR' },
  rate: '3',
  probability: null,
  visits: 7,
  active: null,
  opened_on: '2024-02-29',
  closed_on: '2024-05-16',
  called_at: '2024-05-15T22:15:00.000Z',
  starts: '09:30',
  members: [{ id: id(1), title: 'Anna' }],
  related_to: { entity: 'accounts', id: id(2), title: 'Öljy Oy' },
  contract: null,
  lines: [
    { id: id(21), product: 'a', quantity: '2', price: { amount: '1.10', currency: 'EUR' }, due_on: '2024-06-01', account: null },
    { id: id(22), product: null, quantity: null, price: { amount: '4', currency: 'EUR' }, due_on: null, account: null },
  ],
};

function value(text: string, of: RecordValues = record, where: Environment = environment): unknown {
  return evaluate(check(parse(text), sample, 'deals'), of, where);
}

type Example = [text: string, value: unknown];

describe('empty never breaks anything [CS-248]', () => {
  it.each<Example>([
    ['note = "x"', false],
    ['note != "x"', true],
    ['not (note = "x")', true],
    ['note = empty', true],
    ['note = ""', true],
    ['note is empty', true],
    ['name is not empty', true],
    ['note = source', false],
    ['note != source', true],
    ['probability > 1', false],
    ['probability <= 1', false],
    ['not (probability > 1)', true],
    ['probability between 0 and 9', false],
    ['probability not between 0 and 9', true],
    ['note in ("x", empty)', true],
    ['note not in ("x")', true],
    ['active', null],
    ['not active', true],
    ['active = false', false],
    ['active = empty', true],
    ['active or visits = 7', true],
    ['probability + 1', null],
    ['coalesce(probability, 0) + 1', '1'],
    ['amount / 0', null],
    ['amount / (rate - 3)', null],
    ['name & note & "!"', 'Ångström!'],
    ['note & note', null],
    ['trim("  ")', null],
    ['length(note)', '0'],
    ['min(probability, 3, visits)', '3'],
    ['max(probability, note is empty and 1 = 2)', 'error'],
    ['if(active, 1, 2)', '2'],
    ['if(active, 1)', null],
    ['contains(note, "x")', false],
    ['account = my_account()', false],
    ['contract is empty', true],
    ['tags is empty', false],
    ['upper(note)', null],
    ['year(note & "")', 'error'],
  ])('%s is %j', (text, expected) => {
    if (expected === 'error') expect(() => value(text)).toThrow();
    else expect(value(text)).toBe(expected);
  });
});

describe('numbers', () => {
  it.each<Example>([
    ['0.1 + 0.2', '0.3'],
    ['10 / 3', '3.333333333333'],
    ['-2 / 3', '-0.666666666667'],
    ['1 / 1000000000000 / 2', '0.000000000001'],
    ['123456789012345678901234567890 * 10 + 0.00000000000000000001', '1234567890123456789012345678900.00000000000000000001'],
    ['round(2.5) & round(-2.5) & round(1.005, 2) & round(1250, -2)', '3-31.011300'],
    ['abs(-3) + floor(-1.5) + ceil(-1.5)', '0'],
    ['amount * 0.05', '50.025'],
    ['amount > 1000', true],
    ['amount.currency = "eur"', true],
    ['visits / 2', '3.5'],
    ['2 + 3 * 4 - -1', '15'],
  ])('%s is %j', (text, expected) => expect(value(text)).toBe(expected));
});

describe('texts', () => {
  it.each<Example>([
    ['name = "ANGSTROM"', true],
    ['name = exact("angstrom")', false],
    ['exact(name) = "Ångström"', true],
    ['"a" < "B"', true],
    ['exact("a") < "B"', false],
    ['name in ("x", "ångström")', true],
    ['contains(name, "STRÖ")', true],
    ['starts_with(name, "an")', true],
    ['ends_with(name, "om")', true],
    ['contains(exact(name), "strom")', false],
    ['contains(name, "%")', false],
    ['contains(name, "")', false],
    ['"Straße" = "STRASSE"', true],
    ['lower(name) & upper("ß")', 'ångströmSS'],
    ['left("😀bc", 1) & right("abc", 2) & length("😀")', '😀bc1'],
    ['replace("a.b.c", ".", "-")', 'a-b-c'],
    ['1.50 & " " & true & " " & opened_on & " " & called_at & " " & starts', '1.5 true 2024-02-29 2024-05-16 01:15 09:30'],
    ['stage = "OPEN"', true],
    ['stage & "!"', 'open!'],
  ])('%s is %j', (text, expected) => expect(value(text)).toBe(expected));
});

describe('dates', () => {
  it.each<Example>([
    // In Helsinki it is past midnight.
    ['today()', '2024-05-16'],
    ['now()', '2024-05-15T21:30:00.000Z'],
    ['date(called_at)', '2024-05-16'],
    ['hour(called_at)', '1'],
    ['called_at = today()', true],
    ['called_at = "2024-05-16"', true],
    ['called_at <= "2024-05-16"', true],
    ['called_at < "2024-05-16"', false],
    ['called_at between "2024-05-01" and "2024-05-16"', true],
    ['called_at >= "2024-05-16 01:15"', true],
    ['called_at >= "2024-05-15T22:15:00.001Z"', false],
    ['called_at in this_week()', true],
    ['closed_on = this_month()', true],
    ['opened_on < this_month()', true],
    ['opened_on in (last_quarter(), this_quarter())', true],
    ['opened_on in last_days(77)', false],
    ['opened_on in last_days(78)', true],
    ['closed_on in next_days(1)', true],
    ['closed_on - opened_on', '77'],
    ['days(today() - opened_on)', '77'],
    ['hours(now() - called_at)', '-0.75'],
    ['opened_on + 1.9', '2024-03-01'],
    ['now() - 1 / 24', '2024-05-15T20:30:00.000Z'],
    ['add_months("2024-01-31", 1)', '2024-02-29'],
    ['end_of_month(opened_on + 1)', '2024-03-31'],
    ['start_of_week("2024-05-19")', '2024-05-13'],
    ['week("2021-01-03") * 100 + weekday("2021-01-03")', '5307'],
    ['year(opened_on) * 10 + quarter(opened_on)', '20241'],
    ['today() + 9999999', null],
    ['datetime("2024-03-31 03:30")', '2024-03-31T01:30:00.000Z'],
    ['starts < "09:31"', true],
  ])('%s is %j', (text, expected) => expect(value(text)).toBe(expected));
});

describe('look-ups and sums over rows [CS-243]', () => {
  it.each<Example>([
    ['account.name = "oljy oy"', true],
    ['account.parent.name', null],
    ['related_to.city', 'Turku'],
    ['related_to.entity', 'accounts'],
    ['owner in my_groups()', true],
    ['owner = me()', false],
    ['contains(members, me())', true],
    ['me() in members', true],
    ['contains(tags, "RED")', true],
    ['"green" in tags', false],
    ['account = "00000000-0000-7000-8000-000000000002"', true],
    ['sum(lines.price)', '5.1'],
    ['sum(lines.(quantity * price))', '2.2'],
    ['sum(lines.price where quantity > 5)', '0'],
    ['avg(lines.price where quantity > 5)', null],
    ['avg(lines.quantity)', '2'],
    ['count(lines)', '2'],
    ['count(lines where product is not empty)', '1'],
    ['max(lines.due_on)', '2024-06-01'],
    ['lines is empty', false],
    ['sum(account.deals.amount where stage = "won")', '5'],
    ['account.deals is not empty', true],
  ])('%s is %j', (text, expected) => expect(value(text)).toBe(expected));

  it('says nothing of what is not at hand', () => {
    const alone: Environment = { now: environment.now, zone: 'UTC', binds: {} };
    expect(value('account.city = "x"', record, alone)).toBeUndefined();
    expect(value('count(account.deals) > 0', record, alone)).toBeUndefined();
    expect(value('if(visits = 7, "a", account.city)', record, alone)).toBe('a');
    expect(value('visits > 1 or account.city = "x"', record, alone)).toBe(true);
    expect(value('amount > 1', { id: id(9) }, alone)).toBeUndefined();
    expect(value('account.city = "x"', { account: null }, alone)).toBe(false);
  });
});
