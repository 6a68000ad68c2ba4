import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { attachFile, undoChange, type Values } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { billMany } from './bill-on.ts';
import { ensureCategories } from './category.ts';

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const cost = {
  description: 'Train to Oslo',
  category: '$travel',
  amount: money('114'),
  account: '$acme',
  billable: true,
  owner: '$agent',
  spent_on: '2026-03-02',
};
const at = await house({
  books: ['users', { login: 'books', name: 'Books', department: '$south', permission_sets: ['$set:Accountant'] }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  other: ['accounts', { name: 'Other', owner: '$agent' }],
  travel: ['expense_categories', { name: 'Trains', tax_rate: '14', markup: '10' }],
  mine: ['expenses', cost],
});
const { records } = at.system;
const [sek] = (await records.list('currencies', { fields: ['id'], filter: 'code = "SEK"', limit: 1 })).records;
await records.create('exchange_rates', { currency: sek!.id, valid_on: '2026-01-01', rate: '11' });
const agent = await at.person('agent');

scenarios(at, [
  {
    title: 'the tax is taken out of the amount; category gives rate and surcharge [PX-20]',
    as: 'agent',
    call: { create: 'expenses', values: { ...cost, project: 'Cabin' } },
    expect: { record: { tax: money('14.00'), net: money('100.00'), tax_rate: '14', markup: '10', status: 'draft', project: 'Cabin' } },
  },
  {
    title: 'types the tax of a receipt with several rates',
    as: 'agent',
    call: { create: 'expenses', values: { ...cost, tax: money('20.50') } },
    expect: { record: { net: money('93.50') } },
  },
  {
    title: 'finds no more tax in an amount than there is',
    as: 'agent',
    call: { create: 'expenses', values: { ...cost, tax: money('114.01') } },
    expect: { refused: 422, field: 'tax', code: 'too_much' },
  },
  {
    title: 'bills on to somebody',
    as: 'agent',
    call: { create: 'expenses', values: { ...cost, account: null } },
    expect: { refused: 422, field: 'account', code: 'required' },
  },
  { title: 'does not approve what was spent', as: 'agent', call: { act: 'expenses.approve', id: '$mine' }, expect: { refused: 403 } },
  { title: 'does not see it', as: 'stranger', call: { get: 'expenses', id: '$mine' }, expect: { refused: 404 } },
  { title: 'sees all [PX-20]', as: 'books', call: { list: 'expenses' }, expect: { records: [{ description: 'Train to Oslo' }] } },
  {
    title: 'approves, pays back',
    as: 'books',
    given: [{ act: 'expenses.approve', id: '$mine' }],
    call: { act: 'expenses.reimburse', id: '$mine', input: { reimbursed_on: '2026-03-09' } },
    expect: { record: { status: 'reimbursed', reimbursed_on: '2026-03-09' } },
  },
  {
    title: 'is told that what is approved stays',
    as: 'agent',
    given: [{ act: 'expenses.approve', id: '$mine' }],
    call: { update: 'expenses', id: '$mine', values: { amount: money('200') } },
    expect: { refused: 422, field: 'amount', code: 'approved' },
  },
  {
    title: 'takes back an approval',
    as: 'manager',
    given: [{ act: 'expenses.approve', id: '$mine' }],
    call: { act: 'expenses.take_back', id: '$mine' },
    expect: { record: { status: 'draft', approved_by: null } },
  },
  { title: 'bills on nothing that is not approved', as: 'agent', call: { act: 'expenses.bill_on', id: '$mine' }, expect: { refused: 409 } },
  {
    title: 'says of no line which expense it bills',
    as: 'agent',
    call: { create: 'invoices', values: { account: '$acme', lines: [{ description: 'x', unit_price: money('1'), expense: '$mine' }] } },
    expect: { refused: 422, field: 'lines.0.expense' },
  },
]);

async function approved(more: Values = {}): Promise<string> {
  const { travel, acme } = at.ids;
  const made = await agent.records.create('expenses', { ...cost, category: travel, account: acme, owner: at.ids.agent, ...more });
  await at.system.act('expenses', String(made.id), 'approve');
  return String(made.id);
}
async function billOn(id: string, input: Values = {}): Promise<string> {
  const { result } = (await agent.act('expenses', id, 'bill_on', input)) as { result: { open: { id: string } } };
  return result.open.id;
}
const stateOf = async (id: string) => {
  const { status, invoice } = await records.get('expenses', id, ['status', 'invoice']);
  return [status, (invoice as Values | null)?.id ?? null];
};

it('becomes the line of a draft invoice, each knows the other, and is billed once [PX-20]', async () => {
  const id = await approved();
  const invoice = await billOn(id);
  expect(await agent.records.get('invoices', invoice)).toMatchObject({
    status: 'draft',
    account: { id: at.ids.acme },
    lines: [{ description: 'Train to Oslo (2026-03-02)', unit_price: money('110.00'), expense: { id } }],
  });
  expect(await stateOf(id)).toEqual(['billed', invoice]);
  await expect(billOn(id)).rejects.toMatchObject({ status: 409 });
  await expect(agent.records.update('expenses', id, { billable: false })).rejects.toMatchObject({ problems: [{ code: 'billed' }] });
  await expect(records.delete('expenses', id)).rejects.toMatchObject({ problems: [{ code: 'billed' }] });
});

it('is free again when the draft is deleted, cancelled or its line taken out, and billed again when that is undone [PX-20]', async () => {
  const id = await approved();
  const first = await billOn(id);
  await records.delete('invoices', first);
  expect(await stateOf(id)).toEqual(['approved', null]);
  const root = await at.person('root');
  const { changes } = await root.records.history('invoices', first);
  expect(await undoChange(root, changes[0]!.id)).toMatchObject({ undone: 1, conflicts: [] });
  expect(await stateOf(id)).toEqual(['billed', first]);
  await agent.act('invoices', first, 'cancel');
  expect(await stateOf(id)).toEqual(['approved', null]);
  const second = await billOn(id);
  await agent.records.update('invoices', second, { lines: [] });
  expect(await stateOf(id)).toEqual(['approved', null]);
});

it('two who press at the same moment bill it once, one by one or many [PX-20]', async () => {
  const id = await approved();
  const tries = await Promise.allSettled([billOn(id), billMany(agent, { ids: [id] }), billOn(id)]);
  const [, invoice] = await stateOf(id);
  const lines = await records.aggregate('invoices', {
    over: 'lines',
    filter: `count(lines where expense = "${id}") > 0`,
    measures: [{ fn: 'count' }],
  });
  expect([lines, invoice]).toEqual([[{ count: 1 }], expect.any(String)]);
  expect(tries.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
});

it('joins an open draft of the same customer, in its currency, without losing its lines [PX-20]', async () => {
  const invoice = await agent.records.create('invoices', {
    account: at.ids.acme,
    lines: [{ description: 'Work', unit_price: money('50') }],
  });
  const id = await approved();
  const foreign = await approved({ account: at.ids.other });
  await expect(billOn(foreign, { invoice: invoice.id })).rejects.toMatchObject({ problems: [{ field: 'invoice', code: 'differs' }] });
  const crowns = await approved({ amount: money('100', 'SEK') });
  await expect(billOn(crowns, { invoice: invoice.id })).rejects.toMatchObject({ problems: [{ code: 'differs' }] });
  expect(await billOn(id, { invoice: invoice.id })).toBe(invoice.id);
  expect(await agent.records.get('invoices', String(invoice.id))).toMatchObject({
    net: money('160.00'),
    lines: [{ description: 'Work', expense: null }, { expense: { id } }],
  });
});

it('many make one draft for each customer and currency; what does not go on an invoice is left out and counted [PX-20]', async () => {
  const crown = (await records.list('currencies', { filter: 'code = "SEK"', fields: ['id'] })).records[0]!;
  await records.create('exchange_rates', { currency: crown.id, valid_on: '2020-01-01', rate: '11.2345' });
  const two = [await approved({ project: 'many' }), await approved({ project: 'many' })];
  await approved({ project: 'many', account: at.ids.other });
  await approved({ project: 'many', amount: money('228', 'SEK') });
  await approved({ project: 'many', billable: false });
  const made = await billMany(agent, { filter: 'project = "many"' });
  expect(made).toMatchObject({ left_out: 1, refused: [] });
  const counts = (made.invoices as { account: { title: string }; count: number }[]).map(({ account, count }) => [account.title, count]);
  expect(counts.sort()).toEqual([
    ['Acme', 1],
    ['Acme', 2],
    ['Other', 1],
  ]);
  expect((await stateOf(two[0]!))[1]).toBe((await stateOf(two[1]!))[1]);
  expect(await billMany(agent, { filter: 'project = "many"' })).toMatchObject({ invoices: [], left_out: 5 });
  expect(await billMany(await at.person('stranger'), { filter: 'true' })).toMatchObject({ invoices: [], left_out: 0 });
});

it('keeps receipts with whoever may see the expense [PX-20]', async () => {
  const receipt = { name: 'receipt.txt', source: Readable.from([Buffer.from('paid')]) };
  const file = await attachFile(agent, 'expenses', at.ids.mine!, receipt);
  await agent.records.update('expenses', at.ids.mine!, { receipt: file.id });
  expect(await agent.records.get('expenses', at.ids.mine!)).toMatchObject({ receipt: { title: 'receipt.txt' } });
  await expect((await at.person('stranger')).records.get('files', String(file.id))).rejects.toMatchObject({ status: 404 });
});

it('has the usual categories from the beginning, in older workspaces too', async () => {
  const names = async () => (await records.list('expense_categories', { fields: ['name'], sort: 'name' })).records.map(({ name }) => name);
  expect(await names()).toEqual(['Accommodation', 'Materials', 'Meals', 'Other', 'Software', 'Trains', 'Travel']);
  await ensureCategories(at.system);
  expect(await names()).toHaveLength(7);
});
