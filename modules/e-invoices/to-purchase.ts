// A purchase invoice made of an electronic one: its rows and sums as the file has them, its sender found among the accounts.

import { Decimal } from 'decimal.js';
import { type Context, granted, notGranted, type Values } from '../../engine/index.ts';
import { clip } from '../../schema/index.ts';
import { identityOf, matchVendor } from '../purchase-invoices/module.ts';
import { checkInvoice } from './check.ts';
import { readInvoice } from './formats.ts';
import type { Invoice, Line } from './model.ts';
import { reversed } from './reversed.ts';
import { CREDIT_TYPES } from './ubl.ts';
import { unitName } from './units.ts';
import type { Say } from './words.ts';

/** What became of it, as values of `received_e_invoices`. @throws Refusal `unreadable_file` */
export async function toPurchase(
  context: Context,
  text: string,
  { file, owner, say }: { file: string; owner: unknown; say: Say },
): Promise<Values> {
  const invoice = readInvoice(text, say);
  const entity = context.schema.entities.purchase_invoices;
  if (!entity || !granted(context.actor.rights, entity, 'create')) throw notGranted('You may not enter purchase invoices.');
  // Elevated: the vendor and a first copy may be out of reach, and sums are nobody's to type.
  const system = context.system('makes a purchase invoice of an e-invoice');
  const values = valuesOf(invoice);
  const known = await system.records.list('purchase_invoices', {
    fields: ['id'],
    filter: `identity = ${JSON.stringify(identityOf(values))} and status != "rejected"`,
    limit: 1,
  });
  if (known.records[0]) return { state: 'duplicate', purchase_invoice: known.records[0].id };
  const { seller, payment } = invoice;
  const ibans = payment?.accounts.map(({ id }) => id) ?? [];
  const match = await matchVendor(system, { name: seller.name, vatNumber: seller.vatId, ibans });
  const made = await system.records.create('purchase_invoices', { ...values, ...match, owner });
  await system.records.update('files', file, { related_to: { entity: 'purchase_invoices', id: made.id } });
  return { state: 'read', purchase_invoice: made.id };
}

/** Amounts of a credit note are negative here. */
function valuesOf(given: Invoice): Values {
  const isCredit = CREDIT_TYPES.has(given.type);
  const invoice = isCredit ? reversed(given) : given;
  const { totals, currency, seller, payment, notes } = invoice;
  const money = (amount: string | undefined) => (amount === undefined ? null : { amount, currency });
  return {
    electronic: true,
    type: isCredit ? 'credit_note' : 'invoice',
    vendor_number: clip(invoice.number, 60),
    vendor_name: clip(seller.name, 250),
    vendor_vat_number: clip(seller.vatId, 40),
    issued_on: invoice.issuedOn,
    due_on: invoice.dueOn && invoice.dueOn >= invoice.issuedOn ? invoice.dueOn : null,
    order_number: clip(invoice.purchaseOrder, 120),
    payment_account: clip(payment?.accounts[0]?.id, 42),
    payment_reference: clip(payment?.reference, 140),
    lines: invoice.lines.map((line) => rowOf(line, currency)),
    taxes: invoice.vat.map(({ category, rate, taxable, tax, exemption }) => ({
      ...{ category, rate: rate ?? '0', base: money(taxable), tax: money(tax), reason: clip(exemption, 250) },
    })),
    discount_amount: money(totals.allowances),
    charge: money(totals.charges),
    net: money(totals.withoutVat),
    tax: money(totals.vat ?? '0'),
    total: money(totals.withVat),
    payable: money(totals.due),
    notes: notes.map(({ text }) => text).join('\n') || null,
    remarks: remarksOn(given),
  };
}

function rowOf({ item, quantity, unit, price, net, vat }: Line, currency: string): Values {
  const each = new Decimal(price?.net ?? net ?? 0).dividedBy(price?.baseQuantity ?? 1);
  return {
    description: clip([item?.name, item?.description].filter(Boolean).join(', ').replace(/\s+/g, ' '), 500),
    quantity: quantity ?? '1',
    unit: clip(unitName(unit ?? ''), 20),
    unit_price: { amount: each.toDecimalPlaces(10).toFixed(), currency },
    tax_rate: vat?.rate ?? '0',
    tax_category: clip(vat?.category, 2),
    amount: { amount: net ?? '0', currency },
  };
}

/** What the norm would have asked for; a bill is a bill all the same. */
function remarksOn(invoice: Invoice): string | null {
  const problems = checkInvoice(invoice, 'factur-x');
  return problems.map(({ rule, field, message }) => `${field} ${message} [${rule}]`).join('\n') || null;
}
