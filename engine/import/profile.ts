// What one column holds: which kind of values, how they are written, what is wrong with them. Fed value by value; memory
// stays small however long the column is.

import { fold, type TextFormat } from '../../schema/index.ts';
import { NumberEvidence, type NumberFinding } from './amounts.ts';
import { DateEvidence, type DateFinding } from './dates.ts';

export type ColumnKind =
  | 'empty'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'money'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'email'
  | 'phone'
  | 'url'
  | 'text';

/** Something a person should know about a column before importing it. */
export interface ColumnProblem {
  /** `empty_word`, `surrounding_spaces`, `ambiguous_dates`, `mixed_dates`, `ambiguous_numbers`, `mixed_numbers`, ... */
  readonly code: string;
  readonly message: string;
  /** Rows concerned; 0 where it concerns the column as such. */
  readonly count: number;
  /** The value itself, or an example. */
  readonly value?: string;
}

export interface ColumnProfile {
  readonly kind: ColumnKind;
  /** Share of the filled cells that are of that kind. */
  readonly share: number;
  readonly format: TextFormat;
  readonly filled: number;
  readonly empty: number;
  readonly samples: readonly string[];
  /** Distinct values and in how many rows they stand; cut off at DISTINCT, or less in wide tables. */
  readonly values: ReadonlyMap<string, number>;
  /** Whether `values` are all there are. */
  readonly complete: boolean;
  /** Rows for each word that means "nothing". */
  readonly emptyWords: ReadonlyMap<string, number>;
  readonly longest: number;
  readonly problems: readonly ColumnProblem[];
}

/** Distinct values remembered of each column. */
export const DISTINCT = 5_000;
const SAMPLES = 5;

/** What people and programs write for nothing. Offered to be read as empty, never assumed. */
const EMPTY_WORDS = new Set(
  [
    'null',
    '(null)',
    '<null>',
    '\\n',
    'nil',
    'none',
    '(none)',
    'n/a',
    '#n/a',
    'n.a.',
    'n/d',
    'nan',
    'undefined',
    'unknown',
    '-',
    '--',
    '---',
    '–',
    '—',
    '?',
    '.',
    '#null!',
    '#ref!',
    '#value!',
    '#name?',
    '#div/0!',
    '0000-00-00',
    '0000-00-00 00:00:00',
    '00.00.0000',
    '00/00/0000',
    'tyhjä',
    'ei ole',
    'saknas',
    'inget',
    'keine',
    'leer',
    'k.a.',
    'нет данных',
    'не указано',
    'пусто',
  ].map(fold),
);

/** Without regard to case: `N/A`, `null`, `–`. */
export function isEmptyWord(value: string): boolean {
  return value.length <= 20 && EMPTY_WORDS.has(fold(value));
}

