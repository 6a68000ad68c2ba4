import { expect, it } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

const at = await house({
  books: ['tax_classes', { name: 'Books', category: 'S', rates: [{ rate: '10' }] }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  other: ['accounts', { name: 'Other', owner: '$agent' }],
  meter: ['products', { name: 'Meter', unit_price: euros('100'), purchase_price: euros('40') }],
  cable: ['products', { name: 'Cable', unit_price: euros('5') }],
});
const { records } = at.system;
const [euro] = (await records.list('currencies', { filter: 'code = "EUR"', fields: ['id'] })).records;
const [crown] = (await records.list('currencies', { filter: 'code = "SEK"', fields: ['id'] })).records;
Object.assign(at.ids, { euro: euro!.id, crown: crown!.id });
await records.create('exchange_rates', { currency: crown!.id, valid_on: '2026-01-01', rate: '10' });
const book = (more: Values) => records.create('price_books', { currency: euro!.id, accounts: [at.ids.acme], ...more });
const price = (amount: string, more: Values = {}) => [{ product: at.ids.meter, price: euros(amount), ...more }];
const agreed = await book({ name: 'Agreed', valid_from: '2026-01-01', prices: price('80', { tax_class: at.ids.books }) });
await book({ name: 'Next', valid_from: '2027-01-01', prices: price('70') });
await book({ name: 'Off', valid_from: '2026-02-01', active: false, prices: price('1') });
await book({ name: 'Over', valid_from: '2025-06-01', valid_until: '2025-12-31', prices: price('90') });
await book({
  name: 'Crowns',
  currency: crown!.id,
  valid_from: '2025-01-01',
  prices: price('700').map((row) => ({ ...row, price: { amount: '700', currency: 'SEK' } })),
});
Object.assign(at.ids, { agreed: agreed.id });

/** A document of Acme of one line; what the line came to. */
async function line(entity: string, values: Values, row: Values = {}): Promise<Values> {
  const made = await (await at.person('agent')).records.create(entity, {
    account: at.ids.acme,
    lines: [{ product: at.ids.meter, ...row }],
    ...values,
  });
  return (made.lines as Values[])[0]!;
}

scenarios(at, [
  {
    title: 'is in one currency [CS-104]',
    as: 'admin',
    call: { create: 'price_books', values: { name: 'X', currency: '$crown', prices: [{ product: '$meter', price: euros('1') }] } },
    expect: { refused: 422, field: 'prices.0.price', code: 'mixed_currencies' },
  },
  {
    title: 'has a product once [CS-104]',
    as: 'admin',
    call: {
      create: 'price_books',
      values: {
        name: 'X',
        currency: '$euro',
        prices: [
          { product: '$meter', price: euros('1') },
          { product: '$meter', price: euros('2') },
        ],
      },
    },
    expect: { refused: 422, field: 'prices.1.product', code: 'not_unique' },
  },
  { title: 'is nothing for an agent, whose documents go by it', as: 'agent', call: { list: 'price_books' }, expect: { refused: 403 } },
]);

const day = { issued_on: '2026-03-01' };

it.each<[string, string, Values, Values, Values]>([
  [
    'comes from the book of the customer',
    'quotes',
    day,
    {},
    { unit_price: euros('80.00'), price_from: 'book', price_book: { title: 'Agreed' }, tax_rate: '10' },
  ],
  ['so on orders', 'sales_orders', day, {}, { unit_price: euros('80.00'), price_from: 'book' }],
  ['and on invoices', 'invoices', day, {}, { unit_price: euros('80.00'), price_from: 'book' }],
  [
    'from the one that holds that day',
    'quotes',
    { issued_on: '2027-02-01' },
    {},
    { unit_price: euros('70.00'), price_book: { title: 'Next' } },
  ],
  [
    'also from one that is over by now',
    'quotes',
    { issued_on: '2025-07-01' },
    {},
    { unit_price: euros('90.00'), price_book: { title: 'Over' } },
  ],
  [
    'from the one in the currency of the document',
    'quotes',
    { ...day, currency: '$crown' },
    {},
    { unit_price: { amount: '700.00', currency: 'SEK' }, price_book: { title: 'Crowns' } },
  ],
  [
    'from the list for others',
    'quotes',
    { ...day, account: '$other' },
    {},
    { unit_price: euros('100.00'), price_from: 'list', price_book: null },
  ],
  ['from the list where the book has none', 'quotes', day, { product: '$cable' }, { unit_price: euros('5.00'), price_from: 'list' }],
  ['or was typed in', 'quotes', day, { unit_price: euros('79') }, { unit_price: euros('79.00'), price_from: 'typed', price_book: null }],
])('a price %s, and says so [CS-104] [CS-111]', async (_, entity, values, row, expected) => {
  const withIds = (given: Values) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, String(value).startsWith('$') ? at.ids[String(value).slice(1)] : value]),
    );
  expect(await line(entity, withIds(values), withIds(row))).toMatchObject(expected);
});

it('a screen is told the same before anything is saved, of records that are in reach [CS-104]', async () => {
  const { document_line } = (await import('../documents/module.ts')).default.services!;
  const ask = async (input: Values) =>
    document_line!.run({ context: await at.person('agent'), input: { product: at.ids.meter, day: '2026-03-01', ...input } });
  expect(await ask({ customer: at.ids.acme })).toMatchObject({
    line: { unit_price: euros('80.00'), price_from: 'book', price_book: { title: 'Agreed' }, tax_class: { title: 'Books' } },
    below: [],
  });
  const hidden = await records.create('accounts', { name: 'Hidden', owner: at.ids.stranger });
  await records.update('price_books', String(agreed.id), { accounts: [at.ids.acme, hidden.id] });
  expect(await ask({ customer: hidden.id })).toMatchObject({ line: { price_from: 'list' } });
  expect(await ask({ customer: at.ids.acme, purchase: true })).toMatchObject({ line: { unit_price: euros('40.00'), price_from: 'list' } });
  await expect(ask({ product: at.ids.acme })).rejects.toMatchObject({ status: 422 });
});

it('what stands on a document stays when prices change, and is typed in when somebody changes it [CS-104] [TT-20]', async () => {
  const agent = await at.person('agent');
  const made = await agent.records.create('quotes', { account: at.ids.other, lines: [{ product: at.ids.cable }] });
  await records.update('products', at.ids.cable!, { unit_price: euros('6') });
  const kept = await agent.records.update('quotes', String(made.id), { subject: 'Later', their_reference: 'x' });
  expect(kept.lines).toMatchObject([{ unit_price: euros('5.00'), price_from: 'list' }]);
  const { id } = (kept.lines as Values[])[0]!;
  const typed = await agent.records.update('quotes', String(made.id), { lines: [{ id, unit_price: euros('4') }] });
  expect(typed.lines).toMatchObject([{ unit_price: euros('4.00'), price_from: 'typed' }]);
});
