// Running numbers without gaps or repeats: the counter's row stays locked until the write that took the number commits.

import { prepare, sql } from '../db/index.ts';
import type { Entity, Field } from '../schema/index.ts';
import { numberingOf, printNumber } from '../schema/index.ts';
import type { Item } from './draft.ts';
import { partsOf } from './entity-parts.ts';
import { planned } from './planned.ts';
import type { Reader } from './read.ts';
import { bind, slot } from './slots.ts';

/** Numbers new records that have none; one that was given (by an import) is kept. */
export async function takeNumbers(reader: Reader, entity: Entity, items: readonly Item[]): Promise<void> {
  for (const field of partsOf(entity, reader.workspace.state.schema).numbered) {
    const waiting = items.filter((item) => !item.values[field.name]);
    if (waiting.length > 0) await takeFor(reader, entity, field, waiting);
  }
}

async function takeFor(reader: Reader, entity: Entity, field: Field, items: readonly Item[]): Promise<void> {
  const numbering = numberingOf(field.pattern!, new Date().toISOString().slice(0, 10));
  const key = `${entity.name}.${field.name}.${numbering.prefix}`;
  const statement = planned(reader.workspace, 'count-up', () => {
    const counters = sql.identifier(reader.workspace.space, 'counters');
    const by = sql`${slot('take', 1)}::bigint`;
    return prepare(
      sql`insert into ${counters} as c ("key", "value") values (${slot('take', 0)}::text, ${by}) on conflict ("key") do update set "value" = c."value" + ${by} returning "value"`,
    );
  });
  const { rows } = await reader.db.query(bind(statement, { take: [key, items.length] }));
  const first = Number(rows[0]![0]) - items.length + 1;
  items.forEach((item, i) => {
    item.values[field.name] = printNumber(numbering, first + i);
    item.changed.add(field.name);
  });
}
