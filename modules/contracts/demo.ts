// Service agreements of some customers: in force, about to end, and one that waits for its signature.

import type { Context } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { everything, type Known, seeded, today } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const { records } = context;
  const template = await records.create('contract_templates', {
    name: 'Service agreement',
    corporate: true,
    type: 'Service',
    months: 12,
    subject: 'Service of instruments',
    content: '<p>We service the instruments named below once a quarter.</p>',
    fields: [
      { label: 'Site', kind: 'text', required: true },
      { label: 'Response time (hours)', kind: 'number' },
      { label: 'Purchase order needed', kind: 'yes_no', corporate: true },
    ],
  });
  const random = seeded('contracts');
  const customers = (await everything(context, 'accounts', ['type', 'owner', 'city'])).filter(
    ({ type, owner }) => type === 'customer' && owner,
  );
  for (let i = 0; i < Math.min(12, customers.length); i++) {
    const { id, owner, city } = customers[(i * 3) % customers.length]!;
    const starts_on = addDays(today(), -random.whole(30, 350));
    await records.create('contracts', {
      template: template.id,
      account: id,
      owner: (owner as Known).id,
      starts_on,
      details: [{ label: 'Site', value: String(city ?? 'Turku') }],
      value: { amount: String(random.whole(8, 60) * 100), currency: 'EUR' },
      ...(i === 0 ? { status: 'sent' } : { status: 'active', signed_on: starts_on, signed_by: 'Managing director' }),
    });
  }
}
