// How fast the pool is: prepared one-row selects, and one-row writes in transactions, 16 at a time from one process.

import { expect, it } from 'vitest';
import { testDatabase } from '../tests/database.ts';
import { prepare, sql } from './sql.ts';

const { database, name } = await testDatabase({ pool: { size: 16 } });

async function perSecond(count: number, one: (n: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const worker = async () => {
    while (next < count) await one(next++);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: 16 }, worker));
  return (count / (performance.now() - began)) * 1000;
}

it('answers selects of roles that take turns, and says how many a second', async () => {
  const roles = [`${name}_a`, `${name}_b`, `${name}_c`];
  for (const role of roles) await database.transaction(null, (tx) => tx.script(`create role "${role}"; grant "${role}" to kontor`));
  const select = (n: number) => database.as(roles[n % 3] ?? null).query(prepare(sql`select ${sql.value(n)}::int, current_user`));
  await perSecond(5000, select);
  const rate = await perSecond(50_000, select);
  console.log(`${rate.toFixed(0)} selects a second`);
  await database.transaction(null, (tx) => tx.script(roles.map((role) => `drop role "${role}"`).join(';')));
  expect(rate).toBeGreaterThan(0);
});

it('writes: three statements and the commit', async () => {
  await database.transaction(null, (tx) => tx.script('create table rows (n int primary key, m int)'));
  const rate = await perSecond(10_000, (n) =>
    database.transaction(null, async (tx) => {
      await tx.query(prepare(sql`select m from rows where n = ${sql.value(n)} for update`));
      await tx.query(prepare(sql`insert into rows values (${sql.value(n)}, 1)`));
      await tx.queryLast(prepare(sql`update rows set m = 2 where n = ${sql.value(n)}`));
    }),
  );
  console.log(`${rate.toFixed(0)} transactions a second`);
  expect(rate).toBeGreaterThan(0);
});
