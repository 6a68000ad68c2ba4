import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openFile, type Values } from '../../engine/index.ts';
import { pdfText } from '../../tests/pdf-text.ts';
import { house } from '../../tests/scenarios.ts';
import { makeDocument } from '../document-templates/module.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const year = new Date().getUTCFullYear();

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  maker: ['accounts', { name: 'Maker', city: 'Oulu', type: 'supplier', owner: '$agent' }],
  meter: ['products', { name: 'Meter', unit_price: euros('100'), purchase_price: euros('40'), invoice_text: 'two years of warranty' }],
  cable: ['products', { name: 'Cable', unit_price: euros('5') }],
  post: ['products', { name: 'Post', unit_price: euros('20') }],
  set: ['products', { name: 'Set', unit_price: euros('10'), parts: [{ product: '$meter', quantity: '2' }, { product: '$cable' }] }],
});
const agent = await at.person('agent');
const { records } = agent;
const make = (entity: string, values: Values) => records.create(entity, { account: at.ids.acme, ...values });
const order = (values: Values = {}) =>
  make('purchase_orders', { account: at.ids.maker, lines: [{ product: at.ids.meter, quantity: '3' }], ...values });
async function next(entity: string, id: unknown, action: string, input: Values = {}) {
  const { result } = (await agent.act(entity, String(id), action, input)) as { result: { open: { entity: string; id: string } } };
  return records.get(result.open.entity, result.open.id);
}

it('is ordered of a vendor at the purchase price, with a number of its own [CS-112]', async () => {
  const made = await order();
  expect(made).toMatchObject({ status: 'draft', net: euros('120.00'), billing_address: 'Maker\nOulu', terms: null });
  expect(made.number).toMatch(new RegExp(`^PO-${year}-\\d{4}$`));
  expect(made.lines).toMatchObject([{ description: 'Meter', unit_price: euros('40.00'), price_from: 'list' }]);
  await agent.act('purchase_orders', String(made.id), 'order');
  await expect(records.update('purchase_orders', String(made.id), { lines: [] })).rejects.toMatchObject({ problems: [{ code: 'issued' }] });
});

it('is made of a quote or an order, and a quote of it; rows are kept [CS-112]', async () => {
  const lines = [
    { product: at.ids.meter, quantity: '2', discount: '10' },
    { description: 'Freight', unit_price: euros('9') },
  ];
  for (const entity of ['quotes', 'sales_orders']) {
    const sale = await make(entity, { subject: 'Meters', lines });
    const bought = await next(entity, sale.id, 'purchase', { vendor: at.ids.maker });
    expect(bought).toMatchObject({ account: { title: 'Maker' }, subject: 'Meters', net: euros('89.00') });
    expect(bought.lines).toMatchObject([{ unit_price: euros('40.00'), discount: null }, { unit_price: euros('9.00') }]);
    const again = await next('purchase_orders', bought.id, 'quote', { account: at.ids.acme });
    expect(again).toMatchObject({ account: { title: 'Acme' }, net: euros('89.00'), purchase_orders: [{ id: bought.id }] });
  }
});

it('gives its rows to a quote, several orders at once and each once, values unchanged, and they are invoiced [CS-120]', async () => {
  const [first, second] = [
    await order({ lines: [{ product: at.ids.meter, quantity: '3', unit_price: euros('41.50'), discount: '5' }] }),
    await order({ lines: [{ description: 'Mounting', quantity: '1.5', unit_price: euros('60'), unit: 'hour' }] }),
  ];
  const quote = await make('quotes', { lines: [{ product: at.ids.cable }] });
  const take = (orders: unknown[]) => agent.act('quotes', String(quote.id), 'take_rows', { orders });
  await take([first.id, second.id]);
  const taken = await records.get('quotes', String(quote.id));
  expect(taken.lines).toMatchObject([
    { description: 'Cable' },
    { description: 'Meter', quantity: '3', unit_price: euros('41.50'), discount: '5', amount: euros('118.28') },
    { description: 'Mounting', quantity: '1.5', unit_price: euros('60.00'), unit: 'hour', amount: euros('90.00') },
  ]);
  expect(taken.purchase_orders).toHaveLength(2);
  await expect(take([second.id])).rejects.toMatchObject({ problems: [{ field: 'orders', code: 'taken' }] });
  const invoice = await next('quotes', quote.id, 'invoice');
  expect(invoice).toMatchObject({ net: taken.net });
  expect(invoice.lines).toHaveLength(3);
});

