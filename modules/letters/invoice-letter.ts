// Letters about invoices, reminders among them.

import { defineAction, defineEntity, money, reference, text } from '../../schema/index.ts';
import { invoiceLinkKind } from '../online-payments/module.ts';
import { letterBlocks, letterFields, letterSettings } from './letter-fields.ts';
import { sendLetter } from './send.ts';

const { letter, way } = letterBlocks('invoice');

export const invoiceLetters = defineEntity('invoice_letters', {
  ...letterSettings,
  label: 'Letter about an invoice',
  plural: 'Letters about invoices',
  fields: {
    invoice: reference('invoices', { readOnly: true }),
    ...letterFields,
    fee: money({ readOnly: true, visibleIf: 'fee is not empty' }),
    interest: money({ readOnly: true, visibleIf: 'interest is not empty' }),
    sum: money({ label: 'Asked for', readOnly: true, visibleIf: 'sum is not empty' }),
    // One of each level for an invoice, whoever asks for it at the same moment.
    key: text({ internal: true, unique: true, length: 80 }),
  },
  list: { columns: ['subject', 'invoice', 'template', 'to', 'sum', 'state', 'sent_at', 'owner'], sort: '-created_at' },
  blocks: [letter, { label: 'Reminder', fields: ['fee', 'interest', 'sum'] }, way],
  actions: {
    send: defineAction({ label: 'Send', verb: 'update', when: 'state = "draft"', run: (call) => sendLetter(call, invoiceLinkKind) }),
  },
});
