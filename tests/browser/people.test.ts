import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { axeFaultsOf } from './axe.ts';
import { type House, missing, openHouse, setUp, signIn } from './house.ts';

describe.skipIf(missing)(`people and their rights in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  /** Ids by name. */
  const ids: Record<string, string> = {};

  setUp(async () => {
    house = await openHouse();
    ids.top = await house.idOf('departments');
    ids.boss = await house.idOf('users', 'login = "boss"');
    ids.Agent = await house.idOf('permission_sets', 'name = "Agent"');
    await make('departments', 'Sales', { parent: ids.top });
    await make('departments', 'North', { parent: ids.Sales });
    await make('users', 'Anna Agent', {
      login: 'anna',
      password: signIn.password,
      department: ids.Sales,
      permission_sets: [ids.Agent],
    });
    await make('deals', 'Deal of Anna', { owner: ids['Anna Agent'] });
    await make('deals', 'Deal of the boss', { owner: ids.boss });
  });

  async function make(entity: string, name: string, values: Values = {}): Promise<void> {
    const named = entity === 'contacts' ? {} : { name };
    ids[name] = String((await house.system.records.create(entity, { ...named, ...values })).id);
  }

  it('an administrator sees the program as somebody else, can change nothing, and comes back to where he was', async () => {
    const page = await house.open('/settings/staff');
    await page.getByRole('button', { name: 'See as Anna Agent' }).click();
    const banner = page.getByRole('region', { name: 'Seen as another user' });
    await banner.getByText('You see Kontor as Anna Agent.').waitFor();
    await page.getByRole('link', { name: 'Deals', exact: true }).click();
    await page.getByText('Deal of Anna').first().waitFor();
    expect(await page.getByText('Deal of the boss').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'New', exact: true }).count()).toBe(0);
    expect(await axeFaultsOf(page)).toEqual([]);
    const status = await page.evaluate(async (address) => {
      const kept = JSON.parse(Object.entries(sessionStorage).find(([name]) => name.startsWith('kontor.seeing'))?.[1] ?? '{}');
      const headers = { 'content-type': 'application/json', 'kontor-seeing': kept.token };
      const answer = await fetch(address, { method: 'PATCH', headers, body: '{"name":"Changed"}' });
      return [answer.status, (await answer.json()).code];
    }, `${house.address}/api/v1/records/deals/${ids['Deal of Anna']}`);
    expect(status).toEqual([403, 'read_only']);

    // Another tab of the same browser goes on as the administrator.
    const neighbour = await page.context().newPage();
    await neighbour.goto(`${house.address}/deals`);
    await neighbour.getByText('Deal of the boss').first().waitFor();
    expect(await neighbour.getByRole('region', { name: 'Seen as another user' }).count()).toBe(0);
    await neighbour.close();
    await banner.getByRole('button', { name: 'End' }).click();
    await page.getByRole('heading', { name: 'Staff and their rights' }).waitFor();
    expect(await banner.count()).toBe(0);

    // The page in question, and the end of it by the clock: as the server says, the page is one's own again.
    await page.goto(`${house.address}/deals/${ids['Deal of the boss']}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Why?' }).click();
    await page.getByRole('dialog').locator('input').and(page.getByLabel('Who')).click();
    await page.getByRole('option', { name: 'Anna Agent' }).click();
    await page.getByRole('button', { name: 'See this page as Anna Agent' }).click();
    await banner.waitFor();
    await page.getByText('Not found').waitFor();
    await house.system.records.update('users', ids['Anna Agent']!, { own_rights_only: true });
    await page.reload();
    await page.getByRole('heading', { name: 'Deal of the boss' }).waitFor();
    expect(await banner.count()).toBe(0);
    expect(house.faults).toEqual([]);
  });

  it('“Why?” names the rule; without that rule the answer turns [PX-03]', async () => {
    const { records } = house.system;
    await make('permission_sets', 'Readers of deals', { grants: [{ target: 'deals', verb: 'view', scopes: ['all'] }] });
    await make('users', 'Rita Reader', {
      ...{ login: 'rita', password: signIn.password, department: ids.top },
      permission_sets: [ids['Readers of deals']],
    });
    const page = await house.open(`/deals/${ids['Deal of the boss']}`);
    const ask = async () => {
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Why?' }).click();
      await page.getByRole('dialog').locator('input').and(page.getByLabel('Who')).click();
      await page.getByRole('option', { name: 'Rita Reader' }).click();
      return page.getByRole('list', { name: 'Rita Reader' }).locator('[data-verb=view]');
    };
    const before = await ask();
    await before.getByText('yes').waitFor();
    await before.getByRole('link', { name: 'Readers of deals' }).waitFor();
    await records.update('permission_sets', ids['Readers of deals']!, { grants: [{ target: 'leads', verb: 'view', scopes: ['all'] }] });
    await page.reload();
    const after = await ask();
    await after.getByText('no', { exact: false }).first().waitFor();
    expect(await after.getAttribute('data-allowed')).toBe('false');
    expect(await after.getByRole('link', { name: 'Readers of deals' }).count()).toBe(0);
  });

  it('the dialog of rights ticks a whole group, and the rights count at once [SC-09] [SC-26]', async () => {
    await make('users', 'Nils New', { login: 'nils', password: signIn.password, department: ids.North });
    const page = await house.open('/settings/staff');
    await page.getByLabel('Account or name').fill('nils');
    // Not before the list has come, nor while it is still that of everybody.
    await page.getByRole('link', { name: 'Nils New', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Authorization' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Authorization' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Check all: Menu').click();
    await expect.poll(() => dialog.getByLabel('Check all: Menu').isChecked()).toBe(true);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const nils = await house.open('/', { as: { login: 'nils', password: signIn.password } });
    for (const noun of ['Deals', 'Contacts', 'Leads']) await nils.getByRole('link', { name: noun, exact: true }).first().waitFor();
    expect(house.faults).toEqual([]);
  });

  it('staff is found with the departments below, copied, handed over, and exported [SC-05] [SC-06]', async () => {
    await make('users', 'Nora North', { login: 'nora', department: ids.North, permission_sets: [ids.Agent] });
    await make('contacts', 'x', { last_name: 'Contact of Nora', owner: ids['Nora North'] });
    const page = await house.open('/settings/staff');
    await page
      .locator('input')
      .and(page.getByLabel('Department', { exact: true }))
      .click();
    await page.getByRole('option', { name: 'Sales' }).click();
    const found = (name: string) => page.locator('#content').getByRole('link', { name, exact: true });
    await found('Bea Boss').waitFor({ state: 'detached' });
    await found('Nora North').waitFor();
    await page
      .getByText(/^Created by Kontor, /)
      .first()
      .waitFor();
    for (const name of ['New', 'Edit: Nora North']) await found(name).waitFor();
    const file = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export' }).click();
    const text = await readFile(await (await file).path(), 'utf8');
    expect([text.includes('Nora North'), text.includes('Anna Agent'), text.includes('Bea Boss')]).toEqual([true, true, false]);
    await page.getByLabel('with departments below').click();
    await found('Nora North').waitFor({ state: 'detached' });
    await found('Anna Agent').waitFor();

    await page.goto(`${house.address}/users/${ids['Nora North']}`);
    const act = async (name: string) => {
      const button = page.getByRole('button', { name, exact: true });
      const inMenu = page.getByRole('menuitem', { name, exact: true });
      await page.getByRole('button', { name: 'Actions' }).waitFor();
      if ((await button.count()) === 0) await page.getByRole('button', { name: 'Actions' }).click();
      await button.or(inMenu).click();
      return page.getByRole('dialog');
    };
    const copying = await act('Copy');
    await copying.getByLabel('Login').fill('nora.two');
    await copying.getByLabel(/^Name/).fill('Nora Two');
    await copying.getByLabel(/^Password/).fill(signIn.password);
    await copying.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('heading', { name: 'Nora Two' }).waitFor();
    const [copy] = (await house.system.records.list('users', { filter: 'login = "nora.two"', fields: ['department', 'permission_sets'] }))
      .records;
    expect(copy).toMatchObject({ department: { title: 'North' }, permission_sets: [{ title: 'Agent' }] });

    await page.goto(`${house.address}/users/${ids['Nora North']}`);
    const leaving = await act('Remove user');
    await leaving.locator('input').and(leaving.getByLabel('Successor')).click();
    await page.getByRole('option', { name: 'Anna Agent' }).click();
    await leaving.getByRole('button', { name: 'Remove user' }).click();
    const heir = async () => (await house.system.records.get('contacts', ids.x!, ['owner'])).owner as { title: string };
    await expect.poll(async () => (await heir()).title).toBe('Anna Agent');
    expect(house.faults).toEqual([]);
  });

  it('before a set or a department goes, who is affected is named; a department that is in use stays [SC-22] [TT-08]', async () => {
    const { records } = house.system;
    await make('departments', 'Empty unit', { parent: ids.top });
    await make('permission_sets', 'Doomed', { grants: [{ target: 'leads', verb: 'view', scopes: ['all'] }] });
    await make('users', 'Dora Doomed', { login: 'dora', password: signIn.password, department: ids.top, permission_sets: [ids.Doomed] });
    const dora = await house.open('/leads', { as: { login: 'dora', password: signIn.password } });
    await dora.getByRole('link', { name: 'Leads', exact: true }).first().waitFor();
    const page = await house.open(`/permission_sets/${ids.Doomed}`);
    const ask = async () => {
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      return page.getByRole('dialog');
    };
    const question = await ask();
    await question.getByRole('link', { name: 'Dora Doomed' }).waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await question.waitFor({ state: 'detached' });
    const there = async (entity: string, name: string) =>
      (await records.list(entity, { filter: `name = "${name}"`, limit: 1 })).records.length;
    await expect.poll(() => there('permission_sets', 'Doomed')).toBe(0);
    expect((await dora.request.get(`${house.address}/api/v1/records/leads`)).status()).toBe(403);

    await page.goto(`${house.address}/departments/${ids.Sales}`);
    const stuck = await ask();
    await stuck.getByRole('link', { name: 'Anna Agent' }).waitFor();
    expect(await stuck.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await page.goto(`${house.address}/departments/${ids['Empty unit']}`);
    const asked = await ask();
    await asked.getByText('Nobody is affected.').waitFor();
    expect(await there('departments', 'Empty unit')).toBe(1);
    await asked.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => there('departments', 'Empty unit')).toBe(0);
    expect(house.faults).toEqual([]);
  });
});
