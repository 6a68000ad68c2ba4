// The long form of the access proof.

import { expect, it } from 'vitest';
import { testServer } from '../http.ts';
import { findingsOf, proveFlips, proveWorld } from './proof.ts';

const DECISIONS = 100_000;

const server = await testServer();

it(`agrees with the naive evaluator in ${DECISIONS} decisions`, async () => {
  const findings = findingsOf();
  for (let seed = 10_001; findings.decisions < DECISIONS; seed++) await proveWorld(server, seed, findings);
  expect(findings.wrong.slice(0, 40)).toEqual([]);
}, 1_800_000);

it('names the rule without which a yes is a no, 1,000 times', async () => {
  const found = findingsOf();
  for (let seed = 50_001; found.flips < 1000; seed++) await proveFlips(server, seed, found, 1000);
  expect(found.wrong.slice(0, 40)).toEqual([]);
}, 1_800_000);
