// What is sold: goods, services, subscriptions. Prices are without tax; a changed price touches future sales only (row TT-20).

import type { Context, Draft } from '../../engine/index.ts';
import { checkbox, children, decimal, defineEntity, money, picklist, reference, rowsOf, text, textArea, user } from '../../schema/index.ts';

/** What comes with the product wherever it is sold (row CS-102). */
const parts = defineEntity('product_parts', {
  label: 'Part',
  plural: 'Parts',
  icon: 'package',
  fields: {
    product: reference('products', { required: true }),
    quantity: decimal({ required: true, default: '1', min: '0.000001', help: 'Of one main product.' }),
  },
});

export const products = defineEntity('products', {
  label: 'Product',
  plural: 'Products',
  icon: 'package',
  title: 'name',
  owned: false,
  fields: {
    name: text({ required: true, searched: true, length: 250 }),
    second_name: text({ searched: true, length: 250 }),
    assigned_to: user({ default: 'me()', help: 'Left empty, it is whoever makes the product.' }),
    code: text({ unique: true, searched: true, length: 80 }),
    scan_code: text({ unique: true, searched: true, length: 80, help: 'As it is printed on the product, e.g. EAN.' }),
    kind: picklist(['stock', 'unlimited', 'hours'], {
      label: 'Is sold as',
      default: '"unlimited"',
      help: 'Goods from stock, anything there is always enough of, or hours of work.',
    }),
    category: picklist(['Hardware', 'Software', 'Service', 'Training'], {
      label: 'Series',
      open: true,
      help: 'Series or family the product belongs to.',
    }),
    product_category: reference('product_categories', { label: 'Category' }),
    unit_price: money(),
    purchase_price: money(),
    vendor: reference('accounts'),
    unit: picklist(['pcs', 'hour', 'day', 'month', 'year', 'kg', 'm'], { open: true, default: '"pcs"' }),
    billing_frequency: picklist(['once', 'monthly', 'quarterly', 'yearly']),
    recurring: checkbox({ help: 'Is billed again and again.' }),
    active: checkbox({ default: 'true' }),
    invoice_text: text({ label: 'Text on invoices', length: 240, help: 'Follows the name on invoices.' }),
    parts: children(parts, { label: 'Bundle', help: 'Stand below the product when it is chosen in a quote, an order or an invoice.' }),
    description: textArea(),
  },
  list: { columns: ['name', 'code', 'product_category', 'unit_price', 'unit', 'active'], sort: 'name' },
  blocks: [
    {
      label: 'Product',
      fields: ['name', 'second_name', 'code', 'scan_code', 'product_category', 'category', 'kind', 'active', 'assigned_to'],
    },
    { label: 'Price', fields: ['unit_price', 'purchase_price', 'vendor', 'unit', 'billing_frequency', 'recurring'] },
    { label: 'Bundle', fields: ['parts'] },
    { label: 'Description', fields: ['invoice_text', 'description'] },
  ],
  hooks: { beforeSave: check },
});

/** Name and whom it is assigned to are all that is needed; what the house itself writes is nobody's (row CS-101). */
function check(draft: Draft, { actor }: Context): void {
  const { values, verb } = draft;
  if (verb === 'delete') return;
  if (verb === 'create' && actor.rights.key !== 'system') values.assigned_to ??= actor.id;
  else if (draft.changed.has('assigned_to') && !values.assigned_to)
    draft.refuse('assigned_to', 'required', 'Somebody is assigned to a product.');
  const rows = rowsOf(values.parts);
  rows.forEach(({ product }, i) => {
    if (product === draft.id) draft.refuse(`parts.${i}.product`, 'cycle', 'A product is no part of itself.');
  });
}
