import { describe, expect, it } from 'vitest';
import { type House, missing, openHouse, setUp } from './house.ts';

interface Stored {
  readonly record: Readonly<Record<string, unknown>>;
}

describe.skipIf(missing)(`fields and forms in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let account: string;

  setUp(async () => {
    house = await openHouse();
    account = String((await house.system.records.create('accounts', { name: 'Acme', type: 'customer' })).id);
  });

  it('renames a built-in field and its values, adds one, and gives a condition; the form follows [CS-029] [CS-037] [CS-242] [NV-09]', async () => {
    const page = await house.open('/settings/fields/accounts');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Edit Type' }).click();
    await dialog.getByLabel('Label').fill('Kind');
    await dialog.getByLabel('Option 2').fill('Client');
    await dialog.getByRole('button', { name: 'Add an option' }).click();
    await page.keyboard.type('Reseller');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit Kind' }).waitFor();

    await page.getByRole('button', { name: 'Edit VAT number' }).click();
    await dialog.locator('input').and(dialog.getByLabel('Field')).first().click();
    await page.getByRole('option', { name: 'Kind', exact: true }).click();
    await dialog.locator('input').and(dialog.getByLabel('Kind')).first().click();
    await page.getByRole('option', { name: 'Reseller' }).click();
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });

    await page.goto(`${house.address}/accounts/new`);
    const kind = page.locator('input').and(page.getByLabel('Kind'));
    await kind.waitFor();
    expect(await page.getByLabel('VAT number').count()).toBe(0);
    await kind.click();
    await page.getByRole('option', { name: 'Client' }).waitFor();
    await page.getByRole('option', { name: 'Reseller' }).click();
    await page.getByLabel('VAT number').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('hides a built-in field everywhere on the screens; what a record is known by has no such switch [CS-029] [CS-030]', async () => {
    const page = await house.open('/settings/fields/accounts');
    await page.getByRole('switch', { name: 'Website is in use' }).click({ force: true });
    await page.getByText('hidden, its data is kept').waitFor();
    expect(await page.getByRole('switch', { name: 'Name is in use', exact: true }).count()).toBe(0);
    await page.goto(`${house.address}/accounts/${account}`);
    await page.locator('[data-field="phone"]').waitFor();
    expect(await page.locator('[data-field="website"]').count()).toBe(0);
    await page.goto(`${house.address}/settings/fields/accounts`);
    await page.getByRole('switch', { name: 'Website is in use' }).click({ force: true });
    await page.getByText('hidden, its data is kept').waitFor({ state: 'hidden' });
    expect(house.faults).toEqual([]);
  });

  it('moves fields up and down, the first and the last only one way, and the card follows [SC-33]', async () => {
    const page = await house.open('/settings/fields/contacts');
    await page.getByRole('button', { name: 'Move Department up' }).waitFor();
    expect(await page.getByRole('button', { name: 'Move Kind up' }).isDisabled()).toBe(true);
    expect(
      await page
        .getByRole('region')
        .last()
        .getByRole('button', { name: /^Move .* down$/ })
        .last()
        .isDisabled(),
    ).toBe(true);
    const order = async () => {
      const { entities } = (await (await page.request.get(`${house.address}/api/v1/entities`)).json()) as {
        entities: { name: string; blocks: { fields: string[] }[] }[];
      };
      return entities.find(({ name }) => name === 'contacts')?.blocks[0]?.fields ?? [];
    };
    const before = await order();
    await page.getByRole('button', { name: 'Move Department up' }).click();
    await expect.poll(order).not.toEqual(before);
    expect((await order()).indexOf('department')).toBe(before.indexOf('department') - 1);
    const contact = String((await house.system.records.create('contacts', { last_name: 'Ek', account })).id);
    await page.goto(`${house.address}/contacts/${contact}`);
    await page.locator('[data-field="department"]').first().waitFor();
    const shown = await page.locator('dl [data-field]').evaluateAll((fields) => fields.map((field) => field.getAttribute('data-field')));
    expect(shown.indexOf('department')).toBeLessThan(shown.indexOf('title'));
    expect(house.faults).toEqual([]);
  });

  it('adds, names and removes a block of ones own; one that holds fields stays [CS-029] [CS-053]', async () => {
    const page = await house.open('/settings/fields/leads');
    await page.getByRole('button', { name: 'Add a block' }).click();
    await page.getByRole('button', { name: 'Rename New block' }).click();
    await page.getByLabel('Name of the block').fill('First things');
    await page.keyboard.press('Enter');
    const block = page.getByRole('region', { name: 'First things' });
    await block.waitFor();
    await page.getByRole('button', { name: 'Move Name up', exact: true }).click();
    await block.getByText('Name', { exact: true }).waitFor();
    await block.getByRole('button', { name: 'Remove First things' }).click();
    await page.getByText('still holds “Name”').waitFor();
    await block.getByRole('button', { name: 'Move Name down' }).click();
    await block.getByText('No fields here yet').waitFor();
    await block.getByRole('button', { name: 'Remove First things' }).click();
    await block.waitFor({ state: 'hidden' });
    expect(house.faults).toEqual([]);
  });

  it('asks before an own field goes, and then it is gone from form and list; some departments have their own [SC-32] [SC-28]', async () => {
    const page = await house.open('/settings/fields/deals');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Add a field' }).first().click();
    await dialog.getByLabel('Label').fill('Harbour');
    await dialog.getByRole('button', { name: 'More', exact: true }).click();
    await dialog.getByLabel('Departments').click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Add a field' }).click();
    await page.getByRole('switch', { name: 'Harbour is in use' }).waitFor();
    const { records } = await house.system.records.list('custom_fields', { filter: 'label = "Harbour"', fields: ['departments'] });
    expect(records[0]?.departments).toHaveLength(1);

    await page.getByRole('button', { name: 'Remove Harbour' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).last().click();
    await page.getByRole('switch', { name: 'Harbour is in use' }).waitFor();
    await page.getByRole('button', { name: 'Remove Harbour' }).click();
    await dialog.getByRole('button', { name: 'Remove the field' }).click();
    await page.getByRole('switch', { name: 'Harbour is in use' }).waitFor({ state: 'hidden' });
    const deal = String((await house.system.records.create('deals', { name: 'Pumps' })).id);
    const stored = (await (await page.request.get(`${house.address}/api/v1/records/deals/${deal}`)).json()) as Stored;
    expect(stored.record).not.toHaveProperty('c_harbour');
    await page.goto(`${house.address}/deals/new`);
    await page.getByLabel('Next step').waitFor();
    expect(await page.getByLabel('Harbour').count()).toBe(0);
    expect(house.faults).toEqual([]);
  });

  it('switches a module off and on, and calls things by words of the house [CS-026] [CS-042] [CS-043]', async () => {
    const page = await house.open('/settings/modules');
    const menu = page.getByRole('navigation', { name: 'Menu' });
    const leads = page.getByRole('switch', { name: 'Leads' });
    await menu.getByRole('link', { name: 'Leads' }).waitFor();
    await leads.click({ force: true });
    await menu.getByRole('link', { name: 'Leads' }).waitFor({ state: 'hidden' });
    await page.getByText(/Stays on: .*Payments.* cannot do without it/).waitFor();
    await leads.click({ force: true });
    await menu.getByRole('link', { name: 'Leads' }).waitFor();

    await page.goto(`${house.address}/settings/words/deals`);
    await page.getByLabel('Search words').fill('next step');
    const own = page.getByLabel('Own word for “Next step”');
    await own.fill('What now');
    await own.press('Enter');
    await expect.poll(() => countOf('original = "Next step" and text = "What now"')).toBe(1);
    await page.goto(`${house.address}/settings/words/program`);
    await page.getByLabel('Search words').fill('shell.search');
    const text = page.getByLabel('Own word for “Search”', { exact: true });
    await text.fill('Look {');
    await page.getByText('The braces do not match.').waitFor();
    await text.fill('Look up');
    await text.press('Enter');
    await menu.getByRole('button', { name: 'Look up' }).waitFor();
    await page.goto(`${house.address}/deals/new`);
    await page.getByLabel('What now').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('arranges the menu, numbers a module, and turns switches of the house from the gear menu [CS-027] [CS-028] [NV-10]', async () => {
    const page = await house.open('/settings/menu');
    const menu = page.getByRole('navigation', { name: 'Menu' });
    await page.getByLabel('Header', { exact: true }).first().fill('Everyday');
    await page.getByLabel('Title of Leads').fill('Prospects');
    await page.getByRole('button', { name: 'Products: put away' }).click();
    await page.getByRole('button', { name: 'Add a link' }).click();
    await page.getByLabel('Title of Link').fill('Wiki');
    await page.getByLabel('Address').fill('https://example.com/wiki');
    await page.getByRole('button', { name: 'Save' }).click();
    await menu.getByRole('heading', { name: 'Everyday' }).waitFor();
    await menu.getByRole('link', { name: 'Prospects' }).waitFor();
    expect(await menu.getByRole('link', { name: 'Products' }).count()).toBe(0);
    const wiki = menu.getByRole('link', { name: 'Wiki' });
    expect([await wiki.getAttribute('href'), await wiki.getAttribute('target')]).toEqual(['https://example.com/wiki', '_blank']);

    await page.goto(`${house.address}/settings/numbers`);
    await page.getByRole('button', { name: 'Accounts: Number records' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Prefix').fill('A-');
    await dialog.getByLabel('Next number').fill('7');
    await dialog.getByText('The next record gets A-0007.').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Next: A-0007').waitFor();
    await page.getByRole('button', { name: 'Accounts: Number them' }).click();
    await page.getByText('Next: A-0008').waitFor();
    await page.goto(`${house.address}/accounts`);
    await page.getByText('A-0007').waitFor();

    // The button alone is there first; its menu comes after the first picture.
    await menu.locator('button[aria-haspopup="menu"]').click();
    const first = page.getByRole('menuitem').first();
    await first.getByText('General settings').waitFor();
    await first.click();
    await page.getByLabel('Contacts need a next action').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await house.system.settings('general_settings')).next_action_required).toBe(true);
    expect(house.faults).toEqual([]);
  });

  const countOf = async (filter: string) => (await house.system.records.list('translations', { filter, count: 'exact' })).count;
});
