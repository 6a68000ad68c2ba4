import { expect, it } from 'vitest';
import { mergingIsARight } from '../../db/patches/merging-is-a-right.ts';
import type { Values } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { upgradePresets } from './upgrade.ts';

const at = await house();
const { records } = at.system;
const setOf = (name: string) => records.get('permission_sets', at.ids[`set:${name}`]!);
const targets = async (name: string) => new Set(((await setOf(name)).grants as Values[]).map(({ target }) => target));

/** As a version left it that knew neither dashboards nor what it gave. */
async function age(name: string, version: number): Promise<void> {
  await at.system.read(async ({ db, workspace: { space } }) => {
    const id = [at.ids[`set:${name}`]!];
    await db.query({
      text: `delete from "${space}".permission_grants where parent = $1 and target in ('dashboards', 'reports')`,
      values: id,
    });
    await db.query({ text: `update "${space}".permission_sets set given = null, version = ${version} where id = $1`, values: id });
  });
}

it('gives presets that nobody has changed the grants of nouns that came later, and lists what changed ones lack', async () => {
  await age('Agent', 1);
  await age('Staff', 3);
  await upgradePresets(at.system);
  expect([(await targets('Agent')).has('dashboards'), (await targets('Agent')).has('reports')]).toEqual([true, true]);
  expect(await setOf('Agent')).toMatchObject({ lacking: null });
  expect((await targets('Staff')).has('dashboards')).toBe(false);
  expect((await setOf('Staff')).lacking).toBe('dashboards *: own, own_groups\nreports *: own, own_groups');

  // Done once: nothing is written again, and what somebody takes out afterwards stays out.
  const { version } = await setOf('Agent');
  await upgradePresets(at.system);
  expect(await setOf('Agent')).toMatchObject({ version });
  const root = await at.person('root');
  const grants = (await setOf('Agent')).grants as Values[];
  await root.records.update('permission_sets', at.ids['set:Agent']!, { grants: grants.filter(({ target }) => target !== 'reports') });
  await upgradePresets(at.system);
  expect((await targets('Agent')).has('reports')).toBe(false);

  const own = (await setOf('Staff')).grants as Values[];
  await root.records.update('permission_sets', at.ids['set:Staff']!, {
    grants: [...own, { target: 'dashboards', verb: '*', scopes: ['own'] }],
  });
  expect(await setOf('Staff')).toMatchObject({ lacking: null });
});

it('lets who could delete and so merge go on merging, and takes no preset for changed by that [CS-014]', async () => {
  const lines = async (name: string) => ((await setOf(name)).grants as Values[]).map(({ target, verb }) => `${target} ${verb}`);
  const root = await at.person('root');
  const grants = [{ target: 'deals', verb: 'delete', scopes: ['own'] }];
  const own = String((await root.records.create('permission_sets', { name: 'Own', grants })).id);
  await root.records.update('users', at.ids.nobody!, { grants });
  // As a version left them that knew no right to merge.
  await at.system.write(async ({ tx, workspace: { space } }) => {
    await tx.query({ text: `delete from "${space}".permission_grants where verb = 'merge'`, values: [] });
    await tx.query({
      text: `update "${space}".permission_sets set given = regexp_replace(given, '"[^"]* merge: [^"]*",?', '', 'g')`,
      values: [],
    });
    await mergingIsARight.run(tx, space);
  });
  await upgradePresets(at.system);
  for (const name of ['Manager', 'Accountant']) {
    expect(await setOf(name)).toMatchObject({ lacking: null });
    expect(await lines(name)).toContain(name === 'Manager' ? '* merge' : 'invoices merge');
  }
  expect((await records.get('permission_sets', own, ['grants'])).grants).toMatchObject([
    { verb: 'delete', scopes: ['own'] },
    { target: 'deals', verb: 'merge', scopes: ['own'] },
  ]);
  expect((await records.get('users', at.ids.nobody!, ['grants'])).grants).toMatchObject([{ verb: 'delete' }, { verb: 'merge' }]);
});
