import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { digits } from '../../engine/index.ts';
import { pdfText } from '../../tests/pdf-text.ts';
import { compute } from './compute.ts';
import { epcText } from './epc.ts';
import { golden, linesOf, termsOf } from './golden.ts';
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

// A font draws ώ with its ω, and would then forget which letter that is: whoever copies words out of a PDF gets what was written.
it('keeps its letters whatever was written before', async () => {
  const textWith = async (description: string) =>
    pdfText(await writePaper({ ...paper, record: { ...record, lines: [{ ...line, description }] }, language: 'en' }));
  expect(await textWith('ώώ')).toContain('ώώ');
  expect(await textWith('ωω')).toContain('ωω');
  expect(await textWith('č c')).toContain('č c');
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

it('says of every document worked out by hand what it comes to [TT-25] [PX-12]', async () => {
  const missing: string[] = [];
  for (const document of golden) {
    const [terms, lines, adjustments = []] = [termsOf(document), linesOf(document), document.adjustments];
    const sums = compute(terms, lines, adjustments);
    const currency = { 0: 'JPY', 2: 'EUR', 3: 'KWD' }[terms.digits]!;
    const money = (amount: string) => ({ amount, currency });
    const shown = lines.slice(0, 2).map(({ quantity, price, discount, rate }, i) => {
      const amounts = { unit_price: money(price), amount: money(sums.lines[i]!.amount) };
      return { description: 'Line', quantity, discount, tax_rate: rate, ...amounts };
    });
    const taxes = sums.taxes.map(({ rate, base, tax }) => ({ rate, base: money(base), tax: money(tax) }));
    const totals = { subtotal: sums.subtotal, net: sums.net, tax: sums.tax, total: sums.total, payable: sums.payable };
    const inMoney = Object.fromEntries(Object.entries(totals).map(([name, amount]) => [name, money(amount)]));
    const text = pdfText(
      await writePaper({ ...paper, record: { ...record, lines: shown, taxes, ...inMoney, open: money('0') }, language: 'en' }),
    );
    const expected = [...document.taxes.flatMap((tax) => tax.split(' ').slice(2)), document.sums[0], document.sums[2], document.sums[3]];
    for (const amount of expected) if (!text.includes(digits(amount, 'en', terms.digits))) missing.push(`${document.title}: ${amount}`);
  }
  expect(missing).toEqual([]);
});

it('says units and currency as the reader does [TT-25]', async () => {
  const bytes = await writePaper({ ...paper, record: { ...record, lines: [line] }, language: 'fi' });
  const words = pdfText(bytes).replace(/[\u00a0\u202f]/g, ' ');
  expect(words).toContain('2 kpl');
  expect(words).not.toContain('pcs');
  expect(words).toContain('2 788,74 €');
});
