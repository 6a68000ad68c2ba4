// Quotes: what is offered, at what price, until when.

import type { ActionCall } from '../../engine/index.ts';
import { date, defineAction, defineEntity, defineModule, extend, reference, state } from '../../schema/index.ts';
import { documentBlocks, documentFields, documentHooks, linesOf, makeOf, print, taxesOf } from '../documents/module.ts';
import { contentOfDeal } from './deal.ts';
import { demo } from './demo.ts';

const DAY = 86_400_000;

export const quotes = defineEntity('quotes', {
  label: 'Quote',
  plural: 'Quotes',
  icon: 'file-text',
  title: ['number', 'subject'],
  customer: 'account = my_account() and status != "draft"',
  fields: {
    ...documentFields(linesOf('quote_lines'), taxesOf('quote_taxes')),
    status: state({
      draft: { label: 'Draft', color: 'gray' },
      sent: { label: 'Sent', color: 'blue' },
      accepted: { label: 'Accepted', color: 'green', means: 'won' },
      declined: { label: 'Declined', color: 'red', means: 'lost' },
    }),
    valid_until: date({ help: 'Left empty, it follows the settings.' }),
    deal: reference('deals'),
  },
  rules: [{ when: 'valid_until < issued_on', field: 'valid_until', code: 'order', message: 'is before the date of the quote' }],
  list: { columns: ['number', 'account', 'subject', 'status', 'issued_on', 'valid_until', 'total', 'owner'], sort: '-issued_on' },
  blocks: documentBlocks(['status', 'deal'], ['valid_until']),
  hooks: documentHooks({
    series: () => 'quotes',
    isOpen: ({ status }) => status === 'draft',
    isNumbered: () => true,
    fill({ values }, { settings }) {
      values.valid_until ??= new Date(Date.parse(String(values.issued_on)) + Number(settings.quote_days) * DAY).toISOString().slice(0, 10);
    },
  }),
  actions: {
    send: defineAction({ label: 'Mark as sent', when: 'status = "draft"', verb: 'update', run: (call) => become(call, 'sent') }),
    accept: defineAction({
      label: 'Accepted',
      when: 'status in ("draft", "sent")',
      verb: 'update',
      run: (call) => become(call, 'accepted'),
    }),
    decline: defineAction({
      label: 'Declined',
      when: 'status in ("draft", "sent")',
      verb: 'update',
      run: (call) => become(call, 'declined'),
    }),
    revise: defineAction({ label: 'Revise', when: 'status != "draft"', verb: 'update', run: (call) => become(call, 'draft') }),
    print: defineAction({ label: 'Make a PDF', verb: 'view', run: print }),
    copy: defineAction({ label: 'Copy', verb: 'create', run: (call) => makeOf(call, 'quotes') }),
  },
});

async function become({ context, id }: ActionCall, status: string): Promise<void> {
  await context.records.update('quotes', id, { status });
}

const ofDeals = extend('deals', {
  actions: {
    quote: defineAction({
      label: 'Make a quote',
      when: 'account is not empty',
      verb: 'update',
      run: async ({ context, id, record }) => {
        const made = await context.records.create('quotes', { ...contentOfDeal(record), deal: id });
        return { open: { entity: 'quotes', id: made.id } };
      },
    }),
  },
});

export default defineModule({ name: 'quotes', needs: ['documents', 'deals', 'demo'], entities: [quotes], extends: [ofDeals], demo });
