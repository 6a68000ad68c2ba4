// Faults: killed while writing, and a database that goes away. The long form is faults.proof.ts.

import { expect, it } from 'vitest';
import { killWhileWriting } from './kills.ts';

it('keeps every acknowledged write, whole and once, through 5 kills at random moments', async () => {
  const outcome = await killWhileWriting(5, 1);
  expect(outcome.wrong).toEqual([]);
  expect(outcome.acknowledged).toBeGreaterThan(20);
}, 300_000);
