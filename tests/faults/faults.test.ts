// Faults: killed while writing, and a database that goes away. The long form is faults.proof.ts.

import { expect, it } from 'vitest';
import { killWhileImporting } from './imports.ts';
import { killWhileInvoicing } from './invoicing.ts';
import { killWhileWriting } from './kills.ts';

it('keeps every acknowledged write, whole and once, through 5 kills at random moments', async () => {
  const outcome = await killWhileWriting(5, 1);
  expect(outcome.wrong).toEqual([]);
  expect(outcome.acknowledged).toBeGreaterThan(20);
}, 300_000);

it('finishes an import of 20,000 rows that was killed in the middle, with no row lost or repeated [CS-083]', async () => {
  const outcome = await killWhileImporting(20_000, 2, 1, false);
  expect(outcome.wrong).toEqual([]);
  expect(outcome.kills).toBeGreaterThan(0);
}, 300_000);

it('invoices each of 300 customers once although it was killed on the way, and takes back all or nothing [CS-115] [CS-124]', async () => {
  const outcome = await killWhileInvoicing(300, 1, 1);
  expect(outcome.wrong).toEqual([]);
  expect(outcome.kills.making).toBe(1);
}, 300_000);
