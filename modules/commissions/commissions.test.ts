import { expect, it } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { seeded } from '../demo/module.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  sales: ['commission_groups', { name: 'Sales' }],
  partners: ['commission_groups', { name: 'Partners' }],
  meter: [
    'products',
    {
      name: 'Meter',
      unit_price: euros('99.90'),
      commissions: [
        { group: '$sales', percent: '3.5' },
        { group: '$partners', percent: '50' },
      ],
    },
  ],
  cable: ['products', { name: 'Cable', unit_price: euros('5'), commissions: [{ group: '$sales', amount: euros('0.40') }] }],
  plain: ['products', { name: 'Plain', unit_price: euros('7') }],
});
const { records } = at.system;
const { id: documents } = await at.system.settings('document_settings');
await records.update('document_settings', String(documents), { company: at.ids.own });
for (const seller of ['agent', 'stranger']) await records.update('users', at.ids[seller]!, { commission_group: at.ids.sales });

const issue = (lines: Values[], more: Values = {}) =>
  records.create('invoices', { account: at.ids.acme, owner: at.ids.agent, status: 'unpaid', lines, ...more });
const of = async (invoice: unknown) =>
  (
    await records.list('commissions', {
      filter: `invoice = "${invoice}"`,
      sort: 'name',
      fields: ['name', 'owner', 'whole', 'earned', 'entries', 'line', 'product', 'percent', 'base'],
    })
  ).records;
const set = async (values: Values) =>
  records.update('commission_settings', String((await at.system.settings('commission_settings')).id), values);
const pay = (invoice: unknown, amount: string) =>
  at.system.act('invoices', String(invoice), 'record_payment', { amount: euros(amount), paid_on: '2026-03-01' });
async function credit(invoice: unknown, change: (lines: Values[]) => Values[] = (lines) => lines) {
  const { result } = (await at.system.act('invoices', String(invoice), 'credit')) as { result: { open: { id: string } } };
  const { lines } = await records.get('invoices', result.open.id, ['lines']);
  await records.update('invoices', result.open.id, {
    lines: change((lines as Values[]).map(({ id, quantity }) => ({ id, quantity }))),
    status: 'unpaid',
  });
  return result.open.id;
}

scenarios(at, [
  {
    title: 'writes no commission by hand [CS-107]',
    as: 'root',
    call: { create: 'commissions', values: { name: 'Mine', invoice: '$acme' } },
    expect: { refused: 403 },
  },
  {
    title: 'is in exactly one currency [CS-020]',
    as: 'admin',
    call: { list: 'commission_settings', query: { fields: ['currency', 'basis'] } },
    expect: { records: [{ currency: { title: 'EUR' }, basis: 'invoiced' }] },
  },
]);

it('is worked out of rows, traceable to the row, and seen by its seller alone and who keeps the books [CS-107]', async () => {
  const mine = await issue([{ product: at.ids.meter, quantity: '3' }, { product: at.ids.cable, quantity: '7' }, { product: at.ids.plain }]);
  // Who issues a colleague's invoice earns nothing by it, and is not told what the colleague does.
  const issuer = await at.person('staff');
  const lines = [{ product: at.ids.meter }];
  await issuer.records.create('invoices', { account: at.ids.acme, owner: at.ids.stranger, status: 'unpaid', lines });
  const ids = (mine.lines as { id: string }[]).map(({ id }) => id);
  expect(await of(mine.id)).toMatchObject([
    {
      name: `${mine.number} Cable`,
      line: ids[1],
      whole: euros('2.80'),
      earned: euros('2.80'),
      entries: [{ reason: 'invoiced', amount: euros('2.80') }],
    },
    { name: `${mine.number} Meter`, line: ids[0], base: euros('299.70'), percent: '3.5', whole: euros('10.49'), earned: euros('10.49') },
  ]);
  const seen = async (who: string) => {
    const { records: found } = await (await at.person(who)).records.list('commissions', { fields: ['owner'] });
    return [...new Set(found.map(({ owner }) => (owner as { title: string }).title))].sort();
  };
  expect([await seen('agent'), await seen('stranger'), await seen('staff')]).toEqual([['agent person'], ['stranger person'], []]);
  expect(await seen('admin')).toEqual(['agent person', 'stranger person']);
  const report = { groupBy: ['owner'], measures: [{ fn: 'sum' as const, field: 'earned', as: 'earned' }] };
  expect(await (await at.person('agent')).records.aggregate('commissions', report)).toMatchObject([
    { owner: { title: 'agent person' }, earned: euros('13.29') },
  ]);
});

