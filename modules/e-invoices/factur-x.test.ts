// The PDF/A-3 of an invoice: the XML inside it, and what archives ask for, by the rules of tests/pdf-a.ts; see docs/e-invoice.md.

import { expect, it } from 'vitest';
import { pdfAFaults } from '../../tests/pdf-a.ts';
import { writePaper } from '../documents/paper.ts';
import { facturX } from './factur-x.ts';
import { textOf } from './file-text.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const record = {
  number: 'A&B-1',
  issued_on: '2026-03-01',
  billing_address: 'Acme Oy\nKauppakatu 1',
  lines: [{ description: 'Gateway', quantity: '2', unit_price: euros('100'), tax_rate: '25.5', amount: euros('200.00') }],
  taxes: [{ rate: '25.5', base: euros('200.00'), tax: euros('51.00') }],
  ...{ net: euros('200.00'), total: euros('251.00'), payable: euros('251.00'), open: euros('251.00') },
};
const issuer = { name: 'Müller & Söhne <GmbH>', bank_accounts: [{ iban: 'FI2112345600000785', main: true }] };
const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice>Привет, Ärger</rsm:CrossIndustryInvoice>';

it('is a PDF/A-3 that carries the XML as it is, with fonts and colours of its own', async () => {
  const pdf = await writePaper({ entity: 'invoices', record, issuer, logo: null, sign: '€', language: 'en' }, facturX(xml));
  expect(textOf(pdf)).toBe(xml);
  const text = pdf.toString('latin1');
  for (const part of [
    ...['%PDF-1.7', '/S /GTS_PDFA1', '/AFRelationship /Alternative', '(factur-x.xml)', '/Subtype /text#2Fxml', '/EmbeddedFiles', '/AF ['],
    ...[
      '<pdfaid:part>3</pdfaid:part>',
      '<pdfaid:conformance>B</pdfaid:conformance>',
      '<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>',
    ],
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('Helvetica');
  expect(pdfAFaults(pdf)).toEqual([]);
});

it.each([
  ['a letter that the font lacks', '部品 📦 \u0007 ẞ\u200d\ttab'],
  ['a text of several pages', 'Ёлки, ärger, œuvre '.repeat(800)],
])('keeps the rules of archives with %s', async (_, description) => {
  const lines = [{ ...record.lines[0], description: description.slice(0, 500) }];
  const paper = { entity: 'invoices', record: { ...record, lines, description, terms: description }, issuer, logo: null, sign: '€' };
  expect(pdfAFaults(await writePaper({ ...paper, language: 'ru' }, facturX(xml)))).toEqual([]);
});

it('finds what breaks the rules: fonts and colours of others, a file without its relation [CS-122]', async () => {
  const pdf = await writePaper({ entity: 'invoices', record, issuer, logo: null, sign: '€', language: 'en' }, facturX(xml));
  const without = (part: string, other = '') => pdfAFaults(Buffer.from(pdf.toString('latin1').replaceAll(part, other), 'latin1'));
  expect(without('/AFRelationship /Alternative')).toEqual(expect.arrayContaining([expect.stringContaining('6.8-3')]));
  expect(without('/S /GTS_PDFA1', '/S /GTS_PDFX1')).toEqual([expect.stringContaining('6.2.4.3-2')]);
  expect(without('/FontFile2 ', '/NoFile ')).toEqual(expect.arrayContaining([expect.stringContaining('6.2.11.4.1-1')]));
  expect(without('<pdfaid:part>3', '<pdfaid:part>2')).toEqual([expect.stringContaining('6.6.4-2')]);
});
