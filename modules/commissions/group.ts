// Who earns what: a group has a name and a type, products say what its sellers get for them (row CS-107).

import { checkbox, defineEntity, money, percent, picklist, reference, text } from '../../schema/index.ts';

export const commissionGroups = defineEntity('commission_groups', {
  label: 'Commission group',
  plural: 'Commission groups',
  icon: 'pig-money',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 120 }),
    type: picklist([{ value: 'product', label: 'Product based commission' }], { required: true, default: '"product"' }),
    active: checkbox({ default: 'true' }),
  },
  list: { columns: ['name', 'type', 'active', 'updated_at'], sort: 'name' },
  board: null,
});

export const productCommissions = defineEntity('product_commissions', {
  label: 'Commission',
  plural: 'Commissions',
  icon: 'pig-money',
  fields: {
    group: reference('commission_groups', { required: true }),
    percent: percent({ label: 'Per cent', min: 0, max: 100, help: 'Of what the row comes to without tax.' }),
    amount: money({ label: 'For each', help: 'So much for each unit sold.' }),
  },
});
