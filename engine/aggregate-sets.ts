// Several questions about the same records, answered in one walk over them: to visit them costs more than to add up.
// See docs/decisions/0261-questions-together.md.

import { prepare, type Sql, sql } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import { checkQuery, columnAt, limitOf, noteSums, ordering } from './aggregate.ts';
import { groupPart, measurePart, nameOf, type Part } from './aggregate-parts.ts';
import { rowsOver, type Terms, termsOver } from './aggregate-terms.ts';
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
import { bind, type Prepared, slot } from './slots.ts';
import type { AggregateQuery, Measure, Values } from './types.ts';
import { epochSql } from './workspace.ts';

type Question = AggregateQuery & { readonly entity: string };

/** PostgreSQL tells at most 31 groups apart; so many questions of so many groups each stay below. */
const MOST_TOGETHER = 6;
const MOST_GROUPS = 5;

/** Which questions, by their place, are best answered together, and which alone. */
export function inWalks(questions: readonly Question[]): number[][] {
  const walks = Map.groupBy(questions.keys(), (at) => walkFor(questions[at]!) ?? at);
  const worth = [...walks.values()].flatMap((walk) => (walk.every((at) => isCount(questions[at]!)) ? walk.map((at) => [at]) : [walk]));
  return worth.flatMap((walk) =>
    Array.from({ length: Math.ceil(walk.length / MOST_TOGETHER) }, (_, at) => walk.slice(at * MOST_TOGETHER, (at + 1) * MOST_TOGETHER)),
  );
}

/** A mere count is often told by an index, which is faster than a walk; it joins one that is taken anyway. */
function isCount({ measures }: Question): boolean {
  return measures.every(({ fn, field, where, per }) => fn === 'count' && !field && !where && !per);
}

/** Null: alone. How words are looked for depends on how common they are. */
function walkFor({ entity, filter, q, over, asOf, reporting, groupBy = [] }: Question): string | null {
  if (q || groupBy.length > MOST_GROUPS) return null;
  return JSON.stringify([entity, filter ?? null, over ?? null, asOf ?? null, reporting ?? false]);
}

/** What `aggregate` answers to each of them. @param queries of one walk @throws Refusal for all when one is refused */
export async function aggregateTogether(current: Reader, entityName: string, queries: readonly AggregateQuery[]): Promise<Values[][]> {
  const [first] = queries as readonly [AggregateQuery];
  const reader = readerAsOf(first.reporting ? reportReader(current) : current, first.asOf);
  const entity = readable(reader.rights, entityName);
  const filter = readFilter(reader.workspace, reader.rights, entity, first.filter);
  for (const query of queries) checkQuery(query);
  const words = JSON.stringify([first.over ?? '', queries.map(({ groupBy, measures, sort }) => [groupBy ?? [], measures, sort ?? ''])]);
  const key = `together|${howRead(reader)}|${reader.rights.key}|${entityName}|${filter?.shape ?? ''}|${words}`;
  const plan = planned(reader.workspace, key, () => planTogether(reader, entity, queries, filter));
  const { rows } = await reader.db.query(bind(plan.statement, { ...slotValues(reader, filter, []), limit: queries.map(limitOf) }));
  await checkEpoch(reader, rows[0]?.[0]);
  return queries.map((query, at) => {
    const own = rows.filter(([, question]) => question === String(at));
    noteSums(reader, entity, query, own.length);
    return own.map((cells) => Object.fromEntries(plan.answers[at]!.map(({ name, part, cell }) => [name, part.read(cells, cell)])));
  });
}

interface Plan {
  readonly statement: Prepared;
  /** Of each question. */
  readonly answers: readonly (readonly Placed[])[];
}

/** A part of an answer, and where its cells begin. */
interface Placed {
  readonly name: string;
  readonly part: Part;
  readonly cell: number;
}

/**
 * All groups are made at once, as grouping sets; then each question takes those of its set, in its own order. What is grouped by stands
 * beside the record as columns, because the same expression written twice would hold different parameters.
 */
