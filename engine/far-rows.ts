// Jumps: from the number of a row to the cursor of that row. Walking there compares and counts every row on the way.
//
// Far down, all rows are counted once, in a hundred ranges of what they are sorted by, which PostgreSQL does on several processors and in
// no order. From then on one walks within a range only, until too much has changed. See docs/decisions/0260-far-rows.md.

import { hash } from 'node:crypto';
import type { Rows, Sql } from '../db/index.ts';
import { compile, prepare, raw, sql } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import type { Filter } from './filter.ts';
import { type Key, orderBy, orderKeys, writeCursor } from './order.ts';
import { planned } from './planned.ts';
import { and, checkEpoch, filterConditions, frameOf, howRead, orderFrame, type Reader, rowsInTable, slotValues } from './read.ts';
import type { Term } from './search-condition.ts';
import { bind, type Prepared, type SlotValues, slot } from './slots.ts';
import type { Verb } from './types.ts';
import { epochSql } from './workspace.ts';

/** Walking less far costs less than counting all. */
const FAR = 20_000;
const RANGES = 100;
/** Rows that are looked at to tell where ranges of about equal size begin. */
const SAMPLE = 10_000;
/** Changes in the workspace, by which numbers may be out, until all is counted again. */
const MOST_CHANGES = 100;

/** The rows that are numbered. */
export interface Numbered {
  readonly entity: Entity;
  readonly verb: Verb;
  readonly sort: string;
  readonly filter: Filter | null;
  readonly terms: readonly Term[];
}

/** Where a range of rows begins; before it lie `position` rows. */
interface Mark {
  readonly position: number;
  readonly from: 'value' | 'filled' | 'empty';
  /** The lowest of its values; in falling order, what all of them are below. */
  readonly value: string | null;
}

interface Counted {
  readonly marks: readonly Mark[];
  /** What was visible to who counted. */
  readonly snapshot: string;
}

/** The cursor of the row with that number, counted from 1; null where there are not so many. */
export async function cursorOfRow(reader: Reader, rows: Numbered, number: number): Promise<string | null> {
  if (number >= FAR && isCountable(reader, rows)) {
    const found = await walkInRange(reader, rows, number);
    if (found) return found;
  }
  const top = walk(reader, rows, 'top');
  return cursorIn(reader, top, await reader.db.query(bind(top.statement, { ...valuesOf(reader, rows), limit: [number - 1] })));
}

/** Rows of then are costly to put together, words have an index of their own, and only a table itself can be sampled. */
function isCountable(reader: Reader, { entity, verb, terms }: Numbered): boolean {
  return terms.length === 0 && frameOf(reader, entity, verb).tables === undefined;
}

/** Null: not found in this way. */
async function walkInRange(reader: Reader, rows: Numbered, number: number): Promise<string | null> {
  const lists = reader.workspace.counted;
  const key = keyOf(reader, rows);
  const known = lists.get(key) as Counted | undefined;
  if (known) {
    const { cursor, changes } = await walkFrom(reader, rows, known, number);
    if (changes <= MOST_CHANGES) return cursor;
  }
  const counted = await count(reader, rows);
  if (!counted) return null;
  lists.set(key, counted);
  return (await walkFrom(reader, rows, counted, number)).cursor;
}

/** With the number of changes since it was counted, asked in the same round trip. */
async function walkFrom(reader: Reader, rows: Numbered, { marks, snapshot }: Counted, number: number) {
  const at = marks.findLastIndex(({ position }) => position < number);
  const mark = marks[at]!;
  const end = marks[at + 1]?.value ?? null;
  const values = { ...valuesOf(reader, rows), mark: [mark.value], end: [end], limit: [number - mark.position - 1] };
  const within = walk(reader, rows, mark.from, end !== null && isBehindReference(reader, rows));
  const [found, changed] = await reader.db.queryAll([bind(within.statement, values), changesSince(reader, snapshot)]);
  const cursor = await cursorIn(reader, within, found!);
  const changes = Number(changed!.rows[0]![0]);
  if (cursor || !within.bounded) return { cursor, changes };
  // So many rows left the range since it was counted that the wanted one lies behind it.
  const on = walk(reader, rows, mark.from);
  return { cursor: await cursorIn(reader, on, await reader.db.query(bind(on.statement, values))), changes };
}

/** Rows sorted by what stands in another table: without an end of the range all of them behind it would be joined and sorted. */
function isBehindReference(reader: Reader, { entity, verb, sort }: Numbered): boolean {
  const { path } = orderKeys(orderFrame(frameOf(reader, entity, verb)), entity, sort)[0]!;
  return path.includes('.') || entity.fields[path]!.to.length > 0;
}

function changesSince(reader: Reader, snapshot: string) {
  const { workspace } = reader;
  const statement = planned(workspace, 'far|changes', () => {
    const then = sql`${slot('of', 0)}::text::pg_snapshot`;
    const unseen = sql`"tx" >= pg_snapshot_xmin(${then}) and not pg_visible_in_snapshot("tx", ${then})`;
    const few = sql`select from ${sql.identifier(workspace.space, 'changes')} where ${unseen} limit ${sql.literal(MOST_CHANGES + 1)}`;
    return prepare(sql`select count(*) from (${few}) few`);
  });
  return bind(statement, { of: [snapshot] });
}

interface Walk {
  readonly statement: Prepared;
  readonly keys: readonly Key[];
  /** It ends where the next range begins. */
  readonly bounded: boolean;
}

