// Which invoices an entry pays, and why.

import { expect, it } from 'vitest';
import { matchEntry, type OpenItem, sureMatches } from './match.ts';
import { rfReference } from './reference.ts';
import type { Entry } from './statement.ts';

const meier = { name: 'Meier & Söhne GmbH', accounts: ['DE89370400440532013000'] };
const items: OpenItem[] = [
  { id: 'a', number: 'R-2026-0017', open: '150.50', currency: 'EUR', reference: '1234561', ...meier },
  { id: 'b', number: 'R-2026-0018', open: '150.50', currency: 'EUR', reference: '1234574', name: 'Aalto Oy' },
  { id: 'c', number: 'R-2026-0019', open: '49.50', currency: 'EUR', reference: '1234587', name: 'Aalto Oy' },
  { id: 'd', number: '7', open: '10.00', currency: 'SEK', reference: '1234590', name: 'Bergström AB' },
];

const entry = (values: Partial<Entry>): Entry => ({ bookedOn: '2026-03-02', amount: '150.50', currency: 'EUR', ...values });

it.each<[string, Partial<Entry>, [string, string, string][]]>([
  ['its reference', { reference: '0000 1234561' }, [['a', '150.50', 'reference amount']]],
  ['its reference as RF', { reference: rfReference('1234561') }, [['a', '150.50', 'reference amount']]],
  ['a reference in the message, with blanks', { message: 'viite 12 34561, kiitos' }, [['a', '150.50', 'reference amount']]],
  ['number, name and amount', { message: 'Rechnung R-2026-0017 vom 3.1.', name: 'Meier Sohne' }, [['a', '150.50', 'number name amount']]],
  [
    'several that are named and make it up',
    { amount: '200.00', message: 'R-2026-0018 + R-2026-0019' },
    [
      ['b', '150.50', 'number more'],
      ['c', '49.50', 'number more'],
    ],
  ],
  ['that too much is looked at', { reference: '1234561', amount: '200.00', account: 'DE89370400440532013000', name: 'Meier Soehne' }, []],
  ['that part of it is looked at', { reference: '1234561', amount: '100.00' }, []],
  ['that amount and name are not enough', { name: 'Aalto Oy' }, []],
  ['another currency apart', { reference: '1234590', amount: '10.00' }, []],
  ['money that went out apart', { reference: '1234561', amount: '-150.50' }, []],
])('knows %s', (_, values, expected) => {
  const found = sureMatches(entry(values), items).map(({ item, amount, reasons }) => [item.id, amount, reasons.join(' ')]);
  expect(found).toEqual(expected);
});

it('offers what may be meant, best first, with how the amount differs', () => {
  const found = matchEntry(entry({ reference: '1234561', amount: '100.00' }), items);
  expect(found).toMatchObject([{ item: { id: 'a' }, amount: '100.00', reasons: ['reference', 'less'] }]);
  const same = matchEntry(entry({ name: 'Aalto' }), items);
  expect(same.map(({ item, score, reasons }) => [item.id, score, reasons])).toEqual([['b', 30, ['name', 'amount']]]);
});
