// Lists: a page of records behind a cursor, or behind so many rows, and how many there are. Compiled once per shape, as all that is read.

import type { Sql } from '../db/index.ts';
import { compile as compileStatement, prepare, raw, sql, tableIn } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import { print } from '../schema/index.ts';
import { asksCrowd, scope } from './access.ts';
import { malformed } from './errors.ts';
import { cursorOfRow } from './far-rows.ts';
import { type Filter, readFilter } from './filter.ts';
import { badCursor, type Key, orderBy, orderKeys, readCursor, stretches, writeCursor } from './order.ts';
import { planned } from './planned.ts';
import {
  and,
  checkEpoch,
  filterConditions,
  frameOf,
  howRead,
  orderFrame,
  type Reader,
  type ReadFrame,
  readable,
  readerAsOf,
  readRows,
  reportReader,
  rowsInTable,
  slotValues,
} from './read.ts';
import { noteReading } from './reading.ts';
import { type Term, terms as termsOf } from './search-condition.ts';
import { defaultPaths, type Selection, selectPaths } from './select.ts';
import { type Bound, bind, type Prepared, type SlotValues, slot } from './slots.ts';
import type { ListQuery, ListResult, Verb } from './types.ts';
import { epochSql } from './workspace.ts';

/** Records of a page at most. */
export const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 50;
/** Above this an `estimate` is the planner's, not a count. */
const COUNTED = 10_000;

interface ListPlan {
  readonly statement: Prepared;
  readonly selection: Selection;
  readonly keys: readonly Key[];
  /** Where in a row the selection begins, and where the cells of each key stand. */
  readonly first: number;
  readonly cursor: readonly number[];
  /** Statements that tell the page together, see `stretches`. */
  readonly stretches: number;
}

/** @throws Refusal 400 for a filter, sort, field or cursor that is none, 403 without the right to view, 404 for an unknown noun */
export async function list(current: Reader, name: string, asked: ListQuery): Promise<ListResult> {
  const reader = readerAsOf(asked.reporting ? reportReader(current) : current, asked.asOf);
  const entity = readable(reader.rights, name);
  const limit = checkLimit(asked.limit);
  const filter = readFilter(reader.workspace, reader.rights, entity, asked.filter);
  const terms = asked.q ? termsOf(asked.q) : [];
  const query = checkSkip(asked.skip) > 0 && !asked.after ? await behindSkipped(reader, entity, asked, filter, terms) : asked;
  if (!query) return { records: [], next: null };
  const page = listPage(reader, entity, query, filter, terms, limit);
  if (!query.count || query.count === 'none') {
    const { rows } = await reader.db.query(page.statement).catch(page.failed);
    await checkEpoch(reader, rows[0]?.[0]);
    const all = await page.filled(rows);
    if (all.length > rows.length) await checkEpoch(reader, all.at(-1)?.[0]);
    return page.read(all);
  }
  const counting = countStatement(reader, entity, filter, terms, query.count);
  // The count comes last and tells the epoch for all: it only ever rises, so the rows before it saw no later one.
  const [rows, counted] = page.whole
    ? await reader.db.queryAll([page.statement, counting]).catch(page.failed)
    : [{ rows: await page.filled((await reader.db.query(page.statement).catch(page.failed)).rows) }, await reader.db.query(counting)];
  const [epoch, count] = counted!.rows[0]!;
  reader.assertCurrent(epoch!);
  const result = await page.read(rows!.rows);
  return { ...result, count: await readCount(reader, entity, Number(count), query.count) };
}

/** The query with the cursor of the last row that is skipped; null where there are not so many. */
async function behindSkipped(
  reader: Reader,
  entity: Entity,
  query: ListQuery,
  filter: Filter | null,
  terms: readonly Term[],
): Promise<ListQuery | null> {
  const after = await cursorOfRow(
    reader,
    { entity, verb: query.within ?? 'view', sort: sortOf(entity, query), filter, terms },
    query.skip!,
  );
  return after === null ? null : { ...query, after };
}

function sortOf({ list: { sort } }: Entity, query: ListQuery): string {
  return query.sort || sort || '-updated_at';
}

type Rows = readonly (readonly (string | null)[])[];

interface Page {
  readonly statement: Bound;
  /** Whether the statement tells all of the page; otherwise `filled` asks for what may be missing. */
  readonly whole: boolean;
  readonly failed: (error: unknown) => never;
  filled(rows: Rows): Promise<Rows>;
  read(rows: Rows): Promise<ListResult>;
}

