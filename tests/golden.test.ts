// Documents worked out by hand, each one issued: screen, PDF, the e-invoice in five formats and the report say the same, to the cent.

import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { bulk, digits, reportHead, type Values } from '../engine/index.ts';
import { type DocumentTerms, derive } from '../modules/documents/derive.ts';
import { type Golden, golden, linesOf, termsOf } from '../modules/documents/golden.ts';
import documents, { paperOf } from '../modules/documents/module.ts';
import { checkInvoice } from '../modules/e-invoices/check.ts';
import { facturX } from '../modules/e-invoices/factur-x.ts';
import { textOf } from '../modules/e-invoices/file-text.ts';
import { type FormatName, formats, readInvoice, writeInvoice } from '../modules/e-invoices/formats.ts';
import type { Invoice } from '../modules/e-invoices/model.ts';
import { toInvoice } from '../modules/e-invoices/of-record.ts';
import { readSources } from '../modules/e-invoices/send.ts';
import type { Money } from '../schema/index.ts';
import { formatMoney, parseDecimal } from '../ui/fields/format.ts';
import { DAY, type Typed, typist } from './documents.ts';
import { keep } from './e-invoices/keep.ts';
import { pdfText } from './pdf-text.ts';
import { house } from './scenarios.ts';

const SUMS = ['net', 'tax', 'total', 'payable'] as const;

const place = { billing_address: 'Kauppakatu 1', postal_code: '20100', city: 'Turku', country: 'Finland' };
const wired = { e_invoice_scheme: '0216', e_invoice_operator: 'NDEAFIHH' };
const at = await house({
  own: [
    'accounts',
    {
      ...{ name: 'Kontor Instruments Oy', vat_number: 'FI12345671', business_id: '1234567-1', owner: '$admin', ...place, ...wired },
      ...{ e_invoice_address: '003712345671', phone: '+358 2 555 0100', email: 'bills@kontor.example' },
      bank_accounts: [{ iban: 'FI21 1234 5600 0007 85', bic: 'NDEAFIHH', main: true }],
    },
  ],
  acme: [
    'accounts',
    {
      ...{ name: 'Acme Oy', vat_number: 'FI23456714', business_id: '2345671-4', owner: '$agent', ...place, ...wired },
      ...{ e_invoice_address: '003723456714', buyer_reference: 'PO box 7' },
    },
  ],
});
const { system } = at;
const { records } = system;
await records.update('document_settings', String((await system.settings('document_settings')).id), { company: at.ids.own });

const scribe = await typist(
  system,
  golden.flatMap(({ lines }) => lines.map(([, , , tax]) => tax)),
);

function typed(document: Golden): Typed {
  return { terms: termsOf(document), lines: linesOf(document), adjustments: document.adjustments ?? [] };
}

/** What goes back is a credit invoice. */
function valuesOf(document: Golden): Values {
  const type = isCredit(document) ? 'credit_invoice' : 'invoice';
  return { ...scribe.valuesOf(typed(document)), account: at.ids.acme, subject: document.title, delivered_on: DAY, type, status: 'unpaid' };
}

function isCredit({ sums }: Golden): boolean {
  return sums[3].startsWith('-');
}

const ROUNDINGS = ['line', 'document'] as const;
const rounded = (rounding: string) => golden.filter((document) => termsOf(document).rounding === rounding);
/** How tax is rounded is a matter of the workspace. */
const byRounding = ROUNDINGS.flatMap(rounded);

/** All of them, by title. */
async function issued(): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for (const rounding of ROUNDINGS.toReversed()) {
    await scribe.round(rounding);
    const those = rounded(rounding);
    const { results } = await bulk(system, 'invoices', { create: those.map(valuesOf) });
    for (const [i, { title }] of those.entries()) made.set(title, String(results![i]!.id));
  }
  return made;
}

const ids = await issued();
const recordOf = (document: Golden) => records.get('invoices', ids.get(document.title)!);

/** As golden.ts writes it, whatever number of decimals it came with. */
const plain = (amount: string | number) => new Decimal(amount).toFixed();
const taxLine = (category: unknown, rate: unknown, base: string, tax: string) =>
  `${category} ${plain(String(rate ?? 0))} ${plain(base)} ${plain(tax)}`;
const expectedTaxes = ({ taxes }: Golden) => taxes.map((tax) => taxLine(...(tax.split(' ') as [string, string, string, string])));
const expectedSums = ({ sums }: Golden) => sums.map(plain);
const amountOf = (value: unknown) => (value as Money).amount;

it('issues every one of them', () => {
  expect(golden.length).toBeGreaterThanOrEqual(60);
  expect(ids.size).toBe(golden.length);
});

