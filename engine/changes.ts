// The append-only history: one row a write, in the write's transaction, with actor and cause. Everything else reads it.

import type { Sql } from '../db/index.ts';
import { prepare, raw, sql } from '../db/index.ts';
import type { Entity, Field, Schema } from '../schema/index.ts';
import { fieldTypes } from '../schema/index.ts';
import { type Currencies, isTold } from './currencies.ts';
import { malformed } from './errors.ts';
import { parseJson } from './json.ts';
import { planned } from './planned.ts';
import type { Reader } from './read.ts';
import { titleOf } from './select.ts';
import { bind, bindJoint, jointRows, type SlotValues, slot } from './slots.ts';
import type { Actor, Cause, Change, HistoryQuery, Values } from './types.ts';

/** A change to be noted; `before` is null for a new record, `after` for one that goes. */
export interface ChangeRow {
  readonly actor: Actor;
  readonly cause: Cause;
  readonly verb: string;
  readonly entity: string;
  readonly record: string;
  readonly before: Values | null;
  readonly after: Values | null;
}

interface ChangeInsert {
  /** Part of the key of the statement it is put in. */
  readonly key: string;
  readonly sql: () => Sql;
  readonly values: SlotValues;
}

/** All rows of one call share actor, cause, verb and entity, which are therefore sent once. */
export function changeInsert(space: string, rows: readonly ChangeRow[]): ChangeInsert {
  const first = rows[0]!;
  const { actor, cause } = first;
  const shared = [actor.id, actor.name, cause.kind, cause.job ?? null, cause.detail ?? null, first.verb, first.entity];
  const own = [
    rows.map((row) => row.record),
    rows.map((row) => row.before && JSON.stringify(row.before)),
    rows.map((row) => row.after && JSON.stringify(row.after)),
  ];
  if (rows.length === 1)
    return { key: 'one', sql: () => oneChange(space), values: { change: [...shared, ...own.map((column) => column[0] ?? null)] } };
  return { key: 'many', sql: () => manyChanges(space), values: { change: shared, record: own } };
}

const SHARED = ['uuid', 'text', 'text', 'uuid', 'text', 'text', 'text'];
const OWN = ['uuid', 'jsonb', 'jsonb'];

function oneChange(space: string): Sql {
  const { into, head } = changeHead(space);
  const own = OWN.map((type, i) => sql`${slot('change', SHARED.length + i)}::${raw(type)}`);
  return sql`${into} values (${head}, ${sql.join(own, ', ')})`;
}

/** Changes of several who have nothing in common. */
function jointChanges(space: string): Sql {
  const { from, cells, place } = jointRows('change', [...SHARED, ...OWN]);
  return sql`${changeHead(space).into} select ${sql.join(cells, ', ')} from ${from} order by ${place}`;
}

function manyChanges(space: string): Sql {
  const { into, head } = changeHead(space);
  const source = sql`unnest(${slot('record', 0)}::text[], ${slot('record', 1)}::text[], ${slot('record', 2)}::text[]) with ordinality as c("record", "before", "after", n)`;
  return sql`${into} select ${head}, c."record"::uuid, c."before"::jsonb, c."after"::jsonb from ${source} order by c.n`;
}

function changeHead(space: string): { readonly into: Sql; readonly head: Sql } {
  const head = SHARED.map((type, i) => sql`${slot('change', i)}::${raw(type)}`);
  return {
    into: sql`insert into ${sql.identifier(space, 'changes')} ("actor", "actor_name", "cause", "job", "detail", "verb", "entity", "record", "before", "after")`,
    head: sql.join(head, ', '),
  };
}

