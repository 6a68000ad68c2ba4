import { describe, expect, it } from 'vitest';
import { type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`commands, keys and help, in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let deal: string;

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    deal = String((await records.create('deals', { name: 'Windmill' })).id);
    const me = await house.idOf('users', 'login = "boss"');
    await records.create('saved_views', { entity: 'deals', name: 'Big ones', filter: 'amount > 1000', owner: me });
  });

  it('jumps to records, views, pages and commands by a few letters, slips forgiven', async () => {
    const page = await house.open('/deals');
    const type = async (text: string) => {
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.keyboard.press('Control+K');
      await page.locator('input').and(page.getByLabel('Search everything')).fill(text);
    };
    const option = (name: string | RegExp) => page.getByRole('option', { name, exact: typeof name === 'string' });
    await type('windm');
    await option('Windmill').click();
    await page.waitForURL(new RegExp(deal));
    await page.getByRole('heading', { level: 1, name: 'Windmill' }).waitFor();
    await type('acounts');
    // Records that are nearly called so come later and stand above it: it is first only for a moment.
    await option('Accounts').click();
    await page.waitForURL(/\/accounts$/);
    await type('big on');
    await option('Deals: Big ones').click();
    await page.waitForURL(/view=/);
    await type('toggle dark');
    await option('Toggle dark and light').click();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await type('new deal');
    await page.keyboard.press('Enter');
    await page.waitForURL(/deals\/new$/);
    // What was used lately comes first.
    await type('');
    await expect.poll(() => page.getByRole('option').first().innerText()).toContain('Windmill');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(house.faults).toEqual([]);
  });

  it('goes by keys, and leaves letters to whoever types', async () => {
    const page = await house.open('/deals');
    await page.getByText('Windmill').first().waitFor();
    const box = page.getByRole('searchbox', { name: 'Search: Deals' });
    // It may come before the commands have: then it is kept for them.
    await page.keyboard.press('/');
    await expect.poll(() => box.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type('gtn');
    expect(await box.inputValue()).toBe('gtn');
    await box.fill('');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL(/\/today$/);
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/\/deals$/);
    await page.getByText('Windmill').first().waitFor();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard' });
    await sheet.getByText('New: Deal').waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    await page.keyboard.press('n');
    await page.waitForURL(/deals\/new$/);
    expect(house.faults).toEqual([]);
  });

  it('has the guide of the screen one key away, with contents, search and links [CS-286, NV-53]', async () => {
    const page = await house.open('/today');
    await page.getByRole('heading', { name: 'Today' }).first().waitFor();
    await page.keyboard.press('F1');
    const help = page.getByRole('dialog', { name: 'Help' });
    await help.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await help.getByRole('button', { name: 'All pages' }).click();
    await help.getByRole('heading', { name: 'Administration' }).waitFor();
    await help.getByRole('searchbox').fill('backup');
    await help.getByRole('button', { name: 'Running Kontor' }).click();
    await help.getByRole('heading', { level: 1, name: 'Running Kontor' }).waitFor();
    await help.getByRole('searchbox').fill('api keys');
    await help.getByRole('button', { name: 'API keys' }).click();
    await help.getByText('Authorization: Bearer').waitFor();
    await help.getByRole('button', { name: 'All pages' }).click();
    await help.getByRole('button', { name: 'First steps' }).click();
    await help.getByRole('link', { name: 'Import a file' }).click();
    await help.getByRole('heading', { level: 1, name: 'Import a file' }).waitFor();
    expect(house.faults).toEqual([]);
  });
});
