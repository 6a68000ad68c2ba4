// Invoices are seen and paid by a link: payment services behind one port, each try logged, confirmed ones booked.

import { defineAction, defineModule, extend } from '../../schema/index.ts';
import { paymentGateways } from './gateway.ts';
import { invoiceLinks, makeLink } from './link.ts';
import { onlinePayments } from './online-payment.ts';
import { gatewayPage, invoicePage } from './page.ts';

const ofInvoices = extend('invoices', {
  actions: {
    link: defineAction({ label: 'Link for the customer', when: 'status not in ("draft", "cancelled")', verb: 'update', run: makeLink }),
  },
});

export { invoiceLinkKind } from './link.ts';

export default defineModule({
  name: 'online-payments',
  needs: ['invoices', 'documents', 'document-links', 'money', 'general'],
  entities: [paymentGateways, onlinePayments, invoiceLinks],
  extends: [ofInvoices],
  pages: { invoice: invoicePage, gateway: { answer: gatewayPage } },
});
