import { expect, it } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { isSumOfItsMovements } from '../../tests/stock.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  maker: ['accounts', { name: 'Maker', email: 'sales@maker.example', owner: '$agent' }],
  untracked: ['products', { name: 'Advice', unit_price: euros('5') }],
});
const { records } = at.system;
await records.update('users', at.ids.staff!, { email: 'staff@house.example', language: 'fi' });

const product = async (name: string, more: Values = {}) =>
  String((await records.create('products', { name, unit_price: euros('5'), stock_tracked: true, ...more })).id);
const line = (id: unknown, quantity: string) => ({ product: id, quantity, unit_price: euros('5') });
const sell = async (lines: unknown[], status = 'draft') =>
  String((await records.create('sales_orders', { account: at.ids.acme, lines, status, owner: at.ids.agent })).id);
const buy = async (lines: unknown[], status = 'draft') =>
  String((await records.create('purchase_orders', { account: at.ids.maker, lines, status, owner: at.ids.agent })).id);
const figures = (id: string) => records.get('products', id, ['stock', 'in_demand', 'stock_low']);
const count = (id: string, counted: string) => at.system.act('products', id, 'count_stock', { counted });

Object.assign(at.ids, { pump: await product('Pump') });
scenarios(at, [
  {
    title: 'writes nothing into the journal by hand [CS-105]',
    as: 'root',
    call: { create: 'stock_movements', values: { product: '$pump', of: 'stock', quantity: '5', reason: 'count' } },
    expect: { refused: 403 },
  },
  {
    title: 'sets no stock by hand [CS-105]',
    as: 'root',
    call: { update: 'products', id: '$pump', values: { stock: '5' } },
    expect: { refused: 422, code: 'read_only' },
  },
  {
    title: 'counts no product that an agent may not change',
    as: 'agent',
    call: { act: 'products.count_stock', id: '$pump', input: { counted: '5' } },
    expect: { refused: 403 },
  },
  {
    title: 'counts, and the difference is a movement [CS-105]',
    as: 'admin',
    given: [{ act: 'products.count_stock', id: '$pump', input: { counted: '5' } }],
    call: { act: 'products.count_stock', id: '$pump', input: { counted: '3.5', note: 'Broken' } },
    expect: { record: { stock: '3.5' } },
  },
]);

it('moves with the states that are ticked, both ways; leaving one takes back what it did [CS-105]', async () => {
  const id = await product('Valve');
  await count(id, '10');
  const bought = await buy([line(id, '4'), line(at.ids.untracked, '9')], 'ordered');
  expect(await figures(id)).toMatchObject({ stock: '10' });
  await records.update('purchase_orders', bought, { status: 'received' });
  expect(await figures(id)).toMatchObject({ stock: '14' });
  const sold = await sell([line(id, '3'), line(id, '2')], 'confirmed');
  expect(await figures(id)).toMatchObject({ stock: '14', in_demand: '5' });
  await records.update('sales_orders', sold, { status: 'delivered' });
  expect(await figures(id)).toMatchObject({ stock: '9', in_demand: '0' });
  await records.update('sales_orders', sold, { status: 'invoiced' });
  expect(await figures(id)).toMatchObject({ stock: '9' });
  await records.update('sales_orders', sold, { status: 'cancelled' });
  expect(await figures(id)).toMatchObject({ stock: '14' });
  await records.update('purchase_orders', bought, { status: 'cancelled' });
  expect(await figures(id)).toMatchObject({ stock: '10' });
  const { records: journal } = await records.list('stock_movements', { filter: `product = "${id}"`, fields: ['quantity'] });
  expect(journal.map(({ quantity }) => Number(quantity)).sort((a, b) => a - b)).toEqual([-5, -5, -4, 4, 5, 5, 10]);
});

it('follows what is ticked, and the rows of an order that is open [CS-105]', async () => {
  const id = await product('Hose');
  const { id: settings, sale_states } = await at.system.settings('stock_settings');
  await records.update('stock_settings', String(settings), { sale_states: ['draft', 'confirmed'] });
  const sold = await sell([line(id, '3')]);
  expect(await figures(id)).toMatchObject({ stock: '-3' });
  await records.update('sales_orders', sold, { lines: [line(id, '7')] });
  expect(await figures(id)).toMatchObject({ stock: '-7' });
  await records.update('sales_orders', sold, { status: 'delivered' });
  expect(await figures(id)).toMatchObject({ stock: '0' });
  await records.update('stock_settings', String(settings), { sale_states });
});

it('orders at the same time lose nothing, and each figure is the sum of its movements [CS-105]', () =>
  isSumOfItsMovements(at, at.ids.acme!, { orders: 6, rounds: 3 }));

it('mails vendor and whom it is assigned to once when it has fallen to the reorder level [CS-106]', async () => {
  const { id: settings } = await at.system.settings('stock_settings');
  await records.update('stock_settings', String(settings), { mail_vendor: true });
  const id = await product('Filter', { reorder_level: '5', vendor: at.ids.maker, assigned_to: at.ids.staff });
  const mails = async () =>
    (
      await records.list('outgoing_mails', {
        filter: 'purpose = "reorder" and contains(subject, "Filter")',
        fields: ['to', 'subject', 'text'],
        sort: 'to',
      })
    ).records;
  await count(id, '8');
  expect(await mails()).toHaveLength(0);
  await count(id, '5');
  await count(id, '3');
  const sent = await mails();
  expect(sent).toHaveLength(2);
  expect(sent[0]).toMatchObject({ to: 'sales@maker.example', subject: 'Running low: Filter' });
  expect(sent[1]).toMatchObject({
    to: 'staff@house.example',
    subject: 'Vähissä: Filter',
    text: expect.stringContaining('hälytysraja on 5'),
  });
  expect(await figures(id)).toMatchObject({ stock_low: true });
  await count(id, '9');
  await sell([line(id, '6')], 'delivered');
  expect(await mails()).toHaveLength(4);
});
