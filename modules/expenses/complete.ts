// What follows from any write of an expense: tax and net of its amount, its state; what was approved or billed stays.

import { Decimal } from 'decimal.js';
import type { Context, Draft, Values } from '../../engine/index.ts';
import { type Money, minorDigits } from '../../schema/index.ts';

/** What was approved. */
const COST = ['description', 'category', 'spent_on', 'amount', 'tax_rate', 'tax', 'vendor', 'paid_by', 'receipt'];
/** What stands on the invoice. */
const BILLING = ['billable', 'account', 'markup'];

export async function complete(draft: Draft, context: Context): Promise<void> {
  const { verb, values, old, changed } = draft;
  if (verb === 'delete') return keep(draft);
  refuseChanges(draft);
  if (!old || changed.has('category')) await fillFromCategory(draft, context);
  splitTax(draft);
  if (changed.has('invoice')) checkBilling(draft);
  values.status = stateOf(values);
}

function keep(draft: Draft): void {
  if (draft.old?.invoice) draft.refuse('invoice', 'billed', 'It stands on an invoice; take it off there first.');
  else if (draft.old?.status !== 'draft') draft.refuse('status', 'approved', 'It is approved and stays as it is; take it back first.');
}

function refuseChanges(draft: Draft): void {
  const { old, values, changed } = draft;
  if (!old) return;
  const refuse = (names: readonly string[], code: string, message: string) => {
    for (const name of names) if (changed.has(name)) draft.refuse(name, code, message);
  };
  if (old.status !== 'draft' && values.status !== 'draft')
    refuse(COST, 'approved', 'It is approved and stays as it is; take it back first.');
  if (old.invoice && values.invoice) refuse(BILLING, 'billed', 'It stands on an invoice; take it off there first.');
}

async function fillFromCategory({ values, changed }: Draft, context: Context): Promise<void> {
  if (!values.category) return;
  // Elevated: whoever records a cost need not be allowed to read the categories that are not in use any more.
  const { records } = context.system('reads what follows from the category of an expense');
  const category = await records.get('expense_categories', String(values.category), ['tax_rate', 'markup']);
  for (const name of ['tax_rate', 'markup']) if (!changed.has(name)) values[name] = category[name] ?? values[name];
}

/** The tax is in the amount; receipts of several rates have it typed in. */
function splitTax(draft: Draft): void {
  const { old, values, changed } = draft;
  const amount = values.amount as Money | null;
  if (!amount) return;
  const isMoved = !old || changed.has('amount') || Number(values.tax_rate ?? 0) !== Number(old.tax_rate ?? 0);
  if (!values.tax || (isMoved && !changed.has('tax'))) values.tax = taxIn(amount, values.tax_rate);
  const tax = values.tax as Money;
  if (tax.currency !== amount.currency) draft.refuse('tax', 'mixed_currencies', `The amount is in ${amount.currency}; so is its tax.`);
  else if (new Decimal(tax.amount).abs().greaterThan(new Decimal(amount.amount).abs()))
    draft.refuse('tax', 'too_much', 'There is no more tax in an amount than the amount.');
  else values.net = { currency: amount.currency, amount: new Decimal(amount.amount).minus(tax.amount).toFixed() };
}

function taxIn({ amount, currency }: Money, rate: unknown): Money {
  const percent = new Decimal(String(rate ?? 0));
  const tax = new Decimal(amount).times(percent).dividedBy(percent.plus(100));
  return { currency, amount: tax.toFixed(minorDigits(currency), Decimal.ROUND_HALF_UP) };
}

/** Two who bill it on at the same moment: the second one finds it on the invoice of the first. */
function checkBilling(draft: Draft): void {
  const { old, values } = draft;
  if (!values.invoice) return;
  if (old?.invoice) draft.refuse('invoice', 'billed', 'It is billed on another invoice already.');
  else if (!values.billable || !old || old.status === 'draft') draft.refuse('invoice', 'not_now', 'Only approved expenses are billed on.');
}

function stateOf({ status, invoice, reimbursed_on }: Values): string {
  if (status === 'draft') return 'draft';
  if (invoice) return 'billed';
  return reimbursed_on ? 'reimbursed' : 'approved';
}
