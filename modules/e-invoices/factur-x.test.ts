// The PDF/A-3 of an invoice: the XML inside it, and what archives ask for. No validator is part of the tests; see docs/e-invoice.md.

import { expect, it } from 'vitest';
import { readXml } from '../../engine/index.ts';
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
  // Every font is there as a whole.
  const fonts = [...text.matchAll(/\/Type \/FontDescriptor[\s\S]*?>>/g)].map(([found]) => found);
  expect(fonts.length).toBeGreaterThan(0);
  expect(fonts.filter((font) => !font.includes('/FontFile'))).toEqual([]);
  expect(text).not.toContain('Helvetica');
  // Names that XML has signs for do not break the metadata.
  const [metadata = ''] = /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(text) ?? [];
  expect(readXml(metadata, 'any').name).toBe('xmpmeta');
});
