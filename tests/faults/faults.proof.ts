// The long form: 50 kills.

import { expect, it } from 'vitest';
import { killWhileImporting } from './imports.ts';
import { killWhileInvoicing } from './invoicing.ts';
import { killWhileWriting } from './kills.ts';
import { writeThroughOutage } from './outage.ts';

it('keeps every acknowledged write, whole and once, through 50 kills at random moments', async () => {
  const outcome = await killWhileWriting(50, 2);
  console.log(`${outcome.acknowledged} acknowledged writes and ${outcome.jobs} jobs over ${outcome.kills} kills`);
  expect(outcome.wrong).toEqual([]);
}, 1_800_000);

it.each([false, true])(
  'finishes an import of 100,000 rows that is killed 20 times; rows looked up first: %s',
  async (match) => {
    const outcome = await killWhileImporting(100_000, 20, 3, match);
    console.log(`${outcome.kills} kills on the way`);
    expect(outcome.wrong).toEqual([]);
    expect(outcome.kills).toBeGreaterThan(3);
  },
  1_800_000,
);

it('invoices each of 10,000 customers once through 5 kills, and takes back all or nothing', async () => {
  const outcome = await killWhileInvoicing(10_000, 5, 4);
  console.log(`${outcome.kills.making} kills on the way, ${outcome.kills.undoing} on the way back`);
  expect(outcome.wrong).toEqual([]);
  expect(outcome.kills.making).toBeGreaterThan(2);
}, 3_600_000);

it('answers with "come again" while PostgreSQL is gone for ten seconds, and goes on by itself', async () => {
  const outcome = await writeThroughOutage(10);
  const { before, after } = outcome.acknowledged;
  console.log(`${before} acknowledged writes before, ${outcome.refused} refused meanwhile, ${after} after`);
  expect(outcome.wrong).toEqual([]);
});