function walk(reader: Reader, rows: Numbered, from: 'top' | Mark['from'], bounded = false): Walk {
  return planned(reader.workspace, `far|${from}|${bounded}|${shapeOf(reader, rows)}`, () => {
    const { keys, list, finish, space } = framed(reader, rows);
    const within = [...(from === 'top' ? [] : [beginning(keys[0]!, from)]), ...(bounded ? [ending(keys[0]!)] : [])];
    const columns = sql.join([epochSql(space), ...keys.map(({ value }) => sql`(${value})::text`)], ', ');
    const place = sql`order by ${orderBy(keys)} limit 1 offset ${slot('limit', 0)}::bigint`;
    // With words the plan depends on how common they are: such a statement is planned at each run.
    const ready = rows.terms.length > 0 ? compile : prepare;
    return { keys, bounded, statement: ready(finish(sql`select ${columns} from ${list(within)} ${place}`)) };
  });
}

/** True of what lies there and behind, up to the rows without a value where it begins before them: they compare as neither. */
function beginning({ value, type, descending }: Key, from: Mark['from']): Sql {
  if (from === 'empty') return sql`${value} is null`;
  if (from === 'filled') return sql`${value} is not null`;
  return sql`${value} ${raw(descending ? '<' : '>=')} ${slot('mark', 0)}::${raw(type)}`;
}

function ending({ value, type, descending }: Key): Sql {
  return sql`${value} ${raw(descending ? '>=' : '<')} ${slot('end', 0)}::${raw(type)}`;
}

async function cursorIn(reader: Reader, { keys }: Walk, { rows: [row] }: Rows): Promise<string | null> {
  await checkEpoch(reader, row?.[0]);
  return row ? writeCursor(keys, row.slice(1)) : null;
}

/** Null where there is nothing that would part the rows. */
async function count(reader: Reader, rows: Numbered): Promise<Counted | null> {
  const starts = await sample(reader, rows);
  if (starts.length === 0) return null;
  const { statement, descending } = planned(reader.workspace, `far|count|${shapeOf(reader, rows)}`, () => {
    const { keys, list, finish, space } = framed(reader, rows);
    const { value, type, descending } = keys[0]!;
    const ranges = sql`select width_bucket(${value}, ${slot('starts', 0)}::${raw(type)}[]) as range, count(*) as size from ${list([])} group by 1`;
    const columns = sql`${epochSql(space)}, pg_current_snapshot(), ranges.range, ranges.size`;
    return { statement: prepare(finish(sql`select ${columns} from (${ranges}) ranges`)), descending };
  });
  const { rows: found } = await reader.db.query(bind(statement, { ...valuesOf(reader, rows), starts: [starts] }));
  await checkEpoch(reader, found[0]?.[0]);
  if (!found[0]) return null;
  const sizes = new Map(found.map(([, , range, size]) => [range ?? 'empty', Number(size)]));
  return { marks: marksOf(starts, sizes, descending), snapshot: found[0][1]! };
}

/** The values with which ranges begin, rising. What lies below the first is a range too. */
async function sample(reader: Reader, rows: Numbered): Promise<string[]> {
  const statement = planned(reader.workspace, `far|sample|${shapeOf(reader, rows)}`, () => {
    const { keys, list, finish } = framed(reader, rows, sql` tablesample system (${slot('share', 0)}::real)`);
    const key = keys[0]!;
    return prepare(finish(sql`select (${key.value})::text from ${list([beginning(key, 'filled')])} order by ${key.value}`));
  });
  const share = Math.min(100, (100 * SAMPLE) / Math.max(1, await rowsInTable(reader, rows.entity)));
  const { rows: found } = await reader.db.query(bind(statement, { ...valuesOf(reader, rows), share: [share] }));
  const starts = Array.from({ length: RANGES - 1 }, (_, at) => found[Math.floor(((at + 1) * found.length) / RANGES)]?.[0]);
  return [...new Set(starts.filter((value) => typeof value === 'string'))];
}

/** Ranges in the order of the list. Rows without a value stand last in a rising order, first in a falling one. */
function marksOf(starts: readonly string[], sizes: ReadonlyMap<string, number>, descending: boolean): Mark[] {
  const ranges = [...starts.keys(), starts.length].map(String);
  const order = descending ? ['empty', ...ranges.reverse()] : [...ranges, 'empty'];
  let position = 0;
  return order.map((range) => {
    const value = starts[Number(range) - (descending ? 0 : 1)] ?? null;
    const mark: Mark = { position, from: range === 'empty' ? 'empty' : value === null ? 'filled' : 'value', value };
    position += sizes.get(range) ?? 0;
    return mark;
  });
}

function framed(reader: Reader, { entity, verb, sort, filter, terms }: Numbered, sampling: Sql = sql.blank) {
  const frame = frameOf(reader, entity, verb);
  const keys = orderKeys(orderFrame(frame), entity, sort);
  const conditions = [...frame.conditions, ...filterConditions(frame, filter, terms)];
  const list = (more: readonly Sql[]) => sql`${frame.table}${sampling} ${frame.joins.render()} where ${and([...conditions, ...more])}`;
  return { keys, list, finish: frame.finish, space: frame.space };
}

function valuesOf(reader: Reader, { filter, terms }: Numbered): SlotValues {
  return slotValues(reader, filter, terms);
}

function shapeOf(reader: Reader, { entity, verb, sort, filter, terms }: Numbered): string {
  return [howRead(reader), reader.rights.key, entity.name, verb, sort, filter?.shape ?? '', terms.map(({ mode }) => mode).join()].join('|');
}

/** Lists with the same key hold the same rows for whoever asks: what is bound, such as who asks and whose records he sees, is part of it. */
function keyOf(reader: Reader, rows: Numbered): string {
  const { statement } = walk(reader, rows, 'top');
  const { values } = bind(statement, { ...valuesOf(reader, rows), limit: [0] });
  const { rights, schema } = reader.rights.epoch;
  return hash('sha1', JSON.stringify([rights, schema, shapeOf(reader, rows), values]), 'base64url');
}
