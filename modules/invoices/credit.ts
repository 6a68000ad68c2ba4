// The credit invoice of an invoice: the same rows with negative quantities, linked to it (row CS-119).

import { Decimal } from 'decimal.js';
import type { ActionCall, Values } from '../../engine/index.ts';
import type { Money } from '../../schema/index.ts';
import { contentOf } from '../documents/module.ts';

export async function credit({ context, id, record }: ActionCall): Promise<Values> {
  const content = contentOf(context.schema, 'invoices', 'invoices', record);
  const lines = (content.lines as readonly Values[]).map((line) => ({ ...line, quantity: negated(String(line.quantity)) }));
  const { discount_amount, charge } = content as { discount_amount: Money | null; charge: Money | null };
  // Elevated: type and original are read-only, so that they always are what this action made.
  const { records } = context.system('makes the credit invoice of an invoice');
  const made = await records.create('invoices', {
    ...content,
    lines,
    discount_amount: discount_amount && { ...discount_amount, amount: negated(discount_amount.amount) },
    charge: charge && { ...charge, amount: negated(charge.amount) },
    type: 'credit_invoice',
    original: id,
  });
  return { open: { entity: 'invoices', id: made.id } };
}

function negated(amount: string): string {
  return new Decimal(amount).negated().toFixed();
}
