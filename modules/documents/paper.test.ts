import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { pdfText } from '../../tests/pdf-text.ts';
import { epcText } from './epc.ts';
import { writePaper } from './paper.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const line = {
  ...{ description: 'Lämpötila-anturi, Ærø – Датчик температуры', quantity: '2', unit: 'pcs', unit_price: euros('1234.50') },
  ...{ discount: '10', tax_rate: '25.5', amount: euros('2222.10') },
};
const record = {
  ...{
    number: '2026-00012',
    type: 'invoice',
    subject: 'Åland',
    issued_on: '2026-03-11',
    due_on: '2026-03-25',
    terms: 'Ex works.\nSecond line.',
  },
  ...{
    billing_address: 'Älvdal Skog AB\nStorgatan 1\n79631 Älvdalen',
    taxes: [{ rate: '25.5', base: euros('2222.10'), tax: euros('566.64') }],
  },
  ...{
    subtotal: euros('2222.10'),
    net: euros('2222.10'),
    tax: euros('566.64'),
    total: euros('2788.74'),
    payable: euros('2788.74'),
    open: euros('2788.74'),
  },
};
const issuer = {
  ...{ name: 'Aurora Instruments Oy', address: 'Aurora Instruments Oy\nItäinen Pitkäkatu 21\n20810 Turku', vat_number: 'FI23456714' },
  ...{ business_id: '2345671-4', bank_accounts: [{ iban: 'FI21 1234 5600 0007 85', bic: 'NDEAFIHH', bank: 'Nordea', main: true }] },
};
const paper = { entity: 'invoices', issuer, logo: null, sign: '€' };
const pagesOf = (bytes: Buffer) => bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

it.each(['en', 'fi', 'sv', 'de', 'ru'])('is one page in %s [TT-25]', async (language) => {
  const bytes = await writePaper({ ...paper, record: { ...record, lines: [line] }, language });
  if (process.env.KONTOR_PICTURES) await writeFile(`${process.env.KONTOR_PICTURES}/invoice-${language}.pdf`, bytes);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pagesOf(bytes)).toBe(1);
});

it.each([
  ['en', ['Invoice 2026-00012', 'VAT 25.5 % of 2,222.10', '566.64', 'To be paid EUR', '€2,788.74', 'Reference: 2026-00012']],
  ['fi', ['Lasku 2026-00012', 'ALV 25,5 %, peruste 2 222,10', '566,64', 'Maksettava EUR', '2 788,74 €', 'Viite: 2026-00012']],
])('says number, tax, totals and bank account in %s [TT-25]', async (language, expected) => {
  const bytes = await writePaper({ ...paper, record: { ...record, lines: [line] }, language });
  const words = pdfText(bytes).replace(/[\u00a0\u202f]/g, ' ');
  const all = [...expected, 'Nordea   FI21 1234 5600 0007 85   NDEAFIHH', 'Älvdal Skog AB', 'FI23456714'];
  expect(all.filter((text) => !words.includes(text))).toEqual([]);
});

it('goes on over as many pages as it takes [TT-25]', async () => {
  const bytes = await writePaper({ ...paper, record: { ...record, lines: Array.from({ length: 120 }, () => line) }, language: 'en' });
  if (process.env.KONTOR_PICTURES) await writeFile(`${process.env.KONTOR_PICTURES}/invoice-long.pdf`, bytes);
  expect(pagesOf(bytes)).toBeGreaterThan(2);
});

it('says to banking apps what is to be paid to whom [TT-25]', () => {
  const transfer = {
    name: 'Aurora Instruments Oy',
    iban: 'FI21 1234 5600 0007 85',
    bic: 'NDEAFIHH',
    amount: '2788.74',
    reference: '2026-00012',
  };
  expect(epcText(transfer).split('\n')).toEqual([
    'BCD',
    '002',
    '1',
    'SCT',
    'NDEAFIHH',
    'Aurora Instruments Oy',
    'FI2112345600000785',
    'EUR2788.74',
    '',
    '',
    '2026-00012',
  ]);
});
