// The operations behind the operators. Names are never written by people; functions.ts has those.

import type { Decimal } from 'decimal.js';
import { fold } from '../fold.ts';
import { clockTimeAt, dayAt, FIRST_DAY, instantOfClockTime, LAST_DAY, printClockTime, startOfDay } from './days.ts';
import { Exact, type Moment, type Operation, quotient, quotientSql, type Value } from './operation.ts';

const DAY = 86_400_000;

type Script = (args: readonly Value[], moment: Moment) => Value;

function operation(name: string, sql: string, js: Script, traits: Partial<Operation> = {}): Operation {
  return { name, sql, js, ...traits };
}

// Comparisons. The checker has brought both sides to one type, and folded texts.

export const equal = operation('=', '$1 = $2', ([a = null, b = null]) => isSame(a, b));

export const orders: Readonly<Record<'<' | '<=' | '>' | '>=', Operation>> = {
  '<': operation('<', '$1 < $2', ([a = null, b = null]) => order(a, b) < 0),
  '<=': operation('<=', '$1 <= $2', ([a = null, b = null]) => order(a, b) <= 0),
  '>': operation('>', '$1 > $2', ([a = null, b = null]) => order(a, b) > 0),
  '>=': operation('>=', '$1 >= $2', ([a = null, b = null]) => order(a, b) >= 0),
};

const isWithin: Script = ([a = null, low = null, high = null]) => order(a, low) >= 0 && order(a, high) <= 0;

/** For a column, where an index can serve. */
export const between = operation('between', '$1 between $2 and $3', isWithin);
/** For anything else: BETWEEN copies its first argument, see db/functions.ts. */
export const within = operation('within', 'kontor.within($1, $2, $3)', isWithin);

/** One of a list of values that is bound as one parameter. */
export const anyOf = operation('any', '$1 = any($2)', ([a = null, list]) => listed(list).some((item) => isSame(a, item)));
/** One of several expressions; those that are empty do not count. An array, because SQL's IN copies its left side. */
export const oneOf = operation(
  'in',
  '$1 = any(array[$rest])',
  ([a = null, ...rest]) => a !== null && rest.some((item) => item !== null && isSame(a, item)),
  {
    takesEmpty: true,
  },
);

export const isEmpty = operation('is empty', '$1 is null', ([a]) => a === null, { takesEmpty: true, neverEmpty: true });
export const isNotEmpty = operation('is not empty', '$1 is not null', ([a]) => a !== null, { takesEmpty: true, neverEmpty: true });
/** Fields of several choices or references: no value and no item are the same. */
export const isEmptyChoices = operation('is empty[]', `coalesce($1, '[]') = '[]'`, ([a]) => listed(a).length === 0, {
  takesEmpty: true,
  neverEmpty: true,
});
export const isEmptyReferences = operation('is empty{}', 'coalesce(cardinality($1), 0) = 0', ([a]) => listed(a).length === 0, {
  takesEmpty: true,
  neverEmpty: true,
});

// Texts.

/** Also a function people write. */
export const exact = operation('exact', '$1', ([a = null]) => a);

export const folded = operation('fold', 'kontor.fold($1)', ([a]) => fold(String(a)));
export const like = {
  contains: operation('like %%', '$1 like $2', ([a, b]) => String(a).includes(String(b))),
  starts_with: operation('like _%', '$1 like $2', ([a, b]) => String(a).startsWith(String(b))),
  ends_with: operation('like %_', '$1 like $2', ([a, b]) => String(a).endsWith(String(b))),
};
/** The same for a needle that is not known beforehand. */
export const found = {
  contains: operation('contains', `strpos($1, nullif($2, '')) > 0`, ([a, b]) => b !== '' && String(a).includes(String(b))),
  starts_with: operation('starts_with', `starts_with($1, nullif($2, ''))`, ([a, b]) => b !== '' && String(a).startsWith(String(b))),
  ends_with: operation(
    'ends_with',
    `starts_with(reverse($1), nullif(reverse($2), ''))`,
    ([a, b]) => b !== '' && String(a).endsWith(String(b)),
  ),
};
export const joined = operation('&', `nullif($|, '')`, (args) => args.join('') || null, { takesEmpty: true });
export const orBlank = operation('or blank', `coalesce($1, '')`, ([a]) => a ?? '', { takesEmpty: true });

/** How values read inside a text, by the kind of their type. */
export const printed: Readonly<Record<string, Operation>> = {
  number: operation('number as text', 'trim_scale(($1)::numeric)::text', ([a]) => number(a).toFixed()),
  boolean: operation('boolean as text', '($1)::text', ([a]) => String(a)),
  date: operation('date as text', `to_char($1, 'YYYY-MM-DD')`, ([a]) => printClockTime(Number(a) * DAY).split(' ')[0] ?? null),
  datetime: operation('datetime as text', `to_char($1 at time zone $zone, 'YYYY-MM-DD HH24:MI')`, ([a], { zone }) =>
    printClockTime(clockTimeAt(Number(a), zone)),
  ),
  time: operation('time as text', `to_char($1, 'HH24:MI')`, ([a]) => String(a).slice(0, 5)),
};

