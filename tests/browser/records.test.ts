import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`records in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  const id = { deal: '', account: '', product: '' };

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    id.account = String((await records.create('accounts', { name: 'Öljy & Kumppanit Oy' })).id);
    id.product = String((await records.create('products', { name: 'Gateway', unit_price: { amount: '700', currency: 'EUR' } })).id);
    id.deal = String(
      (await records.create('deals', { name: 'First', account: id.account, amount: { amount: '1000', currency: 'EUR' } })).id,
    );
  });

  const field = (name: string) => `[data-field="${name}"]`;
  const edit = async (page: Page, name: string, text: string) => {
    await page.locator(`${field(name)} dd`).click();
    await page.locator(`${field(name)} input:focus`).waitFor();
    await page.keyboard.type(text);
  };

  it('edits a field where it stands: Enter saves, Esc restores, a refusal stays beside what was typed [CS-051]', async () => {
    const page = await house.open(`/deals/${id.deal}`);
    await edit(page, 'next_step', 'Call on Monday');
    await page.keyboard.press('Enter');
    await page
      .locator(`${field('next_step')} dd`)
      .getByText('Call on Monday')
      .waitFor();
    await expect.poll(async () => (await house.system.records.get('deals', id.deal)).next_step).toBe('Call on Monday');

    await edit(page, 'next_step', 'something else');
    await page.keyboard.press('Escape');
    await page
      .locator(`${field('next_step')} dd`)
      .getByText('Call on Monday')
      .waitFor();

    await edit(page, 'probability', '250');
    await page.keyboard.press('Enter');
    await page.locator(field('probability')).getByRole('alert').waitFor();
    expect(await page.locator(`${field('probability')} input`).inputValue()).toContain('250');
    expect(house.faults).toEqual([]);
  });

  it('asks which value counts when somebody else saved first [412]', async () => {
    const page = await house.open(`/deals/${id.deal}`);
    await edit(page, 'source', 'Fair');
    await house.system.records.update('deals', id.deal, { source: 'Website' });
    await page.locator(field('source')).getByRole('button', { name: 'Use mine' }).waitFor();
    await page.locator(field('source')).getByRole('button', { name: 'Use mine' }).click();
    await expect.poll(async () => (await house.system.records.get('deals', id.deal)).source).toBe('Fair');
  });

  it('moves through the states with one click, and takes a change back from the history [CS-038]', async () => {
    const page = await house.open(`/deals/${id.deal}`);
    await page.getByRole('button', { name: 'Negotiation' }).click();
    await page.locator('[aria-current="step"]', { hasText: 'Negotiation' }).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    const entry = page.getByRole('listitem').filter({ hasText: 'Bea Boss' }).filter({ hasText: 'Negotiation' }).first();
    await entry.getByRole('button', { name: 'Undo' }).click();
    await page.locator('[aria-current="step"]', { hasText: 'Prospecting' }).waitFor();
    await expect.poll(() => house.system.records.get('deals', id.deal)).toMatchObject({ stage: 'prospecting', probability: '10' });
    expect(house.faults).toEqual([]);
  });

  it('makes a record with line items by keyboard, its totals following at once', async () => {
    const page = await house.open(`/deals/new?account=${id.account}`);
    await page.getByLabel('Name').fill('With lines');
    await page.getByRole('button', { name: 'Add a row' }).click();
    await page.locator('[role=grid] input:focus').waitFor();
    await page.keyboard.type('Gate');
    await page.locator('[role=option][data-combobox-selected]', { hasText: 'Gateway' }).waitFor();
    await page.keyboard.press('Enter');
    // The price came with the product; the cursor went on to the description.
    await page.getByRole('gridcell', { name: '700' }).first().waitFor();
    await page.keyboard.type('For the roof');
    await page.keyboard.press('Tab');
    await page.keyboard.type('3');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('10');
    await page.locator('tfoot').getByText('1\u202f890').waitFor();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'With lines', level: 1 }).waitFor();
    const made = await house.system.records.get('deals', page.url().split('/').at(-1) ?? '');
    expect(made).toMatchObject({
      account: { id: id.account },
      amount: { amount: '1890.00', currency: 'EUR' },
      lines: [{ description: 'For the roof', quantity: '3', discount: '10' }],
    });
    expect(house.faults).toEqual([]);
  });

  it('says beside the field what is missing, and warns before typed input is left behind', async () => {
    const page = await house.open('/activities/new');
    await page.getByLabel('Place').waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: 'Event' }).check();
    await page.getByLabel('Place').fill('Oslo');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.locator(field('subject')).getByText('This is needed.').waitFor();
    await expect.poll(() => page.locator(`${field('subject')} input`).evaluate((input) => input === document.activeElement)).toBe(true);
    await page.getByRole('link', { name: 'Deals' }).click();
    await page.getByRole('dialog').getByText('Stay here').click();
    expect(await page.getByLabel('Place').inputValue()).toBe('Oslo');
  });

  it('deletes at once and brings back with Undo', async () => {
    const gone = String((await house.system.records.create('deals', { name: 'Short life' })).id);
    const page = await house.open(`/deals/${gone}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('Deleted: Short life').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Short life', level: 1 }).waitFor();
    await expect.poll(() => house.system.records.get('deals', gone).catch(() => null)).toMatchObject({ name: 'Short life' });
    expect(house.faults).toEqual([]);
  });
});
