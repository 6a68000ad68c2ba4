// Counts, sums and groups inside the actor's scope: what KPIs, charts and totals ask.

import type { Sql } from '../db/index.ts';
import { compileValue, prepare, raw, sql } from '../db/index.ts';
import type { Entity, Expression, Field } from '../schema/index.ts';
import { fieldTypes, nearest, parse } from '../schema/index.ts';
import { malformed } from './errors.ts';
import { type Filter, readExpression, readFilter } from './filter.ts';
import { and, checkEpoch, filterConditions, frameOf, planned, type Reader, type ReadFrame, readable, slotValues } from './read.ts';
import { titleOf } from './select.ts';
import { bind, slot } from './slots.ts';
import type { AggregateQuery, Values } from './types.ts';
import { epochSql } from './workspace.ts';

interface Part {
  readonly columns: readonly Sql[];
  /** Position of columns that rows are grouped by. */
  readonly grouped: boolean;
  read(cells: readonly (string | null)[], at: number): unknown;
  readonly name: string;
}

const MAX_GROUPS = 10_000;

/** Date parts group by calendar unit, years kept apart: a chart by month wants 2026-03, not every March. */
const UNITS: Readonly<Record<string, string>> = {
  year: 'YYYY',
  quarter: 'YYYY-"Q"Q',
  month: 'YYYY-MM',
  week: 'IYYY-"W"IW',
  day: 'YYYY-MM-DD',
};

/** Rows keyed by the words of the query: `{"stage": "won", "count": 4238, "sum(amount)": {...}}`. */
export async function aggregate(reader: Reader, name: string, query: AggregateQuery): Promise<Values[]> {
  const entity = readable(reader.rights, name);
  const filter = readFilter(reader.workspace, reader.rights, entity, query.filter);
  const groups = query.groupBy ?? [];
  const limit = query.limit ?? 1000;
  checkQuery(query, limit);
  const measures = query.measures.map((measure) => `${measure.fn}(${measure.field ?? ''})`);
  const key = `aggregate|${reader.rights.key}|${name}|${filter?.shape ?? ''}|${groups.join('|')}|${measures.join()}`;
  const plan = planned(reader.workspace, key, () => planAggregate(reader, entity, query, filter));
  const { rows } = await reader.db.query(bind(plan.statement, { ...slotValues(reader, filter, []), limit: [limit] }));
  await checkEpoch(reader, rows[0]?.[0]);
  return rows.map((cells) => {
    const row: Values = {};
    let at = 1;
    for (const part of plan.parts) {
      row[part.name] = part.read(cells, at);
      at += part.columns.length;
    }
    return row;
  });
}

function checkQuery(query: AggregateQuery, limit: number): void {
  if (query.measures.length === 0)
    throw malformed('"measures" names at least one measure.', [
      { field: 'measures', code: 'required', message: 'for example {"fn":"count"}' },
    ]);
  if (query.measures.length > 50 || (query.groupBy?.length ?? 0) > 8)
    throw malformed('At most 50 measures and 8 groups.', [
      { field: 'measures', code: 'too_many', message: 'at most 50 measures and 8 groups' },
    ]);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_GROUPS)
    throw malformed(
      `"limit" is a whole number from 1 to ${MAX_GROUPS}.`,
      [{ field: 'limit', code: 'out_of_range', message: `1 to ${MAX_GROUPS}` }],
      'out_of_range',
    );
}

function planAggregate(reader: Reader, entity: Entity, query: AggregateQuery, filter: Filter | null) {
  const frame = frameOf(reader, entity, 'view');
  const groups = (query.groupBy ?? []).map((text) => groupPart(reader, frame, entity, text));
  const measures = query.measures.map((measure) => measurePart(frame, entity, measure));
  const parts = [...groups, ...measures];
  const conditions = [...frame.conditions, ...filterConditions(frame, filter, [])];
  const keys = groups.flatMap((group) => group.columns);
  const grouping =
    keys.length > 0
      ? sql`group by ${sql.join(keys, ', ')} order by ${sql.join(
          keys.map((_, i) => raw(String(i + 2))),
          ', ',
        )}`
      : sql``;
  const columns = sql.join([epochSql(frame.space), ...parts.flatMap((part) => part.columns)], ', ');
  const statement = prepare(
    sql`select ${columns} from ${frame.table} ${frame.joins.render()} where ${and(conditions)} ${grouping} limit ${slot('limit', 0)}::int`,
  );
  return { statement, parts };
}

