// A letter about an invoice: looked at while it is a draft, kept as it was when it has left.

import type { Draft } from '../../engine/index.ts';
import { checkbox, datetime, defineAction, defineEntity, email, money, reference, state, text, textArea } from '../../schema/index.ts';
import { send } from './send.ts';

/** What the receiver gets. */
const CONTENT = ['to', 'subject', 'text', 'attach'];

export const invoiceLetters = defineEntity('invoice_letters', {
  label: 'Letter about an invoice',
  plural: 'Letters about invoices',
  icon: 'mail',
  title: 'subject',
  // Only actions of an invoice, and the night, begin one.
  access: { create: 'false', import: 'false' },
  fields: {
    invoice: reference('invoices', { readOnly: true }),
    template: reference('letter_templates', { readOnly: true, label: 'Letter' }),
    state: state({ draft: { label: 'Draft', color: 'gray' }, sent: { label: 'Sent', color: 'green' } }, { readOnly: true }),
    to: email({ label: 'To', searched: true }),
    subject: text({ required: true, searched: true, length: 250 }),
    text: textArea({ required: true, length: 10_000 }),
    attach: checkbox({ label: 'With the invoice as PDF', default: 'true' }),
    fee: money({ readOnly: true, visibleIf: 'fee is not empty' }),
    interest: money({ readOnly: true, visibleIf: 'interest is not empty' }),
    sum: money({ label: 'Asked for', readOnly: true, visibleIf: 'sum is not empty' }),
    sent_at: datetime({ label: 'Sent', readOnly: true, indexed: true, visibleIf: 'sent_at is not empty' }),
    mail: reference('outgoing_mails', { label: 'On its way', readOnly: true, visibleIf: 'mail is not empty' }),
    // One of each level for an invoice, whoever asks for it at the same moment.
    key: text({ internal: true, unique: true, length: 80 }),
  },
  list: { columns: ['subject', 'invoice', 'template', 'to', 'sum', 'state', 'sent_at', 'owner'], sort: '-created_at' },
  menu: false,
  blocks: [
    { label: 'Letter', fields: ['to', 'subject', 'text', 'attach'] },
    { label: 'Reminder', fields: ['fee', 'interest', 'sum'] },
    { label: 'On its way', fields: ['state', 'sent_at', 'mail', 'invoice', 'template', 'owner'] },
  ],
  hooks: { beforeSave: keepSent },
  actions: { send: defineAction({ label: 'Send', verb: 'update', when: 'state = "draft"', run: send }) },
});

function keepSent(draft: Draft): void {
  if (draft.old?.state !== 'sent') return;
  if (draft.verb === 'delete') draft.refuse('state', 'sent', 'It has been sent; that stays in the books.');
  for (const name of CONTENT) if (draft.changed.has(name)) draft.refuse(name, 'sent', 'It has been sent and stays as it is.');
}
