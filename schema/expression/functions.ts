// The functions people may write: each is one value with its names and types, its SQL and its JavaScript.

import type { ExpressionType } from '../types.ts';
import { addMonths, clockTimeAt, dayAt, FIRST_DAY, LAST_DAY, partsOf, startOf, weekdayOf, weekOf } from './days.ts';
import { Exact, type Moment, type Operation, type Value } from './operation.ts';
import { exact, number, order } from './operations.ts';

/**
 * What an argument may be. `text`: text or choice. `number`: number or money. `day`: a date, or an instant, of which it is the
 * date in the reader's zone. `digits` and `count`: a whole number that is written out, which may be negative or not; `written`: a text that is. `same`:
 * anything, but all such arguments alike; `ordered`: the same, and something that has an order.
 */
export type Parameter = 'text' | 'number' | 'boolean' | 'day' | 'date' | 'datetime' | 'digits' | 'count' | 'written' | 'same' | 'ordered';

/** A function of expressions: what it takes and answers, beside its SQL and JavaScript. */
export interface FunctionDeclaration extends Operation {
  readonly parameters: readonly Parameter[];
  /** Any number of further arguments. */
  readonly rest?: Parameter;
  /** How many must be given; default: all. */
  readonly least?: number;
  /** `same` is the type of the `same` arguments. */
  readonly result: 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'same';
}

/** A period is its first and last day, made from today: `this_month()`, `last_days(7)`. */
export interface PeriodDeclaration {
  readonly name: string;
  readonly parameters: readonly 'count'[];
  readonly first: Operation;
  readonly last: Operation;
}

/** What only the environment knows. */
export interface BindDeclaration {
  readonly name: string;
  readonly type: ExpressionType;
  readonly cast: string;
}

type Script = (args: readonly Value[], moment: Moment) => Value;
type Result = FunctionDeclaration['result'];
type Traits = Partial<Pick<FunctionDeclaration, 'rest' | 'least' | 'takesEmpty' | 'neverEmpty' | 'condition'>>;

function declare(
  name: string,
  parameters: readonly Parameter[],
  result: Result,
  sql: string,
  js: Script,
  traits: Traits = {},
): FunctionDeclaration {
  return { name, parameters, result, sql, js, ...traits };
}

const text = (value: Value | undefined): string => String(value ?? '');
const characters = (value: Value | undefined): string[] => [...text(value)];
const decimal = (value: number): Value => new Exact(value);
const part =
  (of: (day: number) => number): Script =>
  ([day]) =>
    decimal(of(Number(day)));

/** Apart, as other files build on it. */
export const today = declare('today', [], 'date', '($now at time zone $zone)::date', (_, { now, zone }) => dayAt(now, zone), {
  neverEmpty: true,
});

const values: readonly FunctionDeclaration[] = [
  declare(
    'if',
    ['boolean', 'same', 'same'],
    'same',
    'case when $1 then $2 else $3 end',
    ([when = null, yes = null, no = null]) => (when ? yes : no),
    {
      takesEmpty: true,
      condition: true,
      least: 2,
    },
  ),
  declare('coalesce', ['same'], 'same', 'coalesce($*)', (args) => args.find((arg) => arg !== null) ?? null, {
    rest: 'same',
    takesEmpty: true,
  }),
  // Of those that are there, like min() and max() over rows.
  declare('min', ['ordered', 'ordered'], 'same', 'least($*)', (args) => first(args, (a, b) => order(a, b) < 0), {
    rest: 'ordered',
    takesEmpty: true,
  }),
  declare('max', ['ordered', 'ordered'], 'same', 'greatest($*)', (args) => first(args, (a, b) => order(a, b) > 0), {
    rest: 'ordered',
    takesEmpty: true,
  }),
];

function first(args: readonly Value[], isBefore: (a: Value, b: Value) => boolean): Value {
  return args.reduce((best, arg) => (best === null || (arg !== null && isBefore(arg, best)) ? arg : best), null);
}

const numbers: readonly FunctionDeclaration[] = [
  // Half away from zero, as everybody learnt it; to whole numbers when no digits are given.
  declare('round', ['number', 'digits'], 'same', 'round(($1)::numeric, $2)', ([a, digits]) => rounded(a, digits), { least: 1 }),
  declare('abs', ['number'], 'same', 'abs($1)', ([a]) => number(a).abs()),
  declare('floor', ['number'], 'same', 'floor(($1)::numeric)', ([a]) => number(a).floor()),
  declare('ceil', ['number'], 'same', 'ceil(($1)::numeric)', ([a]) => number(a).ceil()),
];

