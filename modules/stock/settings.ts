// In which states orders move stock, and who hears of what runs low (rows CS-105, CS-106).

import type { Context } from '../../engine/index.ts';
import { checkbox, defineEntity, multiPicklist } from '../../schema/index.ts';

const sold = [
  { value: 'draft', label: 'Draft' },
  { value: 'confirmed', label: 'Confirmed' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'invoiced', label: 'Invoiced' },
];
const bought = [
  { value: 'draft', label: 'Draft' },
  { value: 'ordered', label: 'Ordered' },
  { value: 'confirmed', label: 'Confirmed' },
  { value: 'received', label: 'Received' },
];

export const stockSettings = defineEntity('stock_settings', {
  label: 'Stock',
  plural: 'Stock',
  icon: 'building-warehouse',
  single: true,
  fields: {
    sale_states: multiPicklist(sold, { label: 'Sales orders lower stock when', open: true }),
    demand_states: multiPicklist(sold, { label: 'Sales orders count as demand when', open: true }),
    purchase_states: multiPicklist(bought, { label: 'Purchase orders raise stock when', open: true }),
    mail_vendor: checkbox({ label: 'Mail the vendor', help: 'When stock falls to the reorder level.' }),
    mail_assigned: checkbox({ label: 'Mail whom the product is assigned to', help: 'When stock falls to the reorder level.' }),
  },
  blocks: [
    { label: 'States', fields: ['sale_states', 'demand_states', 'purchase_states'] },
    { label: 'Reordering', fields: ['mail_vendor', 'mail_assigned'] },
  ],
});

/** What is usual, as long as nobody has said anything. */
export async function ensureStockSettings(context: Context): Promise<void> {
  const { id, version } = await context.settings('stock_settings');
  if (Number(version) > 1) return;
  await context.records.update('stock_settings', String(id), {
    ...{ sale_states: ['delivered', 'invoiced'], demand_states: ['confirmed'], purchase_states: ['received'] },
    mail_assigned: true,
  });
}
