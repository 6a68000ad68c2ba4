// Bank statements as banks write them: three kinds of files, each with the traps of its kind.

import { describe, expect, it } from 'vitest';
import { keysOf } from './known.ts';
import { readStatements } from './read.ts';
import { readAmount } from './statement.ts';

const camt = (version: string, entries: string, closing = '1100.00'): string => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt>
<Id>S1</Id><Acct><Id><IBAN>FI2112345600000785</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
${entries}</Stmt></BkToCstmrStmt></Document>`;

const ntry = (amount: string, sign: string, rest = '', status = '<Sts>BOOK</Sts>'): string =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${status}<BookgDt><Dt>2026-03-02</Dt></BookgDt>` +
  `<ValDt><DtTm>2026-03-01T00:00:00+02:00</DtTm></ValDt><AcctSvcrRef>B1</AcctSvcrRef>${rest}</Ntry>`;

describe('camt.053', () => {
  it('reads signs, days, both places of a name, and leaves out what is only announced', () => {
    const details =
      '<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Meier &amp; Co</Nm></Pty></Dbtr>' +
      '<DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct></RltdPties>' +
      '<RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>';
    const entries =
      ntry('150.50', 'CRDT', details) +
      ntry('50.50', 'DBIT', '<RvslInd>true</RvslInd>') +
      ntry('9.00', 'CRDT', '', '<Sts><Cd>PDNG</Cd></Sts>');
    const [statement] = readStatements(`\uFEFF${camt('08', entries)}`);
    expect(statement).toMatchObject({
      account: 'FI2112345600000785',
      currency: 'EUR',
      opening: '1000.00',
      closing: '1100.00',
      problems: [],
    });
    const common = { bookedOn: '2026-03-02', valueOn: '2026-03-01', currency: 'EUR', bankId: 'B1' };
    expect(statement?.entries).toEqual([
      { ...common, amount: '150.50', name: 'Meier & Co', account: 'DE89370400440532013000', reference: 'RF18539007547034' },
      { ...common, amount: '-50.50', reversal: true },
    ]);
  });

  const part = (amount: string, name: string): string =>
    `<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls><RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties>` +
    `<RmtInf><Ustrd>${name}</Ustrd><Ustrd>pays</Ustrd></RmtInf></TxDtls>`;

  it('takes a collective entry apart', () => {
    const [statement] = readStatements(camt('02', ntry('100', 'CRDT', `<NtryDtls>${part('60', 'A')}${part('40', 'B')}</NtryDtls>`)));
    expect(statement?.entries.map(({ amount, name, message }) => [amount, name, message])).toEqual([
      ['60.00', 'A', 'A pays'],
      ['40.00', 'B', 'B pays'],
    ]);
  });

  it('leaves a collective entry whole whose parts do not make it up, and says when balances do not meet', () => {
    const entries = ntry('100', 'CRDT', `<NtryDtls>${part('60', 'A')}${part('30', 'B')}</NtryDtls>`);
    const [statement] = readStatements(camt('02', entries, '1200.00'));
    expect(statement?.entries.map(({ amount }) => amount)).toEqual(['100.00']);
    expect(statement?.problems).toEqual([
      'The parts of the collective entry of 100.00 on 2026-03-02 do not make up its amount.',
      'The balance of 1000.00 and the entries make 1100.00, but the statement ends with 1200.00.',
    ]);
  });
});

it('reads MT940: New Year, broken words, three dialects, a reversal', () => {
  const text = [
    '{1:F01BANKDEFFXXXX0000000000}{2:I940BANKDEFFXXXXN}{4:',
    ':20:STARTUMSE',
    ':25:10020030/1234567',
    ':28C:00001/001',
    ':60F:C251230EUR1000,00',
    ':61:2512310104CR150,5NTRFNONREF//BANK1',
    ':86:166?00GUTSCHRIFT?109310?20EREF+NOTPROVIDED?21SVWZ+Rechnung R-2026-00?2217 vom 3.1.',
    '?30COBADEFF?31DE89370400440532013000?32Meier und Soe?33hne GmbH',
    ':61:260104D0,50NMSC1//BANK2',
    ':86:Kontofuehrung',
    'Januar',
    ':61:260105RC50,NTRFKUNDE7//BANK3',
    ':86:/EREF/E77//CNTP/NL91ABNA0417164300/ABNANL2A/De Boer BV//REMI/USTD//Factuur 9/',
    ':62F:C260105EUR1100,00',
    '-}',
  ].join('\r\n');
  const [statement] = readStatements(text);
  expect(statement).toMatchObject({
    id: 'STARTUMSE',
    account: '1234567',
    currency: 'EUR',
    opening: '1000.00',
    closing: '1100.00',
    problems: [],
  });
  expect(statement?.entries).toEqual([
    {
      bookedOn: '2026-01-04',
      valueOn: '2025-12-31',
      amount: '150.50',
      currency: 'EUR',
      bankId: 'BANK1',
      name: 'Meier und Soehne GmbH',
      account: 'DE89370400440532013000',
      message: 'Rechnung R-2026-0017 vom 3.1.',
    },
    {
      bookedOn: '2026-01-04',
      valueOn: '2026-01-04',
      amount: '-0.50',
      currency: 'EUR',
      bankId: 'BANK2',
      endToEndId: '1',
      message: 'Kontofuehrung Januar',
    },
    {
      bookedOn: '2026-01-05',
      valueOn: '2026-01-05',
      amount: '-50.00',
      currency: 'EUR',
      bankId: 'BANK3',
      endToEndId: 'E77',
      account: 'NL91ABNA0417164300',
      name: 'De Boer BV',
      message: 'Factuur 9',
      reversal: true,
    },
  ]);
});

