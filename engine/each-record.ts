// All records of a question, page after page, or those that many values name.

import type { Context, ListQuery, Values } from './types.ts';

/**
 * The next page is asked for when the one before has been gone through. In the order of the ids, which is the usual one, what is changed
 * on the way is met once; another order is for who only reads.
 */
export async function* eachRecord({ records }: Pick<Context, 'records'>, entity: string, query: Omit<ListQuery, 'after'>) {
  for (let after: string | null = null; ; ) {
    const page: { records: readonly Values[]; next: string | null } = await records.list(entity, {
      limit: 500,
      sort: 'id',
      ...query,
      after,
    });
    yield* page.records;
    if (page.next === null) return;
    after = page.next;
  }
}

/** The first of them, at most so many. */
export async function firstRecords(
  context: Pick<Context, 'records'>,
  entity: string,
  query: Omit<ListQuery, 'after' | 'limit'>,
  most: number,
): Promise<Values[]> {
  const found: Values[] = [];
  for await (const record of eachRecord(context, entity, query)) if (found.push(record) >= most) break;
  return found;
}

/** So many ids, or hashes, have room in one filter. */
const LOT = 250;

/** Records whose `field` is one of `values`: asked for together, however many they are. */
export async function* eachAmong(
  context: Pick<Context, 'records'>,
  entity: string,
  field: string,
  values: Iterable<string>,
  { filter, ...query }: Omit<ListQuery, 'sort' | 'after'> = {},
) {
  const words = [...new Set(values)].map((value) => JSON.stringify(value));
  for (let from = 0; from < words.length; from += LOT) {
    const among = `${field} in (${words.slice(from, from + LOT).join(', ')})`;
    yield* eachRecord(context, entity, { ...query, filter: filter ? `(${filter}) and ${among}` : among });
  }
}
