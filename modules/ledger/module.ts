// The ledger: what is issued, paid, moved and earned is posted to accounts as it happens. Nobody writes it by hand.

import type { Context } from '../../engine/index.ts';
import { defineModule, extend } from '../../schema/index.ts';
import { ledgerAccounts } from './account.ts';
import { commissionPostings } from './commissions.ts';
import { postEarlier } from './earlier.ts';
import { ledgerEntries } from './entry.ts';
import { expensePaymentPostings, expensePostings } from './expenses.ts';
import { invoicePostings } from './invoices.ts';
import { posted } from './kind.ts';
import { postLate, whenRatesArrive } from './late.ts';
import { paymentPostings } from './payments.ts';
import { purchasePaymentPostings, purchasePostings } from './purchases.ts';
import { ensureRules, ledgerRules } from './rule.ts';
import { stockPostings } from './stock.ts';
import { ledgerWaits } from './wait.ts';

/** A workspace that is older than its ledger gets one, and what has happened so far is posted. */
async function upgrade(context: Context): Promise<void> {
  if (await ensureRules(context)) await context.enqueue('post_earlier', null);
}

export default defineModule({
  name: 'ledger',
  needs: [
    'general',
    'money',
    'taxes',
    'documents',
    'products',
    'invoices',
    'purchase-invoices',
    'expenses',
    'stock',
    'commissions',
    'bank',
    'mail',
  ],
  entities: [ledgerAccounts, ledgerRules, ledgerEntries, ledgerWaits],
  extends: [
    extend('invoices', { hooks: posted(invoicePostings) }),
    extend('payments', { hooks: posted(paymentPostings) }),
    extend('purchase_invoices', { hooks: posted(purchasePostings) }),
    extend('purchase_invoices', { hooks: posted(purchasePaymentPostings) }),
    extend('expenses', { hooks: posted(expensePostings) }),
    extend('expenses', { hooks: posted(expensePaymentPostings) }),
    extend('stock_movements', { hooks: posted(stockPostings) }),
    extend('commissions', { hooks: commissionPostings }),
    extend('exchange_rates', { hooks: whenRatesArrive }),
  ],
  jobs: { post_earlier: { run: postEarlier }, post_late: { run: postLate } },
  setup: async (context) => void (await ensureRules(context)),
  upgrade,
});
