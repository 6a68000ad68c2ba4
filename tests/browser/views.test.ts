import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { day, type House, missing, openHouse, setUp } from './house.ts';

const title = `views in a browser${missing ? ` (skipped: ${missing})` : ''}`;

describe.skipIf(missing)(title, () => {
  let house: House;
  const views: Record<string, string> = {};

  const euro = (amount: string) => ({ amount, currency: 'EUR' });
  const view = async (name: string, values: object) => {
    const made = await house.system.records.create('saved_views', { entity: 'deals', name, shared: 'everybody', ...values });
    views[name] = String(made.id);
  };

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    const me = await house.idOf('users', 'login = "boss"');
    const acme = await records.create('accounts', { name: 'Acme', city: 'Oslo' });
    const product = await records.create('products', { name: 'Pump', unit_price: euro('100') });
    const deal = (name: string, stage: string, amount: string) =>
      records.create('deals', { name, stage, owner: me, account: acme.id, ...(amount ? { amount: euro(amount) } : {}) });
    await deal('Alpha', 'prospecting', '1000');
    await deal('Beta', 'prospecting', '3000');
    await deal('Gamma', 'negotiation', '5000');
    await records.create('deals', { name: 'Delta', stage: 'proposal', owner: me, lines: [{ product: product.id, quantity: '7' }] });
    await records.create('activities', { subject: 'Call today', kind: 'task', due_on: day(0), owner: me });
    await records.create('activities', { subject: 'Long ago', kind: 'task', due_on: '2020-01-01', owner: me });
  });

  const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const rowCount = (page: Page) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('checkbox', { name: /^Select (?!all)/ }) })
      .count();
  const menu = async (page: Page, item: string) => {
    await page.getByRole('button', { name: /^View: / }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const tab = (page: Page, name: string) =>
    page
      .getByRole('navigation', { name: /^Views of/ })
      .getByRole('link')
      .filter({ has: page.getByText(name, { exact: true }) });

  it('keeps what differs in the address, saves it as a view, changes and resets it [CS-055] [CS-056]', async () => {
    const page = await house.open('/deals');
    await row(page, 'Alpha').waitFor();
    await page.goto(`${page.url()}?filter=amount+%3E+2000&sort=-amount`);
    await row(page, 'Gamma').waitFor();
    await row(page, 'Alpha').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save as view' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('A view needs a name.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Big ones');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await tab(page, 'Big ones').waitFor();
    await expect.poll(() => new URL(page.url()).search).toMatch(/^\?view=[0-9a-f-]{36}$/);
    // A click on a header differs from the view, and is said so.
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await page.getByText('Unsaved changes').waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('Unsaved changes').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await page.getByText('Unsaved changes').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved: Big ones').waitFor();
    const { records } = await house.system.records.list('saved_views', {
      filter: 'name = "Big ones"',
      fields: ['filter', 'sort', 'shared'],
    });
    expect(records).toMatchObject([{ filter: 'amount > 2000', sort: 'name', shared: 'private' }]);

    await menu(page, 'Rename');
    await page.getByLabel('Name', { exact: true }).fill('Large');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await tab(page, 'Large').waitFor();
    await menu(page, 'Copy');
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await tab(page, 'Large (copy)').waitFor();
    await menu(page, 'Move left');
    await menu(page, 'Open this one first');
    await tab(page, 'Large (copy)').getByRole('img', { name: 'Opens first' }).waitFor();
    // Whoever just comes by gets the view that opens first; the tabs stand as they were ordered.
    await page.goto(`${house.address}/deals`);
    await page.getByRole('button', { name: 'View: Large (copy)' }).waitFor();
    const names = await page
      .getByRole('navigation', { name: /^Views of/ })
      .getByRole('link')
      .allTextContents();
    expect(names.indexOf('Large (copy)')).toBeLessThan(names.indexOf('Large'));

    await menu(page, 'Delete view');
    await page.getByText('Deleted: Large (copy)').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await tab(page, 'Large (copy)').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('offers no change of "All" [CS-055]', async () => {
    const page = await house.open('/contacts?view=all');
    await page.getByRole('button', { name: 'View: All' }).click();
    await page.getByRole('menuitem', { name: 'Copy' }).waitFor();
    expect(await page.getByRole('menuitem', { name: /Edit|Rename|Delete|Take off/ }).count()).toBe(0);
  });

  it('answers a link to a view that is gone with all records and a calm word', async () => {
    const page = await house.open('/deals?view=01900000-0000-7000-8000-000000000000');
    await page.getByText('This view is no longer there').waitFor();
    await row(page, 'Alpha').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('stars views of others, which then stand as tabs [CS-056]', async () => {
    await view('Everyone’s', { filter: 'stage = "negotiation"' });
    const page = await house.open('/deals?view=all');
    await page.getByRole('button', { name: /more$/ }).click();
    await page.getByRole('button', { name: 'Keep Everyone’s as a tab' }).click();
    await page.keyboard.press('Escape');
    await tab(page, 'Everyone’s').click();
    await row(page, 'Gamma').waitFor();
    const current = page.getByRole('navigation', { name: /^Views of/ }).locator('[aria-current="page"]');
    await expect.poll(() => current.allTextContents()).toEqual(['Everyone’s']);
    await expect.poll(() => rowCount(page)).toBe(1);
    await menu(page, 'Take off the tabs');
    await tab(page, 'All').click();
    await tab(page, 'Everyone’s').waitFor({ state: 'detached' });
  });

  it('shows figures, each of which opens exactly its records [CS-066]', async () => {
    await view('Figures', {
      filter: 'amount > 0',
      settings: {
        figures: [
          { name: 'Worth', kind: 'sum', field: 'amount' },
          { name: 'Negotiated', kind: 'share', field: 'amount', filter: 'stage = "negotiation"' },
          { name: 'Two stages', kind: 'compare', filter: 'stage = "prospecting"', against: 'stage = "negotiation"' },
        ],
      },
    });
    const page = await house.open(`/deals?view=${views.Figures}`);
    const figures = page.getByRole('region', { name: 'Figures' });
    await figures.getByText('€9\u202f700.00', { exact: true }).waitFor();
    await figures.getByText('51.5 %').waitFor();
    await figures.getByText('+100 %').waitFor();
    await figures.getByRole('button', { name: '51.5 %' }).click();
    await row(page, 'Alpha').waitFor({ state: 'detached' });
    await expect.poll(() => rowCount(page)).toBe(1);
    await page.goBack();
    await figures.getByRole('button', { name: '2', exact: true }).click();
    await row(page, 'Gamma').waitFor({ state: 'detached' });
    await expect.poll(() => rowCount(page)).toBe(2);
    expect(house.faults).toEqual([]);
  });

  it('filters at once by quick filters: picklists, dates as a picklist, users [CS-065]', async () => {
    await view('Quick', { settings: { quick: ['stage', 'owner'] } });
    const page = await house.open(`/deals?view=${views.Quick}`);
    await row(page, 'Alpha').waitFor();
    await page.getByRole('region', { name: 'Quick filters' }).getByLabel('Stage').click();
    await page.getByRole('option', { name: 'Negotiation' }).click();
    await row(page, 'Alpha').waitFor({ state: 'detached' });
    await expect.poll(() => rowCount(page)).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Owner', exact: true }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Only mine' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('quick')).toBe('stage in ("negotiation") and owner in (me())');
    await row(page, 'Gamma').waitFor();

    await house.system.records.create('saved_views', {
      entity: 'activities',
      name: 'Due',
      shared: 'everybody',
      settings: { quick: ['due_on'] },
    });
    await page.goto(`${house.address}/activities?view=${await house.idOf('saved_views', 'name = "Due"')}`);
    await row(page, 'Long ago').waitFor();
    await page.getByRole('region', { name: 'Quick filters' }).getByLabel('Due').first().click();
    await page.getByRole('option', { name: 'this year' }).click();
    await row(page, 'Long ago').waitFor({ state: 'detached' });
    await row(page, 'Call today').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('puts rows in groups with counts and sums, to be folded', async () => {
    const page = await house.open('/deals?view=all&group=stage&sort=name');
    const heading = page.getByRole('gridcell', { name: /Prospecting/ }).filter({ hasText: 'Amount' });
    await heading.getByText('€4\u202f000.00').waitFor();
    await row(page, 'Alpha').waitFor();
    await heading.click();
    await row(page, 'Alpha').waitFor({ state: 'detached' });
    await row(page, 'Gamma').waitFor();
    await heading.click();
    await row(page, 'Alpha').waitFor();
  });

  it('makes a view in the editor: name needed, columns over references and line items, a time dialog, related nouns [CS-057] [CS-058] [CS-060] [CS-061] [CS-062] [CS-064]', async () => {
    const page = await house.open('/deals?view=all');
    await page.getByRole('button', { name: 'New view' }).click();
    const dialog = page.getByRole('dialog', { name: 'New view' });
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('A view needs a name.').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Made here');
    await dialog.getByRole('checkbox', { name: 'Lines' }).check();
    await dialog.getByRole('checkbox', { name: 'Account' }).check();
    await dialog.getByRole('tab', { name: 'Fields' }).click();
    await dialog.getByRole('button', { name: 'Add Account › City' }).click();
    await dialog.getByRole('button', { name: 'Add Lines › Quantity' }).click();
    // The grip moves a column by keyboard.
    await dialog.getByRole('button', { name: /^Move Lines › Quantity/ }).press('ArrowUp');
    await dialog.getByRole('tab', { name: 'Conditions' }).click();
    await dialog.getByRole('button', { name: 'Add Lines › Quantity' }).click();
    await dialog.getByText('counted, not rows').waitFor();
    await dialog.locator('input[aria-label="Quantity"]').fill('5');
    await dialog.getByRole('button', { name: 'Add Opened on' }).click();
    const when = page.getByRole('dialog').filter({ hasText: 'Opened on: when?' }).last();
    await when.getByLabel('Comparison').first().click();
    await when.getByRole('option', { name: 'in the last days' }).click();
    await when.getByRole('button', { name: 'Done' }).click();
    await dialog.getByText('last 7 days').first().waitFor();
    await dialog.getByRole('checkbox', { name: 'Only my unit' }).check();
    await dialog.getByText('Owner › Department is my department').waitFor();
    await dialog.getByRole('checkbox', { name: 'Only my unit' }).uncheck();
    await dialog.getByRole('checkbox', { name: 'Only mine' }).check();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await tab(page, 'Made here').waitFor();
    const saved = async () =>
      (await house.system.records.list('saved_views', { filter: 'name = "Made here"', fields: ['columns', 'filter', 'settings'] }))
        .records[0];
    expect(await saved()).toMatchObject({
      columns: expect.stringMatching(/,lines\.quantity,account\.city$/),
      filter: 'count(lines where quantity = 5) > 0 and opened_on = last_days(7) and owner = me()',
    });

    // Taking out what is in use asks, and takes along what hangs on it.
    await menu(page, 'Edit view');
    const edit = page.getByRole('dialog', { name: 'Edit: Made here' });
    await edit.getByRole('checkbox', { name: 'Lines' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('1 column, 1 condition and no figures').waitFor();
    await question.getByRole('button', { name: 'Remove' }).click();
    await edit.getByRole('button', { name: 'Save', exact: true }).click();
    await edit.waitFor({ state: 'detached' });
    await expect.poll(saved).toMatchObject({
      columns: expect.stringMatching(/[^y],account\.city$/),
      filter: 'opened_on = last_days(7) and owner = me()',
    });
    expect(house.faults).toEqual([]);
  });

  it('drags fields into the conditions [CS-060]', async () => {
    const page = await house.open('/deals?view=all');
    await page.getByRole('button', { name: 'New view' }).click();
    const dialog = page.getByRole('dialog', { name: 'New view' });
    await dialog.getByRole('tab', { name: 'Conditions' }).click();
    await dialog.getByRole('button', { name: 'Add Stage' }).dragTo(dialog.getByLabel('Field', { exact: true }).first());
    await expect.poll(() => dialog.locator('input[aria-label="Comparison"]').count()).toBe(1);
    expect(await dialog.locator('input[aria-label="Field"]').first().inputValue()).toBe('Stage');
  });

  it('shows a shared view without what one may not read, and asks nothing that would be refused [CS-084]', async () => {
    const { records } = house.system;
    const set = await records.create('permission_sets', {
      name: 'Blind to amounts',
      grants: [
        { target: 'deals', verb: 'view', scopes: ['all'] },
        { target: 'saved_views', verb: '*', scopes: ['own'] },
        { target: 'list_tabs', verb: '*', scopes: ['own'] },
      ],
      field_rights: [{ target: 'deals', field: 'amount', right: 'hidden' }],
    });
    await records.create('users', {
      login: 'blind',
      name: 'Bo Blind',
      password: 'correct horse battery',
      department: await house.idOf('departments', 'parent is empty'),
      permission_sets: [set.id],
    });
    await view('Over two thousand', {
      columns: 'name,amount,stage',
      filter: 'amount > 2000 and stage != "lost"',
      sort: '-amount',
      settings: { figures: [{ name: 'Worth', kind: 'sum', field: 'amount' }] },
    });
    const page = await house.open(`/deals?view=${views['Over two thousand']}`, {
      as: { login: 'blind', password: 'correct horse battery' },
    });
    const refused: string[] = [];
    page.on('response', (response) => response.status() >= 400 && refused.push(`${response.status()} ${response.url()}`));
    await page.getByText('A condition uses a field you may not see; it is not applied.').waitFor();
    await row(page, 'Alpha').waitFor();
    await row(page, 'Gamma').waitFor();
    expect(await page.getByRole('columnheader', { name: 'Amount' }).count()).toBe(0);
    expect(await page.getByText('Worth').count()).toBe(0);
    expect(await page.getByText('5 000').count()).toBe(0);
    await page.reload();
    await row(page, 'Alpha').waitFor();
    expect(refused).toEqual([]);
    expect(house.faults).toEqual([]);
  });
});
