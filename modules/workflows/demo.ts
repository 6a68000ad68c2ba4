// Three workflows that tell what they are for.

import type { Context } from '../../engine/index.ts';
import { templates } from './templates.ts';

const SHOWN = ['deal_won', 'contract_ends', 'invoice_overdue'];

export async function demo({ records }: Context): Promise<void> {
  for (const [i, { name, description, values }] of templates.filter(({ key }) => SHOWN.includes(key)).entries())
    await records.create('workflows', { ...values, name, description, order: (i + 1) * 10, active: true });
}
