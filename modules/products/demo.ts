// What the demo company sells: measuring instruments, the software to read them, and help with both.

import type { Context } from '../../engine/index.ts';
import { create } from '../demo/module.ts';

/** Each with those below it. */
const tree = {
  Instruments: ['Sensors', 'Meters and transmitters', 'Gateways', 'Cabinets'],
  Software: ['Subscriptions'],
  Services: ['Work on site', 'Training courses'],
} as const;

type Category = (typeof tree)[keyof typeof tree][number];

const range = [
  ['Aurora S100 temperature sensor', 'AUR-S100', 'Hardware', 'Sensors', '89.00', '41.50', 'pcs', 'once'],
  ['Aurora S200 humidity sensor', 'AUR-S200', 'Hardware', 'Sensors', '129.00', '63.20', 'pcs', 'once'],
  ['Aurora P50 pressure transmitter', 'AUR-P50', 'Hardware', 'Meters and transmitters', '415.00', '228.00', 'pcs', 'once'],
  ['Aurora F10 flow meter', 'AUR-F10', 'Hardware', 'Meters and transmitters', '1290.00', '742.00', 'pcs', 'once'],
  ['Aurora Gateway G2', 'AUR-G2', 'Hardware', 'Gateways', '749.00', '388.00', 'pcs', 'once'],
  ['Aurora Gateway G2 Outdoor', 'AUR-G2O', 'Hardware', 'Gateways', '1049.00', '560.00', 'pcs', 'once'],
  ['Aurora Energy Cabinet', 'AUR-EC', 'Hardware', 'Cabinets', '8950.00', '5320.00', 'pcs', 'once'],
  ['Insight Basic', 'INS-B', 'Software', 'Subscriptions', '49.00', null, 'month', 'monthly'],
  ['Insight Professional', 'INS-P', 'Software', 'Subscriptions', '190.00', null, 'month', 'monthly'],
  ['Insight Enterprise', 'INS-E', 'Software', 'Subscriptions', '18400.00', null, 'year', 'yearly'],
  ['Insight API access', 'INS-API', 'Software', 'Subscriptions', '1200.00', null, 'year', 'yearly'],
  ['Installation', 'SRV-INST', 'Service', 'Work on site', '98.00', '52.00', 'hour', 'once'],
  ['Calibration on site', 'SRV-CAL', 'Service', 'Work on site', '640.00', '310.00', 'pcs', 'yearly'],
  ['Maintenance agreement', 'SRV-MNT', 'Service', 'Work on site', '2400.00', null, 'year', 'yearly'],
  ['User training, one day', 'TRN-1', 'Training', 'Training courses', '1450.00', '600.00', 'day', 'once'],
  ['Administrator training, two days', 'TRN-2', 'Training', 'Training courses', '2600.00', '1100.00', 'day', 'once'],
] as const;

export async function demo(context: Context): Promise<void> {
  const categories = await makeCategories(context);
  const rows = range.map(([name, code, category, below, price, cost, unit, billing_frequency]) => ({
    name,
    code,
    category,
    kind: unit === 'hour' ? 'hours' : category === 'Hardware' ? 'stock' : 'unlimited',
    product_category: categories.get(below),
    unit_price: euros(price),
    purchase_price: cost && euros(cost),
    unit,
    billing_frequency,
  }));
  await create(context, 'products', [
    ...rows,
    {
      name: 'Aurora S50 temperature sensor (discontinued)',
      code: 'AUR-S50',
      category: 'Hardware',
      kind: 'stock',
      product_category: categories.get('Sensors'),
      unit_price: euros('69.00'),
      active: false,
    },
  ]);
}

/** Ids of those below, by name. */
async function makeCategories(context: Context): Promise<ReadonlyMap<Category, string>> {
  const tops = await create(
    context,
    'product_categories',
    Object.keys(tree).map((name) => ({ name })),
  );
  const below = Object.values(tree).flatMap((names, i) => names.map((name) => ({ name, parent: tops[i]!.id })));
  const made = await create(context, 'product_categories', below);
  return new Map(made.map(({ id }, i) => [below[i]!.name, id]));
}

function euros(amount: string) {
  return { amount, currency: 'EUR' };
}