it('keeps what held when the invoice was issued; a credit takes back what it brought, from whom it brought it [CS-107]', async () => {
  const invoice = await issue([
    { product: at.ids.meter, quantity: '3' },
    { product: at.ids.cable, quantity: '7' },
  ]);
  await records.update('products', at.ids.meter!, { commissions: [{ group: at.ids.sales, percent: '90' }] });
  const part = await credit(invoice.id, ([meter]) => [{ ...meter!, quantity: '-1' }]);
  expect(await of(part)).toMatchObject([
    { owner: { id: at.ids.agent }, whole: euros('-3.50'), earned: euros('-3.50'), entries: [{ reason: 'credited' }] },
  ]);
  const all = await issue([{ product: at.ids.cable, quantity: '7' }]);
  const undone = await credit(all.id);
  expect([...(await of(all.id)), ...(await of(undone))].map(({ earned }) => (earned as { amount: string }).amount)).toEqual([
    '2.80',
    '-2.80',
  ]);
});

it('is earned as the invoice is paid where that is set; what was never paid is not taken back [CS-107]', async () => {
  await set({ basis: 'paid' });
  const invoice = await issue([{ product: at.ids.cable, quantity: '10' }]);
  expect(await of(invoice.id)).toMatchObject([{ whole: euros('4.00'), earned: euros('0.00'), entries: [] }]);
  await pay(invoice.id, '15.69');
  await pay(invoice.id, '31.37');
  expect(await of(invoice.id)).toMatchObject([
    {
      earned: euros('3.00'),
      entries: [
        { reason: 'paid', amount: euros('1.00') },
        { reason: 'paid', amount: euros('2.00') },
      ],
    },
  ]);
  await set({ basis: 'invoiced' });
  const undone = await credit(invoice.id);
  expect(await of(undone)).toMatchObject([{ whole: euros('-4.00'), earned: euros('-3.00') }]);
  expect(await of(invoice.id)).toMatchObject([{ earned: euros('3.00') }]);
});

it('comes to the sum of its entries, whatever is paid and credited, and is in its own currency [CS-107] [CS-020]', async () => {
  const random = seeded('commissions');
  const crown = (await records.list('currencies', { filter: 'code = "SEK"', fields: ['id'] })).records[0]!;
  await records.create('exchange_rates', { currency: crown.id, valid_on: '2020-01-01', rate: '11.2345' });
  await set({ currency: crown.id, basis: 'paid' });
  for (let i = 0; i < 6; i++) {
    const invoice = await issue([{ product: at.ids.cable, quantity: String(random.whole(1, 40)) }, { product: at.ids.meter }]);
    await pay(invoice.id, String(random.whole(1, 100) / 100));
    if (random.chance(0.5)) await credit(invoice.id);
    for (const { earned, entries, whole } of await of(invoice.id)) {
      const sum = (entries as { amount: { amount: string; currency: string } }[]).reduce(
        (total, { amount }) => total + Math.round(Number(amount.amount) * 100),
        0,
      );
      expect(sum).toBe(Math.round(Number((earned as { amount: string }).amount) * 100));
      expect(whole).toMatchObject({ currency: 'SEK' });
    }
  }
  await expect(set({ currency: null })).rejects.toMatchObject({ problems: [{ field: 'currency', code: 'required' }] });
});
