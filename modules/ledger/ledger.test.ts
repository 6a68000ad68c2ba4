import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  type BoundContext,
  bulk,
  eachRecord,
  granted,
  type JobRun,
  listJobs,
  merge,
  undoChange,
  type Values,
  work,
} from '../../engine/index.ts';
import type { Money, Reference } from '../../schema/index.ts';
import { postingOf, total } from '../../tests/ledger/books.ts';
import { assertBooks, playHistory } from '../../tests/ledger/history.ts';
import { isBalanced } from '../../tests/ledger/properties.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { golden, linesOf, termsOf } from '../documents/golden.ts';
import { postEarlier } from './earlier.ts';
import { postLate } from './late.ts';
import ledger from './module.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const kronor = (amount: string) => ({ amount, currency: 'SEK' });

const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  abroad: ['accounts', { name: 'Abroad AB', owner: '$agent' }],
  timber: ['accounts', { name: 'Timber Oy', vat_number: 'FI01120389', owner: '$agent' }],
  spares: ['product_categories', { name: 'Spare parts' }],
  sales: ['commission_groups', { name: 'Sales' }],
  pump: ['products', { name: 'Pump', unit_price: euros('100'), purchase_price: euros('40'), stock_tracked: true }],
  seal: [
    'products',
    { name: 'Seal', unit_price: euros('2.50'), product_category: '$spares', commissions: [{ group: '$sales', percent: '10' }] },
  ],
});
const { records } = at.system;
await playHistory(at, 40, 'a short history');
const accountant = await records.create('users', {
  ...{ login: 'books', name: 'Books', department: at.ids.top, permission_sets: [at.ids['set:Accountant']] },
});
Object.assign(at.ids, { books: String(accountant.id) });
await records.update('users', at.ids.agent!, { commission_group: at.ids.sales });
const idsBy = async (entity: string, name: string) =>
  new Map(
    (await Array.fromAsync(eachRecord(at.system, entity, { fields: ['id', name] }))).map((one) => [String(one[name]), String(one.id)]),
  );
const accounts = await idsBy('ledger_accounts', 'code');
const classes = await idsBy('tax_classes', 'name');
const currencies = await idsBy('currencies', 'code');
await records.update('accounts', at.ids.abroad!, { tax_class: classes.get('Reverse charge') });
await records
  .create('ledger_accounts', { code: '3070', name: 'Spare parts', type: 'income' })
  .then(({ id }) => accounts.set('3070', String(id)));
await records.create('ledger_accounts', { code: '1911', name: 'Nordea', type: 'asset' }).then(({ id }) => accounts.set('1911', String(id)));
await records.create('ledger_rules', { name: 'Spares', place: 'sales', product_category: at.ids.spares, account: accounts.get('3070') });
await records.create('ledger_rules', {
  name: 'Nordea',
  place: 'bank',
  own_account: 'FI21 1234 5600 0007 85',
  account: accounts.get('1911'),
});

const amount = (money: unknown) => (money ? (money as Money).amount : null);
/** Each line as `account amount [of its currency]`, credits below zero; reversals are marked. */
async function postings(id: string): Promise<string[][]> {
  const fields = ['kind', 'currency', 'lines'];
  const found = await Array.fromAsync(eachRecord(at.system, 'ledger_entries', { fields, filter: `source = "${id}"` }));
  return found.map(({ kind, currency, lines }) => {
    const rows = (lines as readonly Values[]).map((row) => {
      const signed = (debit: unknown, credit: unknown) => amount(debit) ?? (credit ? `-${amount(credit)}` : '0');
      const own = signed(row.debit_eur, row.credit_eur);
      const other = currency === 'EUR' ? '' : ` (${signed(row.debit, row.credit)})`;
      return `${(row.account as Reference).title.split(' ')[0]} ${own}${other}`;
    });
    return [...(kind === 'reversal' ? ['reversal'] : []), ...rows.sort()];
  });
}
const issue = async (lines: Values[], more: Values = {}) =>
  String((await records.create('invoices', { account: at.ids.acme, status: 'unpaid', issued_on: '2026-01-10', lines, ...more })).id);
