// 200 workers in two processes' engines issue 5,000 invoices at once, half of them as they are entered: 1 to 5,000, none missing, none twice
// (row CS-123).

import { expect, it } from 'vitest';
import { type BoundContext, bulk, databaseRefusal, eachRecord } from '../../engine/index.ts';
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
  const values = { account: ids.acme, lines };
  const drafts: string[] = [];
  const half = (WORKERS * EACH) / 2;
  while (drafts.length < half) {
    const create = Array.from({ length: Math.min(500, half - drafts.length) }, () => values);
    for (const { id } of (await bulk(system, 'invoices', { create })).results!) drafts.push(String(id));
  }
  const second = at.another();
  const there = second.system((await second.workspace(at.name))!, { kind: 'system', detail: 'test' });
  const work = async (context: BoundContext) => {
    for (let id = drafts.pop(); id; id = drafts.pop()) {
      const draft = id;
      while (!(await served(() => context.act('invoices', draft, 'issue'))));
      while (!(await served(() => context.records.create('invoices', { ...values, status: 'unpaid' }))));
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, i) => work(i % 2 ? there : system)));
  const invoices = eachRecord(system, 'invoices', { fields: ['number'] });
  const numbers = (await Array.fromAsync(invoices, ({ number }) => String(number))).sort();
  const year = new Date().getUTCFullYear();
  expect(numbers).toEqual(Array.from({ length: WORKERS * EACH }, (_, i) => `${year}-${String(i + 1).padStart(5, '0')}`));
});

/** False where no connection came free in time: the house says so by 503, and whoever asked asks again. */
async function served(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (databaseRefusal(error)?.status !== 503) throw error;
    return false;
  }
}
