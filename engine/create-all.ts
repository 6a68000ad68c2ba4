// What the house itself writes in numbers: postings, movements. All of them or none, in the transaction that is open or one of their own.

import type { BoundContext } from './context.ts';
import { Item } from './draft.ts';
import { entityOf } from './read.ts';
import { assertOk, save, WrittenWrong } from './records.ts';
import type { Context, Values } from './types.ts';

/** Nothing is read back. @throws Refusal for the first that is not well */
export async function createAll(context: Context, name: string, rows: readonly Values[]): Promise<void> {
  if (rows.length === 0) return;
  const items = rows.map((values, i) => new Item(name, 'create', i, null, values));
  await (context as BoundContext).write(async (writer) => {
    try {
      await save(writer, entityOf(writer.rights, name), 'create', items);
    } catch (error) {
      if (!(error instanceof WrittenWrong)) throw error;
    }
    for (const item of items) assertOk(item);
  });
}