const line = (price: Money, more: Values = {}) => ({ description: 'Work', unit_price: price, ...more });
async function credit(invoice: string, quantity?: string): Promise<string> {
  const { result } = (await at.system.act('invoices', invoice, 'credit')) as { result: { open: { id: string } } };
  const { id } = result.open;
  const [row] = (await records.get('invoices', id, ['lines'])).lines as readonly Values[];
  const lines = quantity ? { lines: [{ id: row!.id, quantity }] } : {};
  await records.update('invoices', id, { status: 'unpaid', issued_on: '2026-03-10', ...lines });
  return id;
}
const pay = async (invoice: string | null, money: Money, more: Values = {}, part = money.amount) =>
  String(
    (
      await records.create('payments', {
        ...{ paid_on: '2026-02-10', amount: money, account: at.ids.acme, mode: 'Bank transfer' },
        allocations: invoice ? [{ invoice, amount: { ...money, amount: part } }] : [],
        ...more,
      })
    ).id,
  );
let bills = 0;
const buy = async (lines: Values[], more: Values = {}) =>
  String(
    (
      await records.create('purchase_invoices', {
        ...{ vendor: at.ids.timber, vendor_number: `V-${++bills}`, issued_on: '2026-01-10', lines, ...more },
      })
    ).id,
  );
const bought = (price: Money, tax_rate = '25.5') => ({ description: 'Boards', unit_price: price, tax_rate });
const sek = () => ({ currency: currencies.get('SEK') });

interface Case {
  readonly title: string;
  /** What happens; answers what was posted for. */
  readonly happens: () => Promise<string>;
  readonly posts: readonly (readonly string[])[];
}

