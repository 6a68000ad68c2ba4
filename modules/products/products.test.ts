import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({ gateway: ['products', { name: 'Gateway', code: 'G-2', unit_price: '700' }] });

scenarios(at, [
  {
    title: 'needs a name only [CS-101]',
    as: 'admin',
    call: { create: 'products', values: { name: 'Sensor' } },
    expect: { record: { active: true, unit: 'pcs', code: null } },
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
