import { describe, expect, it } from 'vitest';
import { day, type House, missing, openHouse, setUp } from './house.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

describe.skipIf(missing)(`what makes the day easier, in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let deal: string;

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    deal = String((await records.create('deals', { name: 'Pumps', stage: 'proposal', amount: euros('1000') })).id);
    await records.create('deals', { name: 'Valves', stage: 'proposal', amount: euros('500') });
  });

  it('tells browsers to translate nothing by themselves, on every page [CS-007]', async () => {
    const page = await house.open('/deals');
    for (const path of ['/deals', `/deals/${deal}`, '/settings/fields/deals']) {
      await page.goto(house.address + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      expect(await page.evaluate(() => document.documentElement.translate)).toBe(false);
      expect(await page.locator('[translate="yes"]').count()).toBe(0);
    }
    const signedOut = await page.context().browser()!.newPage();
    await signedOut.goto(`${house.address}/`);
    expect(await signedOut.evaluate(() => document.documentElement.translate)).toBe(false);
    await signedOut.close();
  });

  it('has Today as one click in every picker of dates and of times [CS-046]', async () => {
    const page = await house.open('/deals/new');
    await page.getByLabel('Closed on').waitFor();
    const pickers = async () => {
      const openers = page.getByRole('button', { name: 'Open the calendar' });
      const found = await openers.count();
      for (let i = 0; i < found; i++) {
        await openers.nth(i).click();
        await page.getByRole('button', { name: 'Today', exact: true }).click();
        await page.getByRole('button', { name: 'Today', exact: true }).waitFor({ state: 'hidden' });
      }
      return found;
    };
    expect(await pickers()).toBe(3);
    const today = Number(day(0).slice(8));
    expect(await page.getByLabel('Closed on').inputValue()).toMatch(new RegExp(`(^|\\D)0?${today}(\\D|$)`));
    await page.goto(`${house.address}/activities/new`);
    await page.getByRole('radio', { name: 'Event' }).check();
    await page.getByLabel('Starts: date').waitFor();
    expect(await pickers()).toBeGreaterThanOrEqual(2);
    expect(house.faults).toEqual([]);
  });

  it('begins a new invoicing plan with what one chose the last time [CS-116]', async () => {
    const { records } = house.system;
    const account = await records.create('accounts', { name: 'Acme Oy' });
    const product = await records.create('products', { name: 'Licence', unit_price: euros('10'), billing_frequency: 'monthly' });
    const order = await records.create('sales_orders', { account: account.id, status: 'confirmed', lines: [{ product: product.id }] });
    const page = await house.open('/invoicing_plans/new');
    const chosen = (name: string) => page.locator('[data-field="every"]').getByRole('radio', { name }).isChecked();
    await expect.poll(() => chosen('Once, to many')).toBe(true);
    const answer = await page.request.post(`${house.address}/api/v1/records/invoicing_plans`, {
      data: { sales_order: order.id, every: 'quarter', starts_on: '2030-01-01' },
      headers: { origin: new URL(house.address).origin },
    });
    expect(answer.status()).toBe(201);
    await page.goto(`${house.address}/invoicing_plans/new`);
    await expect.poll(() => chosen('Every quarter')).toBe(true);
    expect(house.faults).toEqual([]);
  });

  it('narrows a list to the own records by one tick [CS-062]', async () => {
    const page = await house.open('/deals');
    await page.getByText('Pumps').first().waitFor();
    await page.getByRole('button', { name: 'Only mine' }).click();
    await page.waitForURL(/owner\+?.*me/);
    await page.getByText('Pumps').first().waitFor({ state: 'hidden' });
    expect(house.faults).toEqual([]);
  });

  it('has what is set up for a noun behind one button of its list [CS-052]', async () => {
    const page = await house.open('/accounts');
    await page.getByRole('button', { name: 'Settings of Accounts' }).click();
    await page.getByRole('menuitem', { name: 'Record pages' }).click();
    await page.waitForURL(/settings\/cards\/accounts$/);
    await page.getByRole('heading', { name: 'Related lists' }).waitFor();
    for (const [list, setting, place] of [
      ['Accounts', 'Owners', /settings\/data\/accounts#owners$/],
      ['Invoices', 'Numbering', /number_series\?filter=.*invoices/],
    ] as const) {
      await page.goto(`${house.address}/${list.toLowerCase()}`);
      await page.getByRole('button', { name: `Settings of ${list}` }).click();
      await page.getByRole('menuitem', { name: setting }).click();
      await page.waitForURL(place);
    }
    expect(house.faults).toEqual([]);
  });

  it('shows a noun as a board with totals; a card moved to another column is saved by the rules of the record [CS-067]', async () => {
    const page = await house.open('/deals?face=board');
    const column = (name: string) => page.getByRole('region', { name, exact: true });
    await column('Proposal').getByText('Pumps').waitFor();
    await expect.poll(async () => (await column('Proposal').innerText()).replace(/\s/g, '')).toMatch(/2.*1500/);
    await page.getByRole('button', { name: /Pumps/ }).last().click();
    await page.getByRole('menuitem', { name: 'Negotiation' }).click();
    await column('Negotiation').getByText('Pumps').waitFor();
    // The card is there at once, the record a moment later.
    await expect.poll(() => house.system.records.get('deals', deal)).toMatchObject({ stage: 'negotiation', probability: '80' });

    // Mandatory fields hold on the board too: who moves the card is asked for them, and it stays until they are there.
    await house.system.records.create('field_settings', { entity: 'deals', field: 'next_step', required_if: 'stage = "won"' });
    await page.reload();
    await column('Negotiation').getByText('Pumps').waitFor();
    await page.getByRole('button', { name: /Pumps/ }).last().click();
    await page.getByRole('menuitem', { name: 'Won' }).click();
    const asked = page.getByRole('dialog').filter({ hasText: 'what “Won” needs' });
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await column('Negotiation').getByText('Pumps').waitFor();
    expect(await house.system.records.get('deals', deal)).toMatchObject({ stage: 'negotiation' });
    await page.getByRole('button', { name: /Pumps/ }).last().click();
    await page.getByRole('menuitem', { name: 'Won' }).click();
    await asked.getByLabel('Next step').fill('Send the papers');
    await asked.getByRole('button', { name: 'Move', exact: true }).click();
    await column('Won').getByText('Pumps').waitFor();
    await expect
      .poll(async () => await house.system.records.get('deals', deal, ['stage', 'next_step']))
      .toMatchObject({ stage: 'won', next_step: 'Send the papers' });
    expect(house.faults).toEqual([]);
  });

  it('lets an administrator say where the fields of a lead go [CS-088]', async () => {
    const page = await house.open('/lead_mappings/new');
    await page.getByLabel('Field of the lead').fill('website');
    await page.locator('input').and(page.getByLabel('Goes to')).click();
    await page.getByRole('option', { name: 'Deal' }).click();
    await page.getByLabel('Field there').fill('next_step');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'deals.next_step' }).waitFor();
    const { records } = house.system;
    const lead = String((await records.create('leads', { name: 'Ida Berg', website: 'https://berg.example' })).id);
    const { record } = (await house.system.act('leads', lead, 'convert')) as { record: { deal: { id: string } } };
    expect(await records.get('deals', record.deal.id)).toMatchObject({ next_step: 'https://berg.example' });
    await page.goto(`${house.address}/lead_mappings`);
    await page.getByText('expected_amount').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('hides the name of a button while its menu is open, and the button says that it is', async () => {
    const page = await house.open('/deals');
    const button = page.getByRole('button', { name: 'Export', exact: true });
    await button.hover();
    const name = page.getByRole('tooltip', { name: 'Export' });
    await name.waitFor();
    await button.click();
    await page.getByRole('menuitem').first().waitFor();
    await name.waitFor({ state: 'hidden' });
    expect(await button.getAttribute('aria-expanded')).toBe('true');
  });

  it('calls a draft by its noun, its state and its customer; an account lists what business it has, not what is set up for some', async () => {
    const { records } = house.system;
    const account = await records.create('accounts', { name: 'Kunde Oy' });
    const { id } = await records.create('invoices', { account: account.id, lines: [{ description: 'Work', unit_price: euros('10') }] });
    const page = await house.open(`/invoices/${id}`);
    await page.getByRole('heading', { name: 'Invoice · Draft · Kunde Oy', level: 1 }).waitFor();
    await page.goto(`${house.address}/invoices`);
    await page.getByRole('row').getByText('Invoice · Draft').waitFor();
    await page.goto(`${house.address}/accounts/${account.id}`);
    await page.getByRole('tab', { name: 'Related' }).click();
    await page.getByRole('region', { name: 'Invoices' }).getByText('Invoice · Draft').waitFor();
    await page.getByRole('region', { name: 'Deals', exact: true }).waitFor();
    expect(await page.getByRole('region', { name: /^(Users|Own billing companies)/ }).count()).toBe(0);
  });

  it('stars no name that is made of the account, and shows known choices by their words', async () => {
    const { records } = house.system;
    await records.create('accounts', { name: 'Stern Oy' });
    const page = await house.open('/deals/new');
    const name = page.locator('[data-field="name"]').first();
    await name.getByText('*').waitFor();
    await page.locator('[data-field="account"] input').fill('Stern');
    await page
      .getByRole('option', { name: /Stern Oy/ })
      .first()
      .click();
    await name.getByText('*').waitFor({ state: 'hidden' });
    await page.goto(`${house.address}/settings/stock_settings`);
    await page.getByText('Delivered', { exact: true }).first().waitFor();
    expect(await page.getByText('delivered', { exact: true }).count()).toBe(0);
  });
});
