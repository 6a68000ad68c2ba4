// Finds how the dates of a column are written. Whether 03/04/2020 is March or April is decided by all values together, and
// when they do not decide it, that is said.

export interface DateFinding {
  /** For TextFormat.date: `DD-MM-YYYY`, `M/D/YYYY h:mm A` ... */
  readonly format: string;
  readonly time: boolean;
  /** Values that are written like dates at all. */
  readonly count: number;
  /** Day-month and month-day both fit every value. */
  readonly ambiguous: boolean;
  /** Values that look like a date but do not fit the format. */
  readonly misfits: number;
  readonly misfit: string | null;
}

type Order = 'YMD' | 'DMY' | 'MDY';

interface Shape {
  readonly orders: readonly Order[];
  /** What stands between day, month and year; `T` shapes of ISO 8601 are their own kind. */
  readonly separator: string;
  readonly named: boolean;
  readonly shortYear: boolean;
  /** A part of one digit: `3.4.2020`. */
  readonly narrow: boolean;
  readonly time: string;
}

const NUMERIC = /^(\d{1,4})([-/.]|\. )(\d{1,2})\2(\d{1,4})(.*)$/;
const NAMED_DAY_FIRST = /^(\d{1,2})([-/ ]|\. ?| )(\p{L}{3,}\.?)([-/ ]|, ?)(\d{4}|\d{2})(.*)$/u;
const NAMED_MONTH_FIRST = /^(\p{L}{3,}\.?) (\d{1,2})(, ?| )(\d{4})(.*)$/u;
const TIME = /^(?:T| +|, )(\d{1,2})([:.])(\d{2})(?:\2(\d{2})([.,]\d{1,9})?)?( ?[AaPp]\.?[Mm]\.?)?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** Is shown the values of a column one by one. */
export class DateEvidence {
  /** By separator and kind: how many values fit each order, and one that does not. */
  readonly #groups = new Map<
    string,
    { shape: Shape; count: number; fits: Record<Order, number>; misfit: Partial<Record<Order, string>>; narrow: boolean; time: string }
  >();
  #count = 0;
  #exact = 0;

  /** Whether the value is a date in some way of writing; one that is in no calendar is remembered as a misfit. */
  add(value: string): boolean {
    if (ZONED.test(value)) {
      this.#count += 1;
      this.#exact += 1;
      return true;
    }
    const shape = shapeOf(value);
    if (!shape) return false;
    this.#count += 1;
    const key = `${shape.separator}|${shape.named}|${shape.shortYear}`;
    const group = this.#groups.get(key) ?? { shape, count: 0, fits: { YMD: 0, DMY: 0, MDY: 0 }, misfit: {}, narrow: false, time: '' };
    this.#groups.set(key, group);
    group.count += 1;
    group.narrow ||= shape.narrow;
    if (shape.time.length > group.time.length) group.time = shape.time;
    for (const order of ['YMD', 'DMY', 'MDY'] as const) {
      if (shape.orders.includes(order)) group.fits[order] += 1;
      else group.misfit[order] ??= value;
    }
    return shape.orders.length > 0;
  }

