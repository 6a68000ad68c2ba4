// What the demo company bought in a year: most of it paid, the newest still to be approved.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { create, everything, type Known, seeded, today, workday } from '../demo/module.ts';

const bought: readonly (readonly [what: string, unit: string, price: number])[] = [
  ['Circuit boards, batch', 'pcs', 1180],
  ['Housing, aluminium', 'pcs', 14.9],
  ['Freight, pallet', 'pcs', 86],
  ['Software subscription', 'month', 249],
  ['Consulting', 'hour', 115],
];

export async function demo(context: Context): Promise<void> {
  const random = seeded('purchase invoices');
  const vendors = (await everything(context, 'accounts', ['type', 'owner'])).filter(({ type, owner }) => type === 'supplier' && owner);
  const rows = Array.from({ length: 24 }, (_, i): Values => {
    const vendor = random.pick(vendors);
    const issued_on = workday(addDays(today(), -352 + i * 15));
    const day = issued_on > today() ? today() : issued_on;
    const [description, unit, price] = random.pick(bought);
    return {
      vendor: vendor.id,
      vendor_number: `${random.whole(1000, 9999)}-${i + 1}`,
      issued_on: day,
      received_on: day,
      due_on: addDays(day, 21),
      status: i < 18 ? 'paid' : i < 21 ? 'approved' : 'received',
      lines: [
        {
          description,
          unit,
          quantity: String(random.whole(1, 20)),
          unit_price: { amount: price.toFixed(2), currency: 'EUR' },
          tax_rate: '25.5',
        },
      ],
      owner: (vendor.owner as Known).id,
    };
  });
  await create(context, 'purchase_invoices', rows);
}
