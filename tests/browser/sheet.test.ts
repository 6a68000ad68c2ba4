import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { bulk } from '../../engine/index.ts';
import { type House, missing, openHouse, setUp } from './house.ts';

const MANY = 3000;

describe.skipIf(missing)(`the list as a spreadsheet${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    const me = await house.idOf('users', 'login = "boss"');
    await records.create('accounts', { name: 'Acme', owner: me });
    for (const name of ['Alder', 'Birch', 'Cedar']) await records.create('deals', { name, stage: 'prospecting', owner: me });
    const create = Array.from({ length: MANY }, (_, at) => ({ name: `Product ${String(at).padStart(4, '0')}` }));
    for (let at = 0; at < MANY; at += 500) await bulk(house.system, 'products', { create: create.slice(at, at + 500) });
  });

  const list = '/deals?columns=name,next_step,probability,source,account&sort=name';
  const cell = (page: Page, row: string, at: number) => page.getByRole('row').filter({ hasText: row }).getByRole('gridcell').nth(at);
  const paste = (page: Page, text: string) =>
    page.getByRole('grid').evaluate((grid, pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      grid.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  const stored = async () =>
    (await house.system.records.list('deals', { fields: ['next_step', 'probability', 'account'], sort: 'name' })).records;

  it('types, goes on with Tab and Enter, gives up with Esc, takes back with Ctrl-Z', async () => {
    const page = await house.open(list);
    await cell(page, 'Alder', 2).click();
    await page.keyboard.type('C');
    await page.locator('[role=grid] input:focus').waitFor();
    await page.keyboard.type('all');
    await page.keyboard.press('Tab');
    await page.locator('[role=grid] input[aria-label=Probability]:focus').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('40');
    await page.keyboard.press('Enter');
    await expect.poll(stored).toMatchObject([{ next_step: 'Call', probability: '40' }, {}, {}]);
    await page.keyboard.type('77');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Z');
    await expect.poll(async () => (await stored())[0]?.probability).not.toBe('40');
    expect((await stored())[1]?.probability).not.toBe('77');
    expect(house.faults).toEqual([]);
  });

  it('pastes a block, marks what is refused, fills down, and brings it back with Undo', async () => {
    const page = await house.open(list);
    await cell(page, 'Alder', 2).click();
    await paste(page, 'First\t15\nSecond\t250\nThird\t30');
    await page.getByText('5 cells pasted. 1 was refused and is marked.').waitFor();
    await expect
      .poll(stored)
      .toMatchObject([{ next_step: 'First', probability: '15' }, { next_step: 'Second' }, { next_step: 'Third', probability: '30' }]);
    await page.locator('[role=gridcell][aria-invalid=true]').waitFor();
    // The block from A down to C, by keyboard; then its first value in all of it.
    await cell(page, 'Alder', 2).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+D');
    await page.getByText('2 cells filled.').waitFor();
    await expect.poll(async () => (await stored()).map((deal) => deal.next_step)).toEqual(['First', 'First', 'First']);
    await page.getByRole('alert').filter({ hasText: '2 cells filled.' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await stored()).map((deal) => deal.next_step)).toEqual(['First', 'Second', 'Third']);
    // A reference is found by its name.
    await cell(page, 'Birch', 5).click();
    await paste(page, 'acme');
    await expect.poll(async () => (await stored())[1]?.account).toMatchObject({ title: 'Acme' });
    expect(house.faults).toEqual([]);
  });

  it('keeps what was typed in a cell while the line is down, and sends it when it is back', async () => {
    const name = `Line ${crypto.randomUUID()}`;
    const id = String((await house.system.records.create('accounts', { name, city: 'Before' })).id);
    const city = async () => (await house.system.records.get('accounts', id, ['city'])).city;
    const page = await house.open(`/accounts?columns=name,city&filter=${encodeURIComponent(`name = "${name}"`)}`);
    await cell(page, name, 2).click();
    await page.keyboard.press('F2');
    await page.locator('[role=grid] input:focus').waitFor();
    await page.context().setOffline(true);
    await page.locator('[role=grid] input:focus').fill('Turku');
    await page.keyboard.press('Enter');
    await page.locator('[role=gridcell][aria-invalid=true]').waitFor();
    await page.getByRole('status').getByText('No connection').waitFor();
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    expect(await city()).toBe('Before');
    await page.context().setOffline(false);
    await expect.poll(city).toBe('Turku');
    await page.locator('[role=gridcell][aria-invalid=true]').waitFor({ state: 'detached' });
    expect(await cell(page, name, 2).textContent()).toBe('Turku');

    // On the record's page the field stays open with what was typed.
    await page.goto(`${house.address}/accounts/${id}`);
    await page.locator('[data-field=city] [data-pencil]').click();
    await page.locator('[data-field=city] input').waitFor();
    await page.context().setOffline(true);
    await page.locator('[data-field=city] input').fill('Vaasa');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    expect(await page.locator('[data-field=city] input').inputValue()).toBe('Vaasa');
    await page.context().setOffline(false);
    await page.locator('[data-field=city] input').press('Enter');
    await expect.poll(city).toBe('Vaasa');
    expect(house.faults).toEqual([]);
  });

  it('comes to the middle and the end of a long list at once, with the scrollbar', async () => {
    const page = await house.open('/products?sort=name');
    await page.getByRole('status', { name: /^3.?000 records$/ }).waitFor();
    const calls: string[] = [];
    page.on('request', (request) => request.url().includes('/records/products?') && calls.push(request.url()));
    const scrollTo = (share: number) =>
      page.getByRole('grid').evaluate((grid, part) => grid.scrollTo({ top: (grid.scrollHeight - grid.clientHeight) * part }), share);
    await scrollTo(0.5);
    await page
      .getByText(/^Product 15\d\d$/)
      .first()
      .waitFor();
    await scrollTo(1);
    await page.getByText('Product 2999').waitFor();
    expect(calls.length).toBeLessThanOrEqual(5);
    await scrollTo(0);
    await page.getByText('Product 0000').waitFor();
    expect(house.faults).toEqual([]);
  });
});
