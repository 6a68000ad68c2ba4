// Half past ten in the evening of UTC is the next day in Helsinki, here of another year: what is dated, numbered or due goes by the clocks
// of whoever acts, and by those of the workspace where nobody does.

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type BoundContext, nextNumber, type Values } from '../engine/index.ts';
import { follow } from '../modules/contracts/follow.ts';
import documents from '../modules/documents/module.ts';
import { prepareReminders } from '../modules/letters/remind.ts';
import { house } from './scenarios.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

const at = await house({
  own: ['accounts', { name: 'Kontor Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  sales: ['commission_groups', { name: 'Sales' }],
  meter: ['products', { name: 'Meter', unit_price: euros('10'), commissions: [{ group: '$sales', percent: '3' }] }],
  tea: ['products', { name: 'Tea', unit_price: euros('9'), purchase_price: euros('8'), stock_tracked: true }],
});
const { system, ids } = at;
await system.records.update('document_settings', String((await system.settings('document_settings')).id), { company: ids.own });
await system.records.update('users', ids.agent!, { commission_group: ids.sales });

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-12-31T22:30:00Z') }));
afterAll(() => void vi.useRealTimers());

const unasked = async () => at.engine.unasked((await at.engine.workspace(at.name))!, { kind: 'job', detail: 'test' });
const issued = async (more: Values = {}) =>
  (await at.person('agent')).records.create('invoices', {
    ...{ account: ids.acme, owner: ids.agent, status: 'unpaid', lines: [{ product: ids.meter }], ...more },
  });
const only = async (noun: string, field: string, filter: string) => {
  const { records } = await system.records.list(noun, { fields: [field], filter });
  expect(records).toHaveLength(1);
  return records[0]![field];
};
const contract = (more: Values) =>
  system.records.create('contracts', {
    subject: 'Care',
    account: ids.acme,
    owner: ids.agent,
    ...{ status: 'active', signed_on: '2026-01-01' },
    starts_on: '2026-01-01',
    ...more,
  });

it.each<[what: string, dated: () => Promise<unknown>]>([
  ['an invoice', async () => (await issued()).issued_on],
  [
    'what a document without a date goes by',
    async () =>
      ((await documents.services!.document_terms!.run({ context: await at.person('agent'), input: {} } as never)) as Values).today,
  ],
  [
    'a commission',
    async () => {
      const entries = (await only('commissions', 'entries', `invoice = "${(await issued()).id}"`)) as Values[];
      return entries[0]!.entered_on;
    },
  ],
  [
    'the payment of a purchase that does not say when',
    async () => {
      const { records } = await at.person('admin');
      const lines = [{ description: 'Boards', unit_price: euros('100') }];
      const { id } = await records.create('purchase_invoices', { vendor: ids.acme, vendor_number: 'V-1', lines });
      for (const status of ['approved', 'paid']) await records.update('purchase_invoices', String(id), { status });
      return only('ledger_entries', 'booked_on', 'event = "purchase_payment"');
    },
  ],
  [
    'what moves in stock',
    async () => {
      await (await at.person('admin')).act('products', ids.tea!, 'count_stock', { counted: '5' });
      return only('ledger_entries', 'booked_on', 'event = "stock"');
    },
  ],
  [
    'the reminder of a contract, which nobody asked for',
    async () => {
      const { id } = await contract({ ends_on: '2027-01-20' });
      await follow(await unasked());
      return (await system.records.get('contracts', String(id))).reminded_on;
    },
  ],
])('%s is of the day it is in Helsinki', async (_, dated) => {
  expect(await dated()).toBe('2027-01-01');
});

it('what ended yesterday there has ended, a reminder that is due there is written, and numbers are of the new year', async () => {
  const { id } = await contract({ ends_on: '2026-12-31' });
  await follow(await unasked());
  expect((await system.records.get('contracts', String(id))).status).toBe('expired');

  const late = await issued({ issued_on: '2026-12-01', due_on: '2026-12-25' });
  const run = (context: BoundContext) =>
    prepareReminders({ context, id: '', params: null, progress: async () => {}, cancelled: () => false, error: () => {} });
  const letters = async () => (await system.records.list('invoice_letters', { filter: `invoice = "${late.id}"` })).records.length;
  await run(system);
  expect(await letters()).toBe(0);
  await run(await unasked());
  expect(await letters()).toBe(1);

  const agent = await at.person('agent');
  const deals = { entity: 'deals', pattern: 'D-{year}-{00000}' };
  expect((await nextNumber(agent, deals)).number).toBe('D-2027-00001');
  expect((await agent.records.create('deals', { name: 'Roof' })).number).toBe('D-2027-00001');
});

it('a time zone is one that there is', async () => {
  await expect(system.records.update('users', ids.agent!, { time_zone: 'Mars/Base' })).rejects.toMatchObject({
    problems: [{ field: 'time_zone', code: 'no_zone' }],
  });
});
