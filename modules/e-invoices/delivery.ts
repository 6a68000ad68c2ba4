// One sending of an invoice, step by step: from here to the sender's operator, to the recipient's, to the recipient (row CS-122).
// Written by the house alone; the invoice shows the newest one.

import type { Context, Draft } from '../../engine/index.ts';
import { children, datetime, defineEntity, extend, file, integer, picklist, reference, state, text, textArea } from '../../schema/index.ts';
import { remedies } from './guide.ts';
import { formatOptions } from './of-accounts.ts';

const stages = [
  { value: 'kontor', label: '1. In Kontor' },
  { value: 'sender_operator', label: '2. With our operator' },
  { value: 'recipient_operator', label: '3. With the recipient’s operator' },
  { value: 'recipient', label: '4. With the recipient' },
] as const;

/** Options, so that everybody reads them in his language. */
const outcomes = [
  { value: 'made', label: 'Made, checked and waiting' },
  { value: 'handed_over', label: 'Handed over' },
  { value: 'under_way', label: 'Passed on' },
  { value: 'delivered', label: 'Arrived' },
  { value: 'failed', label: 'Failed' },
] as const;
export type Outcome = (typeof outcomes)[number]['value'];

const states = {
  waiting: { label: 'Waiting', color: 'gray' },
  under_way: { label: 'Under way', color: 'blue' },
  delivered: { label: 'Delivered', color: 'green', means: 'won' },
  failed: { label: 'Failed', color: 'red', means: 'lost' },
} as const;

const steps = defineEntity('e_invoice_steps', {
  label: 'Step',
  plural: 'Steps',
  icon: 'list',
  title: 'stage',
  fields: {
    at: datetime({ label: 'When', readOnly: true }),
    stage: picklist(stages, { readOnly: true }),
    outcome: picklist(outcomes, { label: 'What happened', readOnly: true }),
    text: text({ label: 'In the operator’s words', readOnly: true, length: 2000 }),
  },
});

export const deliveries = defineEntity('e_invoice_deliveries', {
  label: 'E-invoice sending',
  plural: 'E-invoice sendings',
  icon: 'truck-delivery',
  title: 'name',
  owned: false,
  searchable: false,
  deletable: 'never',
  // Whoever sees the invoice sees how far it is.
  access: { view: 'reachable(invoice)', create: 'false', update: 'false', delete: 'false', import: 'false', bulk: 'false' },
  fields: {
    name: text({ readOnly: true, length: 120 }),
    invoice: reference('invoices', { required: true, readOnly: true }),
    status: state(states),
    stage: picklist(stages, { readOnly: true, default: '"kontor"' }),
    format: picklist(formatOptions, { readOnly: true, label: 'E-invoice format' }),
    from: text({ label: 'From address', readOnly: true, length: 200 }),
    to: text({ label: 'To address', readOnly: true, length: 200 }),
    billing_company: reference('billing_companies', { label: 'Billing company', readOnly: true }),
    error_code: text({ readOnly: true, length: 60, visibleIf: 'error_code is not empty' }),
    error_text: textArea({ label: 'What went wrong', readOnly: true, visibleIf: 'error_text is not empty' }),
    remedy: picklist(remedies, { label: 'What to do', readOnly: true, visibleIf: 'remedy is not empty' }),
    steps: children(steps, { readOnly: true }),
    sent: file({ label: 'What was sent', readOnly: true }),
    operator_reference: text({ label: 'Number at the operator', readOnly: true, length: 200 }),
    attempts: integer({ label: 'Tries', readOnly: true, required: true, default: '0', min: 0 }),
    next_at: datetime({ label: 'Next try', readOnly: true, indexed: true }),
  },
  list: { columns: ['created_at', 'name', 'status', 'stage', 'format', 'to', 'error_text'], sort: '-created_at' },
  blocks: [
    { label: 'Sending', fields: ['name', 'invoice', 'status', 'stage', 'format', 'from', 'to', 'billing_company', 'sent'] },
    { label: 'Error', fields: ['error_code', 'error_text', 'remedy'] },
    { label: 'On its way', fields: ['steps', 'operator_reference', 'attempts', 'next_at'] },
  ],
  board: null,
  hooks: { afterSave: tellInvoice },
});

const shown = { readOnly: true, visibleIf: 'e_invoice is not empty' };

/** What the newest sending says, where people look for it. */
export const shownOnInvoices = extend('invoices', {
  fields: {
    e_invoice: picklist(
      Object.entries(states).map(([value, { label, color }]) => ({ value, label, color })),
      { label: 'E-invoice', ...shown },
    ),
    e_invoice_stage: picklist(stages, { label: 'Stage of the e-invoice', ...shown }),
    e_invoice_error: textArea({ label: 'What went wrong', readOnly: true, visibleIf: 'e_invoice_error is not empty' }),
    e_invoice_remedy: picklist(remedies, { label: 'What to do', readOnly: true, visibleIf: 'e_invoice_remedy is not empty' }),
  },
  blocks: [{ label: 'E-invoice', fields: ['e_invoice', 'e_invoice_stage', 'e_invoice_error', 'e_invoice_remedy'] }],
});

async function tellInvoice({ verb, values, changed }: Draft, context: Context): Promise<void> {
  if (verb === 'delete' || !['status', 'stage', 'error_text'].some((name) => changed.has(name))) return;
  const { records } = context.system('shows on the invoice how far its sending is');
  const { status, stage, error_text, remedy } = values;
  const told = { e_invoice: status, e_invoice_stage: stage, e_invoice_error: error_text ?? null, e_invoice_remedy: remedy ?? null };
  await records.update('invoices', String(values.invoice), told);
}
