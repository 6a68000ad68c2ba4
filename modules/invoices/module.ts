// Invoices, credit invoices and payments.

import { defineModule } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { addMonths, markOverdue } from './follow.ts';
import { invoices } from './invoice.ts';
import { payments } from './payment.ts';

export { pay } from './demo.ts';

export default defineModule({
  name: 'invoices',
  needs: ['documents', 'quotes', 'sales-orders', 'demo'],
  entities: [invoices, payments],
  jobs: { mark_overdue: { schedule: '10 0 * * *', run: ({ context }) => markOverdue(context) } },
  upgrade: addMonths,
  demo,
});
