// Running numbers without gaps or repeats: the counter's row stays locked until the write that took the number commits.

import { prepare, sql } from '../db/index.ts';
import type { Entity, Numbering } from '../schema/index.ts';
import { numberingOf, printNumber } from '../schema/index.ts';
import type { Item } from './draft.ts';
import { partsOf } from './entity-parts.ts';
import { planned } from './planned.ts';
import type { Reader } from './read.ts';
import { bind, slot } from './slots.ts';

/** Numbers new records that have none, and what hooks asked for; a number that was given (by an import) is kept. */
export async function takeNumbers(reader: Reader, entity: Entity, items: readonly Item[]): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const waiting = new Map<string, { numbering: Numbering; takers: { item: Item; field: string }[] }>();
  const add = (item: Item, field: string, series: string, numbering: Numbering) => {
    const key = `${series}.${numbering.prefix}`;
    const known = waiting.get(key) ?? { numbering, takers: [] };
    known.takers.push({ item, field });
    waiting.set(key, known);
  };
  for (const { name, pattern } of partsOf(entity, reader.workspace.state.schema).numbered)
    for (const item of items)
      if (item.verb === 'create' && !item.values[name]) add(item, name, `${entity.name}.${name}`, numberingOf(pattern!, today));
  for (const item of items)
    for (const [field, { series, pattern, date }] of item.numbers) add(item, field, `series.${series}`, numberingOf(pattern, date));
  // In one order: two writes that take of several series would wait for each other.
  for (const [key, { numbering, takers }] of [...waiting].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const first = (await countUp(reader, key, takers.length)) - takers.length + 1;
    takers.forEach(({ item, field }, i) => {
      item.values[field] = printNumber(numbering, first + i);
      item.changed.add(field);
    });
  }
}

/** The last of the numbers taken. */
async function countUp(reader: Reader, key: string, by: number): Promise<number> {
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
