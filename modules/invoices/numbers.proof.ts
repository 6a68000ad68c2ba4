// 200 workers in two processes' engines issue 5,000 invoices at once: 1 to 5,000, none missing, none twice (row CS-123).

import { expect, it } from 'vitest';
import { type BoundContext, bulk } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';

const WORKERS = Number(process.env['KONTOR_WORKERS'] ?? 200);
const EACH = 25;

const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$admin' }],
});
const { system, ids } = at;

it(`${WORKERS} workers issue ${WORKERS * EACH} invoices at once, without a gap`, async () => {
  const settings = await system.settings('document_settings');
  await system.records.update('document_settings', String(settings.id), { company: ids.own });
  const lines = [{ description: 'Fee', unit_price: { amount: '10', currency: 'EUR' } }];
  const drafts: string[] = [];
  while (drafts.length < WORKERS * EACH) {
    const create = Array.from({ length: 500 }, () => ({ account: ids.acme, lines })).slice(0, WORKERS * EACH - drafts.length);
    for (const { id } of (await bulk(system, 'invoices', { create })).results!) drafts.push(String(id));
  }
  const second = at.another();
  const there = second.system((await second.workspace(at.name))!, { kind: 'system', detail: 'test' });
  const work = async (context: BoundContext) => {
    for (let id = drafts.pop(); id; id = drafts.pop()) await context.act('invoices', id, 'issue');
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, i) => work(i % 2 ? there : system)));
  const numbers: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await system.records.list('invoices', { fields: ['number'], sort: 'number', limit: 500, after });
    numbers.push(...page.records.map(({ number }) => String(number)));
    after = page.next;
    if (!after) break;
  }
  const year = new Date().getUTCFullYear();
  expect(numbers).toEqual(Array.from({ length: WORKERS * EACH }, (_, i) => `${year}-${String(i + 1).padStart(5, '0')}`));
});