const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]{2,}$/;
const URL_LIKE = /^(https?:\/\/\S+|www\.\S+|[\w-]+(\.[\w-]+)*\.(com|org|net|fi|se|de|ru|eu|io|no|dk|ee|uk|fr|nl|info|biz))(\/\S*)?$/i;
const PHONE = /^(\+|00?)?[\d(][\d\s()./-]{4,}\d(\s*(ext|x|#)\.?\s*\d+)?$/i;
/** An address in a network, or a version: digits and points alone. */
const NETWORK = /^\d{1,3}(\.\d{1,3}){3}$/;
const CLOCK = /^([01]?\d|2[0-3])[:.][0-5]\d([:.][0-5]\d)?(\s*[ap]\.?m\.?)?$/i;

/** Is shown the cells of a column one by one. */
export class ColumnEvidence {
  readonly #distinct: number;
  readonly #values = new Map<string, number>();
  #overflow = 0;
  #filled = 0;
  #empty = 0;
  #spaces = 0;
  #longest = 0;
  #broken = 0;
  readonly #words = new Map<string, number>();
  readonly #dates = new DateEvidence();
  readonly #numbers = new NumberEvidence();
  readonly #kinds = { boolean: 0, email: 0, phone: 0, url: 0, time: 0, date: 0, number: 0 };
  /** Distinct values weighed (beyond DISTINCT: every one). */
  #weighed = 0;

  constructor(distinct = DISTINCT) {
    this.#distinct = distinct;
  }

  add(cell: string): void {
    const value = cell.trim();
    if (value === '') {
      this.#empty += 1;
      return;
    }
    this.#filled += 1;
    if (value.length !== cell.length) this.#spaces += 1;
    const known = this.#values.get(value);
    if (known !== undefined) {
      this.#values.set(value, known + 1);
      return;
    }
    if (this.#values.size < this.#distinct) this.#values.set(value, 1);
    else this.#overflow += 1;
    this.#weigh(value);
  }

  /** @param delimiter what separates the cells of the file */
  profile(delimiter?: string): ColumnProfile {
    for (const word of this.#words.keys()) this.#words.set(word, this.#values.get(word) ?? 1);
    const dates = this.#dates.finding();
    const numbers = this.#numbers.finding(delimiter);
    const { kind, share } = this.#kind(dates, numbers);
    return {
      kind,
      share,
      format: formatFor(kind, dates, numbers),
      filled: this.#filled,
      empty: this.#empty,
      samples: [...this.#values.keys()].filter((value) => !this.#words.has(value)).slice(0, SAMPLES),
      values: this.#values,
      complete: this.#overflow === 0,
      emptyWords: this.#words,
      longest: this.#longest,
      problems: [...this.#commonProblems(), ...dateProblems(kind, dates), ...numberProblems(kind, numbers)],
    };
  }

  #weigh(value: string): void {
    if (isEmptyWord(value)) {
      this.#words.set(value, 0);
      return;
    }
    this.#weighed += 1;
    this.#longest = Math.max(this.#longest, value.length);
    if (value.includes('\ufffd')) this.#broken += 1;
    const isDate = this.#dates.add(value);
    if (isDate) this.#kinds.date += 1;
    if (this.#numbers.add(value)) this.#kinds.number += 1;
    if (value.length < 10 && YES_NO.test(value)) this.#kinds.boolean += 1;
    if (value.includes('@') && EMAIL.test(value)) this.#kinds.email += 1;
    else if (value.includes('.') && URL_LIKE.test(value)) this.#kinds.url += 1;
    if (!isDate && PHONE.test(value) && !NETWORK.test(value)) this.#kinds.phone += 1;
    if (value.length < 12 && CLOCK.test(value)) this.#kinds.time += 1;
  }

  /** A kind is the column's when nearly all its values are of it. */
  #kind(dates: DateFinding | null, numbers: NumberFinding | null): { kind: ColumnKind; share: number } {
    const { boolean, email, phone, url, time, date, number } = this.#kinds;
    const all = this.#weighed;
    if (all === 0) return { kind: 'empty', share: 1 };
    const most = (count: number) => count / all >= 0.8;
    if (most(boolean) && all <= 4) return { kind: 'boolean', share: boolean / all };
    if (most(email)) return { kind: 'email', share: email / all };
    if (dates && most(date) && !(numbers && dates.format === 'YYYYMMDD' && date < all))
      return { kind: dates.time ? 'datetime' : 'date', share: date / all };
    if (most(time) && !most(number)) return { kind: 'time', share: time / all };
    // Postcodes, phone and customer numbers: digits, but nothing one adds up.
    if (numbers && most(number) && numbers.leadingZeros === 0 && !this.#longDigits()) {
      const kind = numbers.money ? 'money' : numbers.percent ? 'percent' : numbers.whole ? 'integer' : 'number';
      return { kind, share: number / all };
    }
    if (most(phone) && (this.#longDigits() || (numbers?.leadingZeros ?? 0) > 0 || phone > number))
      return { kind: 'phone', share: phone / all };
    if (most(url)) return { kind: 'url', share: url / all };
    return { kind: 'text', share: 1 };
  }

  #longDigits(): boolean {
    for (const value of this.#values.keys()) if (/^\+?\d{10,}$/.test(value) || value.startsWith('+')) return true;
    return false;
  }

  #commonProblems(): ColumnProblem[] {
    const problems: ColumnProblem[] = [];
    for (const [value, count] of this.#words)
      problems.push({ code: 'empty_word', message: `"${value}" looks like a word for nothing`, count, value });
    if (this.#spaces > 0)
      problems.push({ code: 'surrounding_spaces', message: 'Spaces around values; they are taken off', count: this.#spaces });
    if (this.#broken > 0)
      problems.push({ code: 'broken_characters', message: 'Characters that could not be read in this encoding', count: this.#broken });
    return problems;
  }
}

const YES_NO = /^(true|false|yes|no|y|n|t|f|1|0|x|on|off|kyllä|ei|tosi|epätosi|ja|nej|nein|wahr|falsch|да|нет|✓|✔|✗)$/i;

function formatFor(kind: ColumnKind, dates: DateFinding | null, numbers: NumberFinding | null): TextFormat {
  if ((kind === 'date' || kind === 'datetime') && dates) return { date: dates.format };
  if ((kind === 'integer' || kind === 'number' || kind === 'money' || kind === 'percent') && numbers) {
    return { decimal: numbers.decimal, thousands: numbers.thousands };
  }
  return {};
}

function dateProblems(kind: ColumnKind, dates: DateFinding | null): ColumnProblem[] {
  if (!dates || (kind !== 'date' && kind !== 'datetime')) return [];
  const problems: ColumnProblem[] = [];
  if (dates.ambiguous) {
    problems.push({
      code: 'ambiguous_dates',
      message: `Every date fits day-month and month-day alike; ${dates.format} is a guess`,
      count: dates.count,
    });
  }
  if (dates.misfits > 0) {
    const example = dates.misfit === null ? {} : { value: dates.misfit };
    problems.push({ code: 'mixed_dates', message: `Not all dates are written as ${dates.format}`, count: dates.misfits, ...example });
  }
  return problems;
}

function numberProblems(kind: ColumnKind, numbers: NumberFinding | null): ColumnProblem[] {
  if (!numbers || !['integer', 'number', 'money', 'percent'].includes(kind)) return [];
  const problems: ColumnProblem[] = [];
  if (numbers.ambiguous) {
    problems.push({
      code: 'ambiguous_numbers',
      message: `Nothing tells whether the mark is a decimal one; "${numbers.decimal}" is a guess`,
      count: numbers.count,
    });
  }
  if (numbers.misfits > 0) {
    const example = numbers.misfit === null ? {} : { value: numbers.misfit };
    problems.push({
      code: 'mixed_numbers',
      message: `Some numbers use another decimal mark than "${numbers.decimal}"`,
      count: numbers.misfits,
      ...example,
    });
  }
  return problems;
}
