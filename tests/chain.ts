// A quote becomes an order, that an invoice, and the invoice is credited, by the actions people take. Whatever the document says, it comes
// to the same all the way, to the sum of its parts, and to nothing in the end.

import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type BoundContext, bulk, type Values } from '../engine/index.ts';
import { documents } from '../modules/documents/properties.ts';
import type { Money } from '../schema/index.ts';
import { type Typed, type Typist, typist } from './documents.ts';
import { inLanes } from './lanes.ts';

const SUMS = ['subtotal', 'net', 'tax', 'total', 'payable'] as const;
const STEPS = ['quote', 'order', 'invoice', 'credit'] as const;
const LOT = 50;

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
    while (left.length > 0) wrong.push(...(await followLot(system, scribe, customer, left.splice(0, LOT))));
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

/** Written, issued and read together, which takes half of the time; each is converted by itself, as people do. */
async function followLot(system: BoundContext, scribe: Typist, account: string, lot: readonly Typed[]): Promise<string[]> {
  const convert = (entity: string, ids: readonly string[], action: string) =>
    inLanes(ids, async (id) => {
      const { result } = (await system.act(entity, id, action)) as { result: { open: { id: string } } };
      return result.open.id;
    });
  const issue = (ids: readonly string[]) => done(bulk(system, 'invoices', { update: { ids, set: { status: 'unpaid' } } }));
  const quotes = await done(bulk(system, 'quotes', { create: lot.map((document) => ({ account, ...scribe.valuesOf(document) })) }));
  const orders = await convert('quotes', quotes, 'order');
  const invoices = await convert('sales_orders', orders, 'invoice');
  await issue(invoices);
  const credits = await convert('invoices', invoices, 'credit');
  await issue(credits);
  const chains = await Promise.all([
    read(system, 'quotes', quotes),
    read(system, 'sales_orders', orders),
    read(system, 'invoices', invoices),
    read(system, 'invoices', credits),
  ]);
  return lot.flatMap((document, i) => faultsOf(chains.map((step) => step[i]!)).map((fault) => `${fault}: ${JSON.stringify(document)}`));
}

/** Answers the ids of all of them. */
async function done(answer: ReturnType<typeof bulk>): Promise<string[]> {
  const results = (await answer).results!;
  expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
  return results.map(({ id }) => String(id));
}

/** In the order of their ids. */
async function read(system: BoundContext, entity: string, ids: readonly string[]): Promise<Values[]> {
  const fields = [...SUMS, 'lines', 'taxes', ...(entity === 'invoices' ? ['open', 'status', 'number'] : [])];
  const filter = `id in (${ids.map((id) => `"${id}"`).join(', ')})`;
  const found = new Map(
    (await system.records.list(entity, { fields, filter, limit: LOT })).records.map((record) => [String(record.id), record]),
  );
  return ids.map((id) => found.get(id)!);
}

function faultsOf(chain: readonly Values[]): string[] {
  const [quote, order, invoice, credit] = chain as [Values, Values, Values, Values];
  const { open, status } = invoice;
  return [
    ...chain.flatMap((one, i) => partsOf(one, STEPS[i]!)),
    ...[invoice, credit].flatMap(({ number }) => (number ? [] : ['not issued'])),
    ...same(said(quote), said(order), 'the order says otherwise than the quote'),
    ...same(said(quote), said(invoice), 'the invoice says otherwise than the quote'),
    ...same(said(invoice, -1), said(credit), 'invoice and credit do not come to nothing'),
    ...(amount(open).isZero() ? [] : [`${(open as Money).amount} is open of a credited invoice, which is ${status}`]),
  ];
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
