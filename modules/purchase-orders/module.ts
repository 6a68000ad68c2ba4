// Purchase orders: what is ordered of vendors. Their rows go into quotes as they are, and rows of quotes and orders into them.

import { type ActionCall, invalid, type Values } from '../../engine/index.ts';
import {
  date,
  defineAction,
  defineEntity,
  defineModule,
  extend,
  reference,
  references,
  state,
  text,
  textArea,
} from '../../schema/index.ts';
import {
  contentOf,
  documentBlocks,
  documentFields,
  documentHooks,
  linesFor,
  linesOf,
  makeOf,
  print,
  taxesOf,
} from '../documents/module.ts';
import { productsOf } from '../products/module.ts';
import { demo } from './demo.ts';

export const purchaseOrders = defineEntity('purchase_orders', {
  label: 'Purchase order',
  plural: 'Purchase orders',
  icon: 'shopping-cart',
  title: ['number', 'subject'],
  fields: {
    ...documentFields(linesOf('purchase_order_lines'), taxesOf('purchase_order_taxes')),
    account: reference('accounts', { required: true, label: 'Vendor' }),
    their_reference: text({ label: 'Vendor’s reference', searched: true, length: 120 }),
    billing_address: textArea({ label: 'Vendor’s address', length: 1000, help: 'Left empty, it is that of the vendor.' }),
    customer_vat_number: text({ label: 'Vendor’s VAT number', length: 40 }),
    status: state({
      draft: { label: 'Draft', color: 'gray' },
      ordered: { label: 'Ordered', color: 'blue' },
      confirmed: { label: 'Confirmed', color: 'cyan' },
      received: { label: 'Received', color: 'green', means: 'won' },
      cancelled: { label: 'Cancelled', color: 'red', means: 'lost' },
    }),
    delivery_on: date({ label: 'Delivery date' }),
    sales_order: reference('sales_orders', { help: 'It was made of this order.' }),
    quote: reference('quotes', { help: 'It was made of this quote.' }),
  },
  list: { columns: ['number', 'account', 'subject', 'status', 'issued_on', 'delivery_on', 'total', 'owner'], sort: '-issued_on' },
  blocks: documentBlocks(['status', 'sales_order', 'quote'], ['delivery_on']),
  hooks: documentHooks({
    series: () => 'purchase_orders',
    isPurchase: true,
    isOpen: ({ status }) => status === 'draft',
    isNumbered: () => true,
  }),
  actions: {
    order: defineAction({ label: 'Mark as ordered', when: 'status = "draft"', verb: 'update', run: (call) => become(call, 'ordered') }),
    confirm: defineAction({ label: 'Confirmed', when: 'status = "ordered"', verb: 'update', run: (call) => become(call, 'confirmed') }),
    receive: defineAction({
      label: 'Received',
      when: 'status in ("ordered", "confirmed")',
      verb: 'update',
      run: (call) => become(call, 'received'),
    }),
    cancel: defineAction({
      label: 'Cancel the order',
      when: 'status != "cancelled"',
      verb: 'update',
      run: (call) => become(call, 'cancelled'),
    }),
    revise: defineAction({ label: 'Revise', when: 'status != "draft"', verb: 'update', run: (call) => become(call, 'draft') }),
    quote: defineAction({
      label: 'Make a quote',
      verb: 'view',
      input: { account: reference('accounts', { label: 'Customer', required: true }) },
      run: ({ input, ...call }) =>
        makeOf({ ...call, input }, 'quotes', { ...ofPartner(input.account), valid_until: null, purchase_orders: [call.id] }),
    }),
    print: defineAction({ label: 'Make a PDF', verb: 'view', run: print }),
    copy: defineAction({ label: 'Copy', verb: 'create', run: (call) => makeOf(call, 'purchase_orders') }),
  },
});

async function become({ context, id }: ActionCall, status: string): Promise<void> {
  await context.records.update('purchase_orders', id, { status });
}

/** What goes with the other party: the document is now somebody else’s. */
function ofPartner(account: unknown): Values {
  return { account, contact: null, their_reference: null, billing_address: null, customer_vat_number: null, terms: null };
}

/** Rows of a sale, at the purchase price where the product has one. */
async function purchase({ context, entity, id, record, input }: ActionCall): Promise<Values> {
  const content = contentOf(context.schema, entity, 'purchase_orders', record);
  const rows = content.lines as readonly Values[];
  const products = await productsOf(rows, ['purchase_price'], context);
  const lines = rows.map((line) => atCost(line, products.get(line.product)));
  const made = await context.records.create('purchase_orders', {
    ...content,
    ...ofPartner(input.vendor),
    ...{ discount: null, discount_amount: null, charge: null, lines },
    [entity === 'quotes' ? 'quote' : 'sales_order']: id,
  });
  return { open: { entity: 'purchase_orders', id: made.id } };
}

function atCost(line: Values, product: Values | undefined): Values {
  return product?.purchase_price ? { ...line, unit_price: null, discount: null, tax_class: null } : line;
}

const makeOne = defineAction({
  label: 'Make a purchase order',
  when: 'lines is not empty',
  verb: 'view',
  input: { vendor: reference('accounts', { required: true }) },
  run: purchase,
});

/** Appends their rows, values unchanged; orders whose rows stand here already are left out (row CS-120). */
async function takeRows({ context, id, record, input }: ActionCall): Promise<void> {
  const { records, schema } = context;
  const idsOf = (list: unknown) => ((list as readonly { id: string }[] | null) ?? []).map((one) => one.id);
  const taken = idsOf(record.purchase_orders);
  const fresh = (input.orders as readonly string[]).filter((order) => !taken.includes(order));
  if (fresh.length === 0) throw invalid([{ field: 'orders', code: 'taken', message: 'The rows of these orders are here already.' }]);
  const rows = [];
  for (const order of fresh) rows.push(...linesFor(schema, 'purchase_orders', 'quotes', await records.get('purchase_orders', order)));
  const kept = (record.lines as readonly Values[]).map((line) => ({ id: line.id }));
  await records.update('quotes', id, { lines: [...kept, ...rows], purchase_orders: [...taken, ...fresh] });
}

const ofQuotes = extend('quotes', {
  fields: { purchase_orders: references('purchase_orders', { help: 'Their rows were copied into this quote.' }) },
  blocks: [{ label: 'Additional information', fields: ['purchase_orders'] }],
  actions: {
    take_rows: defineAction({
      label: 'Copy rows of purchase orders',
      when: 'status = "draft"',
      verb: 'update',
      input: { orders: references('purchase_orders', { label: 'Purchase orders', required: true }) },
      run: takeRows,
    }),
    purchase: makeOne,
  },
});

const ofSalesOrders = extend('sales_orders', { actions: { purchase: makeOne } });

export default defineModule({
  name: 'purchase-orders',
  needs: ['documents', 'quotes', 'sales-orders', 'products', 'demo'],
  entities: [purchaseOrders],
  extends: [ofQuotes, ofSalesOrders],
  demo,
});
