// A product by its per cent of tax: the class that has it today, or a new one (row TT-20).

import { Decimal } from 'decimal.js';
import type { ActionCall } from '../../engine/index.ts';
import { dayIn } from '../../schema/index.ts';
import { taxOn } from './tax-class.ts';

export async function setByRate({ context, id, input }: ActionCall): Promise<void> {
  const { records } = context;
  const rate = new Decimal(String(input.rate));
  // The browser reckons with taxes too, and nothing of the engine runs there.
  const today = dayIn(String(context.actor.rights.binds.zone ?? 'UTC'), Date.now());
  // Nothing is no tax that is due: reverse charge and exports come to it for other reasons.
  const category = rate.isZero() ? 'Z' : 'S';
  const query = { fields: ['category', 'rates'], filter: `active and category = "${category}"`, sort: 'created_at', limit: 500 };
  const known = (await records.list('tax_classes', query)).records.find((one) => rate.equals(taxOn(one, today)?.rate ?? -1));
  const rates = rate.isZero() ? [] : [{ rate: input.rate }];
  const made = known ?? (await records.create('tax_classes', { name: `${rate.toFixed()} %`, category, rates }));
  await records.update('products', id, { tax_class: made.id });
}
