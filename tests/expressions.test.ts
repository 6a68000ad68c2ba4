// The browser's evaluator and PostgreSQL agree on random expressions; the long form is expressions.proof.ts.

import { beforeAll, expect, it } from 'vitest';
import { testDatabase } from './database.ts';
import { agreement } from './expressions/agreement.ts';
import { createSampleSql } from './expressions/world.ts';

const { database } = await testDatabase();

beforeAll(() => database.transaction(null, (tx) => tx.script(createSampleSql())));

it('gives the same answers in PostgreSQL and in the browser', { timeout: 60_000 }, async () => {
  const { compared, refused } = await agreement(database.as(null), 250, 24, 1);
  expect(compared).toBeGreaterThan(2000);
  expect(refused).toBeLessThan(compared);
});
