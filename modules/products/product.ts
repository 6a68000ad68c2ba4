// What is sold: goods, services, subscriptions. Prices are without tax; a changed price touches future sales only (row TT-20).

import { checkbox, defineEntity, money, picklist, text, textArea } from '../../schema/index.ts';

export const products = defineEntity('products', {
  label: 'Product',
  plural: 'Products',
  icon: 'package',
  title: 'name',
  owned: false,
  fields: {
    name: text({ required: true, searched: true, length: 250 }),
    code: text({ unique: true, searched: true, length: 80 }),
    category: picklist(['Hardware', 'Software', 'Service', 'Training'], { open: true, help: 'Series or family the product belongs to.' }),
    unit_price: money(),
    purchase_price: money(),
    unit: picklist(['pcs', 'hour', 'day', 'month', 'year', 'kg', 'm'], { open: true, default: '"pcs"' }),
    billing_frequency: picklist(['once', 'monthly', 'quarterly', 'yearly']),
    active: checkbox({ default: 'true' }),
    description: textArea(),
  },
  list: { columns: ['name', 'code', 'category', 'unit_price', 'unit', 'active'], sort: 'name' },
  blocks: [
    { label: 'Product', fields: ['name', 'code', 'category', 'active'] },
    { label: 'Price', fields: ['unit_price', 'purchase_price', 'unit', 'billing_frequency'] },
    { label: 'Description', fields: ['description'] },
  ],
});
