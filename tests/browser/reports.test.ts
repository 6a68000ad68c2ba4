import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { bulk } from '../../engine/index.ts';
import { axeFaultsOf } from './axe.ts';
import { type House, missing, openHouse, setUp } from './house.ts';

const pictures = process.env.KONTOR_PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  if (pictures) await writeFile(join(pictures, `${name}.png`), await page.screenshot());
}

describe.skipIf(missing)(`reports in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let id: string;

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    const accounts: string[] = [];
    for (const name of ['Nordlys Energi AS', 'Öljy & Kaasu Oy', 'Северный ветер', `Long ${'name '.repeat(22)}`])
      accounts.push(
        String((await records.create('accounts', { name: name.trim(), city: name.startsWith('N') ? 'Oslo' : 'Turku', employees: 12 })).id),
      );
    const create = Array.from({ length: 900 }, (_, at) => ({
      ...{
        name: `Deal ${String(at).padStart(4, '0')}`,
        account: accounts[at % 4],
        stage: at % 3 ? 'prospecting' : 'won',
        amount: `${at}.25`,
      },
      opened_on: `2026-0${1 + (at % 6)}-10`,
    }));
    for (let at = 0; at < create.length; at += 500) await bulk(house.system, 'deals', { create: create.slice(at, at + 500) });
    const definition = {
      entity: 'accounts',
      links: [{ name: 'deals', required: true }],
      columns: [
        { id: 'c1', level: 0, value: 'name' },
        { id: 'c2', level: 0, value: 'employees', totals: ['sum'] },
        { id: 'c3', level: 1, value: 'name' },
        { id: 'c4', level: 1, value: 'amount', totals: ['sum', 'avg'] },
        { id: 'c5', level: 1, value: 'amount * 0.25', label: 'Tax' },
        { id: 'c6', level: 1, value: 'opened_on' },
      ],
      groups: [
        { level: 0, value: 'city' },
        { level: 1, value: 'stage' },
        { level: 1, value: 'month(opened_on)' },
      ],
      questions: [
        { name: 'least', label: 'Amount at least', type: 'number', field: { level: 1, path: 'amount' }, where: 'amount >= ask("least")' },
      ],
    };
    id = String((await records.create('reports', { name: 'Deals by city', folder: 'Sales', shared: 'everybody', definition })).id);
  });

  it('are found on the front page and opened in a new tab, asked first, and open their records [CS-230]', async () => {
    const page = await house.open('/reports');
    await page.getByLabel('Search reports').fill('city');
    await picture(page, 'front');
    const opening = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Deals by city', exact: true }).click();
    const tab = await opening;
    await tab.getByLabel('Amount at least').fill('100');
    await tab.getByRole('button', { name: 'Run' }).click();
    await tab.getByRole('table', { name: 'Deals by city' }).getByText('800 rows').waitFor();
    expect(new URL(tab.url()).searchParams.get('answers')).toBe('{"least":"100"}');
    // Employees of each account once, however many deals stand beside it.
    await tab.getByRole('cell', { name: '48', exact: true }).waitFor();
    await picture(tab, 'report');
    const records = tab.context().waitForEvent('page');
    await tab.getByRole('link', { name: 'Oslo' }).first().click();
    const list = await records;
    await list.getByText('Nordlys Energi AS').first().waitFor();
    expect(await list.getByText('Öljy & Kaasu Oy').count()).toBe(0);

    const file = await tab.request.get(
      `${house.address}/api/v1/reports/${id}/file?format=xlsx&answers=${encodeURIComponent('{"least":"100"}')}`,
    );
    expect(file.status()).toBe(200);
    await tab.emulateMedia({ media: 'print' });
    await picture(tab, 'paper');
  });

  it('scroll through all their rows and end with totals [CS-230]', async () => {
    const page = await house.open(`/reports/${id}?answers=%7B%7D`);
    const table = page.getByRole('table', { name: 'Deals by city' });
    await table.getByText('900 rows').waitFor();
    await table.locator('..').evaluate((element) => element.scrollTo(0, 1e7));
    await expect
      .poll(async () => {
        await table.locator('..').evaluate((element) => element.scrollTo(0, 1e7));
        return table.getByText('Turku · Total').count();
      })
      .toBe(1);
  });

  it('are made in a builder whose preview follows [CS-230] [CS-097]', async () => {
    const page = await house.open('/reports/new/edit');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Open deals');
    await page.getByRole('combobox', { name: 'Add a group' }).click();
    await page.getByRole('option', { name: 'Stage', exact: true }).first().click();
    const preview = page.getByRole('table', { name: 'Preview' });
    await preview.getByText('Stage').first().waitFor();
    await preview.getByText('900 rows').waitFor();
    await page.getByRole('button', { name: 'Add a formula' }).click();
    await page.getByLabel('Formula').last().fill('amount * 2');
    await preview.getByText('amount * 2').waitFor();
    await page.getByLabel('Formula').last().fill('amuont * 2');
    await page
      .getByRole('alert')
      .getByText(/amuont|no longer/)
      .or(preview)
      .first()
      .waitFor();
    await page.getByLabel('Formula').last().fill('amount * 3');
    await preview.getByText('amount * 3').waitFor();
    await picture(page, 'builder');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('table', { name: 'Open deals' }).getByText('900 rows').waitFor();
    const { records } = await house.system.records.list('reports', { filter: 'name = "Open deals"', fields: ['definition'] });
    expect(records[0]?.definition).toMatchObject({ entity: 'deals', groups: [{ level: 0, value: 'stage' }] });
  });

  // The front page and a smaller report are walked with axe in sweep.test.ts.
  const pages = [
    ['report', () => `/reports/${id}?answers=%7B%7D`],
    ['builder', () => `/reports/${id}/edit`],
  ] as const;
  it.each(pages)('have no faults a screen reader meets, dark on a desk and light on a phone: %s', async (name, path) => {
    for (const [colorScheme, width] of [
      ['dark', 1280],
      ['light', 360],
    ] as const) {
      const page = await house.open(path(), { colorScheme, viewport: { width, height: width === 360 ? 740 : 900 } });
      await page.getByText('900 rows').first().waitFor();
      await picture(page, `${name}-${colorScheme}-${width}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} ${width}`).toBe(true);
      expect(await axeFaultsOf(page), `${name} ${colorScheme} ${width}`).toEqual([]);
      await page.context().close();
    }
    expect(house.faults).toEqual([]);
  });

  it('is sent by itself: a schedule is made, said in a sentence, paused [CS-230]', async () => {
    const { records } = house.system;
    const page = await house.open(`/reports/${id}`);
    await page.getByRole('button', { name: 'Send by mail' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send by mail' });
    await dialog.getByRole('button', { name: 'New schedule' }).click();
    await dialog.getByRole('radio', { name: 'Every month' }).click();
    await dialog.getByLabel('Outside addresses').fill('bank@example.org');
    await dialog.getByText('Outside addresses get what').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Excel to bank@example.org').waitFor();
    await dialog.getByRole('button', { name: /More about Every month/ }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    const paused = () => records.list('report_schedules', { filter: `report = "${id}"`, fields: ['paused', 'next_at'] });
    await expect.poll(async () => (await paused()).records[0]).toMatchObject({ paused: true, next_at: null });
    await page.close();
  });
});
