import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { xlsxOf } from '../../engine/import/fixture-files.ts';
import { type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`imports in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;

  setUp(async () => {
    house = await openHouse();
  });

  const csv = (name: string, rows: readonly string[], encoding = 'utf-8') => ({
    ...{ name, mimeType: 'text/csv', buffer: iconv.encode(rows.join('\n'), encoding) },
  });
  type File = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
  const count = async (entity: string, filter?: string) =>
    (await house.system.records.list(entity, { count: 'exact', limit: 1, ...(filter ? { filter } : {}) })).count ?? 0;
  const column = (page: Page, name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const input = (page: Page, label: string) => page.locator('input').and(page.getByLabel(label, { exact: true }));
  const pick = async (page: Page, label: string, option: string | RegExp) => {
    await input(page, label).click();
    await page.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
  };
  const give = async (page: Page, entity: string, file: File) => {
    await page.goto(`${house.address}/import/${entity}`);
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Check without writing' }).waitFor();
  };
  const check = async (page: Page) => {
    await page.getByRole('button', { name: 'Check without writing' }).click();
    await page.locator('dl').waitFor();
  };
  const counted = (page: Page, kind: string, text: string | RegExp) =>
    page
      .locator(`[data-kind=${kind}]`)
      .filter({ has: page.locator('dd', { hasText: text }) })
      .waitFor();
  const run = async (page: Page) => {
    await page.getByRole('button', { name: 'Import now' }).click();
    await page.getByRole('link', { name: /^Show: / }).waitFor();
  };

  it('brings in a sales team: offices, managers, agents, companies with parents, products, deals; and takes the deals back', async () => {
    const offices = ['Central', 'East', 'West'];
    const agents = Array.from({ length: 9 }, (_, at) => `Agent ${'ABCDEFGHI'[at]}son,Chief ${at % 3},${offices[at % 3]}`);
    const team = csv('sales_teams.csv', ['sales_agent,manager,regional_office', ...agents]);
    const page = await house.open('/');
    await give(page, 'departments', team);
    await pick(page, 'Field for manager', 'Leave out');
    await pick(page, 'A record is there already when these are the same', 'Name');
    await page.keyboard.press('Escape');
    await check(page);
    await counted(page, 'created', /^3$/);
    await run(page);

    await give(page, 'users', team);
    await pick(page, 'Field for sales_agent', 'Leave out');
    await pick(page, 'Field for manager', 'Name *');
    await pick(page, 'A record is there already when these are the same', 'Name');
    await page.keyboard.press('Escape');
    await check(page);
    await run(page);
    await give(page, 'users', team);
    expect(await input(page, 'Field for sales_agent').inputValue()).toBe('Name *');
    await check(page);
    await counted(page, 'created', /^9$/);
    await run(page);
    const { records: people } = await house.system.records.list('users', { filter: 'name = "Agent Ason"' });
    expect(people).toMatchObject([{ login: 'agent.ason', manager: { title: 'Chief 0' }, department: { title: 'Central' } }]);

    const companies = Array.from(
      { length: 12 },
      (_, at) => `Company ${at},retail,${1990 + at},${at}.5,${at * 10},Kenya,${at < 3 ? '' : `Company ${at % 3}`}`,
    );
    await give(
      page,
      'accounts',
      csv('accounts.csv', ['account,sector,year_established,revenue,employees,office_location,subsidiary_of', ...companies]),
    );
    expect(await input(page, 'Field for subsidiary_of').inputValue()).toBe('Parent company');
    await check(page);
    await run(page);
    expect(await count('accounts', 'parent.name = "Company 0"')).toBe(3);
    await give(
      page,
      'products',
      csv('products.csv', ['product,series,sales_price', 'GTX Basic,GTX,550', 'GTX Pro,GTX,4821', 'MG Special,MG,55']),
    );
    await check(page);
    await run(page);

    const before = await count('deals');
    const rows = Array.from({ length: 700 }, (_, at) => {
      const company = at % 6 === 0 ? 'null' : `Company ${at % 12}`;
      const product = ['GTXPro', 'MG Special', 'GTX Basic'][at % 3];
      const won = at % 2 === 0;
      return `OP${at},Agent ${'ABCDEFGHI'[at % 9]}son,${product},${company},${won ? 'Won' : 'Engaging'},20-10-2016,${won ? '01-03-2017' : ''},${won ? 1054 : ''}`;
    });
    const head = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value';
    await give(page, 'deals', csv('sales_pipeline.csv', [head, ...rows]));
    expect(await input(page, 'Field for sales_agent').inputValue()).toBe('Owner');
    expect(await input(page, 'GTXPro means').inputValue()).toBe('GTX Pro');
    expect(await column(page, 'account').getByLabel('Read “null” as empty').isChecked()).toBe(true);
    await column(page, 'engage_date').getByText('20-10-2016 is read as 20/10/2016').waitFor();
    expect(await input(page, 'How dates are written in close_date').inputValue()).toBe('DD-MM-YYYY');
    await check(page);
    await counted(page, 'created', /^700$/);
    expect(await count('deals')).toBe(before);
    await run(page);
    expect(await count('deals')).toBe(before + 700);
    expect(await count('deals', 'product.name = "GTX Pro" and closed_on = "2017-03-01"')).toBeGreaterThan(100);
    expect(await count('deals', 'account is empty')).toBeGreaterThan(100);
    expect(await count('deals', 'owner.name = "Agent Ason"')).toBeGreaterThan(70);

    await page.getByRole('button', { name: 'Undo all of it' }).click();
    await expect.poll(() => count('deals')).toBe(before);
    await page.getByText('Taken back', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Undo all of it' }).count()).toBe(0);
    expect(house.faults).toEqual([]);
  });

  it('reads the file as one says: encoding, separator, form of dates; gives refused rows back as a file', async () => {
    const rows = ['Название;Дата;Шаг', 'Сделка один;03.04.2026;Позвонить', 'Сделка два;05.06.2026;Написать', 'Сделка три;31.31.2026;Ждать'];
    const page = await house.open('/');
    await give(page, 'deals', csv('сделки.csv', rows, 'windows-1251'));
    await pick(page, 'Encoding', 'koi8-r');
    await expect.poll(() => page.getByRole('heading', { name: 'Название', exact: true }).count()).toBe(0);
    await pick(page, 'Encoding', 'windows-1251');
    await column(page, 'Название').getByText('Сделка один').waitFor();
    await pick(page, 'Separator', /Tab/);
    await page.getByText('3 rows, 1 column').waitFor();
    await pick(page, 'Separator', /Semicolon/);
    await page.getByText('3 rows, 3 columns').waitFor();
    await pick(page, 'Field for Название', /^Name/);
    await pick(page, 'Field for Дата', 'Expected closing date');
    await pick(page, 'Field for Шаг', 'Next step');
    await pick(page, 'How dates are written in Дата', 'MM/DD/YYYY');
    await check(page);
    await counted(page, 'failed', /^3$/);
    await page.getByRole('button', { name: 'Back to the columns' }).click();
    await pick(page, 'How dates are written in Дата', 'DD.MM.YYYY');
    await column(page, 'Дата').getByText('03.04.2026 is read as 03/04/2026').waitFor();
    await check(page);
    await counted(page, 'created', /^2$/);
    await run(page);
    expect(await count('deals', 'name = "Сделка один" and closing_date = "2026-04-03"')).toBe(1);
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    const path = await (await waiting).path();
    expect(await readFile(path, 'utf8')).toMatch(/Сделка три.*31\.31\.2026/);
    expect(house.faults).toEqual([]);
  });

  it('reads the sheet one chooses, and uses a kept mapping again', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const sheet = (...lines: string[][]) => lines.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('');
    const book = await xlsxOf({
      sheets: {
        Notes: sheet(['Remark', 'Other'], ['Nothing here', 'x']),
        Pipeline: sheet(['Was', 'Wer'], ['From the second sheet', 'Call Tom']),
      },
    });
    const file = { name: 'deals.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: book };
    const page = await house.open('/');
    await give(page, 'deals', file);
    await page.getByRole('heading', { name: 'Remark' }).waitFor();
    await pick(page, 'Sheet', 'Pipeline');
    await column(page, 'Was').getByText('From the second sheet').waitFor();
    await pick(page, 'Field for Was', /^Name/);
    await pick(page, 'Field for Wer', 'Next step');
    await page.getByRole('button', { name: 'Keep this mapping' }).click();
    await page.getByLabel('Name of the mapping').fill('Two columns');
    await page.getByLabel('Name of the mapping').press('Enter');
    await page.getByText('Kept: Two columns').waitFor();
    await check(page);
    await run(page);
    expect(await count('deals', 'name = "From the second sheet" and next_step = "Call Tom"')).toBe(1);

    await give(page, 'deals', csv('later.csv', ['Wer,Was,More', 'Ask,Another order,1']));
    await pick(page, 'Use a kept mapping', 'Two columns');
    await expect.poll(() => input(page, 'Field for Was').inputValue()).toBe('Name');
    expect(await input(page, 'Field for Wer').inputValue()).toBe('Next step');
    expect(await input(page, 'Field for More').inputValue()).toBe('Leave out');
    await check(page);
    await run(page);
    expect(await count('deals', 'name = "Another order" and next_step = "Ask"')).toBe(1);
    expect(house.faults).toEqual([]);
  });
});
