// Purchase invoices and whose they are.

import { defineModule } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { purchaseInvoices } from './purchase-invoice.ts';

export { identityOf } from './complete.ts';
export { matchVendor } from './vendor.ts';

export default defineModule({
  name: 'purchase-invoices',
  needs: ['documents', 'accounts', 'files', 'demo'],
  entities: [purchaseInvoices],
  demo,
});
