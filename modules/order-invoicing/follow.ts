// Orders and quotes follow what is invoiced of them. An invoice tells each what its lines changed by; the receiver counts it under
// the lock of its own row, so that two invoices at a time lose nothing.

import { Decimal } from 'decimal.js';
import type { Context, Draft, Values } from '../../engine/index.ts';
import { rowsOf } from '../../schema/index.ts';

type Quantities = ReadonlyMap<string, Decimal>;

/** afterSave of invoices. */
export async function tellSources(draft: Draft, context: Context): Promise<void> {
  const before = counted(draft.old, draft.oldRows.lines);
  const after = draft.verb === 'delete' ? new Map() : counted(draft.values, draft.values.lines);
  const told = new Map<string, Record<string, string>>();
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const by = (after.get(key) ?? new Decimal(0)).minus(before.get(key) ?? 0);
    if (by.isZero()) continue;
    const [source, id, line] = key.split('/') as [string, string, string];
    const place = `${source}/${id}`;
    told.set(place, { ...told.get(place), [line]: by.toFixed() });
  }
  if (told.size === 0) return;
  // Elevated: whoever writes invoices need not be allowed to change orders.
  const { records } = context.system('an invoice changes what is open of its order');
  // In one order: two invoices of the same orders would wait for each other.
  for (const [place, lines] of [...told].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [source, id] = place.split('/') as [string, string];
    await records.update(source, id, { billing: { at: crypto.randomUUID(), lines } });
  }
}

/** Invoices count from their draft on, so that nobody makes a second one. A credit opens nothing: what is invoiced anew is copied. */
function counted(invoice: Readonly<Values> | null, lines: unknown): Quantities {
  const sums = new Map<string, Decimal>();
  if (!invoice || invoice.status === 'cancelled') return sums;
  for (const { made_of: key, quantity } of rowsOf(lines))
    if (key) sums.set(String(key), (sums.get(String(key)) ?? new Decimal(0)).plus(String(quantity)));
  return sums;
}

interface Billing {
  readonly lines: Readonly<Record<string, string>>;
}

/** beforeSave of orders and quotes: counts what an invoice told. */
export function countInvoiced(draft: Draft): boolean {
  const { verb, values, changed } = draft;
  if (verb !== 'update' || !changed.has('billing') || !values.billing) return false;
  const { lines } = values.billing as Billing;
  values.lines = rowsOf(values.lines).map((row) => {
    const by = lines[String(row.id)];
    if (!by) return row;
    const invoiced = new Decimal(String(row.invoiced ?? 0)).plus(by);
    // A line of negative quantity is invoiced below zero.
    if (invoiced.abs().greaterThan(new Decimal(String(row.quantity)).abs()))
      draft.refuse('lines', 'too_much', `More than is left of “${row.description}” would be invoiced.`);
    return { ...row, invoiced: invoiced.toFixed() };
  });
  return true;
}

export function isInvoiced(lines: unknown): boolean {
  return rowsOf(lines).every((row) => new Decimal(String(row.quantity)).equals(String(row.invoiced ?? 0)));
}

/** An order is invoiced once all of it is, and delivered again where an invoice was taken back. */
export function followInvoices(draft: Draft): void {
  if (!countInvoiced(draft)) return;
  const { values } = draft;
  if (isInvoiced(values.lines)) values.status = 'invoiced';
  else if (values.status === 'invoiced') values.status = 'delivered';
}