const cases: readonly Case[] = [
  {
    title: 'an invoice: what the customer owes against sales and tax',
    happens: () => issue([line(euros('700'), { quantity: '2' })]),
    posts: [['1700 1757.00', '2800 -357.00', '3010 -1400.00']],
  },
  {
    title: 'a discount on the document stands for itself',
    happens: () => issue([line(euros('100'))], { discount: '10' }),
    posts: [['1700 112.95', '2800 -22.95', '3010 -100.00', '3090 10.00']],
  },
  {
    title: 'a discount after tax leaves the tax as it is',
    happens: () => issue([line(euros('100'))], { discount: '2', discount_after_tax: true }),
    posts: [['1700 122.99', '2800 -25.50', '3010 -100.00', '3090 2.51']],
  },
  {
    title: 'prices with tax: the tax is in them',
    happens: () => issue([line(euros('125.50'))], { tax_included: true }),
    posts: [['1700 125.50', '2800 -25.50', '3010 -100.00']],
  },
  {
    title: 'reverse charge: sales of another account, no tax',
    happens: () => issue([line(euros('1000'))], { account: at.ids.abroad }),
    posts: [['1700 1000.00', '3020 -1000.00']],
  },
  {
    title: 'the category of a product goes before the tax of its line',
    happens: () => issue([{ product: at.ids.seal, quantity: '10' }, line(euros('10'))], { account: at.ids.acme }),
    posts: [['1700 43.93', '2800 -8.93', '3010 -10.00', '3070 -25.00']],
  },
  {
    title: 'another currency is converted at the rate of the day, and a cent that is left is rounding',
    happens: () => issue([line(kronor('0.70')), line(kronor('0.70'), { tax_class: classes.get('Export') })], sek()),
    posts: [['1700 0.14 (1.58)', '2800 -0.02 (-0.18)', '3010 -0.06 (-0.70)', '3040 -0.06 (-0.70)']],
  },
  {
    title: 'a credit of a part goes the other way round',
    happens: async () => credit(await issue([line(euros('100'), { quantity: '3' })]), '-1'),
    posts: [['1700 -125.50', '2800 25.50', '3010 100.00']],
  },
  {
    title: 'a credit in another currency takes off what its invoice was worth; the difference is exchange',
    happens: async () => credit(await issue([line(kronor('1120'), { tax_class: classes.get('Export') })], sek())),
    posts: [['1700 -100.00 (-1120.00)', '3040 98.10 (1120.00)', '3900 0']].map((rows) => [...rows.slice(0, 2), '5900 1.90 (0)'].sort()),
  },
  {
    title: 'a payment: money against what is owed',
    happens: async () => pay(await issue([line(euros('100'))]), euros('125.50')),
    posts: [['1700 -125.50', '1910 125.50']],
  },
  {
    title: 'a payment by card, and one into another bank account',
    happens: async () => {
      const id = await pay(null, euros('5'), { mode: 'Card' });
      expect(await postings(id)).toEqual([['1920 5.00', '2610 -5.00']]);
      return pay(null, euros('5'), { own_account: 'FI2112345600000785' });
    },
    posts: [['1911 5.00', '2610 -5.00']],
  },
  {
    title: 'too much waits for another invoice',
    happens: async () => pay(await issue([line(euros('100'))]), euros('130'), {}, '125.50'),
    posts: [['1700 -125.50', '1910 130.00', '2610 -4.50']],
  },
  {
    title: 'in another currency the difference to the rate of the invoice is exchange; the last part takes the last cent',
    happens: async () => {
      const id = await issue([line(kronor('100'), { tax_class: classes.get('Export') })], sek());
      expect(await postings(await pay(id, kronor('33.33')))).toEqual([['1700 -2.98 (-33.33)', '1910 3.05 (33.33)', '3900 -0.07 (0)']]);
      await pay(id, kronor('33.33'));
      return pay(id, kronor('33.34'), { paid_on: '2026-03-10' });
    },
    posts: [['1700 -2.98 (-33.34)', '1910 2.92 (33.34)', '5900 0.06 (0)']],
  },
  {
    title: 'a payment that is changed is posted the other way round and anew, one that is deleted stands no more',
    happens: async () => {
      const invoice = await issue([line(euros('100'))]);
      const id = await pay(invoice, euros('100'));
      await records.update('payments', id, { amount: euros('50'), allocations: [{ invoice, amount: euros('50') }] });
      const before = await postings(id);
      await records.delete('payments', id);
      const { total_eur, lines } = (
        await records.list('ledger_entries', {
          filter: 'kind = "reversal" and source is empty',
          sort: '-id',
          limit: 1,
          fields: ['total_eur', 'lines'],
        })
      ).records[0]!;
      expect([total_eur, (lines as Values[]).length]).toEqual([euros('50.00'), 2]);
      expect(await records.get('invoices', invoice, ['open'])).toMatchObject({ open: euros('125.50') });
      expect(before).toHaveLength(3);
      return id;
    },
    posts: [
      ['1700 -100.00', '1910 100.00'],
      ['reversal', '1700 100.00', '1910 -100.00'],
      ['1700 -50.00', '1910 50.00'],
    ],
  },
  {
    title: 'a purchase invoice once it is approved, taken back, approved again and paid',
    happens: async () => {
      const id = await buy([bought(euros('100')), bought(euros('10'), '10')]);
      expect(await postings(id)).toEqual([]);
      for (const action of ['approve', 'reopen', 'approve']) await at.system.act('purchase_invoices', id, action);
      await at.system.act('purchase_invoices', id, 'mark_paid', { paid_on: '2026-02-01' });
      return id;
    },
    posts: [
      ['1760 1.00', '1760 25.50', '2700 -136.50', '4010 10.00', '4010 100.00'],
      ['reversal', '1760 -1.00', '1760 -25.50', '2700 136.50', '4010 -10.00', '4010 -100.00'],
      ['1760 1.00', '1760 25.50', '2700 -136.50', '4010 10.00', '4010 100.00'],
      ['1910 -136.50', '2700 136.50'],
    ],
  },
  {
    title: 'a purchase in another currency is paid at the rate of its day',
    happens: async () => {
      const id = await buy([bought(kronor('1120'), '0')]);
      await at.system.act('purchase_invoices', id, 'approve');
      await at.system.act('purchase_invoices', id, 'mark_paid', { paid_on: '2026-02-10' });
      return id;
    },
    posts: [
      ['2700 -100.00 (-1120.00)', '4010 100.00 (1120.00)'],
      ['1910 -102.47 (-1120.00)', '2700 100.00 (1120.00)', '5900 2.47 (0)'],
    ],
  },
  {
    title: 'an expense once it is approved, and paid back to who paid it',
    happens: async () => {
      const { id } = (await records.list('expense_categories', { fields: ['id'], limit: 1 })).records[0]!;
      const more = { description: 'Train', category: id, spent_on: '2026-01-10', tax_rate: '14', owner: at.ids.agent };
      const paid = String((await records.create('expenses', { ...more, amount: euros('57'), paid_by: 'company' })).id);
      await at.system.act('expenses', paid, 'approve');
      expect(await postings(paid)).toEqual([['1760 7.00', '1910 -57.00', '5100 50.00']]);
      const own = String((await records.create('expenses', { ...more, amount: kronor('112'), tax_rate: null })).id);
      await at.system.act('expenses', own, 'approve');
      await at.system.act('expenses', own, 'reimburse', { reimbursed_on: '2026-02-10' });
      return own;
    },
    posts: [
      ['2950 -10.00 (-112.00)', '5100 10.00 (112.00)'],
      ['1910 -10.25 (-112.00)', '2950 10.00 (112.00)', '5900 0.25 (0)'],
    ],
  },
  {
    title: 'reverse charge on a purchase: the tax is owed and paid at once',
    happens: async () => {
      const e_invoice = {
        ...{ electronic: true, net: euros('200.00'), tax: euros('0.00'), total: euros('200.00'), payable: euros('200.00') },
        taxes: [{ category: 'AE', rate: '0', base: euros('200.00'), tax: euros('0.00') }],
      };
      const id = await buy([{ ...bought(euros('200'), '0'), amount: euros('200.00'), tax_category: 'AE' }], e_invoice);
      await at.system.act('purchase_invoices', id, 'approve');
      return id;
    },
    posts: [['1760 51.00', '2700 -200.00', '2800 -51.00', '4010 200.00']],
  },
];

