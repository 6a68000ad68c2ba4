// The activity log (row PX-36): changes of all that the reader reaches, newest first.
//
// Changes of a noun are found by the index over noun and time, those of a person by the one over person and time. What no index
// knows (how, which words, records of a narrowed reach) is looked for in stretches of time that grow, each of which ends in a place
// one can go on from: a page takes as long with millions of rows as with few, and where little is found in the time it has, it says
// how far back it looked.

import { prepare, type Sql, sql } from '../../db/index.ts';
import { type Entity, fold } from '../../schema/index.ts';
import { readInstant } from '../as-of.ts';
import { changeColumns, changesTable, namesIn, readTitlesOf, toChange, withTitles } from '../changes.ts';
import { planned } from '../planned.ts';
import { checkEpoch, type Reader, scopeCondition } from '../read.ts';
import { noteReading } from '../reading.ts';
import { titleOf } from '../select.ts';
import { bind, environment, type Prepared, type SlotValues, slot } from '../slots.ts';
import type { Change, Verb } from '../types.ts';
import { checkIds, entitiesOf, type LogQuery, limitOf, needlesOf, type Place, placeOf, writePlace } from './query.ts';
import { summaryOf } from './summary.ts';

export interface LogEntry extends Change {
  /** Of the record today; null where it is gone. */
  readonly title?: string;
  readonly summary: string;
}

/** `next` goes into the next call as `after`; null: that was all. */
export interface LogPage {
  readonly entries: readonly LogEntry[];
  readonly next: string | null;
  /** Where there is more: down to where was looked. */
  readonly reached: string | null;
}

/** Milliseconds after which a page ends with what it has. */
const PATIENCE = 1000;
/** Changes of each noun, or of the person who is asked for, in the first stretch. */
const STRETCH = 2000;

/** Nouns reached in part that are asked for without finding out first which of them have changes. */
const FEW = 3;

interface Search {
  readonly reader: Reader;
  readonly query: LogQuery;
  readonly entities: readonly Entity[];
  readonly verb: Verb;
  readonly from: string;
  readonly needles: readonly string[];
}

/**
 * A page of what the reader may know.
 * @param verb `export`: only what may be exported too
 * @throws Refusal 400 and 403 for what is asked, 404 for an unknown noun
 */
export async function readLog(reader: Reader, query: LogQuery, verb: Verb = 'view'): Promise<LogPage> {
  await checkEpoch(reader, null);
  checkIds(query);
  const needles = query.q?.trim() ? needlesOf(reader.rights.schema, query.q) : [];
  const from = query.from === undefined ? '-infinity' : readInstant(query.from);
  const search: Search = { reader, query, entities: entitiesOf(reader.rights, query, verb), verb, from, needles };
  const limit = limitOf(query);
  const until = Date.now() + PATIENCE;
  const entries: { entry: LogEntry; place: Place }[] = [];
  let place: Place | null = placeOf(query);
  for (let stretch = STRETCH; place && entries.length <= limit; stretch *= 4) {
    const floor: string | null = isNarrow(search) ? await floorOf(search, place, stretch) : null;
    const rows = await rowsOf(search, place, floor ?? from, limit + 1);
    entries.push(...(await shownOf(search, rows)));
    if (rows.length > limit) place = placeAt(rows.at(-1)!);
    else place = floor === null ? null : { at: floor, seq: null };
    if (Date.now() > until) break;
  }
  if (entries.length > limit) {
    entries.length = limit;
    place = entries.at(-1)!.place;
  }
  noteEntries(
    search,
    entries.map(({ entry }) => entry),
  );
  return { entries: entries.map(({ entry }) => entry), next: place && writePlace(place), reached: place && isoOf(place.at) };
}

function noteEntries({ reader, query }: Search, entries: readonly LogEntry[]): void {
  for (const [name, own] of Map.groupBy(entries, ({ entity }) => entity))
    noteReading(reader, reader.rights.schema.entities[name]!, namesIn(own), {
      ...{ way: 'log', record: null, asked: query.q ?? null, count: own.length, page: query.after ?? '' },
    });
}

/** Whether only some of the changes that the index finds are asked for. */
function isNarrow(search: Search): boolean {
  const { actor, verbs, causes } = search.query;
  if (isOfFew(search.query)) return false;
  if (actor !== undefined || verbs?.length || causes?.length || search.needles.length > 0) return true;
  return search.entities.some((entity) => !isWhole(search, entity));
}

function isWhole(search: Search, entity: Entity): boolean {
  return reachOf(search, entity, sql`r`) === null;
}

