import { describe, expect, it } from 'vitest';
import { type House, missing, openHouse, setUp, signIn } from './house.ts';

describe.skipIf(missing)(`forms in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;

  setUp(async () => {
    house = await openHouse();
  });

  const named = async (entity: string, name: string) =>
    (await house.system.records.list(entity, { filter: `name = ${JSON.stringify(name)}`, limit: 10 })).records;

  it('makes the contact of a deal without leaving the deal, also when it is refused at first; then another deal', async () => {
    const page = await house.open('/deals/new');
    await page.getByLabel('Name').fill('With a new contact');
    const contact = page.locator('[data-field="contact"] input');
    await contact.fill('Maija Meikäläinen');
    await page.getByRole('option', { name: /Maija Meikäläinen/ }).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByLabel('First name').inputValue()).toBe('Maija');
    expect(await dialog.getByLabel('Last name').inputValue()).toBe('Meikäläinen');
    await dialog.locator('[data-field="email"] input').fill('no address');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.locator('[data-field="email"]').getByText('This is not an e-mail address.').waitFor();
    await dialog.locator('[data-field="email"] input').fill('maija@example.com');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await contact.inputValue()).toBe('Maija Meikäläinen');
    expect(await page.getByLabel('Name').inputValue()).toBe('With a new contact');

    await page.getByRole('button', { name: 'Create and add another' }).click();
    await page.getByText('Created: With a new contact').waitFor();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('');
    expect(await contact.inputValue()).toBe('');
    await page.getByLabel('Name').fill('The second');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'The second', level: 1 }).waitFor();
    expect(await named('deals', 'With a new contact')).toMatchObject([{ contact: { title: 'Maija Meikäläinen' } }]);
    expect(await named('deals', 'The second')).toMatchObject([{ contact: null }]);
    expect(house.faults).toEqual([]);
  });

  it('offers the owners that are accepted; one that stays is told and why [CS-016]', async () => {
    const { records } = house.system;
    const top = await house.idOf('departments', 'parent is empty');
    const staff = await house.idOf('permission_sets', 'name = "Staff"');
    const who = `Stella${Date.now()}`;
    const as = { login: who, password: 'correct horse battery' };
    const person = { department: top, permission_sets: [staff] };
    await records.create('users', { ...as, ...person, name: `${who} Staff` });
    const gone = await records.create('users', { login: `${who}gone`, name: `${who} Gone`, status: 'disabled', ...person });
    const group = await records.create('owner_groups', { name: `${who} and others`, members: [gone.id] });
    const decision = (await records.list('data_settings', { filter: 'entity = "leads"', fields: ['id'] })).records[0];
    await records.update('data_settings', String(decision?.id), { owner_from: 'users', owner_default: group.id, owner_fixed: false });

    const page = await house.open('/leads/new', { as });
    const owner = page.locator('[data-field="owner"]');
    await expect.poll(() => owner.locator('input').inputValue()).toBe(`${who} and others`);
    await owner.locator('input').fill(who);
    await expect.poll(() => page.getByRole('option').allTextContents()).toEqual([expect.stringContaining(`${who} Staff`)]);

    await records.update('data_settings', String(decision?.id), { owner_fixed: true });
    await page.goto(page.url());
    await owner.getByText('The owner stays as it is').waitFor();
    await owner.getByText(`${who} and others`).waitFor();
    expect(await owner.locator('input').count()).toBe(0);
    expect(house.faults).toEqual([]);
  });

  it('signs in again over a full form when the session has ended; what was being saved is saved', async () => {
    const { records } = house.system;
    const own = await records.create('accounts', { name: 'Own House Oy' });
    await records.update('document_settings', String((await house.system.settings('document_settings')).id), { company: own.id });
    const page = await house.open('/deals/new');
    await page.getByLabel('Name').fill('Typed before the end');
    await page.locator('[data-field="contact"] input').fill('Later Person');
    await page.getByRole('option', { name: /Later Person/ }).click();
    const dialog = page.getByRole('dialog').filter({ hasText: 'Last name' });
    await dialog.getByLabel('Last name').fill('Persson');
    await page.context().clearCookies();
    // Also when the page has noticed by itself and the sheet stands over the button already.
    await dialog.getByRole('button', { name: 'Create', exact: true }).dispatchEvent('click');
    const sheet = page.getByRole('dialog').filter({ hasText: 'Your session ended' });
    await sheet.getByLabel('Login').waitFor();
    await sheet.getByLabel('Login').fill('boss');
    await sheet.locator('input[type=password]').fill('wrong');
    await sheet.getByRole('button', { name: 'Sign in', exact: true }).click();
    await sheet.getByText('Login or password is not right.').waitFor();
    await sheet.locator('input[type=password]').fill(signIn.password);
    await page.keyboard.press('Enter');
    await sheet.waitFor({ state: 'detached' });
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator('[data-field="contact"] input').inputValue()).toBe('Later Persson');
    expect(await page.getByLabel('Name').inputValue()).toBe('Typed before the end');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'Typed before the end', level: 1 }).waitFor();
    expect(await named('deals', 'Typed before the end')).toHaveLength(1);
    expect(house.faults).toEqual([]);
  });

  it('keeps what was typed while the server cannot be reached, and makes one record however often it is sent', async () => {
    const page = await house.open('/deals/new');
    await page.getByLabel('Name').fill('Once only');
    let lost = 0;
    await page.route('**/api/v1/records/deals', async (route) => {
      if (route.request().method() !== 'POST' || lost++ > 0) return route.fallback();
      // The server does it, its answer never arrives.
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('alert').getByText('What you typed is kept here').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Once only');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('alert').getByText('What you typed is kept here').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'Once only', level: 1 }).waitFor();
    expect(await named('deals', 'Once only')).toHaveLength(1);
  });

  it('lets two people edit one record: what the other changed is told, and one chooses where both did [412]', async () => {
    const id = String((await house.system.records.create('deals', { name: 'Of two', source: 'Referral' })).id);
    const page = await house.open(`/deals/${id}?edit=1`);
    const source = page.locator('[data-field="source"] input').first();
    await source.fill('Fair');
    await page.keyboard.press('Escape');
    await house.system.records.update('deals', id, { source: 'Website', next_step: 'Call Tom' });
    await page.getByText(/Next step: Call Tom/).waitFor();
    await page.locator('[data-field="source"]').getByText('Meanwhile changed to: Website').waitFor();
    expect(await page.getByLabel('Next step').inputValue()).toBe('Call Tom');
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await page.locator('[data-field="source"]').getByRole('button', { name: 'Keep mine' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Of two', level: 1 }).waitFor();
    await expect.poll(() => house.system.records.get('deals', id)).toMatchObject({ source: 'Fair', next_step: 'Call Tom' });
    expect(house.faults).toEqual([]);
  });

  it('takes a creation back, from the message and from the history; a deletion from where the record was', async () => {
    const page = await house.open('/deals/new');
    const make = async (name: string) => {
      await page.getByLabel('Name').fill(name);
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    };
    await make('By mistake');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Deals', level: 1 }).waitFor();
    expect(await named('deals', 'By mistake')).toEqual([]);

    await page.goto(`${house.address}/deals/new`);
    await make('Mistaken again');
    const address = page.url();
    await page.getByRole('tab', { name: 'History' }).click();
    const entry = page.getByRole('listitem').filter({ hasText: 'created this' });
    await entry.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Deals', level: 1 }).waitFor();
    await expect.poll(() => named('deals', 'Mistaken again')).toEqual([]);

    await page.goto(address);
    await page.getByText('Bea Boss deleted it').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Mistaken again', level: 1 }).waitFor();
    expect(await named('deals', 'Mistaken again')).toHaveLength(1);
    expect(house.faults).toEqual([]);
  });
});
