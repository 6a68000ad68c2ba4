// All records of a question, page after page.

import type { Context, ListQuery, Values } from './types.ts';

/** The next page is asked for when the one before has been gone through. What is changed on the way is met once: the order is that of the ids. */
export async function* eachRecord({ records }: Pick<Context, 'records'>, entity: string, query: Omit<ListQuery, 'sort' | 'after'>) {
  for (let after: string | null = null; ; ) {
    const page: { records: readonly Values[]; next: string | null } = await records.list(entity, {
      limit: 500,
      ...query,
      sort: 'id',
      after,
    });
    yield* page.records;
    if (page.next === null) return;
    after = page.next;
  }
}
