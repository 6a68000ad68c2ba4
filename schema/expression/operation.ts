// What an operation is: its SQL and its JavaScript side by side, so that nobody changes one without the other.

import { Decimal } from 'decimal.js';

/**
 * Value while evaluating: text, choice, id and time as text (times as `HH:MM:SS`), number and money as Decimal, date as days
 * and instant as milliseconds since 1970, several choices or references as list. null is empty.
 */
export type Value = string | boolean | number | Decimal | readonly string[] | null;

/** What the outside world decides. */
export interface Moment {
  /** Instant of the evaluation, milliseconds since 1970. */
  readonly now: number;
  /** IANA name. */
  readonly zone: string;
}

export interface Operation {
  /** Unique: it stands for the operation in shapes. */
  readonly name: string;
  /**
   * `$1`, `$2` are the arguments; `$*` all of them, separated by commas, `$|` by `||`; `$now` and `$zone` what the
   * environment says. Each argument should stand in it once: a second copy of a deep argument would double the statement.
   */
  readonly sql: string;
  readonly js: (args: readonly Value[], moment: Moment) => Value;
  /** Takes empty arguments and knows what to do; the others are empty (for a truth value: false) when an argument is. */
  readonly takesEmpty?: true;
  /** Never empty, so that a truth value needs no `is true`. */
  readonly neverEmpty?: true;
  /** The first argument is a condition: empty counts as false. */
  readonly condition?: true;
}

/** Exact for all that can be written: no operand has more than 50 digits, and products are bounded by MAX_DEPTH. */
export const Exact = Decimal.clone({ precision: 20_000, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });

/** Digits of a quotient after the point. */
export const QUOTIENT_DIGITS = 12;

/**
 * Exact to the last of 12 digits, and null for a division by zero: numeric division alone would first round at a place of its own
 * choice.
 */
export function quotientSql(dividend: string, divisor: string): string {
  return `trim_scale(round(div((${dividend}) * 1e13, nullif((${divisor})::numeric, 0)) * 1e-13, ${QUOTIENT_DIGITS}))`;
}

/** The same in JavaScript; null for a division by zero. */
export function quotient(dividend: Decimal, divisor: Decimal): Decimal | null {
  if (divisor.isZero()) return null;
  // Cut one digit further than wanted; half away from zero looks at no other.
  return dividend.times('1e13').divToInt(divisor).times('1e-13').toDecimalPlaces(QUOTIENT_DIGITS, Decimal.ROUND_HALF_UP);
}