function listPage(reader: Reader, entity: Entity, query: ListQuery, filter: Filter | null, terms: readonly Term[], limit: number): Page {
  const sort = sortOf(entity, query);
  const fields = query.fields ?? defaultPaths(entity, 'list');
  const after = query.after ? readCursor(query.after, sortWords(sort)) : null;
  const empties = after ? after.map((cell) => (cell === null ? '0' : '1')).join('') : '';
  const verb = query.within ?? 'view';
  const counted = query.count !== undefined && query.count !== 'none';
  const how = `${counted ? 'counted' : 'alone'} ${howRead(reader)}`;
  const key = `list|${how}|${reader.rights.key}|${entity.name}|${verb}|${fields.join()}|${sort}|${filter?.shape ?? ''}|${terms.map((term) => term.mode).join()}|${empties}`;
  const planOf = (stretch: number) =>
    planned(reader.workspace, `${key}|${stretch}`, () =>
      planList(reader, entity, verb, fields, sort, filter, terms, after, counted, stretch),
    );
  const plan = planOf(0);
  const values: SlotValues = { ...slotValues(reader, filter, terms), cursor: after ?? [], limit: [limit + 1] };
  return {
    statement: bind(plan.statement, values),
    whole: plan.stretches === 1,
    failed: cursorError(after),
    async filled(first) {
      let rows = first;
      for (let stretch = 1; stretch < plan.stretches && rows.length <= limit; stretch++) {
        const more = bind(planOf(stretch).statement, { ...values, limit: [limit + 1 - rows.length] });
        rows = [...rows, ...(await reader.db.query(more)).rows];
      }
      return rows;
    },
    async read(rows) {
      const shown = rows.length > limit ? rows.slice(0, limit) : rows;
      const records = await readRows(reader, plan.selection, shown, plan.first);
      const way = verb === 'export' ? verb : 'list';
      noteReading(reader, entity, fields, { way, record: null, asked: askedOf(query), count: records.length, page: query.after ?? '' });
      const last = rows.length > limit ? rows[limit - 1]! : null;
      return {
        records,
        next:
          last &&
          writeCursor(
            plan.keys,
            plan.cursor.map((at) => last[at] ?? null),
          ),
      };
    },
  };
}

function askedOf({ filter, q }: ListQuery): string | null {
  const condition = typeof filter === 'object' && filter !== null ? print(filter) : filter;
  return [condition, q && `q=${q}`].filter(Boolean).join(' ') || null;
}

/**
 * The planner takes a rare word for a common one now and then, and would walk the whole index of the order in search of its
 * few records. Asked for all of so many it does that only where a word is common beyond doubt; it is stopped at the limit.
 */
const PLANNED_FOR = 2000;

/** Of a long list of owners the planner knows nothing, and takes half of all records for theirs: what was asked of all is asked of half. */
function plannedFor({ rights }: Reader, entity: Entity, verb: Verb): number {
  const reach = scope(rights, entity, verb);
  return reach && asksCrowd(reach) ? PLANNED_FOR / 2 : PLANNED_FOR;
}

function planList(
  reader: Reader,
  entity: Entity,
  verb: Verb,
  fields: readonly string[],
  sort: string,
  filter: Filter | null,
  terms: readonly Term[],
  after: readonly (string | null)[] | null,
  counted: boolean,
  stretch: number,
): ListPlan {
  const frame = frameOf(reader, entity, verb);
  const selection = selectPaths(frame, entity, frame.alias, fields);
  const keys = orderKeys(orderFrame(frame), entity, sort);
  const conditions = [...frame.conditions, ...filterConditions(frame, filter, terms)];
  const bounds = keys.map((key, i) => (after?.[i] == null ? null : sql`${slot('cursor', i)}::${raw(key.type)}`));
  const parts = after ? stretches(keys, bounds) : [];
  conditions.push(...parts.slice(stretch, stretch + 1));
  const count = Math.max(1, parts.length);
  if (reader.asOf !== undefined) return { ...planPastList(entity, frame, selection, keys, and(conditions), counted), stretches: count };
  const before = counted ? [] : [epochSql(frame.space)];
  const columns = [...before, ...selection.columns];
  const cursor = keys.map((key) => {
    const shown = key.column === null ? undefined : selection.plain?.get(key.column);
    return shown === undefined ? columns.push(sql`(${key.value})::text`) - 1 : before.length + shown;
  });
  const from = sql`${frame.table} ${frame.joins.render()} where ${and(conditions)}`;
  const limit = sql`limit ${slot('limit', 0)}::int`;
  const place = { selection, keys, first: before.length, cursor, stretches: count };
  if (terms.length === 0)
    return {
      ...place,
      statement: prepare(frame.finish(sql`select ${sql.join(columns, ', ')} from ${from} order by ${orderBy(keys)} ${limit}`)),
    };
  const order = keys.map((key, i) => ({
    ...key,
    name: sql.identifier(`key ${i}`),
    value: sql`${frame.alias}.${sql.identifier(`key ${i}`)}`,
  }));
  const inner = sql.join([sql`${frame.alias}.*`, ...keys.map((key, i) => sql`${key.value} as ${order[i]!.name}`)], ', ');
  const found = sql`select ${inner} from ${from} order by ${orderBy(keys)} limit ${raw(String(plannedFor(reader, entity, verb)))}`;
  const shown = sql`select ${sql.join(columns, ', ')} from found ${frame.alias} ${frame.joins.render()} order by ${orderBy(order)} ${limit}`;
  // Planned at each run: how common the words are decides the plan.
  return { ...place, statement: compileStatement(frame.finish(shown, [sql`found as materialized (${found})`])) };
}

