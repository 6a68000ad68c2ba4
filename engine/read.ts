// Reading: what statements are made of, and a record. Everything is compiled once per shape, inside the actor's scope, and run with slots.

import type { CompileOptions, Queryable, Sql, Tables } from '../db/index.ts';
import { compileCondition, Joins, prepare, sql, tableIn } from '../db/index.ts';
import type { Entity, Expression, Schema, Typed } from '../schema/index.ts';
import { check, fieldTypes, shape } from '../schema/index.ts';
import { isEverything, reportRights, scope } from './access.ts';
import { PAST, Past, readInstant, withBefore } from './as-of.ts';
import { withSeenAmounts } from './currencies.ts';
import type { Directory } from './directory.ts';
import { notFound, notGranted } from './errors.ts';
import { type Filter, speaksOf } from './filter.ts';
import { mergedInto } from './merge/alias.ts';
import { learnNames } from './names.ts';
import type { OrderFrame } from './order.ts';
import { planned } from './planned.ts';
import { type NotedReading, noteReading } from './reading.ts';
import { searchCondition, searchedText, type Term, termValue } from './search-condition.ts';
import { defaultPaths, type Selection, selectPaths, titleOf, titleSql } from './select.ts';
import { type Bound, bind, bindJoint, environment, jointRows, type Prepared, type SlotValues, slot } from './slots.ts';
import type { Rights, Values, Verb } from './types.ts';
import { epochSql, type Workspace } from './workspace.ts';

/** Everything a read needs to know; made anew when the epoch turns out to be old. */
export interface Reader {
  readonly workspace: Workspace;
  readonly rights: Rights;
  readonly db: Queryable;
  /** Null inside a transaction, which may have changed names that nobody else knows of yet. */
  readonly directory: Directory | null;
  /** The instant whose records are read; default: now. */
  readonly asOf?: string;
  /** What was read of what is marked as sensitive; absent: nothing is marked, or nobody reads but the house. */
  readonly readings?: NotedReading[];
  /** Throws `Stale` when the statement saw another epoch than the one these rights were compiled for. */
  readonly assertCurrent: (epoch: string) => void;
}

/** @throws Refusal 403 when viewing is not granted, 404 when there is no such entity for this actor. */
export function readable(rights: Rights, name: string): Entity {
  const entity = entityOf(rights, name);
  if (!scope(rights, entity, 'view')) throw notGranted(`You may not view ${entity.plural.toLowerCase()}.`);
  return entity;
}

/** @throws Refusal 404 for what is no noun to this actor; rows have no door of their own */
export function entityOf(rights: Rights, name: string): Entity {
  const entity = Object.hasOwn(rights.schema.entities, name) ? rights.schema.entities[name]! : null;
  if (!entity || entity.parent) throw notFound(`"${name}"`);
  return entity;
}

/** Rows and totals of reports are those of the units whose data somebody may read there. @throws Refusal 403 */
export function reportReader(current: Reader): Reader {
  const rights = reportRights(current.rights);
  if (!rights) throw notGranted('Reports are for members of the sales organisation.');
  return { ...current, rights };
}

/** Records of rows whose selected cells begin at `at`. */
export async function readRows(
  reader: Reader,
  selection: Selection,
  rows: readonly (readonly (string | null)[])[],
  at: number,
): Promise<Values[]> {
  if (selection.people.length > 0) {
    await learnNames(
      reader,
      rows,
      selection.people.map((offset) => at + offset),
    );
  }
  return rows.map((cells) => {
    const record: Values = {};
    selection.read(cells, at, record);
    return record;
  });
}

/**
 * What rows refer to is joined for its title: looked up row by row where few rows are left, all at once where a million are sorted.
 * Of then, the look-up is what stands in for the table.
 */
export function orderFrame(frame: ReadFrame): OrderFrame {
  const title: OrderFrame['title'] = (field, id, walk) => {
    if (frame.tables) return titleOf(frame, field.to, id, null);
    const titles = field.to.map((to) => {
      const step = { field: field.name, to, anyEntity: fieldTypes[field.type]!.columns(field).length === 2 };
      return titleSql(frame.schema.entities[to]!, frame.joins.reach([...walk, step], true));
    });
    return titles.length === 1 ? titles[0]! : sql`coalesce(${sql.join(titles, ', ')})`;
  };
  return { schema: frame.schema, compileOptions: frame.searchOptions, title };
}