// Several choices or references.

export const hasChoice = operation('has choice', '$1 ? $2', ([list, item]) => listed(list).includes(String(item)));
/** The list is a column: a GIN index can serve. */
export const hasReference = operation('has reference', '$1 @> array[$2]', ([list, item]) => listed(list).includes(String(item)));
const isListed: Script = ([item, list]) => listed(list).includes(String(item));
export const isReferenceIn = operation('reference in', '$1 = any($2)', isListed);
/**
 * The list is long and in order, and is searched by halves: of a row, that costs hardly more than a look into a hash, which would be made
 * anew for each statement. No index serves it, and the planner takes half of all rows for those that are meant.
 */
export const isReferenceAmong = operation('reference among', 'coalesce(($2)[width_bucket($1, $2)] = $1, false)', isListed, {
  neverEmpty: true,
});
export const overlaps = operation('overlaps', '$1 && $2', ([a, b]) => listed(a).some((item) => listed(b).includes(item)));

// Numbers.

export const arithmetic: Readonly<Record<'+' | '-' | '*' | '/', Operation>> = {
  '+': operation('+', '($1 + $2)', ([a, b]) => number(a).plus(number(b))),
  '-': operation('-', '($1 - $2)', ([a, b]) => number(a).minus(number(b))),
  // Whole numbers would overflow.
  '*': operation('*', '(($1)::numeric * $2)', ([a, b]) => number(a).times(number(b))),
  '/': operation('/', quotientSql('$1', '$2'), ([a, b]) => quotient(number(a), number(b))),
};
export const negative = operation('negative', '(- $1)', ([a]) => number(a).negated());

// Dates and instants.

/** Days that are added; a fraction of a day does not count, and what leaves the calendar is empty. */
export const addDays = operation('date + days', 'kontor.add_days($1, ($2)::numeric)', ([a, b]) => {
  const days = number(b).trunc();
  if (days.abs().gt(MOST_DAYS)) return null;
  const day = Number(a) + days.toNumber();
  return day < FIRST_DAY || day > LAST_DAY ? null : day;
});
export const addTime = operation('datetime + days', 'kontor.add_days($1, ($2)::numeric)', ([a, b]) => {
  const days = number(b);
  if (days.abs().gt(MOST_DAYS)) return null;
  const instant = Number(a) + days.times(DAY).toDecimalPlaces(0, Exact.ROUND_HALF_UP).toNumber();
  return instant < FIRST_DAY * DAY || instant >= (LAST_DAY + 1) * DAY ? null : instant;
});
export const daysBetween = operation('date - date', '(($1 - $2)::numeric)', ([a, b]) => new Exact(Number(a) - Number(b)));
export const timeBetween = operation('datetime - datetime', quotientSql('extract(epoch from ($1 - $2))', '86400'), ([a, b]) =>
  quotient(new Exact(Number(a) - Number(b)).div(1000), new Exact(86_400)),
);
const MOST_DAYS = 4_000_000;

export const dayOfInstant = operation('date of datetime', '(($1) at time zone $zone)::date', ([a], { zone }) => dayAt(Number(a), zone));
export const startOfDate = operation('start of date', '(($1)::timestamp at time zone $zone)', ([a], { zone }) =>
  startOfDay(Number(a), zone),
);
/** The last moment of a day. PostgreSQL counts microseconds, we write milliseconds. */
export const endOfDate = operation(
  'end of date',
  `((($1) + 1)::timestamp at time zone $zone - interval '1 microsecond')`,
  ([a], { zone }) => startOfDay(Number(a) + 1, zone) - 1,
);
export const clockTime = operation('clock time', '(($1) at time zone $zone)', ([a], { zone }) => instantOfClockTime(Number(a), zone));

// Values.

/** What the checker has found to be a number or money. */
export function number(value: Value | undefined): Decimal {
  return value as Decimal;
}

/** A list of values; none where it is empty. */
export function listed(value: Value | undefined): readonly (string | number | Decimal)[] {
  return (value ?? []) as readonly (string | number | Decimal)[];
}

/** Numbers by value: 1.0 is 1. */
export function isSame(a: Value, b: Value): boolean {
  return a instanceof Exact ? a.eq(number(b)) : a === b;
}

/** Texts in the order of their code points, which is not that of JavaScript. */
export function order(a: Value, b: Value): number {
  if (a instanceof Exact) return a.cmp(number(b));
  if (typeof a === 'string' && typeof b === 'string') return orderOfTexts(a, b);
  return Number(a) - Number(b);
}

function orderOfTexts(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left === right) continue;
    // Halves of characters beyond U+FFFF are lower than U+E000 to U+FFFF, the characters are not.
    return isHalf(left) === isHalf(right) ? left - right : isHalf(left) ? 1 : -1;
  }
  return a.length - b.length;
}

function isHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
