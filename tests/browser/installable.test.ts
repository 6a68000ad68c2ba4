import { describe, expect, it } from 'vitest';
import { type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`the application on a phone${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;

  setUp(async () => {
    house = await openHouse();
    await house.system.records.create('deals', { name: 'Шлюзы' });
  });

  it('is installable, keeps nothing of anybody, and says that there is no connection', async () => {
    const page = await house.open('/deals', { serviceWorkers: 'allow' });
    await page.getByText('Шлюзы').first().waitFor();
    const manifest = page.locator('link[rel=manifest]');
    await manifest.waitFor({ state: 'attached' });
    const address = new URL(String(await manifest.getAttribute('href')), house.address).href;
    const described = (await (await page.request.get(address)).json()) as { start_url: string; icons: { src: string }[] };
    expect(new URL(described.start_url, address).href).toBe(`${house.address}/`);
    for (const { src } of described.icons) expect((await page.request.get(new URL(src, address).href)).status()).toBe(200);
    await page.evaluate(() => navigator.serviceWorker.ready);
    // Under the worker's eyes: pages, records, sign-in.
    await page.reload();
    await page.getByText('Шлюзы').first().waitFor();
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(
        names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)),
      );
      return all.flat();
    });
    expect(kept).toContain('/offline.html');
    expect(kept.filter((path) => path !== '/offline.html' && !path.startsWith('/assets/'))).toEqual([]);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText('No connection.').waitFor();
  });

  it('has what one goes to all day in reach of the thumb [CS-049]', async () => {
    const page = await house.open('/deals', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const bar = page.getByRole('navigation', { name: 'Main places' });
    await bar.waitFor();
    const box = await bar.boundingBox();
    expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(740);
    const make = await page.getByRole('link', { name: 'New', exact: true }).boundingBox();
    expect(make?.y).toBeGreaterThan(500);
    await bar.getByRole('button', { name: 'Search' }).tap();
    await page.getByRole('dialog', { name: 'Search' }).waitFor();
    await page.keyboard.press('Escape');
    await bar.getByRole('button', { name: 'Menu' }).tap();
    await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Accounts', exact: true }).tap();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    await bar.getByRole('link', { name: 'Today' }).tap();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(house.faults).toEqual([]);
  });

  it('begins where an administrator says, with the modules and fields he left it [CS-049]', async () => {
    await house.system.records.create('deals', { name: 'Gates', next_step: 'Ask the harbour' });
    const desk = await house.open('/settings/phone');
    await desk.getByRole('switch', { name: 'Accounts', exact: true }).press('Space');
    await desk.getByRole('combobox', { name: 'Opens first' }).fill('Deals');
    await desk.getByRole('option', { name: 'Deals', exact: true }).click();
    await desk.getByRole('combobox', { name: 'Fields of Deals', exact: true }).fill('Next step');
    await desk.getByRole('option', { name: 'Next step', exact: true }).click();
    await desk.keyboard.press('Escape');
    await desk.getByRole('button', { name: 'Save' }).click();
    await desk.getByText('Saved. Everybody sees it at once.').waitFor();
    await desk.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Accounts', exact: true }).waitFor();

    const page = await house.open('/', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.getByRole('heading', { name: 'Deals', level: 1 }).waitFor();
    await page.getByRole('list', { name: 'Deals' }).getByText('Ask the harbour').waitFor();
    await page.getByRole('button', { name: 'Menu' }).tap();
    const menu = page.getByRole('dialog', { name: 'Menu' });
    await menu.getByRole('link', { name: 'Contacts', exact: true }).waitFor();
    expect(await menu.getByRole('link', { name: 'Accounts', exact: true }).count()).toBe(0);
    expect(house.faults).toEqual([]);
  });
});
