import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`the page of a record in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  const id: Record<string, string> = {};

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    const make = async (name: string, entity: string, values: Record<string, unknown>) => {
      id[name] = String((await records.create(entity, values)).id);
    };
    await make('group', 'accounts', { name: 'Konserni Oyj', city: 'Turku' });
    await make('account', 'accounts', { name: 'Öljy & Kumppanit Oy', parent: id.group, city: 'Oslo' });
    await make('daughter', 'accounts', { name: 'Дочерняя компания', parent: id.account });
    await make('contact', 'contacts', { first_name: 'Anna', last_name: 'Berg', account: id.account });
    await make('deal', 'deals', { name: 'Harbour', account: id.account, amount: { amount: '1000', currency: 'EUR' } });
    const [department] = (await records.list('departments', { fields: ['id'], limit: 1 })).records;
    const sets = (await records.list('permission_sets', { fields: ['name'] })).records;
    const set = (name: string) => String(sets.find((one) => one.name === name)?.id);
    await make('carla', 'users', { login: 'carla', name: 'Carla Colleague', department: department?.id, permission_sets: [set('Staff')] });
    await make('ole', 'users', { login: 'ole', name: 'Ole Outsider', department: department?.id, permission_sets: [set('Agent')] });
  });

  const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });

  it('takes a comment that mentions people, tells those who may see the record and says who may not [CS-080]', async () => {
    const page = await house.open(`/accounts/${id.account}`);
    const box = timeline(page).getByRole('combobox', { name: 'Comment' });
    await box.click();
    await page.keyboard.type('Ask @carl');
    await page.getByRole('option', { name: 'Carla Colleague' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('and @ole');
    await page.getByRole('option', { name: 'Ole Outsider' }).click();
    await page.keyboard.press('Control+Enter');
    const entry = timeline(page).getByRole('listitem').filter({ hasText: 'Bea Boss commented' });
    await entry.getByText('Ole Outsider may not see this record').waitFor();
    await entry.locator('strong', { hasText: '@Carla Colleague' }).waitFor();
    const { records } = house.system;
    const told = await records.list('notifications', { fields: ['user', 'kind', 'about'] });
    expect(told.records).toMatchObject([{ user: { title: 'Carla Colleague' }, kind: 'mention', about: { title: 'Öljy & Kumppanit Oy' } }]);

    await entry.getByRole('button', { name: 'More on this comment' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await entry.getByRole('combobox', { name: 'Comment' }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' soon');
    await entry.getByRole('button', { name: 'Save' }).click();
    await entry.getByText('edited').waitFor();
    await entry.getByText('soon').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('tells what was mentioned by the bell, at once, and is read by a click [CS-080]', async () => {
    const page = await house.open('/accounts');
    const bell = page.getByRole('button', { name: /Notifications/ });
    await bell.waitFor();
    const boss = await house.idOf('users', 'login = "boss"');
    await house.system.records.create('notifications', {
      user: boss,
      kind: 'mention',
      title: 'Carla mentioned you',
      about: { entity: 'deals', id: id.deal },
      values: { who: 'Carla Colleague' },
    });
    await page.getByRole('button', { name: /Notifications 1/ }).click();
    await page.getByRole('button', { name: /Carla Colleague mentioned you in Harbour/ }).click();
    await page.waitForURL(`**/deals/${id.deal}`);
    await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
    expect(house.faults).toEqual([]);
  });

  it('has one timeline of comments, activities, files and changes, live, and of an account what happened below [NV-20]', async () => {
    const page = await house.open(`/accounts/${id.account}`);
    await timeline(page).getByText('Call', { exact: true }).click();
    await page.getByLabel('Subject').fill('Talked about the harbour');
    await page.getByRole('button', { name: 'Log the call' }).click();
    await timeline(page).getByRole('link', { name: 'Talked about the harbour' }).waitFor();
    const { records } = house.system;
    await records.update('accounts', String(id.account), { phone: '+4712345678' });
    await timeline(page).getByText('+47 12 34 56 78').or(timeline(page).getByText('+4712345678')).first().waitFor();

    await records.create('comments', { about: { entity: 'deals', id: id.deal }, text: 'Said at the deal' });
    expect(await timeline(page).getByText('Said at the deal').count()).toBe(0);
    await timeline(page).getByRole('switch', { name: 'With contacts and deals' }).click();
    await timeline(page).getByText('Said at the deal').waitFor();
    await timeline(page).getByText('Activities', { exact: true }).click();
    await timeline(page).getByRole('link', { name: 'Talked about the harbour' }).waitFor();
    await expect.poll(() => timeline(page).getByText('Said at the deal').count()).toBe(0);
    expect(house.faults).toEqual([]);
  });

  it('looks at a related record beside the page, by magnifier and by key, with the fields that were set up [CS-036]', async () => {
    await house.system.records.create('card_settings', { entity: 'accounts', quick_view: ['city', 'website'] });
    const page = await house.open(`/contacts/${id.contact}`);
    const link = page.locator(`a[data-record="accounts/${id.account}"]`).first();
    // The page may still be drawing itself anew under the pointer.
    await expect
      .poll(async () => {
        await page.mouse.move(2, 2);
        await link.hover();
        return page.getByRole('button', { name: 'Quick view' }).count();
      })
      .toBe(1);
    await page.getByRole('button', { name: 'Quick view' }).click();
    const panel = page.getByRole('dialog', { name: /Quick view/ });
    await panel.locator('[data-field="city"]').getByText('Oslo').waitFor();
    expect(await panel.locator('[data-field]').count()).toBe(2);
    await panel.locator('[data-field="city"] dd').click();
    await panel.locator('[data-field="city"] input:focus').fill('Bergen');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await house.system.records.get('accounts', String(id.account))).city).toBe('Bergen');
    await panel.getByRole('button', { name: 'Close' }).click();

    await page.goto(`${house.address}/contacts`);
    await page.getByRole('gridcell').filter({ hasText: 'Berg' }).first().waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(async () => {
        await page.keyboard.press('Alt+Enter');
        return page.getByRole('dialog', { name: /Quick view: Anna Berg/ }).count();
      })
      .toBe(1);
    expect(house.faults).toEqual([]);
  });

  it('draws the tree of companies; a click opens one [CS-077]', async () => {
    const page = await house.open(`/accounts/${id.account}`);
    await page.getByRole('button', { name: 'Company tree' }).click();
    const tree = page.getByRole('dialog', { name: 'Company tree' });
    await tree.getByRole('button', { name: /Konserni Oyj/ }).waitFor();
    expect(await tree.locator('[aria-current="page"]').textContent()).toContain('Öljy & Kumppanit Oy');
    await tree.getByRole('button', { name: /Дочерняя компания/ }).click();
    await page.waitForURL(`**/accounts/${id.daughter}`);
    expect(house.faults).toEqual([]);
  });

  it('plans an event by its menu, with the record filled in [CS-095]', async () => {
    const page = await house.open(`/deals/${id.deal}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Plan an event' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Subject').fill('Walk the harbour');
    await dialog.getByLabel('Starts: time').fill('10:00');
    await dialog.getByLabel('Ends: time').fill('11:00');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const { records } = await house.system.records.list('activities', { filter: 'subject = "Walk the harbour"' });
    expect(records).toMatchObject([{ kind: 'event', related_to: { id: id.deal }, account: { id: id.account } }]);
    expect(house.faults).toEqual([]);
  });

  it('links two records with a type, readable from both sides [CS-078]', async () => {
    const [type] = (await house.system.records.list('relation_types', { filter: 'name = "employs"', fields: ['id'] })).records;
    const ends = { source: { entity: 'accounts', id: id.account }, target: { entity: 'contacts', id: id.contact } };
    await house.system.records.create('relations', { ...ends, type: type?.id, since: '2024-01-01', remark: 'Board' });
    const page = await house.open(`/contacts/${id.contact}`);
    await page.getByRole('tab', { name: 'Links' }).click();
    const relations = page.getByRole('region', { name: 'Relations' });
    await relations.getByText('is employed by').waitFor();
    await relations.getByRole('link', { name: 'Öljy & Kumppanit Oy' }).waitFor();
    await relations.getByRole('button', { name: /Relation/ }).click();
    await page.getByRole('dialog').getByLabel('Remark').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('shows the interest groups a record is in, with its role [CS-079]', async () => {
    const { records } = house.system;
    const group = await records.create('interest_groups', { name: 'Harbour lobby' });
    await records.create('group_members', { group: group.id, member: { entity: 'contacts', id: id.contact }, role: 'Leader' });
    const page = await house.open(`/contacts/${id.contact}`);
    await page.getByRole('tab', { name: 'Links' }).click();
    const groups = page.getByRole('region', { name: 'Interest groups' });
    await groups.getByText('Leader').waitFor();
    await groups.getByRole('link', { name: 'Harbour lobby' }).waitFor();
    expect(house.faults).toEqual([]);
  });

  it('is set up by an administrator: steps of a picklist, a log of a field, lists in tabs [CS-033] [CS-038] [CS-076] [CS-081]', async () => {
    const page = await house.open('/settings/cards/contacts');
    await page.getByLabel('Steps', { exact: true }).first().press('ArrowDown');
    await page.getByRole('option', { name: 'Kind' }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Change log', { exact: true }).first().press('ArrowDown');
    await page.getByRole('option', { name: 'City' }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Tab of Deals').fill('Sales');
    await page.getByRole('switch', { name: 'Comments are shown on the page' }).click();
    await page.getByRole('radiogroup', { name: 'Width of Deals' }).getByText('Half').click();
    const parts = page.getByRole('region', { name: 'Parts of the page' });
    await parts.getByRole('button', { name: 'Add a chart' }).click();
    await page.getByRole('dialog').getByLabel('Name of the chart').fill('Deals by stage');
    await page.getByRole('dialog').getByLabel('Records', { exact: true }).first().press('ArrowDown');
    await page.getByRole('option', { name: 'Deals', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
    await parts.getByLabel('Tab of Deals by stage').fill('Figures');
    await parts.getByRole('radiogroup', { name: 'Width of Deals by stage' }).getByText('Half').click();
    await parts.getByLabel('Tab of History').fill('Figures');
    await parts.getByRole('radiogroup', { name: 'Width of History' }).getByText('Half').click();
    // The chart stands last; one step up it is in front of the history.
    await parts.getByRole('button', { name: 'Move Deals by stage up' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Everybody sees it at once.').waitFor();

    await house.system.records.update('contacts', String(id.contact), { city: 'Turku' });
    await house.system.records.update('contacts', String(id.contact), { city: 'Oulu' });
    await page.goto(`${house.address}/contacts/${id.contact}`);
    const log = page.getByRole('region', { name: 'Change log: City' });
    await log.getByRole('row').filter({ hasText: 'Turku' }).filter({ hasText: 'Oulu' }).waitFor();
    await log.getByRole('img', { name: 'done automatically' }).first().waitFor();
    await page.getByRole('tab', { name: 'Sales' }).waitFor();
    await page.getByRole('tab', { name: 'Figures' }).click();
    const chart = page.getByRole('region', { name: 'Deals by stage' });
    await expect.poll(() => chart.locator('canvas, svg, table, p').count()).toBeGreaterThan(0);
    const [left, right] = [await chart.boundingBox(), await page.getByRole('heading', { name: 'History', level: 2 }).boundingBox()];
    expect(left!.x + left!.width).toBeLessThan(right!.x);
    expect(await timeline(page).getByRole('combobox', { name: 'Comment' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Company', exact: true }).click();
    await page.locator('[aria-current="step"]', { hasText: 'Company' }).waitFor();
    await expect.poll(async () => (await house.system.records.get('contacts', String(id.contact))).kind).toBe('company');
    expect(house.faults).toEqual([]);
  });

  it('has related lists of an administrator’s own, in a tab he names, and leaves out those he hides [CS-034] [CS-035]', async () => {
    const { records } = house.system;
    for (const name of ['Kept gates', 'Other gates'])
      await records.create('deals', { name, contact: id.contact, next_step: `For ${name}` });
    const page = await house.open('/settings/cards/contacts');
    await page.getByRole('button', { name: 'Add a list' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Records', { exact: true }).first().press('ArrowDown');
    await page.getByRole('option', { name: 'Deals' }).click();
    await dialog.getByLabel('Name of the list').fill('Gates that are kept');
    await dialog.getByLabel('Columns', { exact: true }).first().press('ArrowDown');
    await page.getByRole('option', { name: 'Next step' }).click();
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await page.getByLabel('Tab of Gates that are kept').fill('Gates');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Everybody sees it at once.').waitFor();

    const [setting] = (await records.list('card_settings', { filter: 'entity = "contacts"' })).records;
    const related = ((setting?.related ?? []) as Record<string, unknown>[]).map((list) =>
      list.title ? { ...list, filter: 'contains(name, "Kept")' } : { ...list, hidden: true },
    );
    await records.update('card_settings', String(setting?.id), { related });
    await page.goto(`${house.address}/contacts/${id.contact}`);
    await page.getByRole('tab', { name: 'Gates' }).click();
    const list = page.getByRole('region', { name: 'Gates that are kept' });
    await list.getByText('For Kept gates').waitFor();
    await expect.poll(() => list.getByRole('listitem').count()).toBe(1);
    expect(await page.getByRole('tab', { name: 'Related' }).count()).toBe(0);
    await records.update('card_settings', String(setting?.id), { related: [] });
    expect(house.faults).toEqual([]);
  });

  it('asks at once for what a step wants filled, and moves with the same click [CS-038]', async () => {
    await house.system.records.create('custom_fields', {
      entity: 'deals',
      name: 'c_why',
      label: 'Why',
      type: 'text',
      required_if: 'stage = "negotiation"',
    });
    const page = await house.open(`/deals/${id.deal}`);
    await page.getByRole('button', { name: 'Negotiation' }).click();
    const asks = page.getByRole('dialog', { name: 'Move to: Negotiation' });
    await asks.getByLabel('Why').fill('They asked for it');
    await asks.getByRole('button', { name: 'Negotiation' }).click();
    await page.locator('[aria-current="step"]', { hasText: 'Negotiation' }).waitFor();
    await page.locator('[data-field="c_why"]').getByText('They asked for it').waitFor();
    await expect.poll(() => house.system.records.get('deals', String(id.deal))).toMatchObject({ stage: 'negotiation' });
    expect(house.faults).toEqual([]);
  });

  it('keeps documents: added by choice, described, looked into, removed with a way back [TT-16]', async () => {
    const page = await house.open(`/contacts/${id.contact}`);
    await page.getByRole('tab', { name: 'Documents' }).click();
    await page
      .locator('input[type=file]')
      .last()
      .setInputFiles({ name: 'Offer.txt', mimeType: 'text/plain', buffer: Buffer.from('Offer no. 1') });
    await page.getByRole('button', { name: 'Description of Offer.txt' }).click();
    await page.getByRole('textbox', { name: 'Description of Offer.txt' }).fill('As sent in March');
    await page.keyboard.press('Enter');
    await page.getByText('As sent in March').waitFor();
    await page.getByRole('button', { name: 'Offer.txt', exact: true }).click();
    const preview = page.getByRole('dialog', { name: 'Offer.txt' });
    await preview.getByText('Offer no. 1').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove Offer.txt' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('As sent in March').waitFor();
    expect(house.faults).toEqual([]);
  });

  it('shows all that is held of a person, and erases it when its name is typed [CS-082]', async () => {
    const person = await house.system.records.create('contacts', {
      first_name: 'Petra',
      last_name: 'Private',
      email: 'petra@private.example',
    });
    const page = await house.open(`/contacts/${person.id}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Personal data' }).click();
    await page.getByRole('heading', { name: 'Personal data of Petra Private' }).waitFor();
    await page.getByText('petra@private.example').first().waitFor();
    await page.getByRole('button', { name: 'Hand out' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /JSON/ }).click()]);
    expect(file.suggestedFilename()).toBe('Petra Private.json');
    await page.getByRole('button', { name: 'Erase…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase personal data' });
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    await dialog.getByText('This cannot be taken back').waitFor();
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('Petra Private');
    await erase.click();
    await page.getByRole('heading', { name: /Personal data of Anonymised/ }).waitFor();
    expect(await house.system.records.get('contacts', String(person.id))).toMatchObject({ email: null });
    expect(house.faults).toEqual([]);
  });
});
