// Expenses: what was spent on whom, with its receipt, and how it is paid back and billed on.

import { defineModule, extend, reference } from '../../schema/index.ts';
import { billMany } from './bill-on.ts';
import { ensureCategories, expenseCategories } from './category.ts';
import { demo } from './demo.ts';
import { expenses } from './expense.ts';
import { invoiceHooks } from './follow.ts';

export default defineModule({
  name: 'expenses',
  needs: ['general', 'accounts', 'users', 'taxes', 'documents', 'invoices', 'files', 'demo'],
  entities: [expenseCategories, expenses],
  extends: [
    extend('invoice_lines', { fields: { expense: reference('expenses', { readOnly: true, visibleIf: 'false', example: null }) } }),
    extend('invoices', { hooks: invoiceHooks }),
  ],
  services: {
    bill_expenses: {
      summary: 'Makes draft invoices of expenses that are to be billed on, one for each customer and currency',
      run: ({ context, input }) => billMany(context, input),
    },
  },
  setup: ensureCategories,
  upgrade: ensureCategories,
  demo,
});
