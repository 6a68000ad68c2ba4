// One row of a deal: what is offered, how much of it, at what price.

import { decimal, defineEntity, money, percent, reference, text } from '../../schema/index.ts';

export const dealLines = defineEntity('deal_lines', {
  label: 'Line',
  plural: 'Lines',
  icon: 'list',
  title: 'description',
  fields: {
    product: reference('products'),
    description: text({ length: 500 }),
    quantity: decimal({ default: '1', required: true }),
    unit_price: money({ required: true }),
    discount: percent({ min: 0, max: 100 }),
    total: money({ formula: 'round(quantity * unit_price * (100 - coalesce(discount, 0)) / 100, 2)' }),
  },
});
