// The journal of stock: each line adds to or takes from what there is of a product, or what is in demand. It is only ever added to;
// the figures of a product are the sums of its lines (row CS-105).

import { decimal, defineEntity, picklist, reference, text } from '../../schema/index.ts';

const NOBODY = { create: 'false', update: 'false', delete: 'false', import: 'false', bulk: 'false' };

export const stockMovements = defineEntity('stock_movements', {
  label: 'Stock movement',
  plural: 'Stock movements',
  icon: 'building-warehouse',
  title: 'note',
  owned: false,
  deletable: 'never',
  searchable: false,
  access: NOBODY,
  fields: {
    product: reference('products', { required: true }),
    of: picklist(
      [
        { value: 'stock', label: 'In stock' },
        { value: 'demand', label: 'In demand' },
      ],
      { label: 'Figure', required: true },
    ),
    quantity: decimal({ required: true }),
    reason: picklist(
      [
        { value: 'purchase', label: 'Purchase order' },
        { value: 'sale', label: 'Sales order' },
        { value: 'count', label: 'Counted' },
      ],
      { required: true },
    ),
    purchase_order: reference('purchase_orders'),
    sales_order: reference('sales_orders'),
    note: text({ searched: true, length: 250 }),
  },
  list: { columns: ['created_at', 'product', 'of', 'quantity', 'reason', 'purchase_order', 'sales_order', 'note'], sort: '-created_at' },
  board: null,
});