describe('each event is one posting that balances', () => {
  it.each(cases)('$title [NV-30]', async ({ happens, posts }) => {
    expect(await postings(await happens())).toEqual(posts.map((rows) => [...rows]));
  });

  it('moves stock at the purchase price, and takes it back', async () => {
    await at.system.act('products', at.ids.pump!, 'count_stock', { counted: '3' });
    const lines = [{ product: at.ids.pump, quantity: '2', unit_price: euros('100') }];
    const order = await records.create('sales_orders', { account: at.ids.acme, lines, status: 'delivered' });
    await records.update('sales_orders', String(order.id), { status: 'cancelled' });
    const movements = await Array.fromAsync(
      eachRecord(at.system, 'stock_movements', { fields: ['id'], filter: `product = "${at.ids.pump}"` }),
    );
    expect((await Promise.all(movements.map(({ id }) => postings(String(id))))).flat()).toEqual([
      ['1500 120.00', '4190 -120.00'],
      ['1500 -80.00', '4100 80.00'],
      ['1500 80.00', '4100 -80.00'],
    ]);
  });

  it('posts what a seller earns, and what a credit takes back', async () => {
    const invoice = await issue([{ product: at.ids.seal, quantity: '10' }], { owner: at.ids.agent });
    await credit(invoice, '-4');
    const earned = await Array.fromAsync(eachRecord(at.system, 'commissions', { fields: ['id'] }));
    expect((await Promise.all(earned.map(({ id }) => postings(String(id))))).flat()).toEqual([
      ['2900 -2.50', '5000 2.50'],
      ['2900 1.00', '5000 -1.00'],
    ]);
  });
});

