// A quote becomes an order, that an invoice, and the invoice is credited, by the actions people take. Whatever the document says, it comes
// to the same all the way, to the sum of its parts, and to nothing in the end.

import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { BoundContext, Values } from '../engine/index.ts';
import { documents } from '../modules/documents/properties.ts';
import type { Money } from '../schema/index.ts';
import { type Typed, type Typist, typist } from './documents.ts';

const SUMS = ['subtotal', 'net', 'tax', 'total', 'payable'] as const;
const WORKERS = 6;

/** Follows so many random documents, half of them with tax rounded line by line. Answers what is wrong; to be called once in a workspace. */
export async function followChains(system: BoundContext, customer: string, count: number, seed: number): Promise<string[]> {
  const drawn = fc.sample(documents, { numRuns: count, seed }).map(writable);
  const scribe = await typist(
    system,
    drawn.flatMap(({ lines }) => lines.map(({ category, rate }) => `${category} ${rate}`)),
  );
  const wrong: string[] = [];
  for (const rounding of ['line', 'document'] as const) {
    await scribe.round(rounding);
    const left = drawn.filter(({ terms }) => terms.rounding === rounding);
    const work = async () => {
      for (let document = left.pop(); document; document = left.pop()) wrong.push(...(await followOne(system, scribe, customer, document)));
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
  }
  return wrong;
}

/** What a record has room for: one discount and one charge, and lines of something. */
function writable([terms, lines, adjustments]: typeof documents extends fc.Arbitrary<infer T> ? T : never): Typed {
  const charge = adjustments.find(({ kind, amount }) => kind === 'charge' && Number(amount) > 0);
  return {
    terms,
    lines: lines.map((line) => (Number(line.quantity) === 0 ? { ...line, quantity: '1' } : line)),
    adjustments: [
      ...adjustments.filter(({ kind }) => kind === 'discount').slice(0, 1),
      ...(charge ? [{ kind: 'charge' as const, amount: charge.amount ?? null }] : []),
    ],
  };
}

async function followOne(system: BoundContext, scribe: Typist, account: string, document: Typed): Promise<string[]> {
  const { records } = system;
  const next = async (entity: string, { id }: Values, action: string) => {
    const { result } = (await system.act(entity, String(id), action)) as { result: { open: { entity: string; id: string } } };
    return records.get(result.open.entity, result.open.id);
  };
  const issued = async ({ id }: Values) => {
    await system.act('invoices', String(id), 'issue');
    return records.get('invoices', String(id));
  };
  const quote = await records.create('quotes', { account, ...scribe.valuesOf(document) });
  const order = await next('quotes', quote, 'order');
  const invoice = await issued(await next('sales_orders', order, 'invoice'));
  const credit = await issued(await next('invoices', invoice, 'credit'));
  const { open, status } = await records.get('invoices', String(invoice.id), ['open', 'status']);
  const faults = [
    ...[quote, order, invoice, credit].flatMap((one, i) => partsOf(one, ['quote', 'order', 'invoice', 'credit'][i]!)),
    ...same(said(quote), said(order), 'the order says otherwise than the quote'),
    ...same(said(quote), said(invoice), 'the invoice says otherwise than the quote'),
    ...same(said(invoice, -1), said(credit), 'invoice and credit do not come to nothing'),
    ...(amount(open).isZero() ? [] : [`${(open as Money).amount} is open of a credited invoice, which is ${status}`]),
  ];
  return faults.map((fault) => `${fault}: ${JSON.stringify(document)}`);
}

function amount(value: unknown): Decimal {
  return new Decimal((value as Money).amount);
}

/** Sums and taxes; a tax on nothing is as good as none. */
function said(record: Values, sign: 1 | -1 = 1): string[] {
  const own = (value: unknown) => amount(value).times(sign).plus(0).toFixed();
  const taxes = (record.taxes as Values[]).filter(({ base }) => !amount(base).isZero());
  return [
    ...SUMS.map((name) => `${name} ${own(record[name])}`),
    ...taxes.map(({ category, rate, base, tax }) => `${category} ${Number(rate)} ${own(base)} ${own(tax)}`),
  ];
}

function same(one: readonly string[], other: readonly string[], fault: string): string[] {
  return one.join() === other.join() ? [] : [`${fault} (${one.join(', ')}; ${other.join(', ')})`];
}

function partsOf(record: Values, name: string): string[] {
  const rows = (field: string, part: string) =>
    (record[field] as Values[]).reduce((sum, row) => sum.plus(amount(row[part])), new Decimal(0));
  const checks: [string, Decimal, Decimal][] = [
    ['lines', rows('lines', 'amount'), amount(record.subtotal)],
    ['taxed amounts', rows('taxes', 'base'), amount(record.net)],
    ['taxes', rows('taxes', 'tax'), amount(record.tax)],
    ['net and tax', amount(record.net).plus(amount(record.tax)), amount(record.total)],
  ];
  return checks.flatMap(([part, sum, whole]) => (sum.equals(whole) ? [] : [`of the ${name} ${part} make ${sum}, not ${whole}`]));
}