function rounded(value: Value | undefined, digits: Value | undefined): Value {
  const scale = Number(digits ?? 0);
  if (scale >= 0) return number(value).toDecimalPlaces(scale, Exact.ROUND_HALF_UP);
  const unit = new Exact(10).pow(-scale);
  return number(value).div(unit).toDecimalPlaces(0, Exact.ROUND_HALF_UP).times(unit);
}

const BLANKS = /^[ \t\n\r\u00a0]+|[ \t\n\r\u00a0]+$/g;

const texts: readonly FunctionDeclaration[] = [
  { ...exact, parameters: ['text'], result: 'text' },
  declare('lower', ['text'], 'text', 'kontor.lower($1)', ([a]) => text(a).toLowerCase()),
  declare('upper', ['text'], 'text', 'kontor.upper($1)', ([a]) => text(a).toUpperCase()),
  declare('trim', ['text'], 'text', `nullif(btrim($1, E' \\t\\n\\r\\u00A0'), '')`, ([a]) => text(a).replace(BLANKS, '') || null),
  declare('length', ['text'], 'number', 'coalesce(char_length($1), 0)', ([a]) => decimal(characters(a).length), { takesEmpty: true }),
  declare('left', ['text', 'count'], 'text', `nullif(left($1, $2), '')`, ([a, n]) => characters(a).slice(0, Number(n)).join('') || null),
  declare(
    'right',
    ['text', 'count'],
    'text',
    `nullif(right($1, $2), '')`,
    ([a, n]) =>
      characters(a)
        .slice(Number(n) === 0 ? Infinity : -Number(n))
        .join('') || null,
  ),
  // What is sought and what replaces it are written out, and what grows too long is empty: nested replaces could grow without end.
  declare('replace', ['text', 'written', 'written'], 'text', `kontor.replace($1, coalesce($2, ''), coalesce($3, ''))`, replaced, {
    least: 2,
    takesEmpty: true,
  }),
];

const LONGEST = 100_000;

function replaced([value = null, what, by]: readonly Value[]): Value {
  if (value === null || !what) return value;
  const result = text(value).replaceAll(text(what), () => text(by));
  return result === '' || characters(result).length > LONGEST ? null : result;
}

const dates: readonly FunctionDeclaration[] = [
  today,
  declare('yesterday', [], 'date', '($now at time zone $zone)::date - 1', (_, { now, zone }) => dayAt(now, zone) - 1, { neverEmpty: true }),
  declare('tomorrow', [], 'date', '($now at time zone $zone)::date + 1', (_, { now, zone }) => dayAt(now, zone) + 1, { neverEmpty: true }),
  declare('now', [], 'datetime', '$now', (_, { now }) => now, { neverEmpty: true }),
  declare('date', ['day'], 'date', '$1', ([a = null]) => a),
  declare('datetime', ['datetime'], 'datetime', '$1', ([a = null]) => a),
  declare(
    'year',
    ['day'],
    'number',
    'extract(year from $1)',
    part((day) => partsOf(day).year),
  ),
  declare(
    'quarter',
    ['day'],
    'number',
    'extract(quarter from $1)',
    part((day) => Math.ceil(partsOf(day).month / 3)),
  ),
  declare(
    'month',
    ['day'],
    'number',
    'extract(month from $1)',
    part((day) => partsOf(day).month),
  ),
  declare('week', ['day'], 'number', 'extract(week from $1)', part(weekOf)),
  declare(
    'day',
    ['day'],
    'number',
    'extract(day from $1)',
    part((day) => partsOf(day).day),
  ),
  declare('weekday', ['day'], 'number', 'extract(isodow from $1)', part(weekdayOf)),
  declare('hour', ['datetime'], 'number', 'extract(hour from $1 at time zone $zone)', ([a], { zone }) =>
    decimal(new Date(clockTimeAt(Number(a), zone)).getUTCHours()),
  ),
  // Differences are numbers of days; these make whole days and hours of them.
  declare('days', ['number'], 'number', 'trunc(($1)::numeric)', ([a]) => number(a).trunc()),
  declare('hours', ['number'], 'number', 'trim_scale(round(($1)::numeric * 24, 6))', ([a]) =>
    number(a).times(24).toDecimalPlaces(6, Exact.ROUND_HALF_UP),
  ),
  declare('minutes', ['number'], 'number', 'trim_scale(round(($1)::numeric * 1440, 4))', ([a]) =>
    number(a).times(1440).toDecimalPlaces(4, Exact.ROUND_HALF_UP),
  ),
  declare('start_of_week', ['day'], 'date', `date_trunc('week', ($1)::timestamp)::date`, ([a]) => startOf('week', Number(a))),
  declare('start_of_month', ['day'], 'date', `date_trunc('month', ($1)::timestamp)::date`, ([a]) => startOf('month', Number(a))),
  declare(
    'end_of_month',
    ['day'],
    'date',
    `(date_trunc('month', ($1)::timestamp) + interval '1 month')::date - 1`,
    ([a]) => startOf('month', Number(a), 1) - 1,
  ),
  declare('start_of_year', ['day'], 'date', `date_trunc('year', ($1)::timestamp)::date`, ([a]) => startOf('year', Number(a))),
  declare('add_months', ['day', 'number'], 'date', 'kontor.add_months($1, ($2)::numeric)', ([a, b]) =>
    monthsLater(Number(a), number(b).trunc().toNumber()),
  ),
];