describe('a document worked out by hand', () => {
  it.each(byRounding)('$title: on record, screen, paper and in five formats [PX-12] [TT-25] [CS-122]', async (document) => {
    const record = await recordOf(document);
    expect(SUMS.map((name) => plain(amountOf(record[name])))).toEqual(expectedSums(document));
    const rows = record.taxes as { category: string; rate: string; base: Money; tax: Money }[];
    expect(rows.map(({ category, rate, base, tax }) => taxLine(category, rate, base.amount, tax.amount))).toEqual(expectedTaxes(document));
    expect(await onScreen(document)).toEqual(expectedSums(document));
    await inFiles(document, record);
  });

  it('adds up to the same in a report by document [PX-12] [CS-230]', async () => {
    const columns = SUMS.map((value) => ({ id: value, level: 0, value, totals: ['sum' as const] }));
    const definition = { entity: 'invoices', columns, groups: [{ level: 0, value: 'subject' }], filter: `issued_on = "${DAY}"` };
    const { totals } = await reportHead(system, { definition, answers: {} });
    const told = new Map(
      totals
        .filter(({ keys }) => keys.length === 1)
        .map(({ groups, values }) => [groups[0], SUMS.map((name) => plain(sumIn(values, name)))]),
    );
    expect(told).toEqual(new Map(golden.map((document) => [document.title, expectedSums(document)])));
  });
});

function sumIn(values: Readonly<Record<string, { sum?: unknown }>>, name: string): string {
  const { sum } = values[name]!;
  return typeof sum === 'object' ? amountOf(sum) : String(sum);
}

/** What the form shows while it is typed, read back as a person reads it. */
async function onScreen(document: Golden): Promise<(string | null)[]> {
  const { run } = documents.services!.document_terms!;
  await scribe.round(termsOf(document).rounding);
  const terms = (await run({ context: system, input: {} } as never)) as DocumentTerms;
  const shown = derive(scribe.formOf(typed(document)), terms).values;
  return SUMS.map((name) => {
    const { amount, currency } = shown[name] as Money;
    const read = parseDecimal(formatMoney(amount, currency, 'en').replace(/[^\d.,\u2212]/g, ''), 'en');
    return read && plain(read);
  });
}

async function inFiles(document: Golden, record: Values): Promise<void> {
  const invoice = toInvoice(await readSources(system, String(record.id)));
  for (const format of Object.keys(formats) as FormatName[]) {
    const xml = writeInvoice(invoice, format);
    const leaves = checkInvoice(invoice, format).length === 0 && !document.adjustments?.some(({ afterTax }) => afterTax);
    keep(leaves ? format : `${format}-refused`, `golden-${golden.indexOf(document) + 1}`, xml);
    expect([format, ...saidIn(readInvoice(xml), isCredit(document))]).toEqual([
      format,
      ...expectedSums(document),
      ...expectedTaxes(document),
    ]);
    if (format === 'factur-x') await onPaper(document, record, xml);
  }
  expect([...new Set(checkInvoice(invoice, 'finvoice').map(({ rule }) => rule))]).toEqual(refused[document.title] ?? []);
}

/** Amounts of a credit note are positive. */
function saidIn({ totals, vat }: Invoice, credit: boolean): string[] {
  const own = (amount = '') => plain(new Decimal(amount).times(credit ? -1 : 1).toFixed());
  const sums = [totals.withoutVat, totals.vat, totals.withVat, totals.due].map(own);
  return [...sums, ...vat.map(({ category, rate, taxable, tax }) => taxLine(category, rate, own(taxable), own(tax)))];
}

async function onPaper(document: Golden, { id, currency, lines }: Values, xml: string): Promise<void> {
  const { content } = await paperOf(system, 'invoices', String(id), facturX(xml));
  expect(textOf(content)).toBe(xml);
  const words = pdfText(content).split('\n');
  const code = String((currency as { title: string }).title);
  const shown = (amount: string) => digits(amount, 'en', termsOf(document).digits);
  const [net, , total, payable] = document.sums;
  const taxes = document.taxes.map((tax) => tax.split(' ') as [string, string, string, string]);
  const expected = [net, total, ...taxes.map(([, , , tax]) => tax), ...(lines as Values[]).map(({ amount }) => amountOf(amount))];
  expect(expected.map(shown).filter((amount) => !words.includes(amount))).toEqual([]);
  expect(taxes.filter(([, , base]) => !words.some((text) => text.endsWith(` of ${shown(base)}`)))).toEqual([]);
  // In front of it stands the sign of its currency.
  const paid = words[words.indexOf(`To be paid ${code}`) + 1]!;
  expect(paid.replace(/^(-?)[^\d-]*/, '$1')).toBe(shown(payable));
}

/** What the norm does not take, by its rules: such documents are not sent. */
const refused: Readonly<Record<string, readonly string[]>> = {
  'taxed, exempt, zero rated, export and out of scope on one document': ['BR-O-02', 'BR-O-11'],
  'Kuwaiti dinars have three': ['BR-DEC'],
  'dinars, half a fils of tax': ['BR-DEC'],
  'a thousand lines of a cent, tax rounded for each': ['BR-CO-17'],
  'a thousand lines at two rates, rounded for each': ['BR-CO-17'],
};
