// Workspaces are made whole or not at all; custom fields come and change while one is in use.

import { expect, it } from 'vitest';
import { modules } from '../app/kontor.config.ts';
import { defineModule } from '../schema/index.ts';
import { testEngine } from '../tests/engine.ts';

let isBroken = false;
const breaks = defineModule({
  name: 'breaks',
  setup() {
    if (isBroken) throw new Error('It breaks.');
  },
});
const { engine, system } = await testEngine([...modules, breaks]);
const { space: workspace } = system;
/** As of a request that begins now. */
const now = () => engine.system(workspace, { kind: 'system', detail: 'test' }).records;

it('goes on when rows do not fit what a custom field becomes: it does without that, and says so', async () => {
  const badge = await now().create('custom_fields', { entity: 'accounts', label: 'Badge', type: 'text' });
  const partner = await now().create('custom_fields', { entity: 'accounts', label: 'Partner', type: 'reference', to: 'accounts' });
  await now().create('accounts', { name: 'One', c_badge: 'A1' });
  await now().create('accounts', { name: 'Two', c_badge: 'a1' });

  await now().update('custom_fields', badge.id as string, { unique: true });
  await now().update('custom_fields', partner.id as string, { to: 'contacts' });
  const { schema, problems } = workspace.state;
  expect(problems).toEqual([
    { field: 'accounts.c_partner', code: 'target', message: expect.stringContaining('points to accounts and should point to contacts') },
    { field: 'accounts.c_badge', code: 'not_unique', message: expect.stringContaining('(a1) is duplicated') },
  ]);
  expect(schema.entities.accounts?.fields.c_badge?.unique).toBe(false);
  expect(schema.entities.accounts?.fields.c_partner).toBeUndefined();
  expect(await now().create('accounts', { name: 'Three', c_badge: 'B2' })).toMatchObject({ c_badge: 'B2' });

  await now().update('custom_fields', badge.id as string, { unique: false });
  await now().update('custom_fields', partner.id as string, { to: 'accounts' });
  expect(workspace.state.problems).toEqual([]);
  expect(workspace.state.schema.entities.accounts?.fields.c_partner).toBeDefined();
});

it('leaves nothing behind of a workspace whose setup failed, so that its name can be taken again', async () => {
  isBroken = true;
  await expect(engine.workspaces.create('half')).rejects.toThrow('It breaks.');
  expect(await engine.workspaces.list()).not.toContain('half');
  expect(await engine.workspace('half')).toBeNull();
  isBroken = false;
  await engine.workspaces.create('half');
  expect((await engine.workspace('half'))?.name).toBe('half');
  await engine.workspaces.drop('half');
});
