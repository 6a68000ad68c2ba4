// All documents worked out by hand, in Chromium: their pages in English and Finnish, and the forms of their drafts.

import { describe, expect, it } from 'vitest';
import { golden } from '../../modules/documents/golden.ts';
import { hang } from './golden.ts';
import { missing, openHouse } from './house.ts';

describe.skipIf(missing)(`documents worked out by hand, in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('are, every one of them, on page and form what they were worked out to be [PX-12]', async () => {
    const house = await openHouse();
    const gallery = await hang(house, golden);
    expect(golden.length).toBeGreaterThanOrEqual(60);
    expect(await gallery.pages(golden, 'en')).toEqual([]);
    expect(await gallery.pages(golden, 'fi')).toEqual([]);
    expect(await gallery.forms(golden)).toEqual([]);
    expect(house.faults).toEqual([]);
  });
});
