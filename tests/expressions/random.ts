// Random expressions that mostly type-check, over the sample schema, for comparing the two evaluators.

import fc from 'fast-check';
import type { Expression } from '../../schema/index.ts';

/** What a generated expression gives. */
export type Kind = 'boolean' | 'number' | 'text' | 'date' | 'datetime' | 'time' | 'account' | 'user';

type Anything = fc.Arbitrary<Expression>;

/** Paths from each entity to fields of each kind; `*` leads over references. */
const PATHS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  deals: {
    boolean: ['active'],
    number: ['amount', 'rate', 'probability', 'visits', 'version', 'account.employees', 'account.annual_revenue', 'related_to.employees'],
    text: [
      'name',
      'note',
      'stage',
      'source',
      'amount.currency',
      'account.name',
      'account.city',
      'account.parent.name',
      'owner.name',
      'related_to.name',
      'related_to.entity',
    ],
    stage: ['stage'],
    date: ['opened_on', 'closed_on', 'account.founded_on'],
    datetime: ['called_at', 'created_at'],
    time: ['starts'],
    account: ['account', 'account.id', 'account.parent'],
    user: ['created_by', 'updated_by'],
    lists: ['lines', 'account.deals', 'deals', 'account.deals_related_to', 'account.deal_lines'],
  },
  accounts: {
    boolean: [],
    number: ['employees', 'annual_revenue'],
    text: ['name', 'city', 'parent.city'],
    date: ['founded_on'],
    datetime: ['created_at'],
    time: [],
    account: ['id', 'parent'],
    user: ['created_by'],
    lists: ['deals', 'deals_related_to', 'deal_lines', 'accounts'],
  },
  deal_lines: {
    boolean: [],
    number: ['quantity', 'price', 'position', 'parent.amount', 'parent.visits'],
    text: ['product', 'parent.name', 'account.name'],
    date: ['due_on', 'parent.closed_on'],
    datetime: ['parent.called_at'],
    time: [],
    account: ['account', 'parent.account'],
    user: [],
    lists: ['parent.lines'],
  },
};

const LISTS: Readonly<Record<string, string>> = {
  lines: 'deal_lines',
  'account.deals': 'deals',
  deals: 'deals',
  deals_related_to: 'deals',
  'account.deals_related_to': 'deals',
  deal_lines: 'deal_lines',
  'account.deal_lines': 'deal_lines',
  accounts: 'accounts',
  'parent.lines': 'deal_lines',
};

/** Values that meet each other often, in records and in expressions alike. */
export const TEXTS = [
  'open',
  'Open',
  'Straße',
  'STRASSE',
  'Ångström',
  'angstrom',
  'ΟΔΥΣΣΕΎΣ',
  'İstanbul',
  '%',
  '_',
  '50%',
  '\\',
  '\\%',
  '"',
  "'; drop table deals --",
  ' ',
  'a\tb',
  '😀',
  '\uffee',
  'ё',
  'Е',
  'a',
  'b',
  'ab',
  'won',
  '東京',
  'e\u0301',
];
export const NUMBERS = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '0.5',
  '-0.5',
  '7',
  '100',
  '0.05',
  '1.005',
  '2.5',
  '-2.5',
  '1000000',
  '0.00000000000000000001',
  '999999999999999999999999999999.99999999999999999999',
  '-123456789012345678901234567890.12345678901234567890',
];
export const DATES = [
  '2024-02-29',
  '2023-02-28',
  '2024-03-31',
  '2024-12-30',
  '2021-01-03',
  '2020-12-31',
  '2000-01-01',
  '1900-03-01',
  '1970-01-01',
  '0002-01-01',
  '9999-12-30',
  '2024-10-27',
  '2024-03-10',
  '2026-06-30',
];
export const INSTANTS = [
  '0002-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '2024-03-31T00:59:59.999Z',
  '2024-03-31T01:00:00.000Z',
  '2024-10-27T00:30:00.000Z',
  '2024-10-27T01:00:00.000Z',
  '2024-11-03T05:30:00.000Z',
  '2024-02-29T23:59:59.999Z',
  '2018-11-04T02:30:00.000Z',
  '2024-06-30T12:00:00.001Z',
  '1970-01-01T00:00:00.000Z',
  '2024-12-31T23:30:00.000Z',
  '1950-07-01T00:00:00.000Z',
];
export const TIMES = ['00:00', '09:30', '23:59:59', '12:00'];
export const ZONES = [
  'UTC',
  'Europe/Helsinki',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Havana',
  'America/Sao_Paulo',
  'Pacific/Apia',
];
export const id = (kind: number, number: number) => `00000000-0000-7000-8000-0000000${kind}000${number}`;
export const ACCOUNTS = [id(1, 1), id(1, 2), id(1, 3)];
export const USERS = [id(2, 1), id(2, 2)];

