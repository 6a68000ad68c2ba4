import { describe, expect, it } from 'vitest';
import { day, type House, missing, openHouse, setUp } from './house.ts';

describe.skipIf(missing)(`today's work, in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  let me: string;
  const ids: Record<string, string> = {};

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    me = await house.idOf('users', 'login = "boss"');
    const department = await house.idOf('departments');
    const other = String((await records.create('users', { login: 'olga', name: 'Olga', department })).id);
    const contact = async (name: string, values: object) => {
      ids[name] = String((await records.create('contacts', { last_name: name, owner: me, ...values })).id);
    };
    await contact('Alder', { next_action_on: day(-3), phone: '+358 40 123 4567' });
    await contact('Birch', { next_action_on: day(0) });
    await contact('Cedar', { next_action_on: day(1) });
    await contact('Loose', { next_action_on: day(0), owner: null });
    await contact('Olgas', { next_action_on: day(0), owner: other });
    ids.task = String(
      (await records.create('activities', { subject: 'Send the offer', due_on: day(0), owner: me, contact: ids.Birch })).id,
    );
    await records.create('comments', { about: { entity: 'contacts', id: ids.Alder }, text: '<p>Wants a new price</p>' });
  });

  it('lists what is mine and due, nobody’s apart, and that of others by person [NV-21]', async () => {
    const page = await house.open('/today');
    const entries = page.locator('[data-entry]');
    const names = async () => (await entries.allInnerTexts()).map((text) => text.split('\n')[0]);
    await expect.poll(names).toEqual(['Alder', 'Birch', 'Send the offer']);
    await page.getByRole('tab', { name: 'Nobody’s 1' }).click();
    await page.getByRole('button', { name: /Loose/ }).waitFor();
    await expect.poll(() => entries.count()).toBe(1);
    await page.locator('input').and(page.getByLabel('Of a person')).click();
    await page.getByRole('option', { name: 'Olga 1' }).click();
    await page.getByRole('button', { name: /Olgas/ }).waitFor();
    await expect.poll(() => entries.count()).toBe(1);
    expect(house.faults).toEqual([]);
  });

  it('is worked through by keyboard: an entry leaves with a date, the next one opens, Undo brings it back [NV-13, NV-21]', async () => {
    const page = await house.open('/today');
    await page.getByRole('button', { name: /Alder/ }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const pane = page.getByRole('region', { name: 'Alder' });
    await pane.getByText('Wants a new price').waitFor();
    expect(await pane.getByRole('link', { name: '+358 40 123 4567' }).getAttribute('href')).toBe('tel:+358401234567');
    await page.keyboard.type('Called, no answer');
    await pane.getByText('Call', { exact: true }).click();
    await pane.getByRole('button', { name: 'Save, next one' }).click();
    // Neither a date nor a status: it stays.
    await pane.getByText('Say when to come back').waitFor();
    await pane.getByRole('button', { name: 'In a week' }).click();
    await pane.getByRole('button', { name: 'Save, next one' }).click();
    await page.getByRole('region', { name: 'Birch' }).waitFor();
    await page.getByRole('button', { name: /Alder/ }).waitFor({ state: 'hidden' });
    const { records } = house.system;
    await expect.poll(() => records.get('contacts', ids.Alder!)).toMatchObject({ next_action_on: day(7) });
    const calls = async () =>
      (await records.list('activities', { filter: `contact = "${ids.Alder}"`, fields: ['subject', 'type', 'status'] })).records;
    await expect.poll(calls).toMatchObject([{ subject: 'Called, no answer', type: 'Call', status: 'done' }]);

    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: /Alder/ }).waitFor();
    await expect.poll(() => records.get('contacts', ids.Alder!)).toMatchObject({ next_action_on: day(-3) });
    // What was made besides goes after what was changed.
    await expect.poll(calls).toEqual([]);
    expect(house.faults).toEqual([]);
  });

  it('takes tasks and events as well, and counts as others work [NV-21]', async () => {
    const page = await house.open('/today');
    const count = page.getByRole('navigation').getByRole('status', { name: '3 entries are due' });
    await count.waitFor();
    await page.getByRole('button', { name: /Send the offer/ }).click();
    await page.getByRole('region', { name: 'Send the offer' }).getByRole('button', { name: 'Done', exact: true }).click();
    await page.getByRole('button', { name: /Send the offer/ }).waitFor({ state: 'hidden' });
    await expect.poll(() => house.system.records.get('activities', ids.task!)).toMatchObject({ status: 'done' });
    // Somebody else brings work: it is there without asking.
    await house.system.records.create('contacts', { last_name: 'Dogwood', owner: me, next_action_on: day(-1) });
    await page.getByRole('button', { name: /Dogwood/ }).waitFor();
    expect(house.faults).toEqual([]);
  });

  it('asks for what a contact lacks when an activity is made for it, and saves it to the contact [CS-047]', async () => {
    const { records } = house.system;
    for (const [position, field] of ['phone', 'email'].entries()) await records.create('contact_questions', { field, position });
    const page = await house.open(`/activities/new?contact=${ids.Alder}&subject=Lunch`);
    const contact = page.locator('[data-field="contact"] input');
    await expect.poll(() => contact.inputValue()).toBe('Alder');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'About Alder' });
    await dialog.getByLabel('Email').fill('alder@tree.example');
    // The phone is known.
    expect(await dialog.getByLabel('Phone').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Save to the contact' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await records.get('contacts', ids.Alder!)).toMatchObject({ email: 'alder@tree.example' });
    await page.goto(`${house.address}/activities/new?contact=${ids.Alder}&subject=Dinner`);
    await expect.poll(() => contact.inputValue()).toBe('Alder');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Dinner' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(house.faults).toEqual([]);
  });
});
