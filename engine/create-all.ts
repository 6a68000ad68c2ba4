// What the house itself writes in numbers: postings, movements. All of them or none, in the transaction that is open or one of their own.

import type { BoundContext } from './context.ts';
import { Item } from './draft.ts';
import { entityOf } from './read.ts';
import { assertOk, save, WrittenWrong } from './records.ts';
import type { Context, Values } from './types.ts';

/** Nothing is read back, nor looked up what they refer to where it was read in the same transaction. @throws Refusal for the first that is not well */
export async function createAll(context: Context, name: string, rows: readonly Values[]): Promise<void> {
  if (rows.length === 0) return;
  const items = rows.map((values, i) => new Item(name, 'create', i, null, values));
  const bound = context as BoundContext;
  const trusted = bound.inTransaction;
  await bound.write(async (writer) => {
    try {
      await save({ ...writer, trusted }, entityOf(writer.rights, name), 'create', items);
    } catch (error) {
      if (!(error instanceof WrittenWrong)) throw error;
    }
    for (const item of items) assertOk(item);
  });
}
