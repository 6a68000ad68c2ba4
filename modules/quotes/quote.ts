// A quote: what is offered to a customer or a lead, at what price, until when, and what became of it. It is proposal and estimate too.

import type { ActionCall } from '../../engine/index.ts';
import { addDays, date, datetime, defineAction, defineEntity, idOf, reference, state, text, textArea } from '../../schema/index.ts';
import { documentBlocks, documentFields, documentHooks, linesOf, makeOf, print, taxesOf } from '../documents/module.ts';
import { keepAnswer } from './answer.ts';
import { fillLead } from './lead.ts';
import { makeQuoteLink } from './quote-link.ts';

export const quotes = defineEntity('quotes', {
  label: 'Quote',
  plural: 'Quotes',
  icon: 'file-text',
  title: ['number', 'subject'],
  customer: 'account = my_account() and status != "draft"',
  fields: {
    ...documentFields(linesOf('quote_lines'), taxesOf('quote_taxes')),
    account: reference('accounts', { label: 'Customer', requiredIf: 'lead is empty' }),
    lead: reference('leads', { help: 'Somebody who is no customer yet. He becomes one with the order or invoice.', example: null }),
    status: state({
      draft: { label: 'Draft', color: 'gray', next: ['sent', 'accepted', 'declined'] },
      sent: { label: 'Sent', color: 'blue', next: ['draft', 'viewed', 'accepted', 'declined'] },
      // By the link alone.
      viewed: { label: 'Viewed', color: 'cyan', next: ['draft', 'sent', 'accepted', 'declined'] },
      accepted: { label: 'Accepted', color: 'green', means: 'won', next: ['draft'] },
      declined: { label: 'Declined', color: 'red', means: 'lost', next: ['draft'] },
    }),
    valid_until: date({ help: 'Left empty, it follows the settings.' }),
    deal: reference('deals'),
    viewed_at: datetime({ label: 'First seen', readOnly: true, visibleIf: 'viewed_at is not empty' }),
    answered_at: datetime({ label: 'Answered', readOnly: true, visibleIf: 'answered_at is not empty' }),
    answered_by: text({ label: 'Answered by', readOnly: true, length: 120, visibleIf: 'answered_at is not empty' }),
    answered_from: text({ label: 'Network address', readOnly: true, length: 60, visibleIf: 'answered_at is not empty' }),
    answered_version: text({
      label: 'What was accepted',
      readOnly: true,
      length: 16,
      help: 'A sum over all that the offer says: any other offer has another one.',
      visibleIf: 'answered_version is not empty',
    }),
    answer: textArea({ label: 'Reason', readOnly: true, length: 2000, visibleIf: 'answer is not empty' }),
  },
  rules: [
    { when: 'valid_until < issued_on', field: 'valid_until', code: 'order', message: 'is before the date of the quote' },
    { when: 'status = "viewed" and viewed_at is empty', field: 'status', code: 'link', message: 'is set when the link is opened' },
  ],
  list: {
    columns: ['number', 'account', 'lead', 'subject', 'status', 'issued_on', 'valid_until', 'total', 'owner'],
    sort: '-issued_on',
  },
  blocks: [
    ...documentBlocks(['lead', 'status', 'deal'], ['valid_until']),
    { label: 'Answer by the link', fields: ['viewed_at', 'answered_at', 'answered_by', 'answered_from', 'answered_version', 'answer'] },
  ],
  hooks: documentHooks({
    series: () => 'quotes',
    isOpen: ({ status }) => status === 'draft',
    isNumbered: () => true,
    follow: keepAnswer,
    async fill(draft, facts) {
      const { values } = draft;
      const { settings } = facts;
      await fillLead(draft, facts);
      values.valid_until ??= addDays(String(values.issued_on), Number(settings.quote_days));
    },
  }),
  actions: {
    send: defineAction({ label: 'Mark as sent', when: 'status = "draft"', verb: 'update', run: (call) => become(call, 'sent') }),
    accept: defineAction({
      label: 'Accepted',
      when: 'status in ("draft", "sent", "viewed")',
      verb: 'update',
      run: (call) => become(call, 'accepted'),
    }),
    decline: defineAction({
      label: 'Declined',
      when: 'status in ("draft", "sent", "viewed")',
      verb: 'update',
      run: (call) => become(call, 'declined'),
    }),
    revise: defineAction({
      label: 'Revise',
      when: 'status in ("sent", "viewed", "declined") or (status = "accepted" and answered_at is empty)',
      verb: 'update',
      run: (call) => become(call, 'draft'),
    }),
    link: defineAction({ label: 'Link for the customer', when: 'status != "draft"', verb: 'update', run: makeQuoteLink }),
    print: defineAction({ label: 'Make a PDF', verb: 'view', run: print }),
    copy: defineAction({ label: 'Copy', verb: 'create', run: (call) => makeOf(call, 'quotes', { lead: idOf(call.record.lead) }) }),
  },
});

async function become({ context, id }: ActionCall, status: string): Promise<void> {
  await context.records.update('quotes', id, { status });
}
