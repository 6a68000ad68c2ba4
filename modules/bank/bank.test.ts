// A file of the bank becomes entries, entries become payments, and all of it can be taken back.

import { expect, it } from 'vitest';
import type { JobRun, Values } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { bookBankEntries, readBankFile, readBankStatement } from './jobs.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const at = await house({
  own: ['accounts', { name: 'Kontor Oy', vat_number: 'FI12345671' }],
  acme: ['accounts', { name: 'Acme Oy', owner: '$agent' }],
  globex: ['accounts', { name: 'Globex GmbH', owner: '$agent' }],
});
const { records } = at.system;
await records.update('document_settings', String((await at.system.settings('document_settings')).id), { company: at.ids.own });
const admin = await at.person('admin');

/** Without tax, so that amounts are what is typed. */
const [untaxed] = (await records.list('tax_classes', { filter: 'category = "AE"', fields: ['id'] })).records;
async function invoice(account: string, amount: string): Promise<Values> {
  const lines = [{ description: 'Work', unit_price: euros(amount), tax_class: untaxed?.id }];
  return records.create('invoices', { account: at.ids[account], owner: at.ids.agent, lines, status: 'unpaid' });
}

const run = (params: JobRun['params'], told: string[] = []): JobRun => ({
  ...{ context: admin, id: '', params, progress: async () => {}, cancelled: () => false },
  error: ({ code }) => void told.push(code),
});

async function read(text: string | Buffer): Promise<Values> {
  const { statement } = await readBankFile({
    context: admin,
    input: { name: 'statement.csv', content: Buffer.from(text).toString('base64') },
  });
  await readBankStatement(run({ statement: String(statement) })).catch(() => {});
  return admin.records.get('bank_statements', String(statement));
}

const csv = (...rows: string[]) => ['Date;Amount;Currency;Name;Message;Transaction id', ...rows].join('\n');
async function entry(bankId: string): Promise<Values> {
  const { records: found } = await admin.records.list('bank_entries', { filter: `bank_id = "${bankId}"`, fields: ['id'] });
  expect(found).toHaveLength(1);
  return admin.records.get('bank_entries', String(found[0]?.id));
}
const act = async (bankId: string, action: string, input: Values = {}) =>
  admin.act('bank_entries', String((await entry(bankId)).id), action, input);
const state = async ({ id }: Values) => (await records.get('invoices', String(id))).status;

it('become entries with proposals and their reasons, each once however often and in whatever file it comes', async () => {
  const one = await invoice('acme', '100');
  const first = csv(`2026-03-01;100,00;EUR;Acme;Invoice ${one.number};F1`, '2026-03-01;-20,00;EUR;Landlord;Rent;F2');
  expect(await read(first)).toMatchObject({ state: 'read', entries_new: 2, entries_known: 0, first_on: '2026-03-01' });
  expect(await entry('F1')).toMatchObject({
    ...{ state: 'open', match: 'certain', amount: euros('100.00'), reasons: ['number', 'amount', 'name'], invoice: { id: one.id } },
    proposals: [{ invoice: { id: one.id }, amount: euros('100.00'), chosen: true, score: 80 }],
  });
  expect(await entry('F2')).toMatchObject({ state: 'outgoing', match: null });
  const longer = csv(`2026-03-01;100,00;EUR;ACME OY;${one.number};F1`, '2026-03-01;-20,00;EUR;Landlord;Rent;F2', '2026-03-02;5;EUR;X;Y;F3');
  expect(await read(longer)).toMatchObject({ entries_new: 1, entries_known: 2 });
});

it('are booked where they are certain, and what has become impossible is told [CS-121]', async () => {
  const one = await invoice('acme', '210');
  const text = csv(`2026-03-03;210;EUR;Acme;${one.number};G1`, `2026-03-04;210;EUR;Acme;${one.number};G2`);
  const { id } = await read(text);
  const told: string[] = [];
  await bookBankEntries(run({ statement: String(id) }, told));
  expect(await state(one)).toBe('paid');
  const booked = await entry('G1');
  expect(booked.state).toBe('booked');
  const payment = await records.get('payments', (booked.payment as { id: string }).id);
  expect(payment).toMatchObject({ paid_on: '2026-03-03', account: { id: at.ids.acme }, unallocated: euros('0.00') });
  expect(payment.allocations).toMatchObject([{ invoice: { id: one.id }, amount: euros('210.00') }]);
  // Paid twice: the second finds nothing open, and proposes it no more.
  expect(await entry('G2')).toMatchObject({ state: 'open', match: 'none', payment: null });
  expect(told).toEqual(['not_now']);
  await bookBankEntries(run({ statement: null }, told));
  expect(told).toHaveLength(1);
});

it('pay a part, or more than is open; whom they pay is chosen by hand where nothing fits', async () => {
  const [one, other] = [await invoice('globex', '300'), await invoice('globex', '40')];
  await read(csv(`2026-03-05;100;EUR;Globex;${one.number};H1`, `2026-03-05;250;EUR;Globex;${one.number};H2`, '2026-03-05;90;EUR;?;?;H3'));
  await act('H1', 'accept');
  expect(await state(one)).toBe('partly_paid');
  await act('H2', 'accept');
  expect(await state(one)).toBe('paid');
  const { payment } = await entry('H2');
  expect((await records.get('payments', (payment as { id: string }).id)).unallocated).toEqual(euros('50.00'));
  await expect(act('H3', 'accept')).rejects.toMatchObject({ status: 409 });
  await expect(act('H3', 'assign', { invoice: one.id })).rejects.toMatchObject({ code: 'nothing_open' });
  await act('H3', 'assign', { invoice: other.id, amount: euros('30') });
  expect(await state(other)).toBe('partly_paid');
});

it('are taken back with their payment, whoever deletes it, and may be ignored', async () => {
  const one = await invoice('acme', '77');
  await read(csv(`2026-03-06;77;EUR;Acme;${one.number};I1`));
  await act('I1', 'accept');
  await act('I1', 'reopen');
  expect(await state(one)).toBe('unpaid');
  expect(await entry('I1')).toMatchObject({ state: 'open', payment: null });
  await act('I1', 'accept');
  await admin.records.delete('payments', ((await entry('I1')).payment as { id: string }).id);
  expect(await entry('I1')).toMatchObject({ state: 'open', payment: null });
  await act('I1', 'ignore');
  await expect(act('I1', 'accept')).rejects.toMatchObject({ status: 409 });
  const { changes } = await admin.records.history('bank_entries', String((await entry('I1')).id));
  expect(changes.map(({ after }) => after?.state).filter(Boolean)).toEqual(['ignored', 'open', 'booked', 'open', 'booked', 'open']);
});

it('are only for those who keep the books, and made by the bank alone; a file that is none says so', async () => {
  const staff = await at.person('staff');
  await expect(staff.records.list('bank_entries')).rejects.toMatchObject({ status: 403 });
  await expect(readBankFile({ context: staff, input: { content: 'eA==' } })).rejects.toMatchObject({ status: 403 });
  await expect(admin.records.create('bank_entries', { name: 'x' })).rejects.toMatchObject({ status: 403 });
  expect(await read('Dear Sir or Madam')).toMatchObject({
    state: 'failed',
    problems: expect.stringContaining('No row names the columns'),
  });
  // Umlauts of old files.
  await read(Buffer.from(csv('2026-03-07;1;EUR;M\u00fcller;x;J1'), 'latin1'));
  expect((await entry('J1')).name).toBe('M\u00fcller');
});
