// Groups and measures of an aggregate query: the columns of each, and how its cells are read.

import { raw, type Sql, sql } from '../db/index.ts';
import { type Expression, ExpressionError, fieldTypes, nearest, type PeriodUnit, parse, periodOf } from '../schema/index.ts';
import type { Term, Terms } from './aggregate-terms.ts';
import { malformed } from './errors.ts';
import { titleOf } from './select.ts';
import { slot } from './slots.ts';
import type { Measure } from './types.ts';

/** A group or measure. `read` takes all cells of a row and the place of its first one. */
export interface Part {
  readonly name: string;
  readonly columns: readonly Sql[];
  /** Of a reference: its title, made of the key when the groups are there; the cell stands behind the columns. */
  readonly title?: (key: Sql) => Sql;
  read(cells: readonly (string | null)[], at: number): unknown;
}

/** Date parts group by calendar unit, years kept apart: a chart by month wants 2026-03, not every March. */
const UNITS: readonly string[] = ['year', 'quarter', 'month', 'week', 'day'] satisfies PeriodUnit[];

/** @throws Refusal 400 that names `group_by` */
export function groupPart(terms: Terms, text: string): Part {
  const unit = unitOf(text);
  if (unit) {
    const { value, type } = terms.read(text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')).trim(), 'group_by');
    if (type.kind !== 'date' && type.kind !== 'datetime') terms.read(text, 'group_by');
    const local = type.kind === 'datetime' ? sql`(${value} at time zone ${slot('bind', 'zone')}::text)` : sql`(${value})::timestamp`;
    return {
      name: text,
      columns: [sql`date_trunc(${sql.literal(unit)}, ${local})`],
      read: (cells, at) => (cells[at] ? unitKey(unit, cells[at]) : null),
    };
  }
  return valuePart(terms, text, terms.read(text, 'group_by'));
}

function valuePart({ frame }: Terms, text: string, { value, type, field }: Term): Part {
  if (type.kind === 'reference' && type.to.length > 0) {
    return {
      name: text,
      columns: [value],
      title: (key) => titleOf(frame, type.to, key, null),
      read: (cells, at) => (cells[at] === null ? null : { id: cells[at], title: cells[at + 1] ?? null }),
    };
  }
  const known = field && fieldTypes[field.type]!;
  const simple = known && known.columns(field).length === 1;
  return {
    name: text,
    columns: [value],
    read(cells, at) {
      const cell = cells[at] ?? null;
      if (cell === null) return null;
      if (simple) return known.fromColumns([cell], field);
      return type.kind === 'boolean' ? cell === 't' : cell;
    },
  };
}

function unitOf(text: string): PeriodUnit | null {
  const expression = tried(text);
  if (expression?.kind !== 'call' || expression.args.length !== 1 || !UNITS.includes(expression.name)) return null;
  return expression.name as PeriodUnit;
}

/** What cannot be read is told about when it is read as a value, with the place of the mistake. */
function tried(text: string): Expression | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
}

/** `2026-03-01 00:00:00` of PostgreSQL -> `2026-03`. Formatting a thousand groups is cheaper here than a million rows there. */
function unitKey(unit: PeriodUnit, cell: string): string {
  const [day = ''] = cell.split(' ');
  // The last instant there is may be of the year 10000 on clocks here, which no calendar of ours has.
  return day.length === 10 ? periodOf(unit, day) : day;
}

/** What the answer calls a measure, unless it has a name of its own. */
export function nameOf({ as, fn, field, where, per }: Measure): string {
  if (as) return as;
  const own = field || fn !== 'count' ? `${fn}(${field ?? ''})` : 'count';
  return `${own}${where ? ` where ${where}` : ''}${per ? ` per ${nameOf(per)}` : ''}`;
}

/** @throws Refusal 400 that names `measures` */
export function measurePart(terms: Terms, measure: Measure): Part {
  const name = nameOf(measure);
  const { result, currency } = amountOf(terms, measure);
  if (measure.per) {
    if (measure.per.per) throw wrong('A ratio of ratios is not understood.', 'not_a_number');
    const whole = amountOf(terms, measure.per).result;
    return {
      name,
      columns: [sql`round((${result})::numeric / nullif((${whole})::numeric, 0), 6)`],
      read: (cells, at) => cells[at] ?? null,
    };
  }
  if (measure.fn === 'count' || measure.fn === 'count_distinct') return { name, columns: [result], read: (cells, at) => Number(cells[at]) };
  if (!currency) return { name, columns: [result], read: (cells, at) => cells[at] ?? null };
  return {
    name,
    columns: [result, currency],
    read: (cells, at) => (cells[at] === null || cells[at] === undefined ? null : { amount: cells[at], currency: cells[at + 1] ?? null }),
  };
}

interface Amount {
  readonly result: Sql;
  /** Of money: one currency or none. A sum over several has an amount but no unit. */
  readonly currency: Sql | null;
}

function amountOf(terms: Terms, { fn, field: text, where }: Measure): Amount {
  const only = where ? sql` filter (where ${terms.condition(where, 'measures')})` : sql``;
  const { over } = terms;
  if (!text || (over && text === over.name)) {
    if (fn !== 'count') throw wrong(`"${fn}" needs a field.`, 'required');
    // Over rows a record counts once, however many of its rows are in a group; the rows themselves are counted by their name.
    const counted = over ? (text ? sql`count(*)` : sql`count(distinct ${terms.frame.alias}."id")`) : sql`count(*)`;
    return { result: sql`${counted}${only}`, currency: null };
  }
  const term = readMeasured(terms, text);
  const { kind } = term.type;
  if (fn === 'count') return { result: sql`count(${term.value})${only}`, currency: null };
  if (fn === 'count_distinct') return { result: sql`count(distinct ${term.value})${only}`, currency: null };
  const numeric = kind === 'number' || kind === 'money';
  if (!numeric && (fn === 'sum' || fn === 'avg' || !['date', 'datetime', 'time', 'text'].includes(kind)))
    throw wrong(`"${text}" has no ${fn}: it is not a number.`, 'not_a_number');
  if (over && !term.ofRow) throw wrong(`"${text}" would be counted once a row; measure fields of "${over.name}" here.`, 'not_of_rows');
  const result = fn === 'avg' ? sql`round((avg(${term.value})${only})::numeric, 6)` : sql`${raw(fn)}(${term.value})${only}`;
  if (kind !== 'money') return { result, currency: null };
  return { result, currency: unitOfMoney(term.currencies, only) };
}

function unitOfMoney(currencies: readonly Sql[], only: Sql): Sql {
  const [first, ...others] = currencies;
  if (!first) return sql`null::text`;
  const low = sql`min((${first}) collate "C")${only}`;
  const same = [first, ...others].map((one) => sql`max((${one}) collate "C")${only} = ${low}`);
  return sql`case when ${sql.join(same, ' and ')} then ${low} end`;
}

function readMeasured(terms: Terms, text: string): Term {
  const home = terms.over && text.startsWith(`${terms.over.name}.`) ? terms.over.entity : terms.entity;
  // A single wrong name gets its nearest right one.
  if (/^\w+$/.test(text) && home === terms.entity && !Object.hasOwn(home.fields, text)) {
    const near = nearest(text, Object.keys(home.fields));
    throw malformed(
      `${home.plural} have no field "${text}" to measure.`,
      [{ field: 'measures', code: 'unknown_field', message: near ? `Did you mean "${near}"?` : `There is no field "${text}".` }],
      'unknown_field',
    );
  }
  return terms.read(text, 'measures');
}

function wrong(message: string, code: string) {
  return malformed(message, [{ field: 'measures', code, message }], code);
}
