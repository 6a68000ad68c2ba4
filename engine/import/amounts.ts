// Finds how the numbers of a column are written: which mark stands before the decimals and which between thousands.

import type { TextFormat } from '../../schema/index.ts';

export interface NumberFinding {
  readonly decimal: '.' | ',';
  readonly thousands: NonNullable<TextFormat['thousands']>;
  readonly count: number;
  readonly whole: boolean;
  /** A sign or code of a currency stood with most of them. */
  readonly money: boolean;
  readonly percent: boolean;
  /** Values like 007: digits, but the zero in front means something. */
  readonly leadingZeros: number;
  /** `1,234` and nothing in the column says whether it is a thousand or a little over one. */
  readonly ambiguous: boolean;
  /** Values whose marks contradict the rest. */
  readonly misfits: number;
  readonly misfit: string | null;
}

type Mark = '.' | ',';

const MARKS: readonly Mark[] = ['.', ','];

/** Is shown the values of a column one by one. */
export class NumberEvidence {
  #count = 0;
  #whole = 0;
  #money = 0;
  #percent = 0;
  #zeros = 0;
  readonly #decimal = { '.': 0, ',': 0 };
  readonly #thousands: Record<string, number> = {};
  /** One mark, three digits behind it: either. */
  readonly #either = { '.': 0, ',': 0 };
  /** A value that shows the mark as the decimal one. */
  readonly #shown: Partial<Record<Mark, string>> = {};

  /** Whether the value is written like a number. */
  add(value: string): boolean {
    const bare = withoutUnit(value);
    if (bare === null) return false;
    const { body, money, percent } = bare;
    const marks = body.replace(/\d/g, '');
    if (!this.#weigh(body, marks, value)) return false;
    this.#count += 1;
    if (marks === '') this.#whole += 1;
    if (money) this.#money += 1;
    if (percent) this.#percent += 1;
    if (/^0\d/.test(body)) this.#zeros += 1;
    return true;
  }

  /** Null where none was a number. @param delimiter what separates the cells of the file: a semicolon speaks for decimal commas */
  finding(delimiter: string | undefined): NumberFinding | null {
    if (this.#count === 0) return null;
    const either = MARKS.filter((mark) => this.#either[mark] > 0);
    const known = MARKS.filter((mark) => this.#decimal[mark] > 0);
    const grouped = MARKS.filter((mark) => (this.#thousands[mark] ?? 0) > 0);
    let decimal: Mark | null = known.length === 2 ? (this.#decimal['.'] >= this.#decimal[','] ? '.' : ',') : (known[0] ?? null);
    if (decimal === null && grouped.length === 1) decimal = grouped[0] === '.' ? ',' : '.';
    const ambiguous = decimal === null && either.length > 0;
    // Programs that separate cells with semicolons do so because the comma is their decimal mark.
    decimal ??= delimiter === ';' ? ',' : '.';
    const other: Mark = decimal === '.' ? ',' : '.';
    const misfits = this.#decimal[other] + (this.#thousands[decimal] ?? 0);
    const spaced = (["'", ' '] as const).find((mark) => (this.#thousands[mark] ?? 0) > 0);
    return {
      decimal,
      thousands: (this.#thousands[other] ?? 0) > 0 || this.#either[other] > 0 ? other : (spaced ?? ''),
      count: this.#count,
      whole: this.#whole === this.#count,
      money: this.#money * 2 > this.#count,
      percent: this.#percent * 2 > this.#count,
      leadingZeros: this.#zeros,
      ambiguous,
      misfits,
      misfit: this.#shown[other] ?? null,
    };
  }

  #weigh(body: string, marks: string, value: string): boolean {
    if (marks === '') return /^\d{1,30}$/.test(body);
    const space = /[ \u00a0\u202f\u2009]/.test(marks) ? ' ' : /['’]/.test(marks) ? "'" : '';
    const plain = space === '' ? body : ungrouped(body);
    if (plain === null) return false;
    const points = plain.split('.').length - 1;
    const commas = plain.split(',').length - 1;
    if (points > 0 && commas > 0) {
      const decimal: Mark = plain.lastIndexOf('.') > plain.lastIndexOf(',') ? '.' : ',';
      const thousands: Mark = decimal === '.' ? ',' : '.';
      const whole = plain.slice(0, plain.indexOf(decimal));
      if (plain.split(decimal).length !== 2 || !isGrouped(whole, thousands)) return false;
      this.#see(decimal, value);
      this.#group(thousands);
      return true;
    }
    if (points + commas === 0) {
      if (!/^\d+$/.test(plain)) return false;
      this.#group(space);
      return true;
    }
    const mark: Mark = points > 0 ? '.' : ',';
    const [before = '', ...behind] = plain.split(mark);
    if (behind.length > 1) {
      if (space !== '' || !isGrouped(plain, mark)) return false;
      this.#group(mark);
      return true;
    }
    if (!/^\d*$/.test(before) || !/^\d*$/.test(behind[0] ?? '') || plain.length < 2) return false;
    if (space !== '') this.#group(space);
    const open = space === '' && behind[0]?.length === 3 && before.length >= 1 && before.length <= 3 && !/^0/.test(before);
    if (open) this.#either[mark] += 1;
    else this.#see(mark, value);
    return true;
  }

  #see(mark: Mark, value: string): void {
    this.#decimal[mark] += 1;
    this.#shown[mark] ??= value;
  }

  #group(mark: string): void {
    if (mark !== '') this.#thousands[mark] = (this.#thousands[mark] ?? 0) + 1;
  }
}

const UNIT = String.raw`\p{Sc}|[A-Z]{2}?\$|kr\.?|Kr\.?|kč|Kč|zł|Ft|Fr\.?|lei|лв\.?|руб\.?|р\.?`;
const LEADING_UNIT = new RegExp(String.raw`^([-+(\u2212]?)\s*(?:(?:${UNIT})\s*|[A-Z]{3}\s+)(?=[-+\d.,(])`, 'u');
const TRAILING_UNIT = new RegExp(String.raw`(?<=[\d.,])\s*(?:${UNIT}|(?<=\s)[A-Z]{3})(\)?-?)$`, 'u');

/** Sign, currency and percent taken off: `-1 200,50 €` -> `1 200,50`. Null for what is no number at all. */
function withoutUnit(value: string): { body: string; money: boolean; percent: boolean } | null {
  if (value.length > 60 || !/\d/.test(value)) return null;
  let body = value;
  let money = false;
  if (/[\p{L}\p{Sc}]/u.test(body)) {
    const bare = body.replace(LEADING_UNIT, '$1').replace(TRAILING_UNIT, '$1');
    money = bare !== body;
    body = bare;
  }
  const percent = /\d\s*%$/.test(body);
  if (percent) body = body.replace(/\s*%$/, '');
  body = body
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^[-+\u2212]\s?/, '')
    .replace(/-$/, '');
  return /^[\d.,][\d.,'’ \u00a0\u202f\u2009]*$/.test(body) && /\d/.test(body) ? { body, money, percent } : null;
}

/** Takes spaces and apostrophes out where they part groups of three; null where they do not. */
function ungrouped(body: string): string | null {
  const end = body.search(/[.,]/);
  const whole = end < 0 ? body : body.slice(0, end);
  if (!/^\d{1,3}([ \u00a0\u202f\u2009'’]\d{3})+$/.test(whole)) return null;
  return whole.replace(/\D/g, '') + (end < 0 ? '' : body.slice(end));
}

function isGrouped(whole: string, mark: Mark): boolean {
  const groups = whole.split(mark);
  return /^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((group) => /^\d{3}$/.test(group)) && groups.length > 1;
}
