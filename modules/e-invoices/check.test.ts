// The rules of EN 16931: what is right passes in every format, and each thing that is wrong is told with what would be right.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomInvoice } from '../../tests/e-invoices/random.ts';
import { checkInvoice } from './check.ts';
import { type FormatName, formats, readInvoice, writeInvoice } from './formats.ts';
import type { Invoice } from './model.ts';

it.each(Object.keys(formats) as FormatName[])('finds nothing wrong with what the official rules take: %s', (format) => {
  fc.assert(
    fc.property(randomInvoice(format), (invoice) => {
      expect(checkInvoice(invoice, format)).toEqual([]);
    }),
    { numRuns: 40, seed: 8 },
  );
});

const party = (name: string, vatId: string): Invoice['seller'] => ({
  name,
  ids: [],
  vatId,
  endpoint: { id: '003712345678', scheme: '0216' },
  address: { street: 'Aleksanterinkatu 1', city: 'Helsinki', postcode: '00100', country: 'FI' },
});

/** Two hours at 80.25 and 25.5 %. */
function sample(): Invoice {
  return {
    number: '1',
    issuedOn: '2026-03-01',
    type: '380',
    currency: 'EUR',
    dueOn: '2026-03-15',
    buyerReference: 'R1',
    notes: [],
    preceding: [],
    seller: party('Kontor Oy', 'FI01120389'),
    buyer: party('Aalto Oy', 'FI12345671'),
    payment: { means: '30', accounts: [{ id: 'FI2112345600000785' }] },
    allowances: [],
    charges: [],
    totals: { lines: '160.50', withoutVat: '160.50', vat: '40.93', withVat: '201.43', due: '201.43' },
    vat: [{ category: 'S', rate: '25.5', taxable: '160.50', tax: '40.93' }],
    attachments: [],
    lines: [
      {
        id: '1',
        quantity: '2',
        unit: 'HUR',
        net: '160.50',
        allowances: [],
        charges: [],
        price: { net: '80.25' },
        vat: { category: 'S', rate: '25.5' },
        item: { name: 'Work', classifications: [], attributes: [] },
      },
    ],
  };
}

type Change = (invoice: Invoice, line: Invoice['lines'][number]) => unknown;

it.each<[rule: string, field: string, nearest: string | undefined, change: Change]>([
  ['BR-02', 'number', undefined, (it) => Object.assign(it, { number: '' })],
  ['BR-CO-09', 'seller.vatId', 'FI01120389', (it) => Object.assign(it.seller, { vatId: '01120389' })],
  ['BR-CO-03', 'vatDateCode', undefined, (it) => Object.assign(it, { vatDate: '2026-03-01', vatDateCode: '35' })],
  ['BR-CO-10', 'totals.lines', '160.50', (it) => Object.assign(it.totals, { lines: '160.49', withoutVat: '160.49' })],
  ['BR-CO-11', 'totals.allowances', '0.00', (it) => Object.assign(it.totals, { allowances: '1.00' })],
  ['BR-CO-15', 'totals.withVat', '201.43', (it) => Object.assign(it.totals, { withVat: '201.44' })],
  ['BR-CO-16', 'totals.due', '191.43', (it) => Object.assign(it.totals, { paid: '10.00' })],
  ['BR-CO-17', 'vat.0.tax', '40.93', (it) => Object.assign(it.vat[0] ?? {}, { tax: '39.93' })],
  ['BR-CO-25', 'dueOn', undefined, (it) => Object.assign(it, { dueOn: undefined })],
  ['BR-27', 'lines.0.price.net', '80.25', (_, line) => Object.assign(line.price, { net: '-80.25' })],
  ['BR-30', 'lines.0.period.end', '2026-03-02', (_, line) => Object.assign(line, { period: { start: '2026-03-02', end: '2026-03-01' } })],
  ['BR-42', 'lines.0.allowances.0.reason', undefined, (_, line) => line.allowances.push({ amount: '0.00' })],
  ['BR-53', 'totals.vatInAccounting', undefined, (it) => Object.assign(it, { vatCurrency: 'SEK' })],
  ['BR-61', 'payment.accounts', undefined, (it) => Object.assign(it.payment ?? {}, { accounts: [] })],
  ['BR-DEC', 'totals.paid', '0.00', (it) => Object.assign(it.totals, { paid: '0.001' })],
  ['BR-S-02', 'seller.vatId', undefined, (it) => Object.assign(it.seller, { vatId: undefined, registration: { id: '0112038-9' } })],
  ['BR-S-05', 'lines.0.vat.rate', undefined, (_, line) => Object.assign(line.vat, { rate: '0' })],
  ['BR-S-08', 'vat.0.taxable', '160.50', (it) => Object.assign(it.vat[0] ?? {}, { taxable: '160.00' })],
  ['BR-AE-05', 'lines.0.vat.rate', '0', (_, line) => Object.assign(line.vat, { category: 'AE' })],
  ['BR-IC-12', 'delivery.address.country', 'FI', (_, line) => Object.assign(line.vat, { category: 'K', rate: '0' })],
  ['BR-O-02', 'buyer.vatId', undefined, (_, line) => Object.assign(line, { vat: { category: 'O' } })],
  ['BR-S-10', 'vat.0.exemption', undefined, (it) => Object.assign(it.vat[0] ?? {}, { exemption: 'None' })],
  ['BR-62', 'seller.endpoint.scheme', undefined, (it) => Object.assign(it.seller, { endpoint: { id: '1' } })],
  ['PEPPOL-EN16931-R010', 'buyer.endpoint', undefined, (it) => Object.assign(it.buyer, { endpoint: undefined })],
])('tells %s at %s, with %s as right', (rule, field, nearest, change) => {
  const invoice = sample();
  expect(checkInvoice(invoice, 'peppol')).toEqual([]);
  const [line] = invoice.lines;
  if (line) change(invoice, line);
  const found = checkInvoice(invoice, 'peppol').find((problem) => problem.rule === rule && problem.field === field);
  expect(found).toMatchObject({ rule, field });
  expect(found?.nearest).toBe(nearest);
});

it('tells Germans where it went, and the rate of what is not taxed', () => {
  const invoice = sample();
  invoice.delivery = { date: '2026-03-01', address: { country: 'DE' } };
  const found = checkInvoice(invoice, 'xrechnung-cii').map(({ rule }) => rule);
  expect(found).toEqual(expect.arrayContaining(['BR-DE-10', 'BR-DE-11']));
  for (const one of invoice.vat) delete one.rate;
  const [german, other] = (['xrechnung-ubl', 'peppol'] as const).map((format) => readInvoice(writeInvoice(invoice, format)).vat);
  expect([german?.map(({ rate }) => rate), other?.map(({ rate }) => rate)]).toEqual([
    invoice.vat.map(() => '0'),
    invoice.vat.map(() => undefined),
  ]);
});

it('tells what Germany and Finvoice ask for on top', () => {
  const rules = (format: FormatName) => checkInvoice(sample(), format).map(({ rule, field }) => `${rule} ${field}`);
  expect(rules('xrechnung-ubl')).toEqual(['BR-DE-5 seller.contact.name', 'BR-DE-6 seller.contact.phone', 'BR-DE-7 seller.contact.email']);
  expect(rules('finvoice')).toEqual(['FINVOICE buyer.operator', 'FINVOICE seller.operator']);
  expect(rules('factur-x')).toEqual([]);
});
