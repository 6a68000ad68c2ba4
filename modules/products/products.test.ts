import { expect, it } from 'vitest';
import { bulk } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { productsOf } from './of-lines.ts';

const at = await house({
  gateway: ['products', { name: 'Gateway', code: 'G-2', unit_price: '700' }],
  maker: ['accounts', { name: 'Maker', type: 'supplier' }],
  hardware: ['product_categories', { name: 'Hardware' }],
  probes: ['product_categories', { name: 'Probes', parent: '$hardware' }],
});

scenarios(at, [
  {
    title: 'needs a name only, and is assigned to whoever makes it [CS-101]',
    as: 'admin',
    call: { create: 'products', values: { name: 'Sensor' } },
    expect: { record: { active: true, unit: 'pcs', code: null, kind: 'unlimited', assigned_to: { title: 'admin person' } } },
  },
  {
    title: 'is always assigned to somebody [CS-101]',
    as: 'admin',
    given: [{ update: 'products', id: '$gateway', values: { assigned_to: '$staff' } }],
    call: { update: 'products', id: '$gateway', values: { assigned_to: null } },
    expect: { refused: 422, field: 'assigned_to', code: 'required' },
  },
  {
    title: 'is known by its scan code, and bought of a vendor [TT-20] [CS-110]',
    as: 'admin',
    call: {
      create: 'products',
      values: {
        name: 'Sensor',
        second_name: 'Fühler',
        scan_code: '6417182041488',
        vendor: '$maker',
        recurring: true,
        kind: 'stock',
        product_category: '$probes',
      },
    },
    expect: { record: { vendor: { title: 'Maker' }, product_category: { title: 'Probes' }, scan_code: '6417182041488' } },
  },
  {
    title: 'has a scan code of its own [TT-20]',
    as: 'admin',
    given: [{ create: 'products', values: { name: 'A', scan_code: '1' } }],
    call: { create: 'products', values: { name: 'B', scan_code: '1' } },
    expect: { refused: 422, field: 'scan_code', code: 'not_unique' },
  },
  {
    title: 'is in a category of a tree without circles [CS-103]',
    as: 'admin',
    call: { update: 'product_categories', id: '$hardware', values: { parent: '$probes' } },
    expect: { refused: 422, field: 'parent', code: 'cycle' },
  },
  {
    title: 'is no part of itself [CS-102]',
    as: 'admin',
    call: { update: 'products', id: '$gateway', values: { parts: [{ product: '$gateway' }] } },
    expect: { refused: 422, field: 'parts.0.product', code: 'cycle' },
  },
  {
    title: 'has prices, billing frequency and a category of one’s own [CS-110]',
    as: 'admin',
    call: {
      create: 'products',
      values: { name: 'Lease', category: 'Leasing', unit_price: '49', purchase_price: '12.345', billing_frequency: 'monthly' },
    },
    expect: { record: { category: 'Leasing', billing_frequency: 'monthly', purchase_price: { amount: '12.345', currency: 'EUR' } } },
  },
  {
    title: 'has a code of its own, whatever the case',
    as: 'admin',
    call: { create: 'products', values: { name: 'Copy', code: 'g-2' } },
    expect: { refused: 422, field: 'code', code: 'not_unique' },
  },
  {
    title: 'may lack a code, and so may others',
    as: 'admin',
    given: [{ create: 'products', values: { name: 'A' } }],
    call: { create: 'products', values: { name: 'B' } },
    expect: { record: { code: null } },
  },
  {
    title: 'is read by an agent, who owns none',
    as: 'agent',
    call: { list: 'products', query: { fields: ['name'] } },
    expect: { records: [{ name: 'Gateway' }] },
  },
  {
    title: 'is not changed by a manager of some department',
    as: 'manager',
    call: { update: 'products', id: '$gateway', values: { unit_price: '1' } },
    expect: { refused: 403 },
  },
]);

it('are read for all lines together, each once; one that is gone is missed', async () => {
  const agent = await at.person('agent');
  const more = Array.from({ length: 300 }, (_, i) => ({ name: `Part ${i}` }));
  const made = await bulk(at.system, 'products', { create: more });
  const ids = [at.ids.gateway, ...made.results!.map(({ id }) => id)];
  const lines = [...ids, ...ids].map((product) => ({ product }));
  const found = await productsOf([...lines, { product: null }, {}], ['name'], agent);
  expect(found.size).toBe(301);
  expect(found.get(at.ids.gateway)).toMatchObject({ name: 'Gateway' });
  await expect(productsOf([...lines, { product: crypto.randomUUID() }], ['name'], agent)).rejects.toMatchObject({ status: 404 });
});