describe('documents worked out by hand', () => {
  it.each(golden)('$title, to the cent in the posting [PX-12]', async (document) => {
    const posting = await postingOf({ terms: termsOf(document), lines: linesOf(document), adjustments: document.adjustments ?? [] });
    const of = (...accounts: string[]) =>
      total([...posting].filter(([name]) => accounts.some((account) => name.startsWith(account))).map(([, line]) => line.amount.negated()));
    const [, , , payable] = document.sums;
    expect(new Decimal(of('receivable')).negated().equals(payable)).toBe(true);
    for (const sums of document.taxes) {
      const [category, rate, base, tax] = sums.split(' ') as [string, string, string, string];
      const place = `${category} ${Number(rate)}`;
      expect([
        sums,
        new Decimal(of(`sales ${place}`, `sales_adjustment ${place}`)).equals(base),
        new Decimal(of(`sales_tax ${place}`)).equals(tax),
      ]).toEqual([...[sums, true, true]]);
    }
    expect(total([...posting.values()].map(({ amount }) => amount))).toBe('0');
  });

  it('and whatever the document, it balances, and its credit takes it back', () => isBalanced(200));
});

it('many at once are posted each, and a run that is taken back stands no more', async () => {
  const create = Array.from({ length: 60 }, () => ({ account: at.ids.acme, status: 'unpaid', lines: [line(euros('10'))] }));
  const { results } = await bulk(at.system, 'invoices', { create });
  const ids = results!.map(({ id }) => String(id));
  const sums = async () => {
    const measures = ['debit_eur', 'credit_eur'].map((name) => ({ fn: 'sum' as const, field: `lines.${name}`, as: name }));
    const filter = 'lines.account.code = "3010"';
    return (
      await records.aggregate('ledger_entries', { over: 'lines', filter: '', groupBy: ['lines.account'], measures, limit: 100 })
    ).find(({ 'lines.account': account }) => (account as Reference).title.startsWith(filter.slice(-5, -1)));
  };
  const before = await sums();
  expect(
    (await records.list('ledger_entries', { filter: `source in (${ids.map((id) => `"${id}"`).join(', ')})`, count: 'exact', limit: 1 }))
      .count,
  ).toBe(60);
  await bulk(at.system, 'invoices', { delete: { ids } });
  const after = await sums();
  expect(new Decimal(amount(after!.debit_eur)!).minus(amount(before!.debit_eur) ?? 0).toNumber()).toBe(600);
});

it('undo of a payment is posted the other way round, and so is undo of that', async () => {
  const root = await at.person('root');
  const invoice = await issue([line(kronor('100'), { tax_class: classes.get('Export') })], sek());
  const made = await root.records.create('payments', {
    ...{ paid_on: '2026-02-10', amount: kronor('40'), allocations: [{ invoice, amount: kronor('40') }] },
  });
  const last = async () => (await root.records.history('payments', String(made.id))).changes[0]!.id;
  for (let i = 0; i < 2; i++) expect(await undoChange(root, await last())).toMatchObject({ undone: 1, conflicts: [] });
  expect((await records.get('invoices', invoice, ['open'])).open).toEqual(kronor('60.00'));
  expect((await postings(String(made.id))).at(-1)).toEqual(['1700 -3.57 (-40.00)', '1910 3.66 (40.00)', '3900 -0.09 (0)']);
});

