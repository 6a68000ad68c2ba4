// Running numbers without gaps or repeats: the counter's row stays locked until the write that took the number commits.

import { prepare, sql } from '../db/index.ts';
import type { Entity, Numbering } from '../schema/index.ts';
import { numberingOf, printNumber } from '../schema/index.ts';
import { todayOf } from './day.ts';
import type { Item } from './draft.ts';
import { partsOf } from './entity-parts.ts';
import { foretell, hold } from './foretold.ts';
import { planned } from './planned.ts';
import type { Reader } from './read.ts';
import type { Writer } from './records.ts';
import { bind, slot } from './slots.ts';

/** Numbers new records that have none, and what hooks asked for; a number that was given (by an import) is kept. */
export async function takeNumbers(writer: Writer, entity: Entity, items: readonly Item[]): Promise<void> {
  const waiting = new Map<string, { numbering: Numbering; takers: { item: Item; field: string }[] }>();
  const add = (item: Item, field: string, of: Counted, numbering: Numbering) => {
    const key = counterOf(of, numbering);
    const known = waiting.get(key) ?? { numbering, takers: [] };
    known.takers.push({ item, field });
    waiting.set(key, known);
  };
  for (const { name, pattern } of partsOf(entity, writer.workspace.state.schema).numbered) {
    const unnumbered = items.filter(({ verb, values }) => verb === 'create' && !values[name]);
    if (unnumbered.length === 0) continue;
    const numbering = numberingOf(pattern!, todayOf(writer));
    for (const item of unnumbered) add(item, name, { entity: entity.name, field: name }, numbering);
  }
  for (const item of items)
    for (const [field, { series, pattern, date }] of item.numbers) add(item, field, { series }, numberingOf(pattern, date));
  // In one order: two writes that take of several series would wait for each other.
  for (const [key, { numbering, takers }] of [...waiting].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = (await foretell(writer, key, takers.length)) ?? (await ask(writer, key, takers.length));
    const first = last - takers.length + 1;
    takers.forEach(({ item, field }, i) => {
      item.values[field] = printNumber(numbering, first + i);
      item.changed.add(field);
    });
  }
}

/** The counter tells, and stays with this transaction until its end. */
async function ask(writer: Writer, key: string, by: number): Promise<number> {
  hold(writer, key);
  return countUp(writer, key, by);
}

/** Takes numbers of records that are deleted back: only the last ones of a series, all together, or none of them. */
export async function returnNumbers(reader: Reader, items: readonly Item[]): Promise<void> {
  const series = new Map<string, { item: Item; field: string; count: number }[]>();
  for (const item of items)
    for (const [field, { series: name, pattern, date }] of item.returned) {
      const numbering = numberingOf(pattern, date);
      const key = counterOf({ series: name }, numbering);
      series.set(key, [...(series.get(key) ?? []), { item, field, count: countOf(numbering, String(item.old?.[field])) }]);
    }
  for (const [key, givers] of [...series].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const counts = givers.map(({ count }) => count);
    const last = Math.max(...counts);
    const isRow = new Set(counts).size === counts.length && last - Math.min(...counts) + 1 === counts.length;
    if (isRow && (await countDown(reader, key, last, counts.length))) continue;
    for (const { item, field } of givers)
      item.refuse(field, 'not_last', 'Later numbers of its series are given away: it would be missing.');
  }
}

/** NaN where the number is none of the series. */
function countOf({ prefix, suffix }: Numbering, number: string): number {
  const isOurs = number.startsWith(prefix) && number.endsWith(suffix);
  return isOurs ? Number(number.slice(prefix.length, number.length - suffix.length)) : Number.NaN;
}

/** False where `last` is not the last number any more. */
async function countDown(reader: Reader, key: string, last: number, by: number): Promise<boolean> {
  const statement = planned(reader.workspace, 'count-down', () => {
    const counters = sql.identifier(reader.workspace.space, 'counters');
    return prepare(
      sql`update ${counters} set "value" = "value" - ${slot('give', 2)}::bigint where "key" = ${slot('give', 0)}::text and "value" = ${slot('give', 1)}::bigint`,
    );
  });
  const { count } = await reader.db.query(bind(statement, { give: [key, last, by] }));
  return count === 1;
}

/** What is counted: a field of a noun, or a series that hooks take from. */
type Counted = { readonly entity: string; readonly field: string } | { readonly series: string };

/** Each text before the digits counts by itself. */
export function counterOf(of: Counted, { prefix }: Numbering): string {
  return 'series' in of ? `series.${of.series}.${prefix}` : `${of.entity}.${of.field}.${prefix}`;
}

/** The last of the numbers taken; with 0 the last that was given, which nobody raises before the write has committed. */
export async function countUp(reader: Reader, key: string, by: number): Promise<number> {
  const statement = planned(reader.workspace, 'count-up', () => {
    const counters = sql.identifier(reader.workspace.space, 'counters');
    const step = sql`${slot('take', 1)}::bigint`;
    return prepare(
      sql`insert into ${counters} as c ("key", "value") values (${slot('take', 0)}::text, ${step}) on conflict ("key") do update set "value" = c."value" + ${step} returning "value"`,
    );
  });
  const { rows } = await reader.db.query(bind(statement, { take: [key, by] }));
  return Number(rows[0]![0]);
}
