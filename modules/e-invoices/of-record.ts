// The invoice of EN 16931 that a record of this house says: parties, lines, discounts, taxes and sums, to the cent.

import { Decimal } from 'decimal.js';
import type { Values } from '../../engine/index.ts';
import { decimalsOf, type Money, type Reference, rowsOf } from '../../schema/index.ts';
import { adjustmentsOf, compute, computedLine } from '../documents/module.ts';
import { sum } from './check.ts';
import { countryCode } from './country.ts';
import type { Address, BankAccount, DocumentAllowance, Invoice, Line, Party, VatBreakdown, VatCategory } from './model.ts';
import { reversed } from './reversed.ts';
import { unitCode } from './units.ts';

export interface Sources {
  /** As it is read. */
  readonly record: Values;
  /** The own company: as it was when the invoice was issued, with what it lacked then as it is now. */
  readonly seller: Values;
  readonly buyer: Values;
  /** Of a credit invoice. */
  readonly original: Values | null;
}

/** Amounts of a credit note are positive in the model. */
export function toInvoice(sources: Sources): Invoice {
  const { record } = sources;
  const isCredit = record.type === 'credit_invoice';
  const invoice = present<Invoice>({
    number: String(record.number ?? ''),
    issuedOn: String(record.issued_on),
    type: isCredit ? '381' : '380',
    currency: (record.payable as Money).currency,
    dueOn: text(record.due_on),
    ...references(sources),
    notes: notesOf(record),
    ...parties(sources),
    delivery: deliveryOf(sources),
    payment: paymentOf(sources),
    ...sumsOf(record),
    attachments: [],
  });
  return isCredit ? reversed(invoice) : invoice;
}

/** What the customer calls it: the reference that stays, e.g. the Leitweg-ID, goes before that of this invoice. */
function references({ record, buyer, original }: Sources) {
  const [always, once] = [text(buyer.buyer_reference), text(record.their_reference)];
  return present<Pick<Invoice, 'buyerReference' | 'purchaseOrder' | 'preceding'>>({
    buyerReference: always ?? once,
    purchaseOrder: always ? once : undefined,
    preceding: original ? [{ number: String(original.number), issuedOn: String(original.issued_on) }] : [],
  });
}

/** One note: Peppol takes no more. */
function notesOf({ subject, terms }: Values): Invoice['notes'] {
  const note = [subject, terms].filter(Boolean).join('\n');
  return note ? [{ text: note }] : [];
}

function parties({ record, seller, buyer }: Sources): { seller: Party; buyer: Party } {
  const contact = (record.contact as Reference | null)?.title;
  // BR-O-02: where nothing is subject to VAT, nobody has a VAT number.
  const isSubject = rowsOf(record.taxes).some(({ category }) => category !== 'O');
  return {
    seller: present<Party>({
      ...partyOf(seller, isSubject ? seller.vat_number : null),
      contact: present({
        name: text((record.owner as Reference | null)?.title ?? seller.name),
        phone: text(seller.phone),
        email: text(seller.email),
      }),
    }),
    buyer: present<Party>({
      ...partyOf(buyer, isSubject ? record.customer_vat_number : null),
      contact: contact ? { name: contact } : undefined,
    }),
  };
}

function partyOf(account: Values, vatNumber: unknown): Party {
  const [address, scheme, registration] = [text(account.e_invoice_address), text(account.e_invoice_scheme), text(account.business_id)];
  return present<Party>({
    name: String(account.name ?? ''),
    ids: [],
    registration: registration ? { id: registration } : undefined,
    vatId: text(vatNumber)
      ?.replace(/[\s.-]/g, '')
      .toUpperCase(),
    endpoint: address ? present({ id: address.replace(/\s/g, ''), scheme }) : undefined,
    operator: text(account.e_invoice_operator),
    address: addressOf(account),
  });
}

