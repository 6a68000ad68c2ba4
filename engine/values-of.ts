// Expressions worked out for records: what a workflow writes, asks and tells (one evaluator: PostgreSQL).

import { compile, compileValue, type Sql, sql } from '../db/index.ts';
import {
  check,
  type Entity,
  type Expression,
  ExpressionError,
  type ExpressionType,
  fieldTypes,
  parse,
  shape,
  type Typed,
} from '../schema/index.ts';
import type { BoundContext } from './context.ts';
import { parseJson } from './json.ts';
import { and, frameOf, type Reader, readable, slotValues } from './read.ts';
import { bind } from './slots.ts';
import { currenciesIn } from './store.ts';
import type { Values } from './types.ts';

export interface AskedRecord {
  readonly id: string;
  /** Canonical values that stand in place of the record's own; a record that is gone has these alone. For the engine's own hand. */
  readonly instead?: Values | null;
}

export interface AskedValue {
  readonly text: string;
  /** Type that is needed; texts take it. */
  readonly expect?: ExpressionType | undefined;
}

/**
 * By record, in the order asked, the values of the expressions: text, decimals as text, truth, `YYYY-MM-DD`, instants, lists; money as
 * `{amount, currency}`, a reference as `{entity, id}`. Null for a record that is not there, or not in the actor's reach.
 * @throws ExpressionError for what is not, or no longer, an expression over the noun
 */
export async function valuesOf(
  context: BoundContext,
  name: string,
  records: readonly AskedRecord[],
  asked: readonly AskedValue[],
): Promise<(readonly unknown[] | null)[]> {
  if (records.length === 0) return [];
  return context.read(async (reader) => {
    const entity = readable(reader.rights, name);
    const frame = frameOf(reader, entity, 'view');
    const columns = asked.map((one) => columnOf(reader, entity, one, frame.compileOptions));
    const isOverlaid = records.some(({ instead }) => instead);
    const listed = sql`unnest(${sql.value(records.map(({ id }) => id))}::uuid[], ${sql.value(records.map((one) => overlay(entity, one)))}::text[]) with ordinality as i("id", "instead", "n")`;
    const row = frame.alias;
    const source = isOverlaid
      ? sql`${listed} left join ${sql.identifier(frame.space, name)} r on r."id" = i."id" cross join lateral jsonb_populate_record(r, i."instead"::jsonb) ${row}`
      : sql`${listed} join ${frame.table} on ${row}."id" = i."id"`;
    const cells = columns.flatMap(({ sql: parts }) => parts);
    const selected = sql.join([sql`i."n"`, ...cells], ', ');
    const where = and([sql`${row}."id" is not null`, ...frame.conditions]);
    const statement = frame.finish(sql`select ${selected} from ${source} ${frame.joins.render()} where ${where}`);
    const { rows } = await reader.db.query(bind(compile(statement), slotValues(reader, null, [])));
    const found: (readonly unknown[] | null)[] = records.map(() => null);
    for (const [n, ...own] of rows) {
      let at = 0;
      found[Number(n) - 1] = columns.map((column) => {
        const value = column.read(own.slice(at, at + column.sql.length));
        at += column.sql.length;
        return value;
      });
    }
    return found;
  });
}

/** What `jsonb_populate_record` puts over a row: a value a column. */
function overlay(entity: Entity, { id, instead }: AskedRecord): string {
  const columns: Values = {};
  for (const [name, value] of Object.entries(instead ?? {})) {
    const field = entity.fields[name];
    if (!field || field.type === 'children') continue;
    const type = fieldTypes[field.type]!;
    const values = value === null || value === undefined ? null : type.toColumns(value, field);
    for (const [i, { suffix }] of type.columns(field).entries()) columns[name + suffix] = values?.[i] ?? null;
  }
  return JSON.stringify(instead ? { ...columns, id } : {});
}

interface Column {
  readonly sql: readonly Sql[];
  read(cells: readonly (string | null)[]): unknown;
}

type Options = ReturnType<typeof frameOf>['compileOptions'];

function columnOf(reader: Reader, entity: Entity, { text, expect }: AskedValue, options: Options): Column {
  const expression = parse(text);
  const own = checked(reader, entity, expression, expect);
  const value = compiled(own, options);
  const { type } = own;
  switch (type.kind) {
    case 'money': {
      const units = currenciesIn(reader, entity, expression);
      const unit = units.length > 0 ? sql`coalesce(${sql.join(units, ', ')})` : sql`null`;
      return { sql: [sql`(${value})::text`, sql`(${unit})::text`], read: ([amount, currency]) => amount && { amount, currency } };
    }
    case 'reference': {
      const [only, ...others] = type.to;
      if (only && others.length === 0) return { sql: [sql`(${value})::text`], read: ([id]) => id && { entity: only, id } };
      const noun = nounOf(reader, entity, expression, options);
      return { sql: [sql`(${value})::text`, noun], read: ([id, of]) => id && { entity: of ?? null, id } };
    }
    case 'references':
    case 'choices':
      return { sql: [sql`to_jsonb(${value})::text`], read: ([cell]) => (cell ? parseJson(cell) : null) };
    case 'boolean':
      return { sql: [sql`(${value})::text`], read: ([cell]) => (cell === null ? null : cell === 'true') };
    case 'datetime':
      return { sql: [sql`to_json(${value})::text`], read: ([cell]) => (cell ? new Date(String(parseJson(cell))).toISOString() : null) };
    default:
      return { sql: [sql`(${value})::text`], read: ([cell]) => cell ?? null };
  }
}

/** Which noun a reference with several is to: known where it is a field, not where it is worked out. */
function nounOf(reader: Reader, entity: Entity, expression: Expression, options: Options): Sql {
  if (expression.kind !== 'path') return sql`null::text`;
  try {
    return compiled(checked(reader, entity, { kind: 'path', path: [...expression.path, 'entity'] }, undefined), options);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return sql`null::text`;
  }
}

function checked({ rights }: Reader, entity: Entity, expression: Expression, expect: ExpressionType | undefined): Typed {
  return check(expression, rights.schema, entity.name, expect, { internal: rights.key === 'system' });
}

function compiled(typed: Typed, options: Options): Sql {
  return compileValue(typed, { ...options, literals: shape(typed).literals });
}
