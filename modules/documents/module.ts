// What quotes, orders and invoices stand on: the own company, number series, lines with tax, sums, conversion.

import { type Context, todayOf, type Values } from '../../engine/index.ts';
import { defineModule, extend, idOf, integer, type Reference } from '../../schema/index.ts';
import { billingCompanies } from './billing-company.ts';
import { demo } from './demo.ts';
import { letterheadOf, logoPage } from './letterhead.ts';
import { documentLine } from './line-of-product.ts';
import { ensureSeries, numberSeries } from './series.ts';
import { documentSettings, USUAL_PICKER_FIELDS } from './settings.ts';

export { documentHooks, type Kind } from './complete.ts';
export { compute } from './compute.ts';
export { contentOf, linesFor, makeOf } from './convert.ts';
export { buyers, catalogueRows } from './demo.ts';
export type { Facts } from './facts.ts';
export { CONTENT, documentBlocks, documentFields, linesOf, taxesOf } from './fields.ts';
export { figuresOf } from './figures.ts';
export { issuerLines } from './issuer-lines.ts';
export type { Paper } from './paper.ts';
export { paperTitle, paperWords } from './paper-words.ts';
export { findLogo, issuerSettings, paperOf, print, readIssuer, readLogo, readPaper, sellerOn } from './print.ts';
export { notesBelow, sumRows } from './sum-rows.ts';
export { adjustmentsOf, lineOf as computedLine, netOf } from './terms.ts';
export { requireReadable, requireWhole } from './whole.ts';

const ofAccounts = extend('accounts', {
  fields: { payment_days: integer({ label: 'Pays within days', min: 0, max: 3650, help: 'Instead of what is usual here.' }) },
  blocks: [{ label: 'Facts', fields: ['payment_days'] }],
});

async function ensure(context: Context): Promise<void> {
  await ensureSeries(context);
  const { records } = context;
  const settings = await context.settings('document_settings');
  if (settings.tax_class || Number(settings.version) > 1) return;
  const found = await records.list('tax_classes', { fields: ['id'], filter: 'category = "S" and active', sort: 'created_at', limit: 1 });
  const { language } = await context.settings('general_settings');
  const values = { tax_class: found.records[0]?.id ?? null, ...(language === 'en' ? {} : { language }) };
  if (found.records[0]) await records.update('document_settings', String(settings.id), values);
}

/** What a screen needs to sum up a document as we do. */
async function documentTerms(context: Context, customer: string | null): Promise<Values> {
  // Elevated: whoever writes documents need not be allowed to see the settings.
  const { records } = context.system('tells how documents are summed up');
  const { rounding, tax_class, picker_fields, picker_categories } = await context.settings('document_settings');
  const all = async (entity: string, fields: readonly string[]) =>
    (await records.list(entity, { fields: ['id', ...fields], filter: 'active', limit: 500 })).records;
  return {
    today: todayOf(context.actor),
    rounding,
    usual: idOf(tax_class),
    ofCustomer: customer ? await taxClassOf(context, customer) : null,
    taxClasses: await all('tax_classes', ['category', 'rates']),
    currencies: await all('currencies', ['code', 'digits', 'cash_step']),
    picker: {
      fields: (picker_fields as readonly string[] | null)?.length ? picker_fields : USUAL_PICKER_FIELDS,
      fixed: ((picker_categories as readonly Reference[] | null) ?? []).map(({ id }) => id),
      categories: (await records.list('product_categories', { fields: ['id', 'name', 'parent'], sort: 'name', limit: 500 })).records,
    },
  };
}

/** Only of customers whom one may see. */
async function taxClassOf({ records }: Context, customer: string): Promise<unknown> {
  const found = await records.list('accounts', { fields: ['tax_class'], filter: `id = "${customer}"`, limit: 1 });
  return found.records[0]?.tax_class ?? null;
}

export default defineModule({
  name: 'documents',
  needs: ['general', 'money', 'taxes', 'accounts', 'contacts', 'products', 'price-books', 'files', 'numbering', 'demo'],
  entities: [documentSettings, numberSeries, billingCompanies],
  extends: [ofAccounts],
  services: {
    document_terms: {
      summary: 'How documents are summed up: rounding, tax classes, currencies',
      run: ({ context, input }) => documentTerms(context, input.customer ? String(input.customer) : null),
    },
    document_line: {
      summary: 'What a product brings into a line: price and why it is that, unit, tax class, the parts of its bundle',
      run: ({ context, input }) => documentLine(context, input),
    },
  },
  letterhead: letterheadOf,
  pages: { logo: { answer: logoPage } },
  setup: ensure,
  upgrade: ensure,
  demo,
});
