// The long form: 10,000 random documents from quote to credit.

import { expect, it } from 'vitest';
import { followChains } from '../../tests/chain.ts';
import { house } from '../../tests/scenarios.ts';

const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
});

it('10,000 documents come to the same as quote, order and invoice, and to nothing with their credit', async () => {
  const settings = String((await at.system.settings('document_settings')).id);
  await at.system.records.update('document_settings', settings, { company: at.ids.own });
  const seed = Number(process.env['KONTOR_SEED'] ?? Date.now() % 2 ** 31);
  const wrong = await followChains(at.system, at.ids.acme!, Number(process.env['KONTOR_DOCUMENTS'] ?? 10_000), seed);
  expect(wrong.slice(0, 5), `KONTOR_SEED=${seed}`).toEqual([]);
});
