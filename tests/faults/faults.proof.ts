// The long form: 50 kills.

import { expect, it } from 'vitest';
import { killWhileWriting } from './kills.ts';

it('keeps every acknowledged write, whole and once, through 50 kills at random moments', async () => {
  const outcome = await killWhileWriting(50, 2);
  console.log(`${outcome.acknowledged} acknowledged writes and ${outcome.jobs} jobs over ${outcome.kills} kills`);
  expect(outcome.wrong).toEqual([]);
}, 1_800_000);
