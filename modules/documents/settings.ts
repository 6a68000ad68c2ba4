// Who issues the documents of this house, and how they are made (rows PX-17, TT-15, TT-19).

import {
  checkbox,
  defineEntity,
  email,
  image,
  integer,
  multiPicklist,
  phone,
  picklist,
  radio,
  reference,
  references,
  textArea,
} from '../../schema/index.ts';
import { languages } from '../general/module.ts';

const pickerFields = [
  { value: 'code', label: 'Code' },
  { value: 'second_name', label: 'Second name' },
  { value: 'scan_code', label: 'Scan code' },
  { value: 'product_category', label: 'Category' },
  { value: 'category', label: 'Series' },
  { value: 'unit_price', label: 'Unit price' },
  { value: 'unit', label: 'Unit' },
  { value: 'vendor', label: 'Vendor' },
  { value: 'stock', label: 'In stock' },
  { value: 'description', label: 'Description' },
];

/** As long as nobody has chosen others. */
export const USUAL_PICKER_FIELDS = ['code', 'product_category', 'unit_price', 'unit'];

export const documentSettings = defineEntity('document_settings', {
  label: 'Own company and documents',
  plural: 'Own company and documents',
  icon: 'building',
  single: true,
  fields: {
    company: reference('accounts', {
      label: 'Own company',
      help: 'Issues the documents: its name, address, VAT number and bank accounts stand on them. Without a VAT number no invoice is issued.',
    }),
    contact_email: email({ label: 'Main e-mail address', help: 'At the foot of documents, instead of that of the own company.' }),
    contact_phone: phone({ label: 'Main phone number', help: 'At the foot of documents, instead of that of the own company.' }),
    seller_data: radio(
      [
        { value: 'frozen', label: 'As it was when the invoice was issued' },
        { value: 'live', label: 'As it is now, on old invoices too' },
      ],
      { label: 'Own company on issued invoices', required: true, default: '"frozen"' },
    ),
    logo: image(),
    language: picklist(languages, { label: 'Usual language', help: 'Of the printed document.' }),
    footer: textArea({ label: 'Footer of documents', length: 1000 }),
    tax_class: reference('tax_classes', { label: 'Usual tax class', help: 'Of lines whose product and customer say nothing else.' }),
    tax_included: checkbox({ label: 'Prices include tax', help: 'On new documents.' }),
    rounding: radio(
      [
        { value: 'document', label: 'Once for all lines of a tax rate' },
        { value: 'line', label: 'For each line' },
      ],
      { label: 'Tax is rounded', required: true, default: '"document"', help: 'Documents that are issued stay as they are.' },
    ),
    quote_days: integer({ label: 'Quotes hold for days', required: true, default: '30', min: 1, max: 3650 }),
    payment_days: integer({ label: 'Invoices are due after days', required: true, default: '14', min: 0, max: 3650 }),
    terms: textArea({ label: 'Terms and conditions', length: 20_000, help: 'On new documents.' }),
    picker_fields: multiPicklist(pickerFields, {
      label: 'Fields of products to choose from',
      help: 'Seen where products are chosen for lines.',
    }),
    picker_categories: references('product_categories', {
      label: 'Categories to choose from',
      help: 'Only products in them and below are offered. Nothing chosen: all.',
    }),
  },
  blocks: [
    { label: 'Own company', fields: ['company', 'seller_data', 'logo', 'language'] },
    { label: 'Contact setup', fields: ['contact_email', 'contact_phone', 'footer'] },
    { label: 'Tax', fields: ['tax_class', 'tax_included', 'rounding'] },
    { label: 'Choosing products', fields: ['picker_fields', 'picker_categories'] },
    { label: 'Deadlines', fields: ['quote_days', 'payment_days', 'terms'] },
  ],
});