describe('CSV', () => {
  it.each([
    [
      'Finnish',
      'Kirjauspäivä;Arvopäivä;Määrä EUROA;Saaja/Maksaja;Saajan tilinumero;Viite;Viesti\n' +
        '02.03.2026;01.03.2026;"1 234,50";Meier Oy;FI2112345600000785;\'00001234561;"Kiitos; paljon"\n',
    ],
    [
      'German, with lines before',
      '"Kontonummer:";"123"\n\n"Buchungstag";"Wertstellung";"Betrag (EUR)";"Auftraggeber/Empfänger";"Kontonummer/IBAN";"Kundenreferenz";"Verwendungszweck"\n' +
        '"02.03.26";"01.03.26";"1.234,50";"Meier Oy";"FI2112345600000785";"00001234561";"Kiitos; paljon"\n',
    ],
    [
      'English, with tabs',
      'Date\tValue date\tPaid in\tPaid out\tName\tIBAN\tReference\tMessage\n' +
        '2026-03-02\t2026-03-01\t1,234.50\t\tMeier Oy\tFI2112345600000785\t00001234561\tKiitos; paljon\n',
    ],
  ])('%s', (_, text) => {
    expect(readStatements(text)[0]?.entries).toEqual([
      {
        bookedOn: '2026-03-02',
        valueOn: '2026-03-01',
        amount: '1234.50',
        currency: 'EUR',
        name: 'Meier Oy',
        account: 'FI2112345600000785',
        reference: '00001234561',
        message: 'Kiitos; paljon',
      },
    ]);
  });

  it('says which rows it could not take, and takes money out as such', () => {
    const [statement] = readStatements('Date,Debit,Credit\n31/02/2026,,5\n01/03/2026,7.5,\nTotal,,\n');
    expect(statement?.entries).toEqual([{ bookedOn: '2026-03-01', amount: '-7.50', currency: 'EUR' }]);
    expect(statement?.problems).toHaveLength(2);
  });
});

it.each([
  ['1 234,56', '1234.56'],
  ['1.234.567', '1234567.00'],
  ['1,234.5', '1234.50'],
  ['12,50-', '-12.50'],
  ['\u221212.5', '-12.50'],
  ['+3', '3.00'],
  ['-0,00', '0.00'],
  ['12,', '12.00'],
  ['', null],
  ['abc', null],
  ['1e5', null],
])('reads the amount %s', (text, amount) => expect(readAmount(text)).toBe(amount));

it.each([
  ['a table of something else', 'Plate;Make\nABC-123;Volvo\n', 'No row names the columns'],
  ['an invoice', '<Finvoice/>', 'no bank statement'],
  ['a document type', '<!DOCTYPE a><a/>', 'document type'],
])('refuses %s', (_, text, message) => expect(() => readStatements(text)).toThrow(message));

it('tells equal entries of one file apart, and knows each again in another file', () => {
  const entry = { bookedOn: '2026-03-02', amount: '10.00', currency: 'EUR', name: 'Meier' };
  const [one, other] = keysOf('FI21', [entry, entry]);
  expect(one).not.toBe(other);
  expect(keysOf('FI21', [entry, entry, { ...entry, amount: '11.00' }]).slice(0, 2)).toEqual([one, other]);
  expect(keysOf('FI22', [entry])).not.toContain(one);
});

it('refuses a table in which a quotation mark is never closed', () => {
  const table = 'Booking date;Amount;Name\n2026-03-01;10.00;"Meier\n2026-03-02;20.00;Acme';
  expect(() => readStatements(table)).toThrow(expect.objectContaining({ code: 'unreadable_file' }));
});
