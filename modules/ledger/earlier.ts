// What happened before the ledger was there is posted once, on the days it happened.

import { type Context, eachAmong, eachRecord, type JobRun, Refusal, type Values } from '../../engine/index.ts';
import { amountOf } from './amounts.ts';
import { commissionEvents, commissionOrigin } from './commissions.ts';
import { expensePaymentPostings, expensePostings } from './expenses.ts';
import { invoicePostings } from './invoices.ts';
import type { Kind, Posted } from './kind.ts';
import { paymentPostings } from './payments.ts';
import { post } from './post.ts';
import { purchasePaymentPostings, purchasePostings } from './purchases.ts';
import { readRules } from './rule.ts';
import { stockPostings } from './stock.ts';

export interface Earlier extends Pick<Kind, 'origin' | 'events'> {
  readonly entity: string;
  readonly filter: string;
  readonly fields: readonly string[];
}

const sums = ['lines', 'taxes', 'total', 'payable', 'issued_on', 'number', 'type'];
const spent = ['number', 'description', 'category', 'spent_on', 'amount', 'tax', 'tax_rate', 'paid_by', 'reimbursed_on'];
const invoices: Omit<Earlier, 'filter'> = {
  ...invoicePostings,
  entity: 'invoices',
  fields: [
    ...[...sums, 'original', 'credited', 'exchange_rate', 'rate_on', 'rate_source', 'billing_company'],
    ...['discount', 'discount_amount', 'discount_after_tax'],
  ],
};
/** Documents before what credits and pays them. */
export const kinds: readonly Earlier[] = [
  { ...invoices, filter: 'number is not empty and original is empty' },
  { ...invoices, filter: 'number is not empty and original is not empty' },
  {
    ...paymentPostings,
    entity: 'payments',
    filter: 'amount is not empty',
    fields: ['number', 'paid_on', 'amount', 'mode', 'own_account', 'allocations', 'unallocated'],
  },
  { ...purchasePostings, entity: 'purchase_invoices', filter: 'status in ("approved", "paid")', fields: [...sums, 'vendor_number'] },
  {
    ...purchasePaymentPostings,
    entity: 'purchase_invoices',
    filter: 'status = "paid"',
    fields: ['number', 'vendor_number', 'payable', 'issued_on', 'paid_on'],
  },
  { ...expensePostings, entity: 'expenses', filter: 'status != "draft"', fields: spent },
  { ...expensePaymentPostings, entity: 'expenses', filter: 'status != "draft" and reimbursed_on is not empty', fields: spent },
  { ...stockPostings, entity: 'stock_movements', filter: 'of = "stock"', fields: ['product', 'quantity', 'reason', 'note', 'created_at'] },
  {
    origin: commissionOrigin,
    events: (found, system) =>
      commissionEvents(
        found.map((one) => ({ ...one, amount: amountOf(one.values.earned) })),
        system,
      ),
    entity: 'commissions',
    filter: 'count(entries) > 0',
    fields: ['name', 'earned', 'entries'],
  },
];

export const LOT = 200;

/** The job; started again, it goes on with what is still missing. */
export async function postEarlier(run: JobRun): Promise<void> {
  const system = run.context.system('posts what happened before the ledger was there');
  let done = 0;
  for (const kind of kinds) {
    const { entity, filter, fields } = kind;
    for await (const lot of lotsOf(eachRecord(system, entity, { filter, fields: ['id', ...fields] }))) {
      if (run.cancelled()) return;
      await postLot(run, system, lot, (inner, part) => postMissing(inner, kind, part));
      done += lot.length;
      await run.progress(done);
    }
  }
}

async function* lotsOf(records: AsyncIterable<Values>): AsyncGenerator<Posted[]> {
  let lot: Posted[] = [];
  for await (const values of records) {
    lot.push({ id: String(values.id), values });
    if (lot.length < LOT) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}

/** In one transaction. Where one cannot be posted, e.g. because its product is gone, the others are. */
export async function postLot<T extends { readonly id: string }>(
  run: JobRun,
  system: Context,
  lot: readonly T[],
  work: (inner: Context, part: readonly T[]) => Promise<void>,
): Promise<void> {
  try {
    await system.transaction((inner) => work(inner, lot));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [one] = lot;
    if (lot.length === 1) run.error({ id: one!.id, ...(error.problems[0] ?? { field: '', code: error.code, message: error.message }) });
    else for (const half of [lot.slice(0, lot.length >> 1), lot.slice(lot.length >> 1)]) await postLot(run, system, half, work);
  }
}

async function postMissing(context: Context, { origin, events }: Earlier, lot: readonly Posted[]): Promise<void> {
  const origins = lot.map(({ id }) => origin(id));
  const known = new Set<string>();
  for (const journal of ['ledger_entries', 'ledger_waits'])
    for await (const entry of eachAmong(context, journal, 'origin', origins, { fields: ['origin'] })) known.add(String(entry.origin));
  const missing = lot.filter(({ id }) => !known.has(origin(id)));
  if (missing.length === 0) return;
  const rules = await readRules(context);
  await post(context, await events(missing, context, rules), rules);
}
