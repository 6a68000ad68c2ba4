// What of an order or quote is not invoiced yet, and the draft that invoices it. Quantities are followed line by line.

import { Decimal } from 'decimal.js';
import { type Context, Refusal, type Values } from '../../engine/index.ts';
import { contentOf } from '../documents/module.ts';

/** Nouns that are invoiced line by line. */
export const SOURCES = ['sales_orders', 'quotes'] as const;
export type Source = (typeof SOURCES)[number];

/** Which line a line of an invoice invoices: `sales_orders/<id>/<line>`. */
export function madeOf(source: Source, id: string, line: string): string {
  return `${source}/${id}/${line}`;
}

/** A line of an invoice to be, with what it was made of. */
interface Part {
  readonly line: Values;
  readonly madeOf: string | null;
}

/** What an invoice of this record says: open quantities, and what is given or charged once as long as nothing was invoiced. */
export function openContent(
  context: Context,
  source: Source,
  record: Values,
): { readonly values: Values; readonly parts: readonly Part[] } {
  const { lines, ...values } = contentOf(context.schema, source, 'invoices', record);
  const rows = record.lines as readonly Values[];
  const parts = (lines as readonly Values[]).flatMap((line, i): Part[] => {
    const row = rows[i]!;
    const open = new Decimal(String(row.quantity)).minus(String(row.invoiced ?? 0));
    return open.isZero()
      ? []
      : [{ line: { ...line, quantity: open.toFixed() }, madeOf: madeOf(source, String(record.id), String(row.id)) }];
  });
  const isFirst = rows.every(({ invoiced }) => Number(invoiced ?? 0) === 0);
  return { values: isFirst ? values : { ...values, discount_amount: null, charge: null }, parts };
}

/** @throws Refusal 409 where nothing is left to invoice */
export async function createInvoice(context: Context, values: Values, parts: readonly Part[]): Promise<{ id: string }> {
  if (!parts.some((part) => part.madeOf))
    throw new Refusal(409, 'nothing_open', 'Everything of it is invoiced already. Cancel that draft, or copy the invoice.');
  const made = await context.records.create('invoices', { ...values, lines: parts.map(({ line }) => line) });
  const id = String(made.id);
  // Elevated: nobody but the house says what a line was made of.
  const { records } = context.system('notes which lines an invoice invoices');
  const { lines } = await records.get('invoices', id, ['lines']);
  const marked = (lines as readonly Values[]).map((line, i) => ({ id: line.id, made_of: parts[i]!.madeOf }));
  await records.update('invoices', id, { lines: marked });
  return { id };
}
