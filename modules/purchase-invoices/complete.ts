// What follows from any write of a purchase invoice: sums of what was typed, what is approved stays, none is there twice.

import type { Context, Draft, Values } from '../../engine/index.ts';
import { type Money, minorDigits, rowsOf } from '../../schema/index.ts';
import { compute, computedLine } from '../documents/module.ts';
import { normalVat } from './vendor.ts';

/** What it says; who may change it once it is approved takes it back first. */
const CONTENT = ['vendor', 'vendor_number', 'type', 'issued_on', 'lines', 'payment_account', 'payment_reference'];

export async function complete(draft: Draft, context: Context): Promise<void> {
  const { verb, values, old, changed } = draft;
  const isOpen = !old || old.status === 'received' || values.status === 'received';
  if (!isOpen || (verb === 'delete' && old?.status !== 'received')) refuseChanges(draft);
  if (verb === 'delete') return;
  if (values.status === 'approved' && !values.vendor) draft.refuse('vendor', 'required', 'Whose invoice is it? Choose the vendor first.');
  if (old?.electronic && changed.has('lines')) draft.refuse('lines', 'as_in_file', 'They stay as the e-invoice has them.');
  if (!values.electronic && (!old || changed.has('lines'))) sumUp(draft);
  if (!old || changed.has('vendor')) await nameVendor(draft, context);
  const names = ['vendor', 'vendor_number', 'vendor_vat_number', 'vendor_name', 'type'];
  if (!old || names.some((name) => changed.has(name))) await refuseSecond(draft, context);
}

function refuseChanges(draft: Draft): void {
  const message = 'It is approved and stays as it is; take it back first.';
  if (draft.verb === 'delete') draft.refuse('status', 'approved', message);
  for (const name of CONTENT) if (draft.changed.has(name)) draft.refuse(name, 'approved', message);
}

/** Prices without tax, the tax once for all lines of a rate. */
function sumUp(draft: Draft): void {
  const { values } = draft;
  const lines = rowsOf(values.lines).map((line) => ({
    ...line,
    tax_category: Number(line.tax_rate) > 0 ? 'S' : 'E',
  }));
  const written = lines.filter((line): line is (typeof lines)[number] & { unit_price: Money } => Boolean((line as Values).unit_price));
  const code = written[0]?.unit_price.currency;
  if (!code || written.length < lines.length) return;
  const strange = written.findIndex(({ unit_price }) => unit_price.currency !== code);
  if (strange >= 0) {
    draft.refuse(`lines.${strange}.unit_price`, 'mixed_currencies', `The invoice is in ${code}; write this amount in it too.`);
    return;
  }
  const money = (amount: string): Money => ({ amount, currency: code });
  const sums = compute({ digits: minorDigits(code), rounding: 'document', inclusive: false }, written.map(computedLine));
  values.lines = lines.map((line, i) => ({ ...line, amount: money(sums.lines[i]!.net) }));
  values.taxes = sums.taxes.map(({ category, rate, base, tax }, i) => ({
    ...(draft.oldRows.taxes?.[i] ? { id: draft.oldRows.taxes[i].id } : {}),
    ...{ category, rate, base: money(base), tax: money(tax) },
  }));
  for (const name of ['net', 'tax', 'total', 'payable'] as const) values[name] = money(sums[name]);
}

/** What the invoice does not say of its sender is that of the vendor. */
async function nameVendor({ values }: Draft, context: Context): Promise<void> {
  if (!values.vendor) return;
  // Elevated: whoever enters the invoice need not be allowed to read all of the vendor.
  const { records } = context.system('names the vendor on his invoice');
  const { name, vat_number } = await records.get('accounts', String(values.vendor), ['name', 'vat_number']);
  values.vendor_name ??= name;
  values.vendor_vat_number ??= vat_number;
}

async function refuseSecond(draft: Draft, context: Context): Promise<void> {
  const { id, values } = draft;
  values.identity = identityOf(values);
  // Elevated: the first one may be out of reach for whoever enters the second.
  const { records } = context.system('looks whether a purchase invoice is there already');
  const found = await records.list('purchase_invoices', {
    fields: ['number'],
    filter: `identity = ${JSON.stringify(values.identity)} and id != "${id}" and status != "rejected"`,
    limit: 1,
  });
  if (found.records[0]) draft.refuse('vendor_number', 'duplicate', `It is here already, as ${found.records[0].number}.`);
}

/** The same sender and number are the same invoice. */
export function identityOf({ vendor_vat_number, vendor_name, vendor_number, type }: Values): string {
  const sender = normalVat(vendor_vat_number) || String(vendor_name ?? '').trim();
  return [sender, String(vendor_number ?? '').trim(), type ?? 'invoice'].join(' / ').toLowerCase();
}
