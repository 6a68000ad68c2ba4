import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFaultsOf } from './axe.ts';
import { type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`accessibility${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let deal: string;

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    const account = (await records.create('accounts', { name: 'Öljy & Kumppanit Oy' })).id;
    const lines = [{ description: 'Gateway', quantity: '2', unit_price: { amount: '700', currency: 'EUR' } }];
    deal = String((await records.create('deals', { name: 'Gateways', account, lines, next_step: 'Call' })).id);
    await records.create('activities', { subject: 'Call', related_to: { entity: 'deals', id: deal } });
  });

  const screens: readonly (readonly [name: string, path: () => string, ready: string])[] = [
    ['start page', () => '/', 'h1'],
    ['dashboard', () => '/home/management', 'svg'],
    ['analysis', () => '/analysis', 'table'],
    ['record', () => `/deals/${deal}`, 'h1'],
    ['form', () => `/deals/${deal}?edit=1`, '[role=grid]'],
    ['new record', () => '/activities/new', 'form'],
    ['import', () => '/import/deals', 'input[type=file]'],
    ['background work', () => '/jobs', 'h1'],
    ['activity log', () => '/log', 'ol'],
    ['duplicates', () => '/duplicates/accounts', 'h1'],
    ['data quality', () => '/settings/data/accounts', 'fieldset'],
    ['custom fields', () => '/settings/fields/deals', 'h1'],
  ];
  const faces: readonly (readonly [string, BrowserContextOptions])[] = [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 360, height: 740 } }],
  ];

  it.each(faces)('has no serious fault on any screen, %s [CS-289]', async (face, options) => {
    const page = await house.open('/', options);
    for (const [name, path, ready] of screens) {
      // The form takes its rows as cards on a phone.
      const here = face === 'on a phone' && ready === '[role=grid]' ? 'form' : ready;
      await page.goto(house.address + path());
      await page.locator(here).first().waitFor({ state: 'attached' });
      expect({ name, faults: await axeFaultsOf(page) }).toEqual({ name, faults: [] });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect({ name, wide }).toEqual({ name, wide: false });
    }
  });
});