/** All rows of one call share actor, cause, verb and entity, as those of one statement do. */
export async function insertChanges(reader: Reader, rows: readonly ChangeRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { space } = reader.workspace;
  const insert = changeInsert(space, rows);
  const statement = planned(reader.workspace, `changes|${insert.key}`, () => prepare(insert.sql()));
  if (rows.length > 1) {
    await reader.db.query(bind(statement, insert.values));
    return;
  }
  const make = () => planned(reader.workspace, 'changes|joint', () => prepare(jointChanges(space)));
  const joining = { key: 'changes', own: 'change', rows: [insert.values['change'] as readonly unknown[]], make };
  await reader.db.query(bindJoint(statement, insert.values, joining));
}

/** What the history keeps of values: canonical, without what never leaves the server. */
export function loggable(entity: Entity, names: Iterable<string>, values: Readonly<Values>): Values {
  const kept: Values = {};
  for (const name of names) {
    if (isLogged(entity.fields[name]!)) kept[name] = values[name] ?? null;
  }
  return kept;
}

/** Not what never leaves the server; line items are noted by `diffRows`. */
export function isLogged({ internal, type }: Field): boolean {
  return !internal && !fieldTypes[type]!.sealed && type !== 'children';
}

/** Line items in a change: by row id what differs, null where the row is not. */
export function diffRows(child: Entity, before: readonly Values[], after: readonly Values[]): { before: Values; after: Values } {
  const diff: { before: Values; after: Values } = { before: {}, after: {} };
  const old = new Map(before.map((row, i) => [row['id'] as string, { ...row, position: i + 1 }]));
  after.forEach((row, i) => {
    const id = row['id'] as string;
    const was = old.get(id) as Values | undefined;
    const is: Values = {
      ...loggable(
        child,
        Object.keys(row).filter((name) => name !== 'id' && child.fields[name]),
        row,
      ),
      position: i + 1,
    };
    old.delete(id);
    if (!was) {
      diff.before[id] = null;
      diff.after[id] = is;
      return;
    }
    const names = Object.keys(is).filter((name) => JSON.stringify(was[name] ?? null) !== JSON.stringify(is[name] ?? null));
    if (names.length === 0) return;
    diff.before[id] = pick(was, names);
    diff.after[id] = pick(is, names);
  });
  for (const [id, row] of old) {
    const { id: _, ...rest } = row as Values;
    diff.before[id] = rest;
    diff.after[id] = null;
  }
  return diff;
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

const CHANGE_COLUMNS = ['seq', 'at', 'actor', 'actor_name', 'cause', 'job', 'detail', 'verb', 'entity', 'record', 'before', 'after'];

/** Changes of one record, newest first. Cut to fields the actor may read; references come with titles. */
export async function readHistory(
  reader: Reader,
  records: readonly { readonly entity: string; readonly id: string }[],
  options: HistoryQuery,
): Promise<{ changes: Change[]; next: string | null }> {
  const limit = Math.min(options.limit ?? 50, 500);
  if (options.after && !/^\d{1,18}$/.test(options.after))
    throw malformed(
      '"after" is not a cursor of this history.',
      [{ field: 'after', code: 'bad_cursor', message: 'not a cursor of this history' }],
      'bad_cursor',
    );
  const { fields } = options;
  const statement = planned(reader.workspace, `history|${fields ? 'fields' : ''}`, () => {
    const touched = fields ? sql` and (c."before" ?| ${slot('fields', 0)}::text[] or c."after" ?| ${slot('fields', 0)}::text[])` : sql``;
    const own = sql`c."entity" = i.entity and c."record" = i.id and (${slot('of', 2)}::bigint is null or c."seq" < ${slot('of', 2)}::bigint)${touched}`;
    // A portion of each record, then the newest of them all: either way the index serves.
    const each = sql`select ${changeColumns()} from ${changesTable(reader)} c where ${own} order by c."seq" desc limit ${slot('of', 3)}::int`;
    return prepare(
      sql`select h.* from unnest(${slot('of', 0)}::text[], ${slot('of', 1)}::uuid[]) as i(entity, id), lateral (${each}) h order by h."seq" desc limit ${slot('of', 3)}::int`,
    );
  });
  const of = [records.map(({ entity }) => entity), records.map(({ id }) => id), options.after ?? null, limit + 1];
  const { rows } = await reader.db.query(bind(statement, { of, fields: [fields ?? []] }));
  const changes = await withTitles(reader, rows.slice(0, limit).map(toChange));
  return { changes, next: rows.length > limit ? changes.at(-1)!.id : null };
}

/** Fields that the changes speak of. */
export function namesIn(changes: readonly Change[]): string[] {
  return [...new Set(changes.flatMap(({ before, after }) => [...Object.keys(before ?? {}), ...Object.keys(after ?? {})]))];
}

/** The change that deleted a record: whoever did it may want to take it back at once. Null while the record is there. */
export async function readDeletion(reader: Reader, entity: string, id: string): Promise<string | null> {
  const statement = planned(reader.workspace, 'deletion', () => {
    const where = sql`"entity" = ${slot('of', 0)}::text and "record" = ${slot('of', 1)}::uuid`;
    return prepare(sql`select "seq", "after" is null from ${changesTable(reader)} where ${where} order by "seq" desc limit 1`);
  });
  const { rows } = await reader.db.query(bind(statement, { of: [entity, id] }));
  const [seq, gone] = rows[0] ?? [];
  return gone === 't' && seq ? seq : null;
}

/** With all its values: whoever asks cuts them for who reads. Null where there is none of that number. */
export async function readChange(reader: Reader, seq: string): Promise<Change | null> {
  const statement = planned(reader.workspace, 'change', () =>
    prepare(sql`select ${changeColumns()} from ${changesTable(reader)} where "seq" = ${slot('of', 0)}::bigint`),
  );
  const { rows } = await reader.db.query(bind(statement, { of: [seq] }));
  return rows[0] ? toChange(rows[0]) : null;
}

/** All that one job did, newest first, in pages: the order in which it is undone. */
export async function readJobChanges(reader: Reader, job: string, before: string | null, limit: number): Promise<Change[]> {
  const statement = planned(reader.workspace, 'job-changes', () => {
    const where = sql`"job" = ${slot('of', 0)}::uuid and (${slot('of', 1)}::bigint is null or "seq" < ${slot('of', 1)}::bigint)`;
    return prepare(
      sql`select ${changeColumns()} from ${changesTable(reader)} where ${where} order by "seq" desc limit ${slot('of', 2)}::int`,
    );
  });
  const { rows } = await reader.db.query(bind(statement, { of: [job, before, limit] }));
  return rows.map(toChange);
}

export function changeColumns(): Sql {
  return sql.join(
    CHANGE_COLUMNS.map((name) => sql.identifier(name)),
    ', ',
  );
}

export function changesTable(reader: Reader): Sql {
  return sql.identifier(reader.workspace.space, 'changes');
}

/** @param cells of `changeColumns` */
export function toChange(cells: readonly (string | null)[]): Change {
  const [seq, at, actor, actorName, cause, job, detail, verb, entity, record, before, after] = cells;
  return {
    id: seq!,
    at: `${at!.replace(' ', 'T').replace(/(\.\d{1,3})?\d*\+00$/, (_, fraction: string | undefined) => (fraction ?? '.').padEnd(4, '0'))}Z`,
    actor: { id: actor ?? null, title: actorName ?? '' },
    cause: { kind: cause as Cause['kind'], job: job ?? null, detail: detail ?? null },
    verb: verb!,
    entity: entity!,
    record: record!,
    before: before ? (parseJson(before) as Values) : null,
    after: after ? (parseJson(after) as Values) : null,
  };
}

/** Cut to what the reader may know, with references as `{id, title}`; all changes must be of entities he sees. */
export async function withTitles(reader: Reader, changes: readonly Change[]): Promise<Change[]> {
  const { schema, choices } = reader.rights;
  const wanted = new Map<string, { field: Field; ids: Set<string> }>();
  for (const change of changes) {
    const entity = schema.entities[change.entity]!;
    for (const values of [change.before, change.after]) {
      for (const [name, value] of Object.entries(values ?? {})) {
        const field = entity.fields[name];
        if (!field || !isReference(field)) continue;
        const key = field.to.join();
        const known = wanted.get(key) ?? { field, ids: new Set<string>() };
        for (const id of idsIn(value)) known.ids.add(id);
        wanted.set(key, known);
      }
    }
  }
  const titles = new Map<string, string | null>();
  for (const { field, ids } of wanted.values()) await readTitles(reader, field.to, [...ids], titles);
  return changes.map((change) => ({
    ...change,
    before: present(schema, change, change.before, titles, choices.currencies),
    after: present(schema, change, change.after, titles, choices.currencies),
  }));
}

/** Titles of the records themselves, by id; those that are gone have none. */
export async function readTitlesOf(reader: Reader, changes: readonly Change[]): Promise<ReadonlyMap<string, string | null>> {
  const titles = new Map<string, string | null>();
  const byEntity = Map.groupBy(changes, ({ entity }) => entity);
  for (const [entity, own] of byEntity) await readTitles(reader, [entity], [...new Set(own.map(({ record }) => record))], titles);
  return titles;
}

async function readTitles(reader: Reader, to: readonly string[], ids: readonly string[], into: Map<string, string | null>): Promise<void> {
  if (ids.length === 0) return;
  const statement = planned(reader.workspace, `titles|${reader.rights.key}|${to.join()}`, () => {
    const frame = { schema: reader.rights.schema, space: reader.workspace.space };
    const title = sql`coalesce(${sql.join([...to.map((name) => titleOf(frame, [name], sql`i.id`, null)), sql`null`], ', ')})`;
    return prepare(sql`select i.id, ${title} from unnest(${slot('ids', 0)}::uuid[]) as i(id)`);
  });
  const { rows } = await reader.db.query(bind(statement, { ids: [ids] }));
  for (const [id, title] of rows) into.set(id!, title ?? null);
}

/** Fields this actor may not read do not exist in his history either, nor do amounts in currencies that he may not see. */
function present(
  schema: Schema,
  change: Change,
  values: Values | null,
  titles: ReadonlyMap<string, string | null>,
  currencies: Currencies,
): Values | null {
  if (!values) return null;
  const entity = schema.entities[change.entity]!;
  const shown: Values = {};
  for (const [name, value] of Object.entries(values)) {
    const field = entity.fields[name];
    if (!field || !isTold(schema, entity, field, value, currencies)) continue;
    if (field.type === 'children') shown[name] = presentRows(schema, schema.entities[field.to[0]!]!, value as Values, currencies);
    else shown[name] = isReference(field) ? withTitle(value, titles) : value;
  }
  return shown;
}

function presentRows(schema: Schema, child: Entity, rows: Values, currencies: Currencies): Values {
  const isShown = (name: string, value: unknown) =>
    name === 'position' || (child.fields[name] !== undefined && isTold(schema, child, child.fields[name], value, currencies));

  const shown: Values = {};
  for (const [id, row] of Object.entries(rows))
    shown[id] = row && Object.fromEntries(Object.entries(row).filter(([name, value]) => isShown(name, value)));
  return shown;
}

function withTitle(value: unknown, titles: ReadonlyMap<string, string | null>): unknown {
  if (typeof value === 'string') return { id: value, title: titles.get(value) ?? null };
  if (Array.isArray(value)) return value.map((item) => withTitle(item, titles));
  if (typeof value === 'object' && value !== null && 'id' in value) return { ...value, title: titles.get(String(value.id)) ?? null };
  return value;
}

function isReference(field: Field): boolean {
  return field.type !== 'children' && fieldTypes[field.type]!.expression(field).kind.startsWith('reference');
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value === 'object' && value !== null && 'id' in value) return [String(value.id)];
  return [];
}
