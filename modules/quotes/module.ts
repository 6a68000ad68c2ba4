// Quotes: what is offered, at what price, until when, and the page where the customer answers.

import { defineAction, defineModule, extend } from '../../schema/index.ts';
import { contentOfDeal } from './deal.ts';
import { demo } from './demo.ts';
import { contentOfLead } from './lead.ts';
import { quotePage } from './page.ts';
import { quotes } from './quote.ts';
import { quoteLinks } from './quote-link.ts';

export { withCustomer } from './lead.ts';
export { quoteLinkKind } from './quote-link.ts';

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

const ofLeads = extend('leads', {
  actions: {
    quote: defineAction({
      label: 'Make a quote',
      when: 'status != "converted"',
      verb: 'update',
      run: async ({ context, record }) => {
        const made = await context.records.create('quotes', contentOfLead(record));
        return { open: { entity: 'quotes', id: made.id } };
      },
    }),
  },
});

export default defineModule({
  name: 'quotes',
  needs: ['documents', 'document-links', 'comments', 'notifications', 'deals', 'leads', 'demo'],
  entities: [quotes, quoteLinks],
  extends: [ofDeals, ofLeads],
  pages: { quote: quotePage },
  demo,
});