/** The time down to which no noun, or the person who is asked for, has more than `stretch` changes; null: all have fewer. */
async function floorOf(search: Search, place: Place, stretch: number): Promise<string | null> {
  const { reader, entities, query } = search;
  const isOfPerson = query.actor !== undefined;
  const statement = planned(reader.workspace, `log-floor|${isOfPerson}`, () => {
    const [at, seq, from, sought, offset] = [0, 1, 2, 3, 4].map((i) => slot('of', i));
    const bounds = sql`c."at" >= ${from!}::timestamptz and c."at" <= ${at!}::timestamptz and (c."at" < ${at!}::timestamptz or ${seq!}::bigint is not null)`;
    const of = isOfPerson ? sql`c."actor" = e.id::uuid` : sql`c."entity" = e.id`;
    const each = sql`select c."at" from ${changesTable(reader)} c where ${of} and ${bounds} order by c."at" desc offset ${offset!}::bigint limit 1`;
    return prepare(sql`select max(f."at")::text from unnest(${sought!}::text[]) e(id), lateral (${each}) f`);
  });
  const sought = query.actor === undefined ? entities.map(({ name }) => name) : [query.actor.toLowerCase()];
  const { rows } = await reader.db.query(bind(statement, { of: [place.at, place.seq, search.from, sought, stretch] }));
  return rows[0]?.[0] ?? null;
}

type Cells = readonly (string | null)[];

async function rowsOf(search: Search, place: Place, floor: string, limit: number): Promise<readonly Cells[]> {
  const { reader, query, needles } = search;
  const { record, actor, job, verbs, causes } = query;
  const names = search.entities.map(({ name }) => name);
  const ids = [record, actor, job].map((id) => id?.toLowerCase());
  const of = [place.at, place.seq, floor, limit, ...ids, verbs, causes, needles, names];
  const values = { of, bind: environment(reader.rights), literal: [] };
  const kind = [...ids, verbs?.length, causes?.length, needles.length].map((one) => (one ? 1 : 0)).join('');
  const key = `${reader.rights.key}|${search.verb}|${kind}|${names.join()}`;
  const parts = planned(reader.workspace, `log-parts|${key}`, () => partsOf(search));
  const others = parts.others.length > FEW ? await changedAmong(search, parts.others, values) : parts.others;
  if (parts.whole.length + others.length === 0) return [];
  const make = () => prepare(statementOf(search, { ...parts, others }));
  // Which nouns have changes differs from page to page: such statements are not kept.
  const statement = others === parts.others ? planned(reader.workspace, `log|${key}`, make) : make();
  return (await reader.db.query(bind(statement, values))).rows;
}

/** Those of which there are changes in the stretch. */
async function changedAmong(search: Search, entities: readonly Entity[], values: SlotValues): Promise<readonly Entity[]> {
  const { rows } = await search.reader.db.query(bind(nounsStatement(search), values));
  const changed = new Set(rows.map(([name]) => name));
  return entities.filter(({ name }) => changed.has(name));
}

interface Parts {
  readonly whole: readonly Entity[];
  /** Reached in part, or looked through for words: each has a part of the statement of its own, which costs before it has read anything. */
  readonly others: readonly Entity[];
}

function partsOf(search: Search): Parts {
  const whole = search.needles.length > 0 ? [] : search.entities.filter((entity) => isWhole(search, entity));
  return { whole, others: search.entities.filter((entity) => !whole.includes(entity)) };
}

function nounsStatement(search: Search): Prepared {
  const { reader, query } = search;
  const sought = [query.record, query.actor, query.job].map((one) => (one ? 1 : 0)).join('');
  return planned(reader.workspace, `log-nouns|${sought}`, () => {
    const conditions = sql.join(boundsOf(search), ' and ');
    if (Number(sought) > 0) return prepare(sql`${ofPerson(search)}select distinct c."entity" from ${source(search)} c where ${conditions}`);
    const some = sql`select from ${source(search)} c where c."entity" = e.name and ${conditions}`;
    return prepare(sql`select e.name from unnest(${slot('of', 10)}::text[]) e(name) where exists (${some})`);
  });
}

function statementOf(search: Search, { whole, others }: Parts): Sql {
  const parts = others.map(
    (entity) => sql`(${portion(search, [sql`c."entity" = ${sql.literal(entity.name)}`, ...ofRecord(search, entity)])})`,
  );
  if (whole.length > 0) {
    const names = sql.join(
      whole.map(({ name }) => sql.literal(name)),
      ', ',
    );
    const each = portion(search, [sql`c."entity" = e.name`]);
    parts.push(sql`(select h.* from unnest(array[${names}]) e(name), lateral (${each}) h)`);
  }
  return sql`${ofPerson(search)}select h.* from (${sql.join(parts, ' union all ')}) h order by h."at" desc, h."seq" desc limit ${slot('of', 3)}::int`;
}

/** The newest changes that fit. */
function portion(search: Search, own: readonly Sql[]): Sql {
  const conditions = sql.join([...own, ...conditionsOf(search)], ' and ');
  return sql`select ${changeColumns()} from ${source(search)} c where ${conditions} order by c."at" desc, c."seq" desc limit ${slot('of', 3)}::int`;
}

/** A stretch of a person's changes, found once by the index over person and time for whatever else is asked of them. */
function ofPerson({ reader, query }: Search): Sql {
  if (query.actor === undefined || isOfFew(query)) return sql``;
  const stretch = sql`"actor" = ${slot('of', 5)}::uuid and "at" >= ${slot('of', 2)}::timestamptz and "at" <= ${slot('of', 0)}::timestamptz`;
  return sql`with "own" as materialized (select * from ${changesTable(reader)} where ${stretch}) `;
}

