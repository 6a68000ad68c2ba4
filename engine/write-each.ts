// Records that the house writes in numbers, each with its own values: what is refused is told of each, and leaves the others be.

import { compile, sql } from '../db/index.ts';
import { type RowResult, writeBatch } from './bulk.ts';
import { readChange } from './changes.ts';
import type { BoundContext } from './context.ts';
import { Item } from './draft.ts';
import { entityOf } from './read.ts';
import type { Change, Values } from './types.ts';

export interface RecordToWrite {
  /** Of a record that is to be made, the one it gets; null: any. */
  readonly id: string | null;
  readonly values: Values;
}

/** Results in the order of `records`. No record may be among them twice. */
export function writeEach(
  context: BoundContext,
  name: string,
  verb: 'create' | 'update',
  records: readonly RecordToWrite[],
): Promise<readonly RowResult[]> {
  const entity = entityOf(context.actor.rights, name);
  const items = records.map(({ id, values }, i) => new Item(name, verb, i, id, values));
  return writeBatch(context, entity, verb, items);
}

/** Until the transaction ends, nobody else in any process who asks for the same is let in. */
export async function alone(context: BoundContext, what: string): Promise<void> {
  const key = sql.value(`${context.space.space} ${what}`);
  await context.write(({ tx }) => tx.query(compile(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)));
}

/** A change of the history by its number, uncut; for the engine's own hand. */
export function changeBehind(context: BoundContext, seq: string): Promise<Change | null> {
  if (context.actor.rights.key !== 'system') throw new Error('Only the engine reads changes uncut.');
  return context.read((reader) => readChange(reader, seq));
}
