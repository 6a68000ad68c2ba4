// The long form of ledger.test.ts: a history of 10,000 random documents with their payments, credits and mistakes.

import { expect, it } from 'vitest';
import { assertBooks, playHistory } from '../../tests/ledger/history.ts';
import { isBalanced } from '../../tests/ledger/properties.ts';
import { house } from '../../tests/scenarios.ts';

const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$admin' }],
});

it('the books balance at every prefix of a history of 10,000 documents', async () => {
  const seed = process.env['KONTOR_SEED'] ?? String(Date.now());
  await playHistory(at, 10_000, seed);
  const { postings } = await assertBooks(at);
  expect(postings, `KONTOR_SEED=${seed}`).toBeGreaterThan(10_000);
});

it('the posting of every document balances, and its credit takes it back', () => isBalanced(10_000));