export const randomText = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 4 },
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }),
);
export const randomNumber = fc.oneof(
  { arbitrary: fc.constantFrom(...NUMBERS), weight: 3 },
  fc.integer({ min: -1000, max: 1000 }).map(String),
  fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 9999 }))
    .map(([whole, part]) => `${whole}.${String(part).padStart(4, '0')}`),
);
export const randomDate = fc.oneof({ arbitrary: fc.constantFrom(...DATES), weight: 2 }, daysAround(2024, 1200));
export const randomInstant = fc.oneof(
  { arbitrary: fc.constantFrom(...INSTANTS), weight: 2 },
  fc.integer({ min: 0, max: 2_000_000_000_000 }).map((milliseconds) => new Date(milliseconds).toISOString()),
);

function daysAround(year: number, days: number): fc.Arbitrary<string> {
  return fc.integer({ min: -days, max: days }).map((away) => new Date(Date.UTC(year, 0, 1) + away * 86_400_000).toISOString().slice(0, 10));
}

const path = (text: string): Expression => ({ kind: 'path', path: text.split('.') });
const text = (value: string): Expression => ({ kind: 'text', value });
const number = (value: string): Expression => ({ kind: 'number', value });
const call = (name: string, ...args: Expression[]): Expression => ({ kind: 'call', name, args });
const binary = (op: Extract<Expression, { kind: 'binary' }>['op'], left: Expression, right: Expression): Expression => ({
  kind: 'binary',
  op,
  left,
  right,
});

const memory = new Map<string, Anything>();

/** An expression of a kind in an entity; some do not type-check, which is fine. */
export function randomExpression(kind: Kind, entity = 'deals', depth = 3): Anything {
  const key = `${kind}|${entity}|${depth}`;
  let known = memory.get(key);
  if (!known) {
    known = make(kind, entity, depth);
    memory.set(key, known);
  }
  return known;
}

function make(kind: Kind, entity: string, depth: number): Anything {
  const leaves = leaf(kind, entity);
  if (depth <= 0) return leaves;
  const deeper = (of: Kind) => randomExpression(of, entity, depth - 1);
  const shared: Anything[] = [
    fc.tuple(deeper('boolean'), deeper(kind), deeper(kind)).map((args) => call('if', ...args)),
    fc.tuple(deeper('boolean'), deeper(kind)).map((args) => call('if', ...args)),
    fc.array(deeper(kind), { minLength: 1, maxLength: 3 }).map((args) => call('coalesce', ...args)),
  ];
  return fc.oneof(
    { arbitrary: leaves, weight: 4 },
    ...shared,
    ...branches(kind, entity, depth, deeper).map((arbitrary) => ({ arbitrary, weight: 3 })),
  );
}

function leaf(kind: Kind, entity: string): Anything {
  const names = PATHS[entity]?.[kind] ?? [];
  const fields: Anything[] = names.length > 0 ? [fc.constantFrom(...names).map(path)] : [];
  const empty: Anything = fc.constant({ kind: 'empty' });
  const written: Readonly<Record<Kind, Anything>> = {
    boolean: fc.boolean().map((value): Expression => ({ kind: 'boolean', value })),
    number: randomNumber.map(number),
    text: randomText.map(text),
    date: fc.oneof(
      randomDate.map((value) => call('date', text(value))),
      fc.constantFrom('today', 'yesterday', 'tomorrow').map((name) => call(name)),
    ),
    datetime: fc.oneof(
      randomInstant.map((value) => call('datetime', text(value))),
      fc.constant(call('now')),
      randomDate.map((day) => call('datetime', text(`${day} 02:30`))),
    ),
    time: fc.constantFrom(...(PATHS[entity]?.time ?? []), '').map((name) => (name ? path(name) : { kind: 'empty' })),
    account: fc.constant(call('my_account')),
    user: fc.constant(call('me')),
  };
  return fc.oneof(
    ...fields.map((arbitrary) => ({ arbitrary, weight: 5 })),
    { arbitrary: written[kind], weight: 3 },
    { arbitrary: empty, weight: 1 },
  );
}