function isOfFew({ record, job }: LogQuery): boolean {
  return record !== undefined || job !== undefined;
}

/** A record's or job's changes are few, and have an index of their own, which the planner shall take. */
function source({ reader, query }: Search): Sql {
  if (query.actor !== undefined && !isOfFew(query)) return sql.identifier('own');
  const changes = changesTable(reader);
  if (query.record !== undefined) return sql`(select * from ${changes} where "record" = ${slot('of', 4)}::uuid offset 0)`;
  if (query.job !== undefined) return sql`(select * from ${changes} where "job" = ${slot('of', 6)}::uuid offset 0)`;
  return changes;
}

function conditionsOf(search: Search): Sql[] {
  const { verbs, causes } = search.query;
  return [
    ...boundsOf(search),
    ...(verbs?.length ? [sql`c."verb" = any(${slot('of', 7)}::text[])`] : []),
    ...(causes?.length ? [sql`c."cause" = any(${slot('of', 8)}::text[])`] : []),
  ];
}

function boundsOf({ query }: Search): Sql[] {
  const [at, seq, floor] = [slot('of', 0), slot('of', 1), slot('of', 2)];
  const bounds = sql`c."at" >= ${floor}::timestamptz and c."at" <= ${at}::timestamptz and (c."at" < ${at}::timestamptz or c."seq" < ${seq}::bigint)`;
  return [
    bounds,
    ...(query.job === undefined ? [] : [sql`c."job" = ${slot('of', 6)}::uuid`]),
    ...(query.actor === undefined ? [] : [sql`c."actor" = ${slot('of', 5)}::uuid`]),
  ];
}

/** What the record of a change must be: in reach, and with the text in its title where the change itself has none of it. */
function ofRecord(search: Search, entity: Entity): Sql[] {
  const { reader, needles } = search;
  const row = sql.identifier('r');
  const reach = reachOf(search, entity, row);
  const table = sql.identifier(reader.workspace.space, entity.name);
  const conditions = reach ? [sql`exists (select from ${table} ${row} where ${row}."id" = c."record" and (${reach}))`] : [];
  if (needles.length === 0) return conditions;
  const frame = { schema: reader.rights.schema, space: reader.workspace.space };
  const title = titleOf(frame, [entity.name], sql`c."record"`, null);
  const cells = sql`concat_ws(' ', c."verb", c."actor_name", c."before"::text, c."after"::text, ${title})`;
  const said = sql`(select kontor.fold(${cells}) as text offset 0) s`;
  return [...conditions, sql`exists (select from ${said}, unnest(${slot('of', 9)}::text[]) n(text) where position(n.text in s.text) > 0)`];
}

function reachOf({ reader, verb }: Search, entity: Entity, row: Sql): Sql | null {
  const reaches = (verb === 'view' ? [verb] : (['view', verb] as const)).flatMap((one) => scopeCondition(reader, entity, row, one) ?? []);
  return reaches.length === 0 ? null : sql`(${sql.join(reaches, ') and (')})`;
}

/** Cut to what the reader may read; changes of which nothing is left are left out, and those that do not say what was asked for. */
async function shownOf(search: Search, rows: readonly Cells[]): Promise<{ entry: LogEntry; place: Place }[]> {
  const { reader, query, needles } = search;
  const { schema } = reader.rights;
  const stored = rows.map(toChange);
  const changes = await withTitles(reader, stored);
  const titles = await readTitlesOf(reader, changes);
  const asked = fold(query.q?.trim() ?? '');
  return changes.flatMap((change, i) => {
    if (isEmptied(stored[i]!, change)) return [];
    const title = titles.get(change.record) ?? lastTitle(search, change);
    const summary = summaryOf(schema, change);
    const said = [title ?? '', change.actor.title, change.verb, summary].join(' ');
    if (needles.length > 0 && !fold(said).includes(asked)) return [];
    return [{ entry: { ...change, ...(title ? { title } : {}), summary }, place: placeAt(rows[i]!) }];
  });
}

function isEmptied(stored: Change, shown: Change): boolean {
  const count = ({ before, after }: Change) => Object.keys(before ?? {}).length + Object.keys(after ?? {}).length;
  return count(stored) > 0 && count(shown) === 0;
}

/** Of a record that is gone, where its change has it. */
function lastTitle({ reader }: Search, { entity, before, after }: Change): string | undefined {
  const { title } = reader.rights.schema.entities[entity]!;
  const parts = title.map((name) => before?.[name] ?? after?.[name]).filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(' ') : undefined;
}

function placeAt(cells: Cells): Place {
  return { at: String(cells[1]), seq: String(cells[0]) };
}

function isoOf(at: string): string | null {
  return at.includes('infinity') ? null : new Date(`${at.replace(' ', 'T').replace('+00', '')}Z`).toISOString();
}