/** As the planner knows it; 0 or less: it does not yet. */
export async function rowsInTable(reader: Reader, entity: Entity): Promise<number> {
  const table = `${reader.workspace.space}.${entity.name}`;
  const { rows } = await reader.db.query(
    bind(
      planned(reader.workspace, 'reltuples', () =>
        prepare(sql`select reltuples::bigint from pg_class where oid = ${slot('table', 0)}::regclass`),
      ),
      { table: [table] },
    ),
  );
  return Number(rows[0]?.[0] ?? 0);
}

/** A merged record answers with the one it is part of now. @throws Refusal 404 when the record is not there or out of scope. */
export async function get(current: Reader, name: string, id: string, fields?: readonly string[], asOf?: string): Promise<Values> {
  const reader = readerAsOf(current, asOf);
  const entity = readable(reader.rights, name);
  if (!isId(id)) throw notFound(`This ${entity.label.toLowerCase()}`);
  const plan = recordPlan(reader, entity, fields);
  const { rows } = await reader.db.query(bindGet(reader, plan, id));
  const merged = rows[0] || asOf ? null : await mergedInto(reader, name, id);
  if (merged) return get(reader, name, merged, fields);
  const record = await decodeGet(reader, plan, rows, entity);
  noteReading(reader, entity, fields ?? defaultPaths(entity, 'record'), { way: 'record', record: id, asked: null, count: 1, page: '' });
  return record;
}

/** How one record is read. */
export interface RecordPlan {
  readonly key: string;
  readonly statement: Prepared;
  /** The same of several records. */
  readonly joint: (reader: Reader) => Prepared;
  readonly selection: Selection;
  /** What to ask of the row `t` where nothing else is needed, no join and no look at who may see it; else null. */
  readonly returning: { readonly key: string; readonly columns: Sql } | null;
}

/** Exposed for the write pipeline, which sends this read along with the write. */
export function recordPlan(reader: Reader, entity: Entity, fields: readonly string[] | undefined): RecordPlan {
  const key = `get|${howRead(reader)}|${reader.rights.key}|${entity.name}|${fields?.join() ?? '*'}`;
  return planned(reader.workspace, key, () => {
    const { frame, selection, columns } = recordFrame(reader, entity, fields);
    const one = sql`${frame.alias}."id" = ${slot('id', 0)}::uuid`;
    const isRowAlone = frame.joins.isEmpty && frame.conditions.length === 0 && !frame.tables;
    return {
      key,
      returning: isRowAlone ? { key, columns } : null,
      statement: prepare(
        frame.finish(sql`select ${columns} from ${frame.table} ${frame.joins.render()} where ${and([one, ...frame.conditions])}`),
      ),
      joint: (reader) => planned(reader.workspace, `${key}|joint`, () => jointPlan(recordFrame(reader, entity, fields))),
      selection,
    };
  });
}

function recordFrame(reader: Reader, entity: Entity, fields: readonly string[] | undefined) {
  const frame = frameOf(reader, entity, 'view');
  const selection = selectPaths(frame, entity, frame.alias, fields ?? defaultPaths(entity, 'record'));
  return { frame, selection, columns: sql.join([epochSql(frame.space), ...selection.columns], ', ') };
}

function jointPlan({ frame, columns }: ReturnType<typeof recordFrame>): Prepared {
  const { from, cells, place } = jointRows('id', ['uuid']);
  const source = sql`${from} join ${frame.table} on ${frame.alias}."id" = ${cells[0]!} ${frame.joins.render()}`;
  return prepare(frame.finish(sql`select ${place}, ${columns} from ${source} where ${and(frame.conditions)}`));
}

/** Answered together with others of the same plan, where several come at once. */
export function bindGet(reader: Reader, plan: RecordPlan, id: string): Bound {
  const values = { ...slotValues(reader, null, []), id: [id] };
  const make = () => plan.joint(reader);
  return bindJoint(plan.statement, values, { key: plan.key, own: 'id', rows: [[id]], make, answers: true });
}

export async function decodeGet(
  reader: Reader,
  plan: RecordPlan,
  rows: readonly (readonly (string | null)[])[],
  entity: Entity,
): Promise<Values> {
  await checkEpoch(reader, rows[0]?.[0]);
  if (!rows[0]) throw notFound(`This ${entity.label.toLowerCase()}`);
  const [record] = await readRows(reader, plan.selection, rows, 1);
  return record!;
}