type Deeper = (kind: Kind) => Anything;

function branches(kind: Kind, entity: string, depth: number, deeper: Deeper): Anything[] {
  switch (kind) {
    case 'boolean':
      return conditions(entity, depth, deeper);
    case 'number':
      return numbers(entity, depth, deeper);
    case 'text':
      return texts(deeper);
    case 'date':
      return dates(entity, depth, deeper);
    case 'datetime':
      return [
        fc.tuple(deeper('datetime'), fc.constantFrom('+' as const, '-' as const), deeper('number')).map(([a, op, b]) => binary(op, a, b)),
        deeper('date').map((arg) => call('datetime', arg)),
        fc.tuple(fc.constantFrom('min', 'max'), deeper('datetime'), deeper('datetime')).map(([name, a, b]) => call(name, a, b)),
      ];
    default:
      return [];
  }
}

const comparisons = fc.constantFrom('=' as const, '!=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const);
const equalities = fc.constantFrom('=' as const, '!=' as const);
const periods = fc.oneof(
  fc.constantFrom(
    ...['this', 'last', 'next'].flatMap((word) => ['week', 'month', 'quarter', 'year'].map((unit) => call(`${word}_${unit}`))),
  ),
  fc
    .tuple(fc.constantFrom('last_days', 'next_days'), fc.integer({ min: 1, max: 400 }))
    .map(([name, days]) => call(name, number(String(days)))),
);

function conditions(entity: string, depth: number, deeper: Deeper): Anything[] {
  const ordered = fc.constantFrom<Kind>('number', 'text', 'date', 'datetime', 'time');
  const any = fc.constantFrom<Kind>('number', 'text', 'date', 'datetime', 'time', 'boolean', 'account', 'user');
  const when = fc.oneof(deeper('date'), deeper('datetime'));
  const both = fc.oneof(when, randomDate.map(text));
  const result: Anything[] = [
    fc.tuple(fc.constantFrom('and' as const, 'or' as const), deeper('boolean'), deeper('boolean')).map(([op, a, b]) => binary(op, a, b)),
    deeper('boolean').map((arg): Expression => ({ kind: 'unary', op: 'not', arg })),
    ordered.chain((kind) => fc.tuple(comparisons, deeper(kind), deeper(kind))).map(([op, a, b]) => binary(op, a, b)),
    any.chain((kind) => fc.tuple(equalities, deeper(kind), deeper(kind))).map(([op, a, b]) => binary(op, a, b)),
    fc.tuple(comparisons, when, both).map(([op, a, b]) => binary(op, a, b)),
    fc.tuple(comparisons, when, periods).map(([op, a, b]) => binary(op, a, b)),
    fc
      .tuple(fc.boolean(), when, fc.oneof(both, periods), both)
      .map(([not, arg, low, high]): Expression => ({ kind: 'between', not, arg, low, high })),
    fc.tuple(fc.boolean(), any.chain(deeper)).map(([not, arg]): Expression => ({ kind: 'is_empty', not, arg })),
    ordered
      .chain((kind) => fc.tuple(fc.boolean(), deeper(kind), deeper(kind), deeper(kind)))
      .map(([not, arg, low, high]): Expression => ({ kind: 'between', not, arg, low, high })),
    any
      .chain((kind) =>
        fc.tuple(
          fc.boolean(),
          deeper(kind),
          fc.array(fc.oneof(leaf(kind, entity), { arbitrary: deeper(kind), weight: 0 }), { minLength: 1, maxLength: 4 }),
        ),
      )
      .map(([not, arg, list]): Expression => ({ kind: 'in', not, arg, list })),
    fc
      .tuple(fc.boolean(), leaf('date', entity), fc.array(fc.oneof(randomDate.map(text), periods), { minLength: 1, maxLength: 3 }))
      .map(([not, arg, list]): Expression => ({ kind: 'in', not, arg, list })),
    fc
      .tuple(
        fc.boolean(),
        leaf('datetime', entity),
        fc.array(fc.oneof(randomDate.map(text), randomInstant.map(text), periods), { minLength: 1, maxLength: 3 }),
      )
      .map(([not, arg, list]): Expression => ({ kind: 'in', not, arg, list })),
    fc
      .tuple(fc.boolean(), leaf('text', entity), fc.array(randomText.map(text), { minLength: 1, maxLength: 4 }))
      .map(([not, arg, list]): Expression => ({ kind: 'in', not, arg, list })),
    fc
      .tuple(fc.boolean(), leaf('number', entity), fc.array(randomNumber.map(number), { minLength: 1, maxLength: 4 }))
      .map(([not, arg, list]): Expression => ({ kind: 'in', not, arg, list })),
    fc
      .tuple(fc.constantFrom('contains', 'starts_with', 'ends_with'), deeper('text'), fc.oneof(randomText.map(text), deeper('text')))
      .map(([name, a, b]) => call(name, a, b)),
    fc
      .tuple(fc.constantFrom('contains', 'starts_with', 'ends_with'), deeper('text'), deeper('text'))
      .map(([name, a, b]) => call(name, call('exact', a), b)),
    fc.tuple(comparisons, deeper('text'), deeper('text')).map(([op, a, b]) => binary(op, a, call('exact', b))),
  ];
  const lists = PATHS[entity]?.['lists'] ?? [];
  if (depth > 1 && lists.length > 0) {
    result.push(
      fc
        .constantFrom(...lists)
        .chain((list) =>
          fc.tuple(
            fc.constant(list),
            equalities,
            fc.constantFrom('0', '1', '2'),
            fc.option(randomExpression('boolean', LISTS[list] ?? '', depth - 2)),
          ),
        )
        .map(([list, op, limit, where]) =>
          binary(op, { kind: 'aggregate', fn: 'count', over: list.split('.'), value: null, where }, number(limit)),
        ),
      fc.tuple(fc.boolean(), fc.constantFrom(...lists)).map(([not, list]): Expression => ({ kind: 'is_empty', not, arg: path(list) })),
    );
  }
  if (entity === 'deals') {
    result.push(
      fc.constantFrom('red', 'GREEN', 'blue').map((tag) => call('contains', path('tags'), text(tag))),
      fc.constantFrom('red', 'green', 'Blue').map((tag): Expression => ({ kind: 'in', not: false, arg: text(tag), list: [path('tags')] })),
      fc.oneof(deeper('user'), fc.constantFrom(...USERS).map(text)).map((who) => call('contains', path('members'), who)),
      fc
        .tuple(fc.boolean(), fc.constantFrom('tags', 'members', 'contract', 'related_to', 'owner'))
        .map(([not, name]): Expression => ({ kind: 'is_empty', not, arg: path(name) })),
      fc
        .tuple(fc.boolean(), fc.constantFrom('open', 'Won', 'lost').map(text), fc.constantFrom('open', 'won').map(text))
        .map(([not, a, b]): Expression => ({ kind: 'in', not, arg: path('stage'), list: [a, b] })),
      fc.tuple(equalities, fc.constantFrom('open', 'WON')).map(([op, stage]) => binary(op, path('stage'), text(stage))),
      fc.tuple(equalities, fc.constantFrom(...ACCOUNTS).map(text)).map(([op, account]) => binary(op, path('account'), account)),
      fc.boolean().map((not): Expression => ({ kind: 'in', not, arg: path('owner'), list: [call('my_groups'), call('me')] })),
      fc.constant(binary('=', path('related_to'), path('account'))),
      fc.tuple(comparisons, fc.constantFrom(...TIMES)).map(([op, time]) => binary(op, path('starts'), text(time))),
    );
  }
  return result;
}

function numbers(entity: string, depth: number, deeper: Deeper): Anything[] {
  const sign = fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const);
  const digits = fc.integer({ min: -4, max: 8 }).map((value) => number(String(value)));
  const result: Anything[] = [
    fc.tuple(sign, deeper('number'), deeper('number')).map(([op, a, b]) => binary(op, a, b)),
    fc.tuple(sign, deeper('number'), deeper('number')).map(([op, a, b]) => binary(op, a, b)),
    deeper('number').map((arg): Expression => ({ kind: 'unary', op: '-', arg })),
    fc.tuple(deeper('number'), digits).map((args) => call('round', ...args)),
    fc
      .tuple(fc.constantFrom('round', 'abs', 'floor', 'ceil', 'days', 'hours', 'minutes'), deeper('number'))
      .map(([name, arg]) => call(name, arg)),
    fc.tuple(fc.constantFrom('min', 'max'), deeper('number'), deeper('number')).map(([name, a, b]) => call(name, a, b)),
    deeper('text').map((arg) => call('length', arg)),
    fc
      .tuple(fc.constantFrom('year', 'quarter', 'month', 'week', 'day', 'weekday'), fc.oneof(deeper('date'), deeper('datetime')))
      .map(([name, arg]) => call(name, arg)),
    deeper('datetime').map((arg) => call('hour', arg)),
    fc.tuple(deeper('date'), deeper('date')).map(([a, b]) => binary('-', a, b)),
    fc.tuple(deeper('datetime'), fc.oneof(deeper('date'), deeper('datetime'))).map(([a, b]) => binary('-', a, b)),
  ];
  const lists = PATHS[entity]?.['lists'] ?? [];
  if (depth > 1 && lists.length > 0) {
    const list = fc.constantFrom(...lists);
    result.push(
      list
        .chain((name) =>
          fc.tuple(
            fc.constantFrom('sum' as const, 'avg' as const, 'min' as const, 'max' as const),
            fc.constant(name),
            randomExpression('number', LISTS[name] ?? '', depth - 2),
            fc.option(randomExpression('boolean', LISTS[name] ?? '', depth - 2)),
          ),
        )
        .map(([fn, name, value, where]): Expression => ({ kind: 'aggregate', fn, over: name.split('.'), value, where })),
      list
        .chain((name) =>
          fc.tuple(
            fc.constant(name),
            fc.option(randomExpression('text', LISTS[name] ?? '', depth - 2)),
            fc.option(randomExpression('boolean', LISTS[name] ?? '', depth - 2)),
          ),
        )
        .map(([name, value, where]): Expression => ({ kind: 'aggregate', fn: 'count', over: name.split('.'), value, where })),
    );
  }
  return result;
}