it('what happens in a currency without a rate waits for it, and is posted as it would have been, however it changed meanwhile [NV-30]', async () => {
  const yen = (amount: string) => ({ amount, currency: 'JPY' });
  const currency = (await records.create('currencies', { code: 'JPY', name: 'Yen' })).id;
  const waiting = async () => (await records.list('ledger_waits', { fields: ['id', 'event', 'booked_on'], sort: 'id' })).records;
  const events = async () => (await waiting()).map(({ event, booked_on }) => (event === 'stock' ? event : `${event} ${booked_on}`));
  const before = (await records.list('ledger_entries', { filter: 'currency = "JPY"', fields: ['id'] })).records;
  expect([before, await waiting()]).toEqual([[], []]);

  const bill = await buy([bought(yen('160'), '0')]);
  await at.system.act('purchase_invoices', bill, 'approve');
  await at.system.act('purchase_invoices', bill, 'mark_paid', { paid_on: '2026-02-10' });
  const kept = await pay(null, yen('320'));
  const gone = await pay(null, yen('1'));
  await records.delete('payments', gone);
  await records.update('payments', kept, { paid_on: '2026-02-20' });
  const goods = await records.create('products', { name: 'Tea', unit_price: euros('9'), purchase_price: yen('800'), stock_tracked: true });
  await at.system.act('products', String(goods.id), 'count_stock', { counted: '2' });
  expect(await events()).toEqual(['purchase_invoice 2026-01-10', 'purchase_payment 2026-02-10', 'payment 2026-02-20', 'stock']);
  // Whoever keeps the books hears of the currency, once.
  const books = await at.person('books');
  const told = await books.records.list('notifications', { fields: ['link', 'values'], filter: 'kind = "rate_missing"' });
  expect(told.records).toMatchObject([{ link: '/ledger_waits', values: { currency: 'JPY', day: '2026-01-10' } }]);

  const run = () => postLate({ context: at.system, progress: async () => {}, cancelled: () => false } as unknown as JobRun);
  const jobs = async () => (await at.system.read((reader) => listJobs(reader, null, { kind: 'post_late', limit: 10 }))).length;
  // A rate of a later day helps the later ones only; the payment of what still waits waits with it.
  await records.create('exchange_rates', { currency, valid_on: '2026-02-01', rate: '160' });
  expect(await jobs()).toBe(1);
  await run();
  expect(await events()).toEqual(['purchase_invoice 2026-01-10', 'purchase_payment 2026-02-10']);
  expect(await postings(kept)).toEqual([['1910 2.00 (320)', '2610 -2.00 (-320)']]);

  await books.act('ledger_waits', String((await waiting())[0]!.id), 'set_rate', { rate: '128' });
  expect(await jobs()).toBe(2);
  await run();
  expect(await waiting()).toEqual([]);
  expect(await postings(bill)).toEqual([
    ['2700 -1.25 (-160)', '4010 1.25 (160)'],
    ['1910 -1.00 (-160)', '2700 1.25 (160)', '3900 -0.25 (0)'],
  ]);
  // Nothing waits: rates are entered without any more ado.
  await records.create('exchange_rates', { currency, valid_on: '2026-03-01', rate: '150' });
  expect(await jobs()).toBe(2);
});

it('the books balance at every prefix, and what is open of invoices is what is open in them', async () => {
  expect((await assertBooks(at)).postings).toBeGreaterThan(40);
});

const posted = await issue([line(euros('100'))]);
Object.assign(at.ids, {
  posted,
  entry: String((await records.list('ledger_entries', { filter: `source = "${posted}"`, fields: ['id'] })).records[0]!.id),
  general: String((await records.list('ledger_rules', { filter: 'place = "receivable"', fields: ['id'] })).records[0]!.id),
  receivables: accounts.get('1700'),
  bank: accounts.get('1910'),
});