function addressOf({ billing_address, postal_code, city, country }: Values): Address {
  const [street, street2, ...more] = String(billing_address ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const line = more.join(', ');
  return present<Address>({
    street,
    street2,
    line: line || undefined,
    city: text(city),
    postcode: text(postal_code),
    country: countryCode(country),
  });
}

/** Within the EU and for export, the country that it went to must be said, in Germany with its town: that of the customer. */
function deliveryOf({ record, buyer }: Sources): Invoice['delivery'] {
  const date = text(record.delivered_on);
  const crosses = rowsOf(record.taxes).some(({ category }) => category === 'K' || category === 'G');
  if (!date && !crosses) return undefined;
  return present({ date, address: crosses ? addressOf(buyer) : undefined });
}

/** 58: a credit transfer within SEPA, 30: any other. */
function paymentOf({ record, seller }: Sources): Invoice['payment'] {
  const currency = (record.payable as Money).currency;
  const accounts = rowsOf(seller.bank_accounts)
    .toSorted((a, b) => Number(b.main ?? false) - Number(a.main ?? false))
    // Finvoice asks for the bank of all but the first.
    .filter(({ bic }, index) => index === 0 || bic)
    .map(({ iban, bic }) => present<BankAccount>({ id: String(iban).replace(/\s/g, ''), bic: text(bic) }));
  if (accounts.length === 0) return undefined;
  return { means: currency === 'EUR' ? '58' : '30', reference: String(record.number ?? ''), accounts };
}

function sumsOf(record: Values): Pick<Invoice, 'lines' | 'allowances' | 'charges' | 'totals' | 'vat'> {
  const lines = rowsOf(record.lines).map((row, index) => lineOf(row, index, record));
  const { allowances, charges } = adjustmentsBy(record, lines);
  const amount = (name: string) => new Decimal((record[name] as Money).amount);
  const [rounding, paid] = [amount('payable').minus(amount('total')), new Decimal((record.paid as Money | null)?.amount ?? 0)];
  const scale = (value: Decimal) => value.toFixed(scaleOf(record));
  const some = (value: Decimal) => (value.isZero() ? undefined : scale(value));
  const totals = present<Invoice['totals']>({
    lines: scale(sum(lines.map(({ net }) => net))),
    allowances: some(sum(allowances.map((one) => one.amount))),
    charges: some(sum(charges.map((one) => one.amount))),
    withoutVat: scale(amount('net')),
    vat: scale(amount('tax')),
    withVat: scale(amount('total')),
    paid: some(paid),
    rounding: some(rounding),
    due: scale(amount('payable').minus(paid)),
  });
  return { lines, allowances, charges, totals, vat: rowsOf(record.taxes).map(breakdownOf) };
}

function lineOf(row: Values, index: number, record: Values): Line {
  const name = String(row.description || (row.product as Reference | null)?.title || '');
  return present<Line>({
    id: String(index + 1),
    unit: unitCode(row.unit),
    net: (row.net as Money).amount,
    charges: [],
    ...(record.tax_included ? pricedWithTax(row) : priced(row, scaleOf(record))),
    vat: vatOf(row.tax_category, row.tax_rate),
    item: { name, classifications: [], attributes: [] },
  });
}

type Priced = Pick<Line, 'quantity' | 'price' | 'allowances'>;

/** A price is never negative: the quantity is, then. */
function priced({ quantity, unit_price, discount, net }: Values, digits: number): Priced {
  const price = new Decimal((unit_price as Money).amount);
  const turned = price.isNegative() ? new Decimal(String(quantity)).negated() : new Decimal(String(quantity));
  const whole = turned.times(price.abs()).toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);
  const off = whole.minus((net as Money).amount);
  const allowance = {
    amount: off.toFixed(digits),
    base: whole.toFixed(digits),
    percent: new Decimal(String(discount ?? 0)).toFixed(),
    reason: DISCOUNT.reason,
    reasonCode: DISCOUNT.reasonCode,
  };
  return { quantity: turned.toFixed(), price: { net: price.abs().toFixed() }, allowances: off.isZero() ? [] : [allowance] };
}

