// What is done on the measured screens, and what they look like when it has been done.

import type { Page } from 'playwright-core';

export interface Operation {
  readonly name: string;
  /** Not measured. */
  readonly before: (page: Page, run: number) => Promise<unknown>;
  /** One input. */
  readonly act: (page: Page, run: number) => Promise<unknown>;
  /** Asked in the page at each frame; `clock` is that of ui-clock.ts. */
  readonly done: (run: number) => string;
  readonly after?: (page: Page, run: number) => Promise<unknown>;
  /** Each run starts the page anew, so the first counts like the others. */
  readonly cold?: boolean;
}

const title = '[role=grid] [role=row] a[href*="/contacts/"]';
const words = ['an', 'ma', 'ber', 'lin', 'kar', 'son', 'mar', 'han', 'de', 'ol'];
/** One for each run, as the page remembers what it was answered. */
const rareWords = words.flatMap((word) => [word, `${word}a`, `${word}e`]);

export const operations: readonly Operation[] = [
  {
    name: 'open a list, first time since the page was loaded',
    cold: true,
    before: (page) => page.goto(new URL('today', base(page)).href),
    act: (page) => page.locator('nav a[href$="/contacts"]').first().click(),
    done: () => `location.pathname.endsWith('/contacts') && clock.listed('contacts')`,
  },
  {
    name: 'open a list again',
    before: toToday,
    act: (page) => page.locator('nav a[href$="/contacts"]').first().click(),
    done: () =>
      `location.pathname.endsWith('/contacts') && document.querySelectorAll('[role=grid] [role=row]:not([aria-busy=true])').length > 5`,
  },
  {
    name: 'change the filter (only mine, and back)',
    before: (page) => toContacts(page),
    act: (page, run) =>
      run % 2
        ? page.locator('#content button[aria-label^="Remove"]').first().click()
        : page.getByRole('button', { name: 'Only mine' }).click(),
    done: () => `location.search !== clock.was.search && clock.listed('contacts')`,
  },
  {
    name: 'search in the list, from the last key',
    before: async (page) => {
      await toContacts(page);
      await page.locator('#content input[type=search]').fill('');
    },
    act: (page, run) => page.locator('#content input[type=search]').press(words[run % 10]?.[0] ?? 'a'),
    done: () => `location.search !== clock.was.search && clock.listed('contacts')`,
  },
  ...['Last name', 'Email', 'Status', 'Next action on'].map(
    (column): Operation => ({
      name: `sort by ${column.toLowerCase()}`,
      before: (page) => toContacts(page),
      act: (page) => page.getByRole('columnheader').getByRole('button', { name: column }).first().click(),
      done: () => `location.search !== clock.was.search && clock.listed('contacts')`,
    }),
  ),
  {
    name: 'open a record',
    before: (page) => toContacts(page),
    act: (page, run) =>
      page
        .locator(title)
        .nth(2 * (run % 12))
        .click(),
    done: () =>
      `/contacts\\/[0-9a-f-]{36}$/.test(location.pathname) && document.querySelector('article h1') && document.querySelectorAll('article [data-field] dd').length > 5`,
    after: (page) => page.goBack(),
  },
  {
    name: 'save a field of a record',
    before: async (page, run) => {
      if (!/contacts\/[0-9a-f-]{36}$/.test(page.url())) {
        await toContacts(page);
        await page.locator(title).first().click();
      }
      await page.locator('[data-field=city] [data-pencil]').click();
      await page.locator('[data-field=city] input').fill(`City ${run} ${process.pid}`);
    },
    act: (page) => page.keyboard.press('Enter'),
    done: (run) => `clock.saved() && document.querySelector('[data-field=city] dd').textContent.includes('City ${run} ${process.pid}')`,
  },
  {
    name: 'save a cell of the list',
    before: async (page, run) => {
      await toContacts(page);
      const cell = page.locator('[role=gridcell]#cell-3-3');
      await cell.click();
      await page.keyboard.press('F2');
      await cell.locator('input').fill(`Title ${run} ${process.pid}`);
    },
    act: (page) => page.keyboard.press('Enter'),
    done: (run) => `clock.saved() && document.querySelector('#cell-3-3').textContent.includes('Title ${run} ${process.pid}')`,
  },
  {
    name: 'open the palette',
    before: async (page) => {
      await page.keyboard.press('Escape');
      await page.locator('[role=dialog]').waitFor({ state: 'detached' });
    },
    act: (page) => page.keyboard.press('Control+K'),
    done: () => `document.querySelectorAll('[role=dialog] [role=option]').length > 0`,
  },
  {
    name: 'type in the palette: commands',
    before: openPalette,
    act: (page, run) => page.keyboard.press('abcdefghil'[run % 10] ?? 'a'),
    done: () => `document.querySelector('[role=dialog] input')?.value.length === 1`,
  },
  {
    name: 'type in the palette: records',
    before: async (page, run) => {
      await openPalette(page);
      await page.keyboard.type((rareWords[run % rareWords.length] ?? '').slice(0, -1));
    },
    act: (page, run) => page.keyboard.press((rareWords[run % rareWords.length] ?? '').slice(-1)),
    done: () => `clock.searched() && !document.querySelector('[role=dialog] [class*=Loader]')`,
  },
];

const base = (page: Page) => `${page.url().split('/').slice(0, 4).join('/')}/`;

async function toToday(page: Page): Promise<void> {
  await page.locator('nav a[href$="/today"]').first().click();
  await page.waitForURL(/today/);
}

async function toContacts(page: Page): Promise<void> {
  if (!/\/contacts(\?|$)/.test(page.url())) await page.locator('nav a[href$="/contacts"]').first().click();
  await page.locator('[role=grid] [role=row] a').first().waitFor();
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('[role=dialog]').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+K');
  await page.locator('[role=dialog] [role=option]').first().waitFor();
}
