// In which currency sellers are paid, and when they have earned it (rows CS-020, CS-107).

import type { Context, Draft } from '../../engine/index.ts';
import { DEFAULT_CURRENCY, defineEntity, radio, reference } from '../../schema/index.ts';

export const commissionSettings = defineEntity('commission_settings', {
  label: 'Commissions',
  plural: 'Commissions',
  icon: 'pig-money',
  single: true,
  fields: {
    currency: reference('currencies', { help: 'All commissions are in this one.' }),
    basis: radio(
      [
        { value: 'invoiced', label: 'When the invoice is issued' },
        { value: 'paid', label: 'As the invoice is paid' },
      ],
      { label: 'Is earned', required: true, default: '"invoiced"', help: 'Invoices that are issued keep what held then.' },
    ),
  },
  blocks: [{ label: 'Commissions', fields: ['currency', 'basis'] }],
  hooks: { beforeSave: keepCurrency },
});

function keepCurrency(draft: Draft): void {
  if (draft.old?.currency && !draft.values.currency) draft.refuse('currency', 'required', 'Commissions are in exactly one currency.');
}

export async function ensureCommissionSettings(context: Context): Promise<void> {
  const { id, currency } = await context.settings('commission_settings');
  if (currency) return;
  const { records } = context;
  const found = await records.list('currencies', { fields: ['id'], filter: `code = "${DEFAULT_CURRENCY}"`, limit: 1 });
  if (found.records[0]) await records.update('commission_settings', String(id), { currency: found.records[0].id });
}
