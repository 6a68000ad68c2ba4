// Pictures of the main screens in light, dark and on a phone: npm run screenshots, while Kontor runs with its demo workspace.
// KONTOR_URL names another address than that of `npm start`; the first argument another folder.

import { mkdir } from 'node:fs/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const address = process.env.KONTOR_URL ?? 'http://127.0.0.1:3000/demo';
const folder = process.argv[2] ?? 'screenshots';

const faces = [
  { name: 'light', options: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' } },
  { name: 'dark', options: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' } },
  { name: 'phone', options: { viewport: { width: 360, height: 740 }, colorScheme: 'light' } },
] as const;

const screens: readonly {
  name: string;
  path: string | ((context: BrowserContext) => Promise<string>);
  after?: (page: Page) => Promise<void>;
}[] = [
  {
    name: 'today',
    path: '/today?whose=everybody',
    after: async (page) => {
      await page.locator('[data-entry^="contacts/"]').first().click();
      await page.locator('textarea').first().waitFor();
      // Back to the head of the page, which the entry has scrolled out of sight.
      await page.evaluate(() => {
        for (const box of document.querySelectorAll('#content, #content *')) box.scrollTop = 0;
      });
    },
  },
  {
    name: 'sales',
    path: async ({ request }) => {
      const found = await request.get(`${address}/api/v1/records/dashboards?filter=${encodeURIComponent('name = "Offices and sellers"')}`);
      return `/home/${(await found.json()).records[0].id}`;
    },
    // Charts are drawn after what they show has come.
    after: (page) => page.waitForFunction(() => document.querySelectorAll('#content [role=img] svg').length >= 4).then(() => {}),
  },
  { name: 'deals', path: '/deals' },
  { name: 'board', path: '/deals?face=board' },
  { name: 'contacts', path: '/contacts' },
  {
    name: 'record',
    // Not the house itself: a customer, about whom there is something to tell.
    path: `/accounts?filter=${encodeURIComponent('type = "customer"')}`,
    after: async (page) => {
      const link = page.locator('#content a[href*="/accounts/"]:not([href$="/new"])').first();
      await page.goto(new URL(String(await link.getAttribute('href')), address).href);
      await page.locator('article').first().waitFor();
    },
  },
];

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.KONTOR_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
for (const face of faces) {
  const context = await browser.newContext({ ...face.options, locale: 'en-GB', serviceWorkers: 'block', reducedMotion: 'reduce' });
  const data = { login: 'demosuper', password: 'demosuper' };
  await context.request.post(`${address}/api/v1/session`, { data, headers: { origin: new URL(address).origin } });
  const page = await context.newPage();
  for (const { name, path, after } of screens) {
    const where = typeof path === 'string' ? path : await path(context);
    await page.goto(address + where);
    await page.locator('#content h1').first().waitFor();
    await page.waitForFunction(() => document.querySelector('#content .mantine-Skeleton-root') === null);
    await after?.(page);
    if (where.includes('face=board')) await page.locator('#content [role=region] a, #content section a').first().waitFor();
    await page.waitForFunction(() => document.querySelector('#content .mantine-Skeleton-root') === null);
    if (face.name === 'phone') await page.getByRole('navigation', { name: 'Main places' }).waitFor();
    await page.screenshot({ path: `${folder}/${name}-${face.name}.png`, animations: 'disabled' });
    console.log(`${folder}/${name}-${face.name}.png`);
  }
  await context.close();
}
await browser.close();
