import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { day, type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`faces of a list in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    const me = await house.idOf('users', 'login = "boss"');
    const deal = (name: string, stage: string, amount: string, closes: string) =>
      records.create('deals', { name, stage, owner: me, amount: { amount, currency: 'EUR' }, closing_date: closes });
    await deal('Alpha', 'prospecting', '1000', '2031-03-04');
    await deal('Beta', 'prospecting', '3000', '2031-03-10');
    await deal('Gamma', 'negotiation', '5000', '2031-04-01');
    await deal('Aleph', 'negotiation', '7000', '2031-04-02');
  });

  const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const rows = (page: Page) => page.getByRole('checkbox', { name: /^Select (?!all)/ }).count();
  const face = (page: Page, name: string) =>
    page.getByRole('radiogroup', { name: 'View' }).locator('label').filter({ hasText: name }).click();
  const chart = (page: Page) => page.getByRole('img', { name: /Deals|Sum|Amount/ });
  const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
  const view = async (name: string, values: object) =>
    String((await house.system.records.create('saved_views', { entity: 'deals', name, shared: 'everybody', ...values })).id);

  it('draws a list as a chart, is set up and saved with the view, and opens exactly its records [CS-055] [CS-056]', async () => {
    const page = await house.open('/deals?view=all&q=al&filter=amount+%3C+6000');
    await row(page, 'Alpha').waitFor();
    await face(page, 'Chart');
    // "Aleph" is beyond the filter, "Beta" and "Gamma" beyond the words.
    await chart(page).locator('svg text', { hasText: 'Prospecting' }).waitFor();
    expect(await chart(page).locator('svg text', { hasText: 'Negotiation' }).count()).toBe(0);
    await page.goto(`${house.address}/deals?view=all&face=chart`);
    await chart(page).locator('svg text', { hasText: 'Negotiation' }).waitFor();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    expect(await page.getByLabel('About', { exact: true }).count()).toBe(0);
    const choose = async (label: string, option: string) => {
      await page.getByLabel(label, { exact: true }).first().click();
      await page.getByRole('option', { name: option, exact: true }).click();
    };
    await choose('Kind of chart', 'Pie');
    await choose('Measure', 'Sum of');
    await choose('Field', 'Amount');
    await expect.poll(() => new URL(page.url()).searchParams.get('chart')).toContain('"fn":"sum","field":"amount"');
    await page.getByRole('button', { name: 'Save as view' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Worth by stage');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => new URL(page.url()).search).toMatch(/^\?view=[0-9a-f-]{36}$/);
    const { records } = await house.system.records.list('saved_views', {
      filter: 'name = "Worth by stage"',
      fields: ['layout', 'settings'],
    });
    expect(records).toMatchObject([
      {
        layout: 'chart',
        settings: { chart: { entity: 'deals', kind: 'pie', measures: [{ fn: 'sum', field: 'amount' }], by: 'stage' } },
      },
    ]);
    await page.reload();
    // The same figures as a table; a click is a list of exactly these.
    await page.getByRole('button', { name: /^Show as table/ }).click();
    await page.getByRole('button', { name: /12.000/ }).waitFor();
    await page.getByRole('button', { name: /12.000/ }).click();
    await row(page, 'Gamma').waitFor();
    await row(page, 'Aleph').waitFor();
    await expect.poll(() => rows(page)).toBe(2);
    await page.goBack();
    await chart(page)
      .or(page.getByRole('button', { name: /12.000/ }))
      .first()
      .waitFor();
    expect(house.faults).toEqual([]);
  });

  it('stands in a calendar by a date one chooses, which is kept with the view [CS-092]', async () => {
    const today = day(0);
    await house.system.records.create('deals', { name: 'This month', stage: 'qualification', opened_on: today, closed_on: today });
    const page = await house.open('/deals?view=all&filter=name+%3D+%22This+month%22');
    await face(page, 'Calendar');
    await page.getByRole('combobox', { name: 'By date' }).click();
    await page.getByRole('option', { name: 'Closed on' }).click();
    await page.getByText('This month', { exact: true }).first().waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('date')).toBe('closed_on');
    await page.getByRole('button', { name: 'Save as view' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Closings');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => new URL(page.url()).search).toMatch(/^\?view=[0-9a-f-]{36}$/);
    const { records } = await house.system.records.list('saved_views', { filter: 'name = "Closings"', fields: ['layout', 'settings'] });
    expect(records).toMatchObject([{ layout: 'calendar', settings: { calendar: { field: 'closed_on' } } }]);
    await page.reload();
    await expect.poll(() => page.getByRole('combobox', { name: 'By date' }).inputValue()).toBe('Closed on');
    await page.getByText('This month', { exact: true }).first().waitFor();
    expect(house.faults).toEqual([]);
  });

  it('warns of columns that hold more than they should, and shows the chosen fields on cards [CS-067]', async () => {
    const id = await view('Tight', {
      layout: 'board',
      settings: { board: { field: 'stage', card: ['closing_date'], limits: { negotiation: 2, prospecting: 5 } } },
    });
    const page = await house.open(`/deals?view=${id}`);
    const beta = page.getByRole('listitem').filter({ hasText: 'Beta' });
    await beta.waitFor();
    await beta.getByText('10/03/2031').waitFor();
    expect(await beta.getByText('Bea Boss').count()).toBe(0);
    await column(page, 'Negotiation').getByText('2 / 2').waitFor();
    await column(page, 'Prospecting').getByText('2 / 5').waitFor();
    await beta.getByRole('button', { name: 'Move Beta' }).click();
    await page.getByRole('menuitem', { name: 'Negotiation' }).click();
    await page.getByText('Beta is now in Negotiation, which holds 3 of at most 2').last().waitFor();
    await column(page, 'Negotiation').getByText('More than the limit of 2').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await column(page, 'Prospecting').getByText('Beta').waitFor();
    await column(page, 'Negotiation').getByText('2 / 2').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('scrolls by itself to columns out of sight while a card is dragged, and says that a column is full [CS-067]', async () => {
    const id = await view('Far', { layout: 'board', settings: { board: { field: 'stage', limits: { lost: 1, won: 1 } } } });
    await house.system.records.create('deals', { name: 'Old', stage: 'won', closed_on: '2030-01-01' });
    const page = await house.open(`/deals?view=${id}`, { viewport: { width: 1280, height: 800 } });
    const card = page.getByRole('listitem').filter({ hasText: 'Alpha' });
    await card.waitFor();
    const board = page.getByRole('region', { name: 'Board', exact: true });
    const won = column(page, 'Won');
    const edge = (await board.boundingBox())!;
    expect((await won.boundingBox())!.x).toBeGreaterThan(edge.x + edge.width);
    const from = await middle(card);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y + 10, { steps: 4 });
    // Held at the edge, the board moves until the column is there.
    await page.mouse.move(edge.x + edge.width - 30, from.y + 20, { steps: 8 });
    await expect
      .poll(async () => {
        await page.mouse.move(edge.x + edge.width - 30, from.y + 20 + Math.round(Math.random() * 2));
        const box = (await won.boundingBox())!;
        return box.x + box.width <= edge.x + edge.width + 1;
      })
      .toBe(true);
    const to = await middle(won);
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await won.getByText('Full: at most 1 card').waitFor();
    await page.mouse.up();
    await page.getByText('Alpha is now in Won, which holds 2 of at most 1').last().waitFor();
    await won.getByText('Alpha').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('exports a list with two kinds of line items as two files, and says so beforehand [CS-056]', async () => {
    const page = await house.open('/permission_sets?view=all&columns=name,grants.target,field_rights.field');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText('A file holds line items of one kind.').waitFor();
    const items = page.getByRole('menuitem', { name: /^(CSV|Excel) with / });
    expect(await items.allTextContents()).toEqual([
      'CSV with Grants',
      'Excel with Grants',
      'CSV with Field rights',
      'Excel with Field rights',
    ]);
    for (const item of await items.all()) {
      const answer = await page.request.get(new URL(String(await item.getAttribute('href')), page.url()).href);
      expect(answer.status()).toBe(200);
    }
    expect(house.faults).toEqual([]);
  });

  it('writes years without a space among the digits', async () => {
    const { id } = await house.system.records.create('accounts', { name: 'Old House', year_established: 1996, employees: 1996 });
    const page = await house.open('/accounts?view=all&columns=name,year_established,employees');
    await row(page, 'Old House').getByText('1996', { exact: true }).waitFor();
    await row(page, 'Old House').getByText('1\u202f996', { exact: true }).waitFor();
    await page.goto(`${house.address}/accounts/${String(id)}?edit=1`);
    await expect.poll(() => page.getByLabel('Year established').inputValue()).toBe('1996');
    expect(house.faults).toEqual([]);
  });
});

async function middle(place: Locator): Promise<{ x: number; y: number }> {
  const box = await place.boundingBox();
  if (!box) throw new Error('It is not shown.');
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height, 200) / 2 };
}
