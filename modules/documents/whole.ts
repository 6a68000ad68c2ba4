// A document goes out whole: on paper, by a link, in a letter, as an e-invoice. From whom part of it is hidden, he makes none (row CS-023).

import { type Context, notGranted } from '../../engine/index.ts';

/** Of all kinds of documents; each has some of them. */
const PRINTED = [
  ...['number', 'billing_company', 'subject', 'description', 'account', 'original', 'their_reference', 'billing_address'],
  ...['customer_vat_number', 'issued_on', 'due_on', 'valid_until', 'delivered_on', 'delivery_on', 'period_from', 'period_to'],
  ...['tax_included', 'lines', 'discount', 'discount_amount', 'discount_after_tax', 'charge', 'subtotal', 'net', 'taxes'],
  ...['total', 'payable', 'open', 'terms'],
];
const ROWS = {
  lines: ['description', 'quantity', 'unit', 'unit_price', 'discount', 'tax_rate', 'amount', 'subtotal'],
  taxes: ['rate', 'base', 'tax', 'reason'],
};

/** @throws Refusal 403 */
export function requireWhole(context: Context, entity: string): void {
  requireReadable(context, entity, PRINTED);
  const { fields } = context.schema.entities[entity]!;
  for (const [field, names] of Object.entries(ROWS)) requireReadable(context, fields[field]!.to[0]!, names);
}

/** Nobody hears which of them is hidden. @throws Refusal 403 */
export function requireReadable({ actor: { rights } }: Context, entity: string, fields: readonly string[]): void {
  if (rights.root || fields.every((field) => rights.fields.get(`${entity}.${field}`) !== 'hidden')) return;
  throw notGranted('This document says more than you may read, so you cannot have it made or sent.');
}