function texts(deeper: Deeper): Anything[] {
  const any = fc.constantFrom<Kind>('text', 'number', 'boolean', 'date', 'datetime', 'time').chain(deeper);
  const few = fc.integer({ min: 0, max: 4 }).map((value) => number(String(value)));
  return [
    fc.tuple(any, any).map(([a, b]) => binary('&', a, b)),
    fc.array(any, { minLength: 1, maxLength: 4 }).map((args) => call('concat', ...args)),
    fc.tuple(fc.constantFrom('lower', 'upper', 'trim', 'exact'), deeper('text')).map(([name, arg]) => call(name, arg)),
    fc.tuple(fc.constantFrom('left', 'right'), deeper('text'), few).map(([name, arg, count]) => call(name, arg, count)),
    fc.tuple(deeper('text'), randomText.map(text), fc.oneof(randomText, fc.constant('')).map(text)).map((args) => call('replace', ...args)),
  ];
}

function dates(entity: string, depth: number, deeper: Deeper): Anything[] {
  const result: Anything[] = [
    fc.tuple(deeper('date'), fc.constantFrom('+' as const, '-' as const), deeper('number')).map(([a, op, b]) => binary(op, a, b)),
    fc.tuple(deeper('number'), deeper('date')).map(([a, b]) => binary('+', a, b)),
    deeper('datetime').map((arg) => call('date', arg)),
    fc
      .tuple(
        fc.constantFrom('start_of_week', 'start_of_month', 'end_of_month', 'start_of_year'),
        fc.oneof(deeper('date'), deeper('datetime')),
      )
      .map(([name, arg]) => call(name, arg)),
    fc
      .tuple(
        deeper('date'),
        fc.oneof(
          deeper('number'),
          fc.integer({ min: -40, max: 40 }).map((months) => number(String(months))),
        ),
      )
      .map((args) => call('add_months', ...args)),
    fc.tuple(fc.constantFrom('min', 'max'), deeper('date'), deeper('date')).map(([name, a, b]) => call(name, a, b)),
  ];
  const lists = (PATHS[entity]?.['lists'] ?? []).filter((list) => (PATHS[LISTS[list] ?? '']?.['date'] ?? []).length > 0);
  if (depth > 1 && lists.length > 0) {
    result.push(
      fc
        .constantFrom(...lists)
        .chain((list) =>
          fc.tuple(
            fc.constantFrom('min' as const, 'max' as const),
            fc.constant(list),
            randomExpression('date', LISTS[list] ?? '', depth - 2),
          ),
        )
        .map(([fn, list, value]): Expression => ({ kind: 'aggregate', fn, over: list.split('.'), value, where: null })),
    );
  }
  return result;
}
