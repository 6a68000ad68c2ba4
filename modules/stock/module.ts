// Stock of products: a journal that orders write by their states, and a mail when something runs low.

import { checkbox, decimal, defineAction, defineModule, extend, text } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { movePurchase, moveSale } from './move.ts';
import { stockMovements } from './movement.ts';
import { count, countStock, tell } from './product-stock.ts';
import { ensureStockSettings, stockSettings } from './settings.ts';

const ofProducts = extend('products', {
  fields: {
    stock_tracked: checkbox({ label: 'Stock is tracked' }),
    stock: decimal({ label: 'In stock', readOnly: true, visibleIf: 'stock_tracked' }),
    in_demand: decimal({ readOnly: true, visibleIf: 'stock_tracked', help: 'Ordered by customers and not delivered yet.' }),
    reorder_level: decimal({ visibleIf: 'stock_tracked', help: 'When stock falls to it, mails are sent as the settings say.' }),
    quantity_per_unit: decimal({ label: 'Quantity per unit', min: '0', help: 'E.g. 12 pieces in a box.' }),
    stock_low: checkbox({ label: 'Running low', readOnly: true, visibleIf: 'stock_tracked' }),
    // Written by the house when the journal has got further.
    stock_touched: text({ internal: true, length: 40 }),
  },
  blocks: [{ label: 'Stock', fields: ['stock_tracked', 'stock', 'in_demand', 'reorder_level', 'stock_low', 'quantity_per_unit'] }],
  hooks: { beforeSave: count, afterSave: tell },
  actions: {
    count_stock: defineAction({
      label: 'Enter what was counted',
      when: 'stock_tracked',
      verb: 'update',
      input: { counted: decimal({ required: true, min: '0' }), note: text({ length: 250 }) },
      run: countStock,
    }),
  },
});

const ofSalesOrders = extend('sales_orders', { hooks: { afterSave: moveSale } });
const ofPurchaseOrders = extend('purchase_orders', { hooks: { afterSave: movePurchase } });

export default defineModule({
  name: 'stock',
  needs: ['products', 'sales-orders', 'purchase-orders', 'mail', 'documents', 'demo'],
  entities: [stockMovements, stockSettings],
  extends: [ofProducts, ofSalesOrders, ofPurchaseOrders],
  setup: ensureStockSettings,
  upgrade: ensureStockSettings,
  demo,
});
