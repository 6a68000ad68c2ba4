// Several orders and quotes of one customer in one invoice (row CS-118).

import { Decimal } from 'decimal.js';
import { type ActionCall, type Context, Refusal, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';
import { createInvoice, openContent, type Source } from './open.ts';

/** Most that are put together where nobody chose. */
const MOST = 100;

export async function invoiceTogether({ context, id, input }: ActionCall): Promise<Values> {
  const chosen = await chosenOf(context, id, input);
  const parts = [];
  const whole: Values[] = [];
  for (const [source, record] of chosen) {
    if (idOf(record.account) !== id) throw wrong(record, 'other_customer', 'belongs to another customer');
    if (source === 'sales_orders' && ['draft', 'cancelled'].includes(String(record.status)))
      throw wrong(record, 'not_confirmed', 'is not confirmed');
    if (source === 'quotes' && record.status === 'declined') throw wrong(record, 'declined', 'was declined');
    const content = openContent(context, source, record);
    if (content.parts.length === 0) continue;
    whole.push({ ...content.values, number: record.number });
    parts.push(...content.parts.map((part) => ({ ...part, line: discounted(part.line, content.values.discount) })));
  }
  const made = await createInvoice(context, togetherOf(whole, id, input), parts);
  const orders = chosen.flatMap(([source, { id: order }]) => (source === 'sales_orders' ? [order] : []));
  // Elevated: the list is read-only, so that it always is what this action made.
  if (orders.length > 0)
    await context.system('names the orders of an invoice').records.update('invoices', made.id, { sales_orders: orders });
  return { open: { entity: 'invoices', id: made.id } };
}

function wrong({ number }: Values, code: string, what: string): Refusal {
  return new Refusal(409, code, `${number} ${what}.`);
}

/** Left empty: all confirmed orders with something left to invoice. */
async function chosenOf({ records }: Context, account: string, input: Values): Promise<[Source, Values][]> {
  const ids = (name: Source) => ((input[name] as readonly string[] | null | undefined) ?? []).map((one): [Source, string] => [name, one]);
  let chosen = [...ids('sales_orders'), ...ids('quotes')];
  if (chosen.length === 0) {
    const filter = `account = "${account}" and status in ("confirmed", "delivered")`;
    const open = await records.list('sales_orders', { fields: ['id'], filter, sort: 'issued_on,number', limit: MOST });
    chosen = open.records.map((order): [Source, string] => ['sales_orders', String(order.id)]);
  }
  // One after the other in one order: who puts the same ones together waits.
  chosen.sort(([, a], [, b]) => (a < b ? -1 : 1));
  const read: [Source, Values][] = [];
  for (const [source, one] of chosen) read.push([source, await records.get(source, one)]);
  return read.sort(([, a], [, b]) => String(a.number).localeCompare(String(b.number)));
}

/** What the first one says, where all of them agree; amounts are added up. */
function togetherOf(whole: readonly Values[], account: string, input: Values): Values {
  const [first] = whole;
  if (!first) throw new Refusal(409, 'nothing_open', 'This customer has nothing that is left to invoice.');
  for (const [field, what] of [
    ['currency', 'currencies'],
    ['tax_included', 'ways to write prices'],
    ['discount_after_tax', 'kinds of discount'],
  ] as const)
    if (whole.some((one) => one[field] !== first[field]))
      throw new Refusal(409, 'differs', `They have different ${what}; make two invoices.`);
  const numbers = whole.map(({ number }) => number).join(', ');
  const { number: _, ...content } = first;
  return {
    ...content,
    account,
    subject: input.subject || numbers,
    their_reference: same(whole, 'their_reference'),
    discount: null,
    discount_amount: added(whole, 'discount_amount'),
    charge: added(whole, 'charge'),
    ...(input.issued_on ? { issued_on: input.issued_on } : {}),
  };
}

function same(whole: readonly Values[], field: string): unknown {
  return whole.every((one) => one[field] === whole[0]![field]) ? whole[0]![field] : null;
}

function added(whole: readonly Values[], field: string): Values | null {
  const amounts = whole.flatMap((one) => (one[field] ? [one[field] as { amount: string; currency: string }] : []));
  if (amounts.length === 0) return null;
  return { ...amounts[0]!, amount: amounts.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0)).toFixed() };
}

/** The discount of one order goes into its lines: the others have none of it. */
function discounted(line: Values, discount: unknown): Values {
  if (!discount) return line;
  const left = (percent: unknown) => new Decimal(100).minus(String(percent ?? 0)).dividedBy(100);
  return { ...line, discount: new Decimal(100).minus(left(line.discount).times(left(discount)).times(100)).toFixed() };
}
