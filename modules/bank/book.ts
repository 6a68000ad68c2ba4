// What becomes of an entry: a payment that pays invoices, or nothing; and back again.

import { Decimal } from 'decimal.js';
import { type ActionCall, type Context, type Draft, Refusal, type Values } from '../../engine/index.ts';
import { clip, idOf, type Money, type Reference, rowsOf } from '../../schema/index.ts';
import { proposeAnew } from './propose.ts';

interface Wish {
  readonly invoice: string;
  /** Null: as much as fits. */
  readonly amount: string | null;
}

/** All that is certain, else the best. */
export async function accept(call: ActionCall): Promise<void> {
  const proposals = rowsOf(call.record.proposals);
  const certain = proposals.filter(({ chosen }) => chosen);
  const wishes = (certain.length > 0 ? certain : proposals.slice(0, 1)).map((row) => ({
    invoice: (row.invoice as Reference).id,
    amount: (row.amount as Money).amount,
  }));
  await book(call, wishes);
}

export async function assign(call: ActionCall): Promise<void> {
  const amount = (call.input.amount as Money | null | undefined)?.amount ?? null;
  await book(call, [{ invoice: String(call.input.invoice), amount }]);
}

async function book({ context, id, record }: ActionCall, wishes: readonly Wish[]): Promise<void> {
  const amount = record.amount as Money;
  const invoices = await Promise.all(
    wishes.map(({ invoice }) => context.records.get('invoices', invoice, ['id', 'number', 'open', 'account', 'owner'])),
  );
  const allocations = allocationsOf(amount, wishes, invoices);
  if (allocations.length === 0) throw nothingOpen(invoices);
  const [first = {}] = invoices;
  const payment = await context.records.create('payments', {
    account: idOf(first.account),
    owner: idOf(first.owner),
    paid_on: record.booked_on,
    amount,
    mode: 'Bank transfer',
    own_account: record.own_account,
    reference: clip(String(record.reference ?? record.message ?? ''), 140) || null,
    allocations,
  });
  const system = context.system('notes what became of a bank entry');
  await system.records.update('bank_entries', id, { state: 'booked', payment: payment.id });
  await proposeAnew(system, invoices.map((invoice) => `invoice = "${invoice.id}"`).join(' or '));
}

/** No more than the entry has, and no more than is open of each. */
function allocationsOf({ amount, currency }: Money, wishes: readonly Wish[], invoices: readonly Values[]): Values[] {
  let left = new Decimal(amount);
  return wishes.flatMap((wish, i) => {
    const open = invoices[i]?.open as Money | null;
    if (!open || open.currency !== currency) return [];
    const part = Decimal.min(left, open.amount, wish.amount ?? left);
    if (part.lte(0)) return [];
    left = left.minus(part);
    return [{ invoice: wish.invoice, amount: { amount: part.toFixed(), currency } }];
  });
}

function nothingOpen(invoices: readonly Values[]): Refusal {
  const numbers = invoices.map(({ number }) => number ?? '?').join(', ');
  return new Refusal(409, 'nothing_open', `Nothing is open of ${numbers} that this entry could pay.`);
}

export async function ignore({ context, id }: ActionCall): Promise<void> {
  const system = context.system('notes what became of a bank entry');
  await system.records.update('bank_entries', id, { state: 'ignored' });
}

/** A payment that was made of it goes, and its invoices are open again. */
export async function reopen({ context, id, record }: ActionCall): Promise<void> {
  const payment = record.payment as Reference | null;
  if (payment) await context.records.delete('payments', payment.id);
  else await release(context, `id = "${id}"`);
}

/** Whoever deletes a payment, its entry waits again. */
export async function releaseEntry({ verb, id }: Draft, context: Context): Promise<void> {
  if (verb === 'delete') await release(context, `payment = "${id}"`);
}

async function release(context: Context, filter: string): Promise<void> {
  const system = context.system('a bank entry whose payment is gone waits again');
  const { records } = await system.records.list('bank_entries', { fields: ['id'], filter, limit: 10 });
  for (const { id } of records) await system.records.update('bank_entries', String(id), { state: 'open', payment: null });
}