it('a main product brings its parts below it, once, on every kind of document [CS-102]', async () => {
  for (const entity of ['quotes', 'sales_orders', 'invoices']) {
    const made = await make(entity, { lines: [{ product: at.ids.set, quantity: '2' }, { product: at.ids.post }] });
    const lines = [
      { product: { title: 'Set' }, quantity: '2', bundle: 'main', amount: euros('20.00') },
      { product: { title: 'Meter' }, quantity: '4', bundle: 'part', amount: euros('400.00') },
      { product: { title: 'Cable' }, quantity: '2', bundle: 'part', amount: euros('10.00') },
      { product: { title: 'Post' }, bundle: null },
    ];
    expect(made.lines).toMatchObject(lines);
    const copy = await next(entity, made.id, 'copy');
    expect(copy.lines).toMatchObject(lines);
    const without = (made.lines as Values[]).filter(({ bundle }) => bundle !== 'part').map(({ id }) => ({ id }));
    expect((await records.update(entity, String(made.id), { lines: without })).lines).toHaveLength(2);
  }
});

it('invoices say what a product says on invoices [CS-110]', async () => {
  const [quote, invoice] = [
    await make('quotes', { lines: [{ product: at.ids.meter }] }),
    await make('invoices', { lines: [{ product: at.ids.meter }] }),
  ];
  expect(quote.lines).toMatchObject([{ description: 'Meter' }]);
  expect(invoice.lines).toMatchObject([{ description: 'Meter – two years of warranty' }]);
});

it('rows have sub-totals, contact and organisation, which go on with them [CS-112] [CS-040]', async () => {
  const contact = await records.create('contacts', { last_name: 'Aalto', owner: at.ids.agent });
  const of = { contact: contact.id, organization: at.ids.maker };
  const lines = [
    { product: at.ids.cable, quantity: '2', ...of },
    { product: at.ids.post, subtotal_after: true },
    { product: at.ids.meter, discount: '10', subtotal_after: true },
    { product: at.ids.cable },
  ];
  for (const entity of ['quotes', 'sales_orders', 'invoices', 'purchase_orders']) {
    const priced = lines.map((line) => ({ ...line, unit_price: euros('10') }));
    const made = await make(entity, { lines: priced });
    const expected = [
      { subtotal: null, contact: { title: 'Aalto' }, organization: { title: 'Maker' } },
      { subtotal: euros('30.00') },
      { subtotal: euros('9.00') },
      { subtotal: null },
    ];
    expect(made).toMatchObject({ net: euros('49.00'), lines: expected });
    expect((await next(entity, made.id, 'copy')).lines).toMatchObject(expected);
  }
});

it('rows have own fields, which go on into the next document, into formulas, filters, charts and templates [CS-039]', async () => {
  const admin = await at.person('admin');
  for (const entity of ['quote_lines', 'sales_order_lines', 'purchase_order_lines', 'invoice_lines'])
    await admin.records.create('custom_fields', { entity, label: 'Rack', type: 'integer', default: '7' });
  await admin.records.create('custom_fields', { entity: 'quotes', label: 'Racks', type: 'decimal', formula: 'sum(lines.c_rack)' });
  const again = await at.person('agent');
  const quote = await again.records.create('quotes', {
    account: at.ids.acme,
    lines: [{ product: at.ids.cable, c_rack: 4 }, { product: at.ids.post }],
  });
  expect(quote.lines).toMatchObject([{ c_rack: 4 }, { c_rack: 7 }]);
  expect(Number(quote.c_racks)).toBe(11);
  const { result } = (await again.act('quotes', String(quote.id), 'invoice')) as { result: { open: { id: string } } };
  expect((await again.records.get('invoices', result.open.id)).lines).toMatchObject([{ c_rack: 4 }, { c_rack: 7 }]);
  const filter = 'count(lines where c_rack > 5) > 0';
  expect((await again.records.list('quotes', { filter, fields: ['id'] })).records).toMatchObject([{ id: quote.id }]);
  const sums = await again.records.aggregate('quotes', {
    over: 'lines',
    groupBy: ['lines.c_rack'],
    measures: [{ fn: 'count', as: 'count' }],
    filter,
  });
  expect(sums).toMatchObject([{ 'lines.c_rack': 4 }, { 'lines.c_rack': 7 }]);
  const template = await admin.records.create('document_templates', {
    ...{ name: 'Racks', entity: 'quotes', body: '<p>In all [quotes.c_racks]</p>' },
    columns: 'What: [lines.description]\nWhere: rack [lines.c_rack]',
  });
  const made = await makeDocument(again, String(template.id), 'quotes', String(quote.id));
  const { key } = await openFile(again, String((made.open as Values).id));
  const words = pdfText(await buffer(again.store.read(again.workspace, key))).replace(/\s+/g, ' ');
  for (const told of ['rack 4', 'rack 7', 'In all 11']) expect(words).toContain(told);
});