/** Of then, rows are costly to put together: first the few that are shown are found, by what they are found by alone. */
function planPastList(
  entity: Entity,
  frame: ReadFrame,
  selection: Selection,
  keys: readonly Key[],
  conditions: Sql,
  counted: boolean,
): Omit<ListPlan, 'stretches'> {
  const names = keys.map((_, i) => sql.identifier(`key ${i}`));
  const found = sql.identifier('found');
  const wanted = sql.join([sql`${frame.alias}."id"`, ...keys.map((key, i) => sql`${key.value} as ${names[i]!}`)], ', ');
  const few = sql`select ${wanted} from ${frame.table} where ${conditions} order by ${orderBy(keys)} limit ${slot('limit', 0)}::int`;
  const whole = sql`lateral (select * from ${tableIn(frame, entity.name)} x where x."id" = ${found}."id" offset 0) ${frame.alias}`;
  const before = counted ? [] : [epochSql(frame.space)];
  const order = keys.map((key, i) => ({ ...key, value: sql`${found}.${names[i]!}` }));
  const columns = [...before, ...selection.columns, ...order.map(({ value }) => sql`(${value})::text`)];
  const shown = sql`select ${sql.join(columns, ', ')} from ${found}, ${whole} ${frame.joins.render()} order by ${orderBy(order)}`;
  const end = before.length + selection.columns.length;
  return {
    ...{ selection, keys, first: before.length, cursor: keys.map((_, i) => end + i) },
    statement: prepare(frame.finish(shown, [sql`${found} as materialized (${few})`])),
  };
}

function countStatement(reader: Reader, entity: Entity, filter: Filter | null, terms: readonly Term[], how: 'exact' | 'estimate'): Bound {
  const key = `count|${how}|${howRead(reader)}|${reader.rights.key}|${entity.name}|${filter?.shape ?? ''}|${terms.map((term) => term.mode).join()}`;
  const statement = planned(reader.workspace, key, () => {
    const frame = frameOf(reader, entity, 'view');
    const conditions = [...frame.conditions, ...filterConditions(frame, filter, terms)];
    const from = sql`${frame.table} ${frame.joins.render()} where ${and(conditions)}`;
    if (how === 'exact') return prepare(frame.finish(sql`select ${epochSql(frame.space)}, count(*) from ${from}`));
    const few = sql`(select count(*) from (select from ${from} limit ${sql.literal(COUNTED)}) few)`;
    return prepare(frame.finish(sql`select ${epochSql(frame.space)}, ${few}`));
  });
  return bind(statement, slotValues(reader, filter, terms));
}

async function readCount(reader: Reader, entity: Entity, counted: number, how: 'exact' | 'estimate'): Promise<number> {
  return how === 'estimate' && counted === COUNTED ? estimate(reader, entity, counted) : counted;
}

/** The planner's row count of the table bounds a filtered estimate from above; nobody needs it more exact than that. */
async function estimate(reader: Reader, entity: Entity, counted: number): Promise<number> {
  return Math.max(counted, await rowsInTable(reader, entity));
}

function checkLimit(limit: number | undefined): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw malformed(
    `"limit" is a whole number from 1 to ${MAX_LIMIT}.`,
    [{ field: 'limit', code: 'out_of_range', message: `1 to ${MAX_LIMIT}` }],
    'out_of_range',
  );
}

function checkSkip(skip: number | undefined): number {
  if (skip === undefined) return 0;
  if (Number.isInteger(skip) && skip >= 0 && skip <= 1_000_000_000) return skip;
  throw malformed('"skip" is a whole number of rows.', [{ field: 'skip', code: 'out_of_range', message: 'from 0' }], 'out_of_range');
}

function sortWords(sort: string): { path: string; descending: boolean }[] {
  const words = sort
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  const keys = [
    ...new Map(words.map((word) => [word.replace(/^-/, ''), { path: word.replace(/^-/, ''), descending: word.startsWith('-') }])).values(),
  ];
  return keys.at(-1)?.path === 'id' ? keys : [...keys, { path: 'id', descending: keys.at(-1)?.descending ?? false }];
}

/** A cursor that was tampered with may hold no date, no number: PostgreSQL's class 22, or a bad uuid. */
function cursorError(after: readonly (string | null)[] | null) {
  return (error: unknown): never => {
    if (after && error instanceof Error && 'code' in error && String(error.code).startsWith('22')) throw badCursor();
    throw error;
  };
}