scenarios(at, [
  ...(['root', 'books', 'admin'] as const).flatMap((as) => [
    {
      ...{ title: 'writes no posting by hand', as, expect: { refused: 403 } },
      call: { create: 'ledger_entries', values: { booked_on: '2026-01-01', document: 'Mine', event: 'payment', kind: 'posting' } },
    },
    {
      title: 'changes no posting',
      as,
      call: { update: 'ledger_entries', id: '$entry', values: { document: 'Mine' } },
      expect: { refused: 403 },
    },
    { title: 'deletes no posting', as, call: { delete: 'ledger_entries', id: '$entry' }, expect: { refused: 403 } },
  ]),
  {
    title: 'sees the postings',
    as: 'books',
    call: { get: 'ledger_entries', id: '$entry' },
    expect: { record: { total_eur: euros('125.50') } },
  },
  { title: 'sees no postings', as: 'agent', call: { list: 'ledger_entries' }, expect: { refused: 403 } },
  { title: 'sees no postings without being root [NV-31]', as: 'admin', call: { list: 'ledger_entries' }, expect: { refused: 403 } },
  {
    title: 'adds to the chart of accounts [NV-28]',
    as: 'books',
    call: { create: 'ledger_accounts', values: { code: '4711', name: 'Freight', type: 'expense' } },
    expect: { record: { code: '4711' } },
  },
  {
    title: 'deletes no account that is posted to',
    as: 'root',
    call: { delete: 'ledger_accounts', id: '$receivables' },
    expect: { refused: 409 },
  },
  {
    title: 'puts no account out of use that a rule posts to',
    as: 'books',
    call: { update: 'ledger_accounts', id: '$bank', values: { active: false } },
    expect: { refused: 422, code: 'in_use' },
  },
  {
    title: 'leaves a rule for everything',
    as: 'books',
    call: { delete: 'ledger_rules', id: '$general' },
    expect: { refused: 422, code: 'last_rule' },
  },
  {
    title: 'nor narrows the last one',
    as: 'books',
    call: { update: 'ledger_rules', id: '$general', values: { mode: 'Cash' } },
    expect: { refused: 422, code: 'last_rule' },
  },
]);

it('no way around: the engine’s own hand, many at once, undo and merge leave postings as they are [NV-33]', async () => {
  const root = await at.person('root');
  const refused = { status: 403, code: 'append_only' };
  const entry = at.ids.entry!;
  await expect(records.update('ledger_entries', entry, { document: 'Mine' })).rejects.toMatchObject(refused);
  await expect(records.delete('ledger_entries', entry)).rejects.toMatchObject(refused);
  for (const change of [{ update: { ids: [entry], set: { document: 'Mine' } } }, { delete: { ids: [entry] } }]) {
    await expect(bulk(at.system, 'ledger_entries', change)).rejects.toMatchObject(refused);
    await expect(bulk(root, 'ledger_entries', change)).rejects.toMatchObject({ status: 403 });
  }
  expect(['create', 'import', 'bulk'].filter((verb) => granted(root.actor.rights, root.schema.entities.ledger_entries!, verb))).toEqual([]);
  const { changes } = await root.records.history('ledger_entries', entry);
  expect(changes).toHaveLength(1);
  await expect(undoChange(root, changes[0]!.id)).rejects.toMatchObject(refused);
  const settings = await records.list('data_settings', { filter: 'entity = "invoices"', fields: ['id'] });
  if (settings.records[0]) await records.update('data_settings', String(settings.records[0].id), { merge: true });
  else await records.create('data_settings', { entity: 'invoices', merge: true });
  const other = await issue([line(euros('100'))]);
  await expect(merge(root as BoundContext, 'invoices', { target: other, sources: [at.ids.posted!] })).rejects.toMatchObject({
    code: 'in_journal',
  });
});

it('a workspace that is older than its ledger gets one, and what has happened so far is posted once', async () => {
  const count = async () => (await records.list('ledger_entries', { limit: 1, count: 'exact', filter: 'kind = "posting"' })).count!;
  await at.system.read(async ({ db, workspace: { space } }) => {
    await db.query({ text: `update "${space}".ledger_accounts set parent = null`, values: [] });
    for (const table of ['ledger_lines', 'ledger_entries', 'ledger_waits', 'ledger_rules', 'ledger_accounts'])
      await db.query({ text: `delete from "${space}".${table}`, values: [] });
  });
  await ledger.upgrade!(at.system);
  const [job] = await at.system.read((reader) => listJobs(reader, null, { kind: 'post_earlier', limit: 1 }));
  await work(at.engine, { workspace: at.name, job: job!.id });
  const posted = await count();
  expect(posted).toBeGreaterThan(40);
  await assertBooks(at);
  // Nothing is posted twice.
  await ledger.upgrade!(at.system);
  await postEarlier({ context: at.system, progress: async () => {}, cancelled: () => false } as unknown as JobRun);
  expect(await count()).toBe(posted);
});