/** The norm knows prices without tax only: as many decimals as it takes to come to the amount of the line, with its discount in it. */
function pricedWithTax({ quantity, net }: Values): Priced {
  const [amount, count] = [new Decimal((net as Money).amount), new Decimal(String(quantity))];
  const turned = amount.isNegative() === count.isNegative() ? count : count.negated();
  const exact = turned.isZero() ? new Decimal(0) : amount.dividedBy(turned);
  const places = [2, 4, 6, 8, 10].find((digits) => exact.toDecimalPlaces(digits).times(turned).toFixed(2) === amount.toFixed(2)) ?? 10;
  return { quantity: turned.toFixed(), price: { net: exact.toFixed(places) }, allowances: [] };
}

/** Codes of UNTDID 5189 and 7161. */
const DISCOUNT = { reason: 'Discount', reasonCode: '95' };
const FREIGHT = { reason: 'Freight and charges', reasonCode: 'FC' };

/** Discount and charge on the document, tax by tax. What one of them makes of a tax is the way from its lines to what is taxed. */
function adjustmentsBy(record: Values, lines: readonly Line[]): { allowances: DocumentAllowance[]; charges: DocumentAllowance[] } {
  const digits = scaleOf(record);
  const isDiscounted = (record.discount || record.discount_amount) && !record.discount_after_tax;
  const shares = record.charge && isDiscounted ? chargeShares(record) : [];
  const found = rowsOf(record.taxes).map((tax, index) => {
    const vat = vatOf(tax.category, tax.rate);
    const own = sum(lines.filter((line) => isSame(line.vat, vat)).map(({ net }) => net));
    const more = new Decimal((tax.base as Money).amount).minus(own);
    const charge = record.charge && !isDiscounted ? more : (shares[index] ?? new Decimal(0));
    return { vat, charge, discount: charge.minus(more) };
  });
  const some = (amount: Decimal, vat: VatCategory, reason: typeof DISCOUNT) =>
    amount.isZero() ? [] : [{ amount: amount.toFixed(digits), ...reason, vat }];
  return {
    allowances: found.flatMap(({ discount, vat }) => some(discount, vat, DISCOUNT)),
    charges: found.flatMap(({ charge, vat }) => some(charge, vat, FREIGHT)),
  };
}

/** Without tax, in the order of the taxes. */
function chargeShares(record: Values): Decimal[] {
  const [inclusive, digits] = [record.tax_included === true, scaleOf(record)];
  const adjustments = adjustmentsOf(record);
  const sums = compute({ digits, inclusive, rounding: 'document' }, rowsOf(record.lines).map(computedLine), adjustments);
  const charge = sums.adjustments[adjustments.findIndex(({ kind }) => kind === 'charge')];
  return (charge?.parts ?? []).map(({ amount, rate }) => {
    const share = new Decimal(amount);
    const net = inclusive ? share.times(100).dividedBy(new Decimal(100).plus(rate)) : share;
    return net.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);
  });
}

function breakdownOf({ category, rate, base, tax, reason }: Values): VatBreakdown {
  const isTaxed = category === 'S' || category === 'Z';
  return present<VatBreakdown>({
    ...vatOf(category, rate),
    taxable: (base as Money).amount,
    tax: (tax as Money).amount,
    exemption: isTaxed ? undefined : text(reason),
  });
}

/** What is not subject to VAT has no rate. */
function vatOf(category: unknown, rate: unknown): VatCategory {
  return category === 'O' ? { category } : { category: String(category), rate: new Decimal(String(rate)).toFixed() };
}

function isSame(one: VatCategory, other: VatCategory): boolean {
  return one.category === other.category && one.rate === other.rate;
}

/** Digits of the document's currency, as its sums have them. */
function scaleOf({ payable }: Values): number {
  return decimalsOf((payable as Money).amount);
}

function text(value: unknown): string | undefined {
  return String(value ?? '').trim() || undefined;
}

/** Without what is not there. */
function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
