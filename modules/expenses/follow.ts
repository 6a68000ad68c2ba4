// Expenses follow the lines of invoices: on an invoice they are billed, off it they wait for the next one.

import type { Context, Draft, Hooks, Values } from '../../engine/index.ts';
import { rowsOf } from '../../schema/index.ts';

/** An invoice that goes lets its expenses go first: they refer to it. */
export const invoiceHooks: Hooks = {
  beforeSave: (draft, context) => (draft.verb === 'delete' ? followLines(draft, context) : undefined),
  afterSave: (draft, context) => (draft.verb === 'delete' ? undefined : followLines(draft, context)),
};

async function followLines(draft: Draft, context: Context): Promise<void> {
  const before = billedBy(draft.old, draft.oldRows.lines);
  const after = draft.verb === 'delete' ? new Set<string>() : billedBy(draft.values, draft.values.lines);
  const concerned = [...new Set([...before, ...after])].filter((id) => before.has(id) !== after.has(id));
  if (concerned.length === 0) return;
  // Elevated: whoever writes invoices need not be allowed to change expenses.
  const { records } = context.system('an invoice bills expenses on, or no longer');
  // In one order: two invoices of the same expenses would wait for each other.
  for (const id of concerned.sort()) await records.update('expenses', id, { invoice: after.has(id) ? draft.id : null });
}

/** From the draft on, so that nobody makes a second line of it. */
function billedBy(invoice: Readonly<Values> | null, lines: unknown): ReadonlySet<string> {
  if (!invoice || invoice.status === 'cancelled') return new Set();
  return new Set(rowsOf(lines).flatMap(({ expense }) => (expense ? [String(expense)] : [])));
}
