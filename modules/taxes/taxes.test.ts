import { expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { taxOn } from './module.ts';

const at = await house({
  reduced: [
    'tax_classes',
    {
      name: 'Books',
      category: 'S',
      rates: [
        { valid_from: '2020-01-01', rate: '14' },
        { valid_from: '2026-01-01', rate: '13.5' },
      ],
    },
  ],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  tea: ['products', { name: 'Tea' }],
});

scenarios(at, [
  {
    title: 'a taxed class needs a rate',
    as: 'admin',
    call: { create: 'tax_classes', values: { name: 'None', category: 'S' } },
    expect: { refused: 422, field: 'rates', code: 'required' },
  },
  {
    title: 'a class without tax says why, and has no rate [PX-12]',
    as: 'admin',
    call: { create: 'tax_classes', values: { name: 'Charge', category: 'AE', rates: [{ rate: '24' }] } },
    expect: { refused: 422, field: 'rates', code: 'no_tax' },
  },
  {
    title: 'two rates do not begin on one day',
    as: 'admin',
    call: { create: 'tax_classes', values: { name: 'Two', rates: [{ rate: '24' }, { rate: '25' }] } },
    expect: { refused: 422, field: 'rates', code: 'not_unique' },
  },
  {
    title: 'is read by who sells, and changed by who keeps the books [CS-109]',
    as: 'agent',
    call: { update: 'tax_classes', id: '$reduced', values: { active: false } },
    expect: { refused: 403 },
  },
  {
    title: 'a product has one tax class [CS-111]',
    as: 'admin',
    call: { create: 'products', values: { name: 'Manual', tax_class: '$reduced' } },
    expect: { record: { tax_class: { title: 'Books' } } },
  },
]);

it.each([
  ['25.5', 'VAT standard rate'],
  ['7', '7 %'],
  ['7.0', '7 %'],
  ['0', '0 %'],
])('a product of %s per cent is in the class that has it today, or in a new one [TT-20]', async (rate, title) => {
  const admin = await at.person('admin');
  await admin.act('products', at.ids.tea!, 'set_tax_rate', { rate });
  const { tax_class } = await admin.records.get('products', at.ids.tea!);
  expect(tax_class).toMatchObject({ title });
  const found = await admin.records.get('tax_classes', (tax_class as { id: string }).id);
  expect(Number(taxOn(found, '2100-01-01')?.rate)).toBe(Number(rate));
});

it.each([
  ['2019-12-31', null],
  ['2020-01-01', '14'],
  ['2025-12-31', '14'],
  ['2026-01-01', '13.5'],
])('on %s the rate is %s [CS-109]', async (day, rate) => {
  const taxClass = await at.system.records.get('tax_classes', at.ids.reduced!);
  expect(taxOn(taxClass, day)?.rate ?? null).toBe(rate);
});

it('documents keep the rate of their day, whatever becomes of the class; a disabled one is chosen no more [CS-109]', async () => {
  const { records } = at.system;
  const line = { description: 'Book', unit_price: { amount: '100', currency: 'EUR' }, tax_class: at.ids.reduced };
  const quote = { account: at.ids.acme, issued_on: '2025-06-01', valid_until: '2025-07-01', lines: [line] };
  const old = await records.create('quotes', { ...quote, status: 'sent' });
  const { rates } = await records.get('tax_classes', at.ids.reduced!, ['rates']);
  const [first, second] = rates as { id: string }[];
  await records.update('tax_classes', at.ids.reduced!, { name: 'Print', rates: [{ ...first, rate: '15' }, second], active: false });
  expect(await records.get('quotes', String(old.id))).toMatchObject({ tax: { amount: '14.00' }, lines: [{ tax_rate: '14' }] });
  await expect(records.create('quotes', quote)).rejects.toMatchObject({ problems: [{ field: 'lines.0.tax_class', code: 'inactive' }] });
});

it('a workspace of an older version gets currencies, tax classes and number series when it is opened, and only once [CS-108]', async () => {
  const count = async (entity: string) => (await at.system.records.list(entity, { limit: 1, count: 'exact' })).count;
  const before = [await count('currencies'), await count('number_series')];
  await at.system.read(async ({ db, workspace: { space } }) => {
    for (const table of ['quote_lines', 'quote_taxes', 'quotes', 'number_series', 'commission_settings', 'currencies'])
      await db.query({ text: `delete from "${space}".${table}`, values: [] });
  });
  expect(await count('currencies')).toBe(0);
  for (let round = 0; round < 2; round++)
    for (const name of ['money', 'taxes', 'documents']) await modules.find((module) => module.name === name)?.upgrade?.(at.system);
  expect([await count('currencies'), await count('number_series')]).toEqual(before);
});
