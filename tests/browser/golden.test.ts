// A dozen telling documents of those worked out by hand, in Chromium; golden.proof.ts looks at all of them.

import { describe, expect, it } from 'vitest';
import { golden } from '../../modules/documents/golden.ts';
import { type Gallery, hang } from './golden.ts';
import { type House, missing, openHouse, setUp } from './house.ts';

const TELLING = [
  ...['three rates', 'and so it does below zero', 'taxed, exempt, zero rated, export and out of scope on one document'],
  ...['a discount that does not divide by three', 'a discount after tax', 'three prices with tax, rounded line by line'],
  ...['yen have no decimals', 'Kuwaiti dinars have three', 'Swiss francs are paid in steps of five Rappen', 'prices below a cent'],
  ...['a billion less a cent', 'credit of the freight and a piece', 'a thousand lines at two rates, rounded for each'],
];

describe.skipIf(missing)(`documents worked out by hand, in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const documents = golden.filter(({ title }) => TELLING.includes(title));
  let [house, gallery]: [House?, Gallery?] = [];

  setUp(async () => {
    house = await openHouse();
    gallery = await hang(house, documents);
  });

  it('are on their page what they were worked out to be, to the cent, line by line, in the reader’s way of writing [PX-12] [CS-045]', async () => {
    expect(documents).toHaveLength(TELLING.length);
    expect(await gallery!.pages(documents, 'en')).toEqual([]);
    expect(await gallery!.pages(documents.slice(-4), 'fi')).toEqual([]);
    expect(house!.faults).toEqual([]);
  });

  it('come to the same in the form as soon as the last figure is typed [PX-12]', async () => {
    expect(await gallery!.forms(documents)).toEqual([]);
    expect(house!.faults).toEqual([]);
  });
});