function monthsLater(day: number, months: number): Value {
  if (Math.abs(months) > 130_000) return null;
  const later = addMonths(day, months);
  return later < FIRST_DAY || later > LAST_DAY ? null : later;
}

/** By name. contains(), starts_with(), ends_with(), concat() and the periods are special to check.ts. */
export const functions: ReadonlyMap<string, FunctionDeclaration> = new Map(
  [...values, ...numbers, ...texts, ...dates].map((declaration) => [declaration.name, declaration]),
);

const TODAY = '($now at time zone $zone)';

function period(name: string, unit: 'week' | 'month' | 'quarter' | 'year', away: number): PeriodDeclaration {
  const start = (moved: number) => {
    const interval = unit === 'quarter' ? `${3 * moved} months` : `${moved} ${unit}s`;
    return `(date_trunc('${unit}', ${TODAY}) + interval '${interval}')::date`;
  };
  const day =
    (moved: number): Script =>
    (_, { now, zone }) =>
      startOf(unit, dayAt(now, zone), moved);
  return {
    name,
    parameters: [],
    first: { name: `${name} first`, sql: start(away), js: day(away), neverEmpty: true },
    last: {
      name: `${name} last`,
      sql: `${start(away + 1)} - 1`,
      js: (args, moment) => Number(day(away + 1)(args, moment)) - 1,
      neverEmpty: true,
    },
  };
}

const units = ['week', 'month', 'quarter', 'year'] as const;
const aways = [
  ['this', 0],
  ['last', -1],
  ['next', 1],
] as const;
const todayJs: Script = (_, { now, zone }) => dayAt(now, zone);

/** `this_week`, `last_quarter`, `next_days` ... by name. */
export const periods: ReadonlyMap<string, PeriodDeclaration> = new Map(
  [
    ...aways.flatMap(([word, away]) => units.map((unit) => period(`${word}_${unit}`, unit, away))),
    // Today is one of the days.
    {
      name: 'last_days',
      parameters: ['count'] as const,
      first: {
        name: 'last_days first',
        sql: `(${TODAY}::date - ($1 - 1))`,
        js: ([n], moment) => dayAt(moment.now, moment.zone) - Number(n) + 1,
      } satisfies Operation,
      last: { name: 'last_days last', sql: `${TODAY}::date`, js: todayJs } satisfies Operation,
    },
    {
      name: 'next_days',
      parameters: ['count'] as const,
      first: { name: 'next_days first', sql: `${TODAY}::date`, js: todayJs } satisfies Operation,
      last: {
        name: 'next_days last',
        sql: `(${TODAY}::date + ($1 - 1))`,
        js: ([n], moment) => dayAt(moment.now, moment.zone) + Number(n) - 1,
      } satisfies Operation,
    },
  ].map((declaration) => [declaration.name, declaration]),
);

/** `me`, `my_groups` ... by name, with the type and the PostgreSQL type of the value. */
export const binds: ReadonlyMap<string, BindDeclaration> = new Map(
  (
    [
      ['me', 'reference', 'users'],
      ['my_groups', 'references', 'owner_groups'],
      ['my_department', 'reference', 'departments'],
      ['my_departments', 'references', 'departments'],
      ['my_units', 'references', 'departments'],
      ['my_roles', 'references', 'roles'],
      ['my_account', 'reference', 'accounts'],
      ['my_calendars', 'references', 'users'],
    ] as const
  ).map(([name, kind, to]) => [name, { name, type: { kind, to: [to] }, cast: kind === 'reference' ? 'uuid' : 'uuid[]' }]),
);

/** Functions whose arguments check.ts reads itself. */
export const SPECIAL = ['contains', 'starts_with', 'ends_with', 'concat', 'sum', 'count', 'avg'] as const;

/** Every name that may stand before a parenthesis. */
export function functionNames(): string[] {
  return [...functions.keys(), ...periods.keys(), ...binds.keys(), ...SPECIAL];
}
