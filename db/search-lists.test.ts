// New search entries do not wait in an index's list for long.

import { afterEach, expect, it, vi } from 'vitest';
import { testDatabase } from '../tests/database.ts';
import type { Database } from './pool.ts';
import { SearchLists, sortSearchLists } from './search-lists.ts';
import { compile, sql } from './sql.ts';

const { database } = await testDatabase();

afterEach(() => vi.useRealTimers());

it('empties the lists of a workspace', async () => {
  await database.transaction(null, (tx) =>
    tx.script(`create schema space; create table space.words (search text);
      create index ix_words on space.words using gin (search gin_trgm_ops)`),
  );
  const write = compile(sql`insert into space.words select 'word ' || n from generate_series(1, 200) n`);
  const pagesThatWaited = async () =>
    Number((await database.as(null).query(compile(sql`select gin_clean_pending_list('space.ix_words')`))).rows[0]?.[0]);
  await database.as(null).query(write);
  expect(await pagesThatWaited()).toBeGreaterThan(0);
  await database.as(null).query(write);
  await sortSearchLists(database, 'space');
  expect(await pagesThatWaited()).toBe(0);
});

it('does it once for a burst of writes, again for the next, and never fails a writer', async () => {
  vi.useFakeTimers();
  const query = vi.fn(() => Promise.reject(new Error('The database is away')));
  const lists = new SearchLists({ as: () => ({ query }) } as unknown as Database, 'space');
  lists.touch();
  lists.touch();
  await vi.advanceTimersByTimeAsync(2000);
  expect(query).toHaveBeenCalledTimes(1);
  lists.touch();
  await vi.advanceTimersByTimeAsync(2000);
  expect(query).toHaveBeenCalledTimes(2);
});

it('does not wait when very many have written', async () => {
  vi.useFakeTimers();
  const query = vi.fn(() => Promise.resolve({ rows: [], count: 0 }));
  const lists = new SearchLists({ as: () => ({ query }) } as unknown as Database, 'space');
  for (let i = 0; i < 1600; i++) lists.touch();
  expect(query).toHaveBeenCalledTimes(1);
  // Who wrote while it was sorted is not forgotten.
  await vi.advanceTimersByTimeAsync(2000);
  expect(query).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(2000);
  expect(query).toHaveBeenCalledTimes(2);
});
