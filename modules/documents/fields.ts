// What quotes, orders and invoices have in common: fields, lines, tax sums. Each kind of document adds its own to them.

import {
  checkbox,
  children,
  date,
  decimal,
  defineEntity,
  money,
  percent,
  picklist,
  reference,
  text,
  textArea,
} from '../../schema/index.ts';
import { languages } from '../general/module.ts';

const units = ['pcs', 'hour', 'day', 'month', 'year', 'kg', 'm'] as const;

/** Not for screens: reports and other programs read it. */
const UNSEEN = { visibleIf: 'false' };

/** Rows of a kind of document; each needs its own, as rows have one parent. */
export function linesOf<const Name extends string>(name: Name) {
  return defineEntity(name, {
    label: 'Line',
    plural: 'Lines',
    icon: 'list',
    title: 'description',
    fields: {
      product: reference('products'),
      description: text({ length: 500 }),
      quantity: decimal({ default: '1', required: true }),
      unit: picklist(units, { open: true }),
      unit_price: money({ required: true }),
      price_from: picklist(
        [
          { value: 'book', label: 'Price book' },
          { value: 'list', label: 'List price' },
          { value: 'typed', label: 'Typed in or taken over' },
        ],
        { label: 'Price from', readOnly: true },
      ),
      discount: percent({ label: 'Discount %', max: 100 }),
      tax_class: reference('tax_classes'),
      tax_rate: percent({ label: 'Tax %', readOnly: true }),
      amount: money({ readOnly: true }),
      price_book: reference('price_books', { readOnly: true }),
      subtotal_after: checkbox({ label: 'Sub-total below' }),
      contact: reference('contacts'),
      organization: reference('accounts', { label: 'Organisation' }),
      // Of a bundle: the main product, whose parts stand below it, or one of them.
      bundle: picklist(['main', 'part'], UNSEEN),
      subtotal: money({ label: 'Sub-total', readOnly: true, ...UNSEEN }),
      tax_category: text({ readOnly: true, length: 2, ...UNSEEN }),
      net: money({ label: 'Without tax', readOnly: true, ...UNSEEN }),
      tax: money({ readOnly: true, ...UNSEEN }),
    },
  });
}

export function taxesOf<const Name extends string>(name: Name) {
  return defineEntity(name, {
    label: 'Tax',
    plural: 'Taxes',
    icon: 'percentage',
    title: 'category',
    fields: {
      category: text({ readOnly: true, length: 2 }),
      rate: percent({ label: 'Tax %', readOnly: true }),
      base: money({ label: 'Taxed amount', readOnly: true }),
      tax: money({ readOnly: true }),
      reason: text({ label: 'Reason without tax', readOnly: true, length: 250 }),
    },
  });
}

/** Who it is for. */
const customer = {
  subject: text({ searched: true, length: 250 }),
  description: textArea({ length: 5000, help: 'Printed above the lines.' }),
  account: reference('accounts', { required: true, label: 'Customer' }),
  contact: reference('contacts'),
  their_reference: text({ label: 'Customer’s reference', searched: true, length: 120 }),
  billing_address: textArea({ length: 1000, help: 'Left empty, it is that of the customer.' }),
  customer_vat_number: text({ label: 'Customer’s VAT number', length: 40 }),
  language: picklist(languages, { help: 'Of the printed document.' }),
};

const pricing = {
  issued_on: date({ label: 'Date', required: true, default: 'today()', indexed: true }),
  currency: reference('currencies', { help: 'Left empty, it is that of the lines.', example: null }),
  tax_included: checkbox({ label: 'Prices include tax' }),
};

const sums = {
  discount: percent({ label: 'Discount %', max: 100, help: 'On the document as a whole.' }),
  discount_amount: money({ label: 'Discount, amount' }),
  discount_after_tax: checkbox({ label: 'Discount after tax', help: 'The tax stays what it is without the discount.' }),
  charge: money({ label: 'Freight and charges' }),
  subtotal: money({ label: 'Sum of lines', readOnly: true }),
  net: money({ label: 'Without tax', readOnly: true }),
  tax: money({ readOnly: true }),
  total: money({ readOnly: true }),
  payable: money({ label: 'To be paid', readOnly: true }),
  exchange_rate: decimal({ readOnly: true, visibleIf: 'exchange_rate != 1' }),
  rate_on: date({ label: 'Rate of', readOnly: true, visibleIf: 'exchange_rate != 1' }),
  rate_source: text({ label: 'Source of the rate', readOnly: true, length: 40, visibleIf: 'exchange_rate != 1' }),
  total_eur: money({ label: 'Total in EUR', readOnly: true, visibleIf: 'exchange_rate != 1' }),
};

/** Who issues it. */
const issuer = {
  billing_company: reference('billing_companies', {
    label: 'Billing company',
    help: 'Issues the document. Left empty, it is the own company of the settings.',
    example: null,
  }),
};

/** `lines` and `taxes` are the row entities of this kind of document. */
export function documentFields<L extends ReturnType<typeof linesOf>, T extends ReturnType<typeof taxesOf>>(lines: L, taxes: T) {
  return {
    number: text({ readOnly: true, unique: true, searched: true, length: 60 }),
    series: reference('number_series', { example: null }),
    ...issuer,
    ...customer,
    ...pricing,
    lines: children(lines),
    ...sums,
    taxes: children(taxes, { readOnly: true }),
    terms: textArea({ label: 'Terms and conditions', length: 20_000 }),
    notes: textArea({ label: 'Internal notes' }),
  };
}

/** Headings of the form; `first`, `dates` and `printing` are fields of the kind's own. */
export function documentBlocks(first: readonly string[], dates: readonly string[], printing: readonly string[] = []) {
  return [
    { label: 'Document', fields: ['number', 'account', 'contact', 'subject', ...first, 'owner'] },
    { label: 'Terms', fields: ['issued_on', ...dates, 'currency', 'tax_included', 'their_reference'] },
    { label: 'Lines', fields: ['lines'] },
    { label: 'Discount', fields: ['discount', 'discount_amount', 'discount_after_tax', 'charge'] },
    { label: 'Sums', fields: ['subtotal', 'net', 'tax', 'total', 'payable', 'exchange_rate', 'rate_on', 'rate_source', 'total_eur'] },
    { label: 'Taxes', fields: ['taxes'] },
    {
      label: 'Printing',
      fields: ['billing_company', 'description', 'billing_address', 'customer_vat_number', 'language', ...printing, 'terms', 'series'],
    },
    { label: 'Notes', fields: ['notes'] },
  ];
}

/** What a document says: it is copied, and it stays as it is once the document is issued. */
export const CONTENT = [
  'series',
  ...Object.keys(issuer),
  ...Object.keys(customer).filter((name) => name !== 'contact'),
  ...Object.keys(pricing),
  'lines',
  'discount',
  'discount_amount',
  'discount_after_tax',
  'charge',
  'terms',
] as const;
