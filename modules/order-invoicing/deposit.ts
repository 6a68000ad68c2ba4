// A deposit on an order is an invoice of its own; the next invoice of the order takes it off again, with the tax it bore.

import { Decimal } from 'decimal.js';
import { type ActionCall, type Context, Refusal, type Values } from '../../engine/index.ts';
import { decimalsOf, idOf, type Money } from '../../schema/index.ts';
import { contentOf } from '../documents/module.ts';

/** What its line says in the language of the document. */
const DEPOSIT: Readonly<Record<string, string>> = { en: 'Deposit', fi: 'Ennakko', sv: 'Förskott', de: 'Anzahlung', ru: 'Аванс' };

/** Of each tax class its share, so that the tax of the deposit is that of the order. */
export async function makeDeposit({ context, id, record, input }: ActionCall): Promise<Values> {
  const share = new Decimal(String(input.percent)).dividedBy(100);
  if (share.lessThanOrEqualTo(0) || share.greaterThan(1))
    throw new Refusal(422, 'invalid', 'A deposit is more than nothing and at most all of it.');
  const { lines: _, ...values } = contentOf(context.schema, 'sales_orders', 'invoices', record);
  const left = new Decimal(100).minus(String(record.discount ?? 0)).dividedBy(100);
  const { language } = await context.system('reads in which language documents are printed').settings('document_settings');
  const words = String(input.text || DEPOSIT[String(record.language ?? language)] || DEPOSIT.en);
  const sums = new Map<string, Money>();
  for (const { tax_class, amount } of record.lines as readonly (Values & { amount: Money })[]) {
    const taxClass = String(idOf(tax_class));
    const known = new Decimal(sums.get(taxClass)?.amount ?? 0);
    sums.set(taxClass, { ...amount, amount: known.plus(amount.amount).toFixed() });
  }
  const lines = [...sums].map(([tax_class, { amount, currency }]) => {
    const digits = decimalsOf(amount);
    const price = new Decimal(amount).times(left).times(share).toFixed(digits, Decimal.ROUND_HALF_UP);
    return {
      description: `${words} ${record.number}`,
      quantity: '1',
      unit_price: { amount: price, currency },
      tax_class,
    };
  });
  const nothing = { discount: null, discount_amount: null, charge: null };
  const made = await context.records.create('invoices', { ...values, ...nothing, sales_order: id, lines });
  // Elevated: what an invoice is, is read-only.
  await context.system('marks the invoice of a deposit').records.update('invoices', String(made.id), { deposit_of: id });
  return { open: { entity: 'invoices', id: made.id } };
}

/** Deposits of an order that were issued and that no invoice has taken off yet. */
export async function depositsOf(context: Context, order: string): Promise<readonly Values[]> {
  // Elevated: a deposit must not be forgotten because somebody else made it.
  const { records } = context.system('looks for the deposits of an order');
  const filter = `deposit_of = "${order}" and deducted_in is empty and number is not empty and status != "credited"`;
  const found = await records.list('invoices', { fields: ['id'], filter, sort: 'number', limit: 100 });
  return Promise.all(found.records.map(({ id }) => records.get('invoices', String(id), ['id', 'number', 'lines'])));
}

export function deductionsOf(deposits: readonly Values[]): Values[] {
  return deposits.flatMap(({ number, lines }) =>
    (lines as readonly Values[]).map(({ description, unit_price, tax_class, quantity }) => ({
      description: `${description} (${number})`,
      quantity: new Decimal(String(quantity)).negated().toFixed(),
      unit_price,
      tax_class: idOf(tax_class),
    })),
  );
}

export async function noteDeducted(context: Context, deposits: readonly Values[], invoice: string): Promise<void> {
  // Elevated: which invoice took a deposit off is read-only.
  const { records } = context.system('notes which invoice takes a deposit off');
  for (const { id } of deposits) await records.update('invoices', String(id), { deducted_in: invoice });
}

/** Where that invoice is given up, the deposit waits for the next one. */
export async function freeDeposits(invoice: string, context: Context): Promise<void> {
  const { records } = context.system('notes which invoice takes a deposit off');
  const found = await records.list('invoices', { fields: ['id'], filter: `deducted_in = "${invoice}"`, limit: 100 });
  for (const { id } of found.records) await records.update('invoices', String(id), { deducted_in: null });
}
