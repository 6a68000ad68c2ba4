// The long form of expressions.test.ts: 100,000 random expressions, each over four records, another seed each time.

import { beforeAll, expect, it } from 'vitest';
import { testDatabase } from './database.ts';
import { agreement } from './expressions/agreement.ts';
import { createSampleSql } from './expressions/world.ts';

const { database } = await testDatabase();
const RUNS = 1000;

beforeAll(() => database.transaction(null, (tx) => tx.script(createSampleSql())));

it('gives the same answers in PostgreSQL and in the browser, 100,000 times', async () => {
  const seed = Number(process.env['KONTOR_SEED'] ?? Date.now() % 2 ** 31);
  let compared = 0;
  for (let round = 0; compared < 100_000; round++) compared += (await agreement(database.as(null), RUNS, 24, seed + round)).compared;
  console.log(`${compared} expressions agree; KONTOR_SEED=${seed}`);
  expect(compared).toBeGreaterThanOrEqual(100_000);
});
