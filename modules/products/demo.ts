// What the demo company sells: measuring instruments, the software to read them, and help with both.

import type { Context } from '../../engine/index.ts';
import { create } from '../demo/module.ts';

const range = [
  ['Aurora S100 temperature sensor', 'AUR-S100', 'Hardware', '89.00', '41.50', 'pcs', 'once'],
  ['Aurora S200 humidity sensor', 'AUR-S200', 'Hardware', '129.00', '63.20', 'pcs', 'once'],
  ['Aurora P50 pressure transmitter', 'AUR-P50', 'Hardware', '415.00', '228.00', 'pcs', 'once'],
  ['Aurora F10 flow meter', 'AUR-F10', 'Hardware', '1290.00', '742.00', 'pcs', 'once'],
  ['Aurora Gateway G2', 'AUR-G2', 'Hardware', '749.00', '388.00', 'pcs', 'once'],
  ['Aurora Gateway G2 Outdoor', 'AUR-G2O', 'Hardware', '1049.00', '560.00', 'pcs', 'once'],
  ['Aurora Energy Cabinet', 'AUR-EC', 'Hardware', '8950.00', '5320.00', 'pcs', 'once'],
  ['Insight Basic', 'INS-B', 'Software', '49.00', null, 'month', 'monthly'],
  ['Insight Professional', 'INS-P', 'Software', '190.00', null, 'month', 'monthly'],
  ['Insight Enterprise', 'INS-E', 'Software', '18400.00', null, 'year', 'yearly'],
  ['Insight API access', 'INS-API', 'Software', '1200.00', null, 'year', 'yearly'],
  ['Installation', 'SRV-INST', 'Service', '98.00', '52.00', 'hour', 'once'],
  ['Calibration on site', 'SRV-CAL', 'Service', '640.00', '310.00', 'pcs', 'yearly'],
  ['Maintenance agreement', 'SRV-MNT', 'Service', '2400.00', null, 'year', 'yearly'],
  ['User training, one day', 'TRN-1', 'Training', '1450.00', '600.00', 'day', 'once'],
  ['Administrator training, two days', 'TRN-2', 'Training', '2600.00', '1100.00', 'day', 'once'],
] as const;

export async function demo(context: Context): Promise<void> {
  const rows = range.map(([name, code, category, price, cost, unit, billing_frequency]) => ({
    name,
    code,
    category,
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
      unit_price: euros('69.00'),
      active: false,
    },
  ]);
}

function euros(amount: string) {
  return { amount, currency: 'EUR' };
}
