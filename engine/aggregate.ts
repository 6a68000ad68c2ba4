// Counts, sums and groups inside the actor's scope: what KPIs, charts and totals ask.

import type { Sql } from '../db/index.ts';
import { compile as compileStatement, prepare, raw, sql } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import { nearest } from '../schema/index.ts';
import { groupPart, measurePart, type Part } from './aggregate-parts.ts';
import { rowsOver, type Terms, termsOver } from './aggregate-terms.ts';
import { malformed } from './errors.ts';
import { type Filter, readFilter } from './filter.ts';
import { planned } from './planned.ts';
import {
  and,
  checkEpoch,
  filterConditions,
  frameOf,
  howRead,
  type Reader,
  readable,
  readerAsOf,
  reportReader,
  slotValues,
} from './read.ts';
import { noteReading, pathsIn } from './reading.ts';
import { type Term, terms as termsOf } from './search-condition.ts';
import { bind, type Prepared, slot } from './slots.ts';
import type { AggregateQuery, Values } from './types.ts';
import { epochSql } from './workspace.ts';

const MAX_GROUPS = 10_000;

interface Plan {
  readonly statement: Prepared;
  readonly parts: readonly Part[];
}

/**
 * Rows keyed by the words of the query: `{"stage": "won", "count": 4238, "sum(amount)": {...}}`.
 * @throws Refusal 400 for a query that cannot be read, 403 without the right to view
 */
export async function aggregate(current: Reader, name: string, query: AggregateQuery): Promise<Values[]> {
  const reader = readerAsOf(query.reporting ? reportReader(current) : current, query.asOf);
  const entity = readable(reader.rights, name);
  const filter = readFilter(reader.workspace, reader.rights, entity, query.filter);
  checkQuery(query);
  const searched = query.q ? termsOf(query.q) : [];
  const modes = searched.map((term) => term.mode);
  const words = JSON.stringify([query.groupBy ?? [], query.measures, query.over ?? '', query.sort ?? '', modes]);
  const key = `aggregate|${howRead(reader)}|${reader.rights.key}|${name}|${filter?.shape ?? ''}|${words}`;
  const plan = planned(reader.workspace, key, () => planAggregate(reader, entity, query, filter, searched));
  const { rows } = await reader.db.query(bind(plan.statement, { ...slotValues(reader, filter, searched), limit: [limitOf(query)] }));
  await checkEpoch(reader, rows[0]?.[0]);
  noteSums(reader, entity, query, rows.length);
  return rows.map((cells) => {
    const row: Values = {};
    let at = 1;
    for (const part of plan.parts) {
      row[part.name] = part.read(cells, at);
      at += part.columns.length + (part.title ? 1 : 0);
    }
    return row;
  });
}

/** Who may not read what is sensitive unseen may not sum it unseen. */
export function noteSums(reader: Reader, entity: Entity, { groupBy = [], measures }: AggregateQuery, count: number): void {
  const texts = [...groupBy, ...measures.flatMap(({ field, where }) => [field ?? '', where ?? ''])];
  noteReading(reader, entity, pathsIn(texts), { way: 'sums', record: null, asked: texts.join('; '), count, page: '' });
}

/** Groups that are answered; 1,000 unless the query says another number. */
export function limitOf({ limit }: AggregateQuery): number {
  return limit ?? 1000;
}

/** @throws Refusal 400 */
export function checkQuery(query: AggregateQuery): void {
  const limit = limitOf(query);
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

/**
 * Groups are made first and get their titles afterwards: a title is looked up once a group, not once a record. `group by` and
 * `order by` name positions, because the same expression written twice would hold different parameters.
 */
function planAggregate(reader: Reader, entity: Entity, query: AggregateQuery, filter: Filter | null, searched: readonly Term[]): Plan {
  const frame = frameOf(reader, entity, 'view', 't', true);
  const rows = query.over ? rowsOver(frame, entity, query.over) : null;
  const terms: Terms = termsOver(reader.rights, frame, entity, rows);
  const groups = (query.groupBy ?? []).map((text) => groupPart(terms, text));
  const parts = [...groups, ...query.measures.map((measure) => measurePart(terms, measure))];
  const conditions = and([...frame.conditions, ...filterConditions(frame, filter, searched)]);
  const columns = parts.flatMap((part) => part.columns);
  const named = columns.map((column, i) => sql`${column} as ${columnAt(i)}`);
  const keys = groups.reduce((sum, group) => sum + group.columns.length, 0);
  const positions = Array.from({ length: keys }, (_, i) => raw(String(i + 1)));
  const grouping = keys > 0 ? sql`group by ${sql.join(positions, ', ')}` : sql``;
  const from = sql`${frame.table} ${frame.joins.render()}${rows ? rows.render() : sql``} where ${conditions}`;
  const ordered = (column: (place: number) => Sql) =>
    ordering(
      query,
      firstOf(parts, column),
      positions.map((_, i) => column(i)),
    );
  const inner = sql`select ${sql.join(named, ', ')} from ${from} ${grouping} ${ordered((i) => raw(String(i + 1)))} limit ${slot('limit', 0)}::int`;
  let at = 0;
  const shown = parts.flatMap((part) => {
    const cells = part.columns.map(() => sql`g.${columnAt(at++)}`);
    return part.title ? [...cells, part.title(cells[0]!)] : cells;
  });
  const outer = sql`select ${sql.join([epochSql(frame.space), ...shown], ', ')} from (${inner}) g ${ordered((i) => sql`g.${columnAt(i)}`)}`;
  const whole = frame.finish(outer);
  // With search words the plan depends on how common they are: such a statement is planned at each run.
  return { statement: searched.length > 0 ? compileStatement(whole) : prepare(whole), parts };
}

/** How the columns of a query within a query are called. */
export function columnAt(place: number): Sql {
  return sql.identifier(`c${place}`);
}

/** The first column of each part. */
function firstOf(parts: readonly Part[], column: (place: number) => Sql): [string, Sql][] {
  let at = 0;
  return parts.map(({ name, columns }) => {
    const first = column(at);
    at += columns.length;
    return [name, first];
  });
}

/** By the keys of the groups, or by what `sort` names first, out of `named`. Groups without a value stand last. */
export function ordering(query: AggregateQuery, named: readonly (readonly [string, Sql])[], keys: readonly Sql[]): Sql {
  if (keys.length === 0) return sql``;
  if (!query.sort) return sql`order by ${sql.join(keys, ', ')}`;
  const descending = query.sort.startsWith('-');
  const wanted = query.sort.replace(/^-/, '');
  const [, first] = named.find(([name]) => name === wanted) ?? [];
  if (first) return sql`order by ${first} ${raw(descending ? 'desc' : 'asc')} nulls last, ${sql.join(keys, ', ')}`;
  const names = named.map(([name]) => name);
  const near = nearest(wanted, names);
  throw malformed(
    `Nothing here is called "${wanted}" to sort by.`,
    [{ field: 'sort', code: 'unknown_field', message: near ? `Did you mean "${near}"?` : `There is ${names.join(', ')}.` }],
    'unknown_field',
  );
}