  /** Null where none was a date. */
  finding(): DateFinding | null {
    if (this.#count === 0) return null;
    const groups = [...this.#groups.values()].sort((left, right) => right.count - left.count);
    const [main] = groups;
    if (!main) return { format: 'YYYY-MM-DD', time: true, count: this.#count, ambiguous: false, misfits: 0, misfit: null };
    const order = usualOrder(main.fits, main.shape);
    const others = groups.slice(1).filter(({ shape, fits }) => !(shape.separator === '-' && fits.YMD > 0 && !shape.shortYear));
    const misfits = main.count - main.fits[order] + others.reduce((sum, { count }) => sum + count, 0);
    const otherValue = others.map(({ misfit, fits }) => misfit[fits.DMY > 0 ? 'YMD' : 'DMY']).find((value) => value !== undefined);
    return {
      format: formatOf(order, main),
      time: main.time !== '' || this.#exact > 0,
      count: this.#count,
      ambiguous: !main.shape.named && main.fits.DMY === main.count && main.fits.MDY === main.count,
      misfits,
      misfit: main.misfit[order] ?? otherValue ?? null,
    };
  }
}

/** The order most values fit; where two fit all, what the separator suggests. */
function usualOrder(fits: Record<Order, number>, shape: Shape): Order {
  const most = Math.max(fits.YMD, fits.DMY, fits.MDY);
  const best = (['YMD', 'DMY', 'MDY'] as const).filter((order) => fits[order] === most);
  if (best.length === 1) return best[0] as Order;
  if (best.includes('YMD') && !shape.shortYear) return 'YMD';
  // Two-digit years in front are rare; month-day is written with strokes.
  return shape.separator === '/' && best.includes('MDY') ? 'MDY' : 'DMY';
}

function formatOf(order: Order, { shape, narrow, time }: { shape: Shape; narrow: boolean; time: string }): string {
  const year = shape.shortYear ? 'YY' : 'YYYY';
  const [day, month] = narrow ? ['D', 'M'] : ['DD', 'MM'];
  const clock = time === '' ? '' : ` ${time}`;
  if (shape.named) return shape.separator + clock;
  if (shape.separator === '') return `YYYYMMDD${clock}`;
  const parts = { YMD: [year, month, day], DMY: [day, month, year], MDY: [month, day, year] }[order];
  return parts.join(shape.separator) + clock;
}

function shapeOf(value: string): Shape | null {
  if (value.length < 6 || value.length > 40) return null;
  const first = value.charCodeAt(0);
  if (first >= 48 && first <= 57) return numericShape(value) ?? compactShape(value) ?? dayFirstShape(value);
  return monthFirstShape(value);
}

function numericShape(value: string): Shape | null {
  const match = NUMERIC.exec(value);
  if (!match) return null;
  const [, a = '', separator = '', b = '', c = '', rest = ''] = match;
  const time = clockOf(rest);
  if (time === null || a.length === 3 || c.length === 3 || (a.length === 4 && c.length === 4)) return null;
  const shortYear = a.length < 3 && c.length < 3;
  if (a.length + c.length < 3 || (shortYear && c.length === 1 && a.length === 1)) return null;
  const orders: Order[] = [];
  if (a.length === 4 || shortYear) if (isDay(a, b, c)) orders.push('YMD');
  if (a.length !== 4) {
    if (isDay(c, b, a)) orders.push('DMY');
    if (isDay(c, a, b)) orders.push('MDY');
  }
  return { orders, separator, named: false, shortYear, narrow: [a, b, c].some((part) => part.length === 1), time };
}

/** `20200315`: eight digits are a date only when all of them could be one; see the share the column has of them. */
function compactShape(value: string): Shape | null {
  const [, year = '', month = '', day = ''] = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(value) ?? [];
  if (year === '' || !isDay(year, month, day)) return null;
  return { orders: ['YMD'], separator: '', named: false, shortYear: false, narrow: false, time: '' };
}

function dayFirstShape(value: string): Shape | null {
  const match = NAMED_DAY_FIRST.exec(value);
  if (!match) return null;
  const [, day = '', before = '', month = '', after = '', year = '', rest = ''] = match;
  const time = clockOf(rest);
  if (time === null || Number(day) > 31) return null;
  const separator = `D${before}${month.length > 4 ? 'MMMM' : 'MMM'}${after}${year.length === 2 ? 'YY' : 'YYYY'}`;
  return { orders: ['DMY'], separator, named: true, shortYear: year.length === 2, narrow: false, time };
}

function monthFirstShape(value: string): Shape | null {
  const match = NAMED_MONTH_FIRST.exec(value);
  if (!match) return null;
  const [, month = '', day = '', between = '', , rest = ''] = match;
  const time = clockOf(rest);
  if (time === null || Number(day) > 31) return null;
  return {
    orders: ['MDY'],
    separator: `${month.length > 4 ? 'MMMM' : 'MMM'} D${between}YYYY`,
    named: true,
    shortYear: false,
    narrow: false,
    time,
  };
}

/** The pattern of the time behind a date; '' for none, null for something else. */
function clockOf(rest: string): string | null {
  if (rest.trim() === '') return '';
  const match = TIME.exec(rest);
  if (!match) return null;
  const [, hour = '', separator = ':', minute = '', second, fraction, half] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  const seconds = second === undefined ? '' : `${separator}ss${fraction ? `${fraction[0]}SSS` : ''}`;
  return half ? `h${separator}mm${seconds}${half.startsWith(' ') ? ' ' : ''}A` : `HH${separator}mm${seconds}`;
}

function isDay(year: string, month: string, day: string): boolean {
  const given = Number(year);
  const full = year.length > 2 ? given : given < 69 ? 2000 + given : 1900 + given;
  const [m, d] = [Number(month), Number(day)];
  return m >= 1 && m <= 12 && d >= 1 && full >= 1 && d <= new Date(Date.UTC(full, m, 0)).getUTCDate();
}