function groupPart(reader: Reader, frame: ReadFrame, entity: Entity, text: string): Part {
  const { typed, literals } = readExpression(reader.rights, entity, text, undefined, 'group_by');
  const unit = unitOf(parse(text));
  if (unit) {
    const inner = readExpression(reader.rights, entity, text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')), undefined, 'group_by');
    const moment =
      inner.typed.type.kind === 'datetime'
        ? sql`(${compileValue(inner.typed, frame.compileOptions)} at time zone ${slot('bind', 'zone')}::text)`
        : compileValue(inner.typed, frame.compileOptions);
    return {
      name: text,
      grouped: true,
      columns: [sql`to_char(${moment}, ${sql.literal(UNITS[unit]!)})`],
      read: (cells, at) => cells[at] ?? null,
    };
  }
  const value = compileValue(typed, { ...frame.compileOptions, literals });
  const field = fieldAt(frame, entity, text);
  if (field && fieldTypes[field.type]!.expression(field).kind === 'reference' && field.to.length > 0) {
    return {
      name: text,
      grouped: true,
      columns: [value, titleOf(frame, field.to, value, null)],
      read: (cells, at) => (cells[at] === null ? null : { id: cells[at], title: cells[at + 1] ?? null }),
    };
  }
  const type = field && fieldTypes[field.type]!;
  const simple = type && type.columns(field).length === 1;
  return {
    name: text,
    grouped: true,
    columns: [value],
    read: (cells, at) =>
      cells[at] === null || cells[at] === undefined ? null : simple ? type.fromColumns([cells[at]!], field) : cells[at],
  };
}

function measurePart(frame: ReadFrame, entity: Entity, measure: AggregateQuery['measures'][number]): Part {
  const { fn, field: path } = measure;
  if (!path) {
    if (fn !== 'count')
      throw malformed(`"${fn}" needs a field.`, [{ field: 'measures', code: 'required', message: `"${fn}" needs a field` }]);
    return { name: 'count', grouped: false, columns: [sql`count(*)`], read: (cells, at) => Number(cells[at]) };
  }
  const field = fieldAt(frame, entity, path);
  if (!field) {
    const near = nearest(path, Object.keys(entity.fields));
    throw malformed(
      `${entity.plural} have no field "${path}" to measure.`,
      [{ field: 'measures', code: 'unknown_field', message: near ? `Did you mean "${near}"?` : `There is no field "${path}".` }],
      'unknown_field',
    );
  }
  const { kind } = fieldTypes[field.type]!.expression(field);
  const name = `${fn}(${path})`;
  const { typed } = readPath(frame, entity, path);
  const value = compileValue(typed, frame.compileOptions);
  if (fn === 'count') return { name, grouped: false, columns: [sql`count(${value})`], read: (cells, at) => Number(cells[at]) };
  const numeric = kind === 'number' || kind === 'money';
  if (!numeric && (fn === 'sum' || fn === 'avg' || !['date', 'datetime', 'time', 'text'].includes(kind))) {
    throw malformed(
      `"${path}" has no ${fn}.`,
      [{ field: 'measures', code: 'not_a_number', message: `"${path}" is not a number.` }],
      'not_a_number',
    );
  }
  const result = fn === 'avg' ? sql`round(avg(${value}), 6)` : sql`${raw(fn)}(${value})`;
  if (kind !== 'money') return { name, grouped: false, columns: [result], read: (cells, at) => cells[at] ?? null };
  const currency = compileValue(readPath(frame, entity, `${path}.currency`).typed, frame.compileOptions);
  // One currency or none: a sum over several has an amount but no unit.
  const unit = sql`case when min(${currency}) = max(${currency}) then min(${currency}) end`;
  return {
    name,
    grouped: false,
    columns: [result, unit],
    read: (cells, at) => (cells[at] === null || cells[at] === undefined ? null : { amount: cells[at], currency: cells[at + 1] ?? null }),
  };
}

function readPath(frame: ReadFrame, entity: Entity, path: string) {
  return frame.checkPath(entity, path.split('.'));
}

function unitOf(expression: Expression): string | null {
  return expression.kind === 'call' && expression.args.length === 1 && Object.hasOwn(UNITS, expression.name) ? expression.name : null;
}

/** The field a plain path ends in; null for anything else. */
function fieldAt(frame: ReadFrame, entity: Entity, path: string): Field | null {
  let here: Entity | undefined = entity;
  let field: Field | null = null;
  for (const step of path.trim().split('.')) {
    field = here && Object.hasOwn(here.fields, step) ? here.fields[step]! : null;
    if (!field) return null;
    here = field.to.length > 0 ? frame.schema.entities[field.to[0]!] : undefined;
  }
  return field;
}
