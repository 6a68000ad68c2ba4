// Electronic invoices: made of invoices, checked, sent through an operator or a folder, and followed until they have arrived. Those that come in
// become purchase invoices.

import { defineAction, defineModule, extend, picklist } from '../../schema/index.ts';
import { carry } from './carry.ts';
import { ofBillingCompanies } from './connection.ts';
import { deliveries, shownOnInvoices } from './delivery.ts';
import { fetchArrived } from './fetch.ts';
import { formatOptions, ofAccounts } from './of-accounts.ts';
import { received } from './received.ts';
import { download, send } from './send.ts';

const input = { format: picklist(formatOptions, { label: 'E-invoice format', help: 'Left empty, it is that of the customer.' }) };

const ofInvoices = extend('invoices', {
  actions: {
    send_e_invoice: defineAction({
      label: 'Send as e-invoice',
      when: 'number is not empty and e_invoice is empty',
      verb: 'update',
      input,
      run: send,
    }),
    // Only what has failed: the recipient would have it twice.
    resend_e_invoice: defineAction({ label: 'Send again as e-invoice', when: 'e_invoice = "failed"', verb: 'update', input, run: send }),
    download_e_invoice: defineAction({ label: 'Make the e-invoice file', when: 'number is not empty', verb: 'view', input, run: download }),
  },
});

export default defineModule({
  name: 'e-invoices',
  needs: ['documents', 'accounts', 'invoices', 'purchase-invoices', 'files'],
  entities: [deliveries, received],
  extends: [ofAccounts, ofBillingCompanies, shownOnInvoices, ofInvoices],
  jobs: {
    carry_e_invoices: { schedule: '* * * * *', due: 'e_invoice_deliveries.next_at', run: carry },
    fetch_e_invoices: { schedule: '* * * * *', due: 'billing_companies.look_at', run: fetchArrived },
  },
});