/** Reads records as they stood then. Names of people are those of then too, which nobody keeps. @throws Refusal 400 */
export function readerAsOf(reader: Reader, instant: string | undefined): Reader {
  return instant === undefined ? reader : { ...reader, asOf: readInstant(instant), directory: null };
}

/** Part of a statement's key. */
export function howRead(reader: Reader): string {
  return `${reader.directory ? 'names' : ''}${reader.asOf === undefined ? '' : ' past'}`;
}

/** What a statement over one noun is made of. */
export interface ReadFrame {
  readonly schema: Schema;
  readonly space: string;
  readonly tables: Tables | undefined;
  readonly alias: Sql;
  readonly joins: Joins;
  readonly directory: Directory | null;
  readonly whole: Schema;
  readonly table: Sql;
  readonly compileOptions: CompileOptions;
  /** For what is looked for among all records: of then, it is found for all at once rather than row by row. */
  readonly searchOptions: CompileOptions;
  /** What search words are looked for in. */
  readonly searched: Sql;
  /** Leaves out what the entity hides, unless the filter speaks of it. */
  readonly hidden: (filter: Filter | null) => Sql | null;
  /** Leaves out what is archived; asked for where words are looked for. */
  readonly unarchived: Sql | null;
  /** A path checked against what the actor may read. */
  readonly checkPath: (entity: Entity, path: readonly string[]) => { readonly typed: Typed };
  /** What holds for every row: the actor's scope. */
  readonly conditions: readonly Sql[];
  /** The statement with what it needs before it: the stand-ins for tables, and whatever `more` it begins with. */
  readonly finish: (statement: Sql, more?: readonly Sql[]) => Sql;
}

/** The stand-ins of one statement; null: the tables of today. */
export function pastOf(reader: Reader): Past | null {
  const { workspace, rights, asOf } = reader;
  if (asOf === undefined) return null;
  const scoped = (target: string, row: Sql) => scopeCondition(reader, rights.schema.entities[target]!, row, 'view');
  return new Past({ space: workspace.space, schema: workspace.state.schema, scope: scoped });
}

/** What stands in for tables; undefined: the tables of today as they are. */
function tablesFor({ workspace, rights }: Reader, past: Past | null): Tables | undefined {
  const then: Tables | undefined = past ? (name, titles) => past.table(name, titles) : undefined;
  const { currencies } = rights.choices;
  if (!currencies) return then;
  const { schema, searching } = workspace.state;
  const others = (name: string, titles?: boolean): Sql[] => {
    if (past) return titles ? [] : [PAST];
    const column = searching.get(name)?.column;
    return column ? [sql.identifier(column)] : [];
  };
  return (name, titles) => {
    const table = tableIn({ space: workspace.space, tables: then }, name, titles);
    return withSeenAmounts(schema, schema.entities[name]!, currencies, table, others(name, titles)) ?? table;
  };
}

/**
 * The frame of a statement over one entity: reached records are gated by the actor's own view scope.
 * @param many whether all its rows are joined with what they refer to, as sums need it, and not a page of them
 * @param past shared by the frames of a statement that has several
 */
export function frameOf(reader: Reader, entity: Entity, verb: Verb, row = 't', many = false, past = pastOf(reader)): ReadFrame {
  const { workspace, rights } = reader;
  const alias = sql.identifier(row);
  const scoped = (target: string, row: Sql) => scopeCondition(reader, rights.schema.entities[target]!, row, 'view');
  const tables = tablesFor(reader, past);
  const gate = past ? (target: string, row: Sql) => past.seen(target, row, (inner) => scoped(target, inner)) : scoped;
  const joins = new Joins({ space: workspace.space, alias, gate, tables, lateral: past !== null && !many });
  const compileOptions = { space: workspace.space, alias, joins, gate, tables };
  const reached = (row: Sql) => scopeCondition(reader, entity, row, verb);
  const condition = past ? past.seen(entity.name, alias, reached) : reached(alias);
  const table = sql`${tableIn(compileOptions, entity.name)} ${alias}`;
  const checkPath = (from: Entity, path: readonly string[]) => ({
    typed: check({ kind: 'path', path }, rights.schema, from.name, undefined, { internal: rights.key === 'system' }),
  });
  const hidden = (filter: Filter | null) =>
    filter && speaksOf(filter.typed, entity) ? null : hiddenCondition(reader, entity, alias, tables);
  return {
    schema: rights.schema,
    space: workspace.space,
    tables,
    alias,
    joins,
    directory: reader.directory,
    whole: workspace.state.schema,
    table,
    compileOptions,
    searchOptions: past ? { ...compileOptions, joins: undefined } : compileOptions,
    checkPath,
    hidden,
    unarchived: unarchivedCondition(reader, entity.name, alias),
    searched: searchedText(workspace, entity, alias, past !== null),
    conditions: condition ? [condition] : [],
    finish: (statement, more = []) => withBefore(statement, [...(past?.parts() ?? []), ...more]),
  };
}

