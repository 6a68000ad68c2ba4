import { beforeAll, describe, expect, it } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { axeFaultsOf } from './axe.ts';
import { type House, missing, openHouse, signIn } from './house.ts';

describe.skipIf(missing)(`people and their rights in a browser${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  /** Ids by name. */
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    house = await openHouse();
    const { records } = house.system;
    const first = async (entity: string, filter?: string) =>
      String((await records.list(entity, { fields: ['id'], limit: 1, ...(filter ? { filter } : {}) })).records[0]?.id);
    ids.top = await first('departments');
    ids.boss = await first('users', 'login = "boss"');
    ids.Agent = await first('permission_sets', 'name = "Agent"');
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
    ids[name] = String((await house.system.records.create(entity, { name, ...values })).id);
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
    const { origin } = new URL(house.address);
    const answer = await page.request.patch(`${house.address}/api/v1/records/deals/${ids['Deal of Anna']}`, {
      data: { name: 'Changed' },
      headers: { origin },
    });
    expect([answer.status(), ((await answer.json()) as { code: string }).code]).toEqual([403, 'read_only']);
    await banner.getByRole('button', { name: 'End' }).click();
    await page.getByRole('heading', { name: 'Staff and their rights' }).waitFor();
    expect(await banner.count()).toBe(0);

    // The page in question, and the end of it by the clock: as the server says, the page is one's own again.
    await page.goto(`${house.address}/deals/${ids['Deal of the boss']}`);
    await page.getByRole('button', { name: 'More' }).click();
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
});
