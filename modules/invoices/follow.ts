// What an invoice follows: its issue asks for the own VAT number, its state goes by what is paid, credited and due (rows PX-18, TT-19).

import { Decimal } from 'decimal.js';
import { type Context, type Draft, eachRecord, type Values } from '../../engine/index.ts';
import { addDays, type Money, rowsOf } from '../../schema/index.ts';
import { type Facts, issuerSettings, readIssuer } from '../documents/module.ts';

export async function dueOn({ values }: Draft, facts: Facts): Promise<void> {
  if (values.due_on || !values.account) return;
  const { payment_days } = await facts.get('accounts', values.account);
  const days = Number(payment_days ?? facts.settings.payment_days);
  values.due_on = addDays(String(values.issued_on), days);
}

export async function watch(draft: Draft, facts: Facts): Promise<void> {
  const { values, old } = draft;
  const [year, month] = String(values.issued_on).split('-').map(Number);
  Object.assign(values, { year, month });
  const given = values.status;
  if (given === 'draft' || given === 'cancelled') {
    if (old?.number) draft.refuse('status', 'issued', 'It is issued; credit it instead.');
    return;
  }
  if (!values.number) await issue(draft, facts);
  await settle(draft, facts);
  const follows = stateOf(values, facts.today);
  if (draft.changed.has('status') && given !== follows && !(given === 'unpaid' && !values.number))
    draft.refuse('status', 'follows_payments', 'It follows payments, credits and the due date.');
  values.status = follows;
}

export function issuerOf({ once }: Facts, { billing_company }: Readonly<Values>): Promise<Values> {
  return once(`issuer/${billing_company ?? ''}`, async (system) => readIssuer(system, await issuerSettings(system, billing_company)));
}

/** No bill without the own VAT number (row TT-19); what stands on it of the own company stays as it is. */
async function issue(draft: Draft, facts: Facts): Promise<void> {
  const { values } = draft;
  if (rowsOf(values.lines).length === 0) draft.refuse('lines', 'required', 'An invoice needs a line.');
  const issuer = await issuerOf(facts, values);
  if (!issuer.vat_number)
    draft.refuse('status', 'no_vat_number', 'Choose your own company in the settings and give it its VAT number first.');
  else values.issuer = issuer;
  // Locked first: another credit of the same invoice waits for this one.
  if (values.original) await touch(facts.system, values.original);
}

/** What is open: less what was paid, less what credits took off. */
async function settle({ id, values, old, changed }: Draft, { system }: Facts): Promise<void> {
  const payable = values.payable as Money;
  const none = { amount: '0', currency: payable.currency };
  if (!old?.number) {
    values.paid = none;
    values.credited = values.original ? await setOff(payable, values.original, system) : none;
  } else if (changed.has('touched')) {
    const { records } = system;
    const [sums] = await records.aggregate('invoices', {
      filter: `id = "${id}"`,
      measures: [{ fn: 'sum', field: 'sum(payment_allocations.amount)', as: 'paid' }],
    });
    values.paid = moneyOr(sums?.paid, none);
    if (values.type === 'invoice') {
      const credits = await records.aggregate('invoices', {
        filter: `original = "${id}" and number is not empty`,
        measures: [{ fn: 'sum', field: 'credited', as: 'sum' }],
      });
      values.credited = negated(moneyOr(credits[0]?.sum, none));
    }
  }
  values.open = less(less(payable, values.paid as Money), values.credited as Money);
}

/** A credit takes off what is open of its invoice; the rest is to be paid back. */
async function setOff(payable: Money, original: unknown, { records }: Context): Promise<Money> {
  const { open } = await records.get('invoices', String(original), ['open']);
  const most = Decimal.max((open as Money).amount, 0);
  return negated({ ...payable, amount: Decimal.min(most, new Decimal(payable.amount).negated()).toFixed() });
}

export function stateOf({ type, payable, paid, credited, open, due_on }: Values, today: string): string {
  const amount = (value: unknown) => new Decimal((value as Money).amount);
  if (amount(open).isZero()) {
    const isUndone = type === 'invoice' && !amount(payable).isZero() && amount(credited).equals(amount(payable));
    return isUndone ? 'credited' : 'paid';
  }
  if (type === 'invoice' && amount(open).isNegative()) return 'paid';
  if (type === 'invoice' && due_on && String(due_on) < today) return 'overdue';
  return amount(paid).isZero() && amount(credited).isZero() ? 'unpaid' : 'partly_paid';
}

/** The invoice a credit belongs to counts anew once it is issued. */
export async function touchOriginal({ verb, old, values }: Draft, context: Context): Promise<void> {
  if (verb === 'delete' || !values.original || !values.number || old?.number) return;
  await touch(context.system('a credit changes what is open of its invoice'), values.original);
}

/** Makes an invoice count its payments and credits anew; its row is locked from here on. */
export async function touch({ records }: Context, invoice: unknown): Promise<void> {
  await records.update('invoices', String(invoice), { touched: crypto.randomUUID() });
}

/** Invoices of an older version say their month and year. */
export function noteMonths(context: Context): Promise<void> {
  return touchAll(context, 'year is empty');
}

/** Each night, what has become overdue. */
export function markOverdue(context: Context): Promise<void> {
  return touchAll(context, 'status in ("unpaid", "partly_paid") and type = "invoice" and due_on < today()');
}

async function touchAll(context: Context, filter: string): Promise<void> {
  for await (const { id } of eachRecord(context, 'invoices', { fields: ['id'], filter })) await touch(context, id);
}

function less(from: Money, amount: Money): Money {
  return { currency: from.currency, amount: new Decimal(from.amount).minus(amount.amount).toFixed() };
}

/** The same amount the other way. */
export function negated({ amount, currency }: Money): Money {
  return { currency, amount: new Decimal(amount).negated().toFixed() };
}

function moneyOr(sum: unknown, none: Money): Money {
  if (sum === null || sum === undefined) return none;
  return { currency: none.currency, amount: typeof sum === 'object' ? (sum as Money).amount : String(sum) };
}
