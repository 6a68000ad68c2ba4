// What a seller gets for one row of an invoice, how that was worked out, and what of it he has earned so far, entry by entry.

import { children, date, decimal, defineEntity, money, percent, picklist, reference, text } from '../../schema/index.ts';

const NOBODY = { create: 'false', update: 'false', delete: 'false', import: 'false', bulk: 'false' };

const entries = defineEntity('commission_entries', {
  label: 'Entry',
  plural: 'Entries',
  icon: 'coins',
  fields: {
    entered_on: date({ label: 'Day', readOnly: true }),
    reason: picklist(['invoiced', 'paid', 'credited'], { readOnly: true }),
    amount: money({ readOnly: true }),
  },
});

export const commissions = defineEntity('commissions', {
  label: 'Commission',
  plural: 'Commissions',
  icon: 'pig-money',
  title: 'name',
  area: 'administration',
  menu: true,
  deletable: 'never',
  access: NOBODY,
  fields: {
    name: text({ readOnly: true, searched: true, length: 600 }),
    invoice: reference('invoices', { required: true, readOnly: true }),
    line: text({ readOnly: true, length: 40, visibleIf: 'false', help: 'Id of the row of the invoice.' }),
    product: reference('products', { readOnly: true }),
    group: reference('commission_groups', { readOnly: true }),
    quantity: decimal({ readOnly: true }),
    base: money({ label: 'Row without tax', readOnly: true }),
    percent: percent({ label: 'Per cent', readOnly: true }),
    each: money({ label: 'For each', readOnly: true }),
    exchange_rate: decimal({ readOnly: true, visibleIf: 'exchange_rate != 1' }),
    basis: picklist(
      [
        { value: 'invoiced', label: 'When the invoice is issued' },
        { value: 'paid', label: 'As the invoice is paid' },
      ],
      { label: 'Is earned', readOnly: true },
    ),
    whole: money({ label: 'In whole', readOnly: true }),
    earned: money({ readOnly: true }),
    entries: children(entries, { readOnly: true }),
  },
  list: { columns: ['name', 'owner', 'invoice', 'base', 'percent', 'whole', 'earned', 'created_at'], sort: '-created_at' },
  blocks: [
    { label: 'Commission', fields: ['name', 'owner', 'group', 'basis', 'whole', 'earned'] },
    { label: 'Worked out of', fields: ['invoice', 'product', 'quantity', 'base', 'percent', 'each', 'exchange_rate'] },
    { label: 'Entries', fields: ['entries'] },
  ],
  board: null,
});