/** The actor's scope as SQL over `row`; null when everything is in scope. Its own paths are not gated: rules see all. */
export function scopeCondition(reader: Reader, entity: Entity, row: Sql, verb: Verb): Sql | null {
  const expression = scope(reader.rights, entity, verb);
  if (!expression) return sql`false`;
  if (isEverything(expression)) return null;
  return ruleCondition(reader, reader.rights, entity, expression, row);
}

/** A rule of access as SQL over `row`; what it asks of other records is asked for `rights`. */
export function ruleCondition(reader: Reader, rights: Rights, entity: Entity, rule: Expression, row: Sql): Sql {
  const { schema } = reader.workspace.state;
  const typed = check(rule, schema, entity.name, { kind: 'boolean' }, { internal: true, reach: true });
  const reach = (name: string, inner: Sql, verb: Verb): Sql | null => {
    const target = schema.entities[name]!;
    const expression = scope(rights, target, verb);
    if (!expression) return sql`false`;
    return isEverything(expression) ? null : ruleCondition(reader, rights, target, expression, inner);
  };
  return compileCondition(typed, { space: reader.workspace.space, alias: row, literals: shape(typed).literals, reach });
}

/** Records an entity keeps out of people's lists, search and sums (row NV-12); null when it hides none. Hooks and jobs see all. */
export function hiddenCondition(reader: Reader, entity: Entity, row: Sql, tables?: Tables): Sql | null {
  if (!entity.hidden || reader.rights.key === 'system') return null;
  const { schema } = reader.workspace.state;
  const typed = check(entity.hidden, schema, entity.name, { kind: 'boolean' }, { internal: true });
  const hidden = compileCondition(typed, { space: reader.workspace.space, alias: row, tables, literals: shape(typed).literals });
  return sql`(${hidden}) is not true`;
}

/** Archived records are found by no search (row CS-075); null for nouns that are not archived, or whose search an administrator let find them. */
export function unarchivedCondition(reader: Reader, name: string, row: Sql): Sql | null {
  const entity = reader.workspace.state.schema.entities[name];
  return entity?.fields['archived_at'] && !entity.searchesArchived ? sql`${row}."archived_at" is null` : null;
}

/** All that a list leaves out: what has not the words, what the filter does not want, and what is archived or hidden. */
export function filterConditions(frame: ReadFrame, filter: Filter | null, terms: readonly Term[]): Sql[] {
  const conditions = terms.map((term, i) => searchCondition(frame.searched, term, i));
  if (terms.length > 0 && frame.unarchived) conditions.push(frame.unarchived);
  if (filter) conditions.push(compileCondition(filter.typed, frame.searchOptions));
  const hidden = frame.hidden(filter);
  return hidden ? [...conditions, hidden] : conditions;
}

/** Values that every statement may ask for. */
export function slotValues(reader: Reader, filter: Filter | null, terms: readonly Term[]): SlotValues {
  return { literal: filter?.literals ?? [], bind: environment(reader.rights), term: terms.map(termValue), past: [reader.asOf ?? null] };
}

/** An answer without rows tells no epoch, so that is asked for. */
export async function checkEpoch(reader: Reader, cell: string | null | undefined): Promise<void> {
  if (cell) return reader.assertCurrent(cell);
  const { rows } = await reader.db.query(
    bind(
      planned(reader.workspace, 'epoch', () => prepare(sql`select ${epochSql(reader.workspace.space)}`)),
      {},
    ),
  );
  reader.assertCurrent(rows[0]![0]!);
}

/** `true` for none; each stands in parentheses. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0
    ? sql`true`
    : sql.join(
        conditions.map((condition) => sql`(${condition})`),
        ' and ',
      );
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether it is written like an id of ours. */
export function isId(text: string): boolean {
  return ID.test(text);
}
