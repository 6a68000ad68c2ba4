// Expenses become lines of invoices: of a new draft for each customer and currency, or of a draft that is there.

import { Decimal } from 'decimal.js';
import { type ActionCall, type Context, invalid, Refusal, type Values } from '../../engine/index.ts';
import { idOf, type Money, minorDigits, type Reference } from '../../schema/index.ts';

/** What a line is made of. */
const FIELDS = ['id', 'description', 'spent_on', 'net', 'markup', 'account', 'category.tax_class'];
/** Most that are billed on at once. */
const MOST = 500;

export async function billOne({ context, record, input }: ActionCall): Promise<Values> {
  const [expense] = await readExpenses(context, `id = "${record.id}"`);
  if (!expense) throw new Refusal(409, 'not_now', 'This expense is not billed on.');
  const id = input.invoice ? await addTo(context, String(input.invoice), expense) : await newDraft(context, [expense]);
  return { open: { entity: 'invoices', id } };
}

interface Made {
  readonly id: string;
  readonly account: Reference;
  readonly count: number;
}

/** The service behind the button below a list. What is not approved, billed already or not for a customer is left out. */
export async function billMany(context: Context, input: Readonly<Record<string, unknown>>): Promise<Values> {
  const { ids, filter } = input;
  const chosen = Array.isArray(ids) ? `id in (${ids.map((id) => JSON.stringify(String(id))).join(', ')})` : String(filter ?? '');
  if (!chosen || (Array.isArray(ids) && ids.length === 0)) throw invalid([{ field: 'ids', code: 'required', message: 'Choose expenses.' }]);
  const { count } = await context.records.list('expenses', { fields: ['id'], filter: chosen, limit: 1, count: 'exact' });
  const found = await readExpenses(context, chosen);
  const made: Made[] = [];
  const refused: { account: Reference; message: string }[] = [];
  for (const group of groupsOf(found)) {
    const account = group[0]!.account as Reference;
    try {
      made.push({ id: await context.transaction((inner) => newDraft(inner, group)), account, count: group.length });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ account, message: error.problems[0]?.message ?? error.message });
    }
  }
  return { invoices: made, left_out: Number(count) - found.length, refused };
}

async function readExpenses({ records }: Context, chosen: string): Promise<readonly Values[]> {
  const filter = `(${chosen}) and billable and invoice is empty and status in ("approved", "reimbursed")`;
  const found = await records.list('expenses', { fields: FIELDS, filter, sort: 'spent_on,number', limit: MOST, within: 'update' });
  if (found.next) throw new Refusal(422, 'too_many', `No more than ${MOST} expenses are billed on at once.`);
  return found.records;
}

function groupsOf(expenses: readonly Values[]): (readonly Values[])[] {
  const groups = Map.groupBy(expenses, ({ account, net }) => `${idOf(account)} ${(net as Money).currency}`);
  return [...groups.values()];
}

async function newDraft(context: Context, expenses: readonly Values[]): Promise<string> {
  const made = await context.records.create('invoices', {
    account: idOf(expenses[0]!.account),
    // Expenses are without tax, whatever is usual here.
    tax_included: false,
    lines: expenses.map(lineOf),
  });
  return mark(context, String(made.id), expenses);
}

async function addTo(context: Context, invoice: string, expense: Values): Promise<string> {
  const { version, status, account, tax_included, lines, currency } = await context.records.get('invoices', invoice);
  const { currency: own } = expense.net as Money;
  const refuse = (message: string) => invalid([{ field: 'invoice', code: 'differs', message }]);
  if (status !== 'draft') throw refuse('This invoice is no draft any more.');
  if (idOf(account) !== idOf(expense.account)) throw refuse('This invoice is for another customer.');
  if ((currency as Reference | null)?.title !== own) throw refuse(`The expense is in ${own}; the invoice is not.`);
  if (tax_included) throw refuse('Prices of this invoice include tax; those of expenses do not.');
  const kept = (lines as readonly Values[]).map(({ id }) => ({ id }));
  // As it was read: somebody who changes it at the same moment loses nothing.
  await context.records.update('invoices', invoice, { lines: [...kept, lineOf(expense)] }, { version: Number(version) });
  return mark(context, invoice, [expense]);
}

/** Says of the last lines which expense each of them bills; from here on the expenses are billed. */
async function mark(context: Context, invoice: string, expenses: readonly Values[]): Promise<string> {
  // Elevated: nobody but the house says which expense a line bills.
  const { records } = context.system('notes which line bills an expense');
  const { lines } = await records.get('invoices', invoice, ['lines']);
  const rows = lines as readonly Values[];
  const before = rows.length - expenses.length;
  await records.update('invoices', invoice, {
    lines: rows.map(({ id }, i) => (i < before ? { id } : { id, expense: expenses[i - before]!.id })),
  });
  return invoice;
}

function lineOf({ spent_on, description, net, markup, 'category.tax_class': taxClass }: Values): Values {
  const { amount, currency } = net as Money;
  const price = new Decimal(amount).times(new Decimal(String(markup ?? 0)).plus(100)).dividedBy(100);
  return {
    description: `${description} (${spent_on})`,
    quantity: '1',
    unit_price: { currency, amount: price.toFixed(minorDigits(currency), Decimal.ROUND_HALF_UP) },
    ...(taxClass ? { tax_class: idOf(taxClass) } : {}),
  };
}
