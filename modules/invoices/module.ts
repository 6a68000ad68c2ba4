// Invoices, credit invoices and payments.

import { Refusal } from '../../engine/index.ts';
import { defineModule } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { markOverdue, noteMonths } from './follow.ts';
import { invoices } from './invoice.ts';
import { payments } from './payment.ts';
import { sellerOf } from './seller.ts';

export { pay } from './demo.ts';
export { negated } from './follow.ts';

export default defineModule({
  name: 'invoices',
  needs: ['documents', 'quotes', 'sales-orders', 'demo'],
  entities: [invoices, payments],
  jobs: { mark_overdue: { schedule: '10 0 * * *', run: ({ context }) => markOverdue(context) } },
  services: {
    invoice_seller: {
      summary: 'Who stands on an invoice as its seller (`invoice`)',
      run: ({ context, input }) => {
        if (typeof input.invoice !== 'string') throw new Refusal(400, 'malformed', '"invoice" is the id of an invoice.');
        return sellerOf(context, input.invoice);
      },
    },
  },
  upgrade: noteMonths,
  demo,
});
