// Documents as the ledger sees them, without a database: every place of the books is an account of its own.

import { Decimal } from 'decimal.js';
import { type Adjustment, compute, type Line, type Terms } from '../../modules/documents/compute.ts';
import { invoicePostings } from '../../modules/ledger/invoices.ts';
import { type Event, linesOf } from '../../modules/ledger/post.ts';
import { PLACES, type Rule } from '../../modules/ledger/rule.ts';

export const rules = PLACES.map(({ value }) => ({ place: value, account: { id: value, title: value } })) satisfies Rule[];

export interface Paper {
  readonly terms: Terms;
  readonly lines: readonly Line[];
  readonly adjustments?: readonly Adjustment[];
  readonly currency?: string;
  readonly rate?: string;
}

/** An invoice as it is issued, out of the same arithmetic as every other one. */
export function valuesOf({ terms, lines, adjustments = [], currency = 'EUR', rate = '1' }: Paper) {
  const sums = compute(terms, lines, adjustments);
  const money = (amount: string | null | undefined) => (amount ? { amount, currency } : null);
  const discount = adjustments.find(({ kind }) => kind === 'discount');
  const charge = adjustments.find(({ kind }) => kind === 'charge');
  return {
    number: '1',
    type: 'invoice',
    issued_on: '2026-03-01',
    exchange_rate: rate,
    rate_on: '2026-03-01',
    lines: lines.map(({ category, rate: percent }, i) => ({ tax_category: category, tax_rate: percent, net: money(sums.lines[i]!.net) })),
    taxes: sums.taxes.map(({ base, tax, ...of }) => ({ ...of, base: money(base), tax: money(tax) })),
    discount: discount?.percent ?? null,
    discount_amount: money(discount?.amount),
    discount_after_tax: discount?.afterTax ?? false,
    charge: money(charge?.amount),
    ...Object.fromEntries((['net', 'tax', 'total', 'payable'] as const).map((name) => [name, money(sums[name])])),
  };
}

/** Its posting: `account category rate` -> debit less credit, in its own currency and in euros. */
export async function postingOf(paper: Paper): Promise<ReadonlyMap<string, { amount: Decimal; own: Decimal }>> {
  const draft = { id: 'invoice', verb: 'create', old: null, values: valuesOf(paper) };
  const [event] = (await invoicePostings.events([draft as never], undefined as never, rules)) as readonly Event[];
  const lines = linesOf({ ...event!, rate: event!.rate! }, rules);
  return new Map(
    lines.map(({ account, tax_category, tax_rate, amount, own }) => [
      [account, tax_category, tax_rate && Number(tax_rate)].filter((word) => word !== null).join(' '),
      { amount, own },
    ]),
  );
}

export function total(amounts: Iterable<Decimal>): string {
  return [...amounts].reduce((sum, amount) => sum.plus(amount), new Decimal(0)).toFixed();
}