function planTogether(reader: Reader, entity: Entity, queries: readonly AggregateQuery[], filter: Filter | null): Plan {
  const frame = frameOf(reader, entity, 'view', 't', true);
  const { over: rows } = queries[0]!;
  const over = rows ? rowsOver(frame, entity, rows) : null;
  const terms: Terms = termsOver(reader.rights, frame, entity, over);
  const groups = new Map(queries.flatMap(({ groupBy = [] }) => groupBy).map((text) => [text, groupPart(terms, text)]));
  const measures = new Map(queries.flatMap((query) => query.measures).map((measure) => [wordsOf(measure), measurePart(terms, measure)]));
  const keys = [...groups.keys()];
  const keyAt = (text: string) => columnAt(keys.indexOf(text));

  const values = keys.map((text) => sql`${groups.get(text)!.columns[0]!} as ${keyAt(text)}`);
  const beside = keys.length > 0 ? sql` cross join lateral (select ${sql.join(values, ', ')}) k` : sql.blank;
  const named = keys.map((text) => sql`k.${keyAt(text)}`);
  const sets = new Map(
    queries.map(({ groupBy = [] }) => [
      setOf(keys, groupBy),
      sql`(${sql.join(
        groupBy.map((text) => sql`k.${keyAt(text)}`),
        ', ',
      )})`,
    ]),
  );
  const amounts = [...measures.values()]
    .flatMap(({ columns }) => columns)
    .map((column, at) => sql`${column} as ${columnAt(keys.length + at)}`);
  const which = keys.length > 0 ? sql`grouping(${sql.join(named, ', ')})` : sql`0`;
  const from = sql`${frame.table} ${frame.joins.render()}${over ? over.render() : sql.blank}${beside}`;
  const conditions = and([...frame.conditions, ...filterConditions(frame, filter, [])]);
  const made = sql`select ${sql.join([sql`${which} as which`, ...named, ...amounts], ', ')} from ${from} where ${conditions} group by grouping sets (${sql.join([...sets.values()], ', ')})`;

  const questions = queries.map((query, at) => {
    let [column, cell] = [0, 2];
    const shown: Sql[] = [epochSql(frame.space), sql.literal(at)];
    const places = new Map<string, { cell: number; first: Sql }>();
    for (const [text, part] of [...groups, ...measures]) {
      const cells = part.columns.map(() => sql`g.${columnAt(column++)}`);
      places.set(text, { cell, first: cells[0]! });
      // Only groups of the question itself have a title to look up.
      const title = part.title && (query.groupBy?.includes(text) ? part.title(cells[0]!) : sql`null::text`);
      shown.push(...cells, ...(title ? [title] : []));
      cell = shown.length;
    }
    const own = [
      ...(query.groupBy ?? []).map((text) => ({ name: text, part: groups.get(text)!, ...places.get(text)! })),
      ...query.measures.map((measure) => ({
        name: nameOf(measure),
        part: measures.get(wordsOf(measure))!,
        ...places.get(wordsOf(measure))!,
      })),
    ];
    const order = ordering(
      query,
      own.map(({ name, first }) => [name, first]),
      own.slice(0, query.groupBy?.length ?? 0).map(({ first }) => first),
    );
    const taken = sql`select ${sql.join(shown, ', ')} from g where g.which = ${sql.literal(setOf(keys, query.groupBy ?? []))} ${order} limit ${slot('limit', at)}::int`;
    return { own, taken: sql`(${taken})` };
  });
  const all = sql.join(
    questions.map(({ taken }) => taken),
    ' union all ',
  );
  return { statement: prepare(frame.finish(all, [sql`g as materialized (${made})`])), answers: questions.map(({ own }) => own) };
}

/** As GROUPING() tells it: a bit for each key that is not in the set. */
function setOf(keys: readonly string[], groupBy: readonly string[]): number {
  return keys.reduce((bits, key) => bits * 2 + (groupBy.includes(key) ? 0 : 1), 0);
}

/** Equal for measures that are the same but for their name. */
function wordsOf({ fn, field, where, per }: Measure): string {
  return JSON.stringify([fn, field ?? '', where ?? '', per ? wordsOf(per) : '']);
}
