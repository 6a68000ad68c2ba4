import { expect, it } from 'vitest';
import { house } from '../tests/scenarios.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent', city: 'Oslo' }],
  anna: ['contacts', { last_name: 'Berg', first_name: 'Anna', account: '$acme', owner: '$agent' }],
  secret: ['contacts', { last_name: 'Secret', account: '$acme', owner: '$stranger' }],
});
const acme = String(at.ids.acme);

it('tells of an account what happened at its contacts too, as far as they are in reach [NV-20]', async () => {
  const agent = await at.person('agent');
  await agent.records.update('contacts', String(at.ids.anna), { city: 'Turku' });
  const { changes } = await agent.records.history('accounts', acme, { below: ['contacts', 'deals'] });
  expect(changes).toMatchObject([
    { entity: 'contacts', verb: 'update', title: 'Anna Berg' },
    { entity: 'contacts', verb: 'create', title: 'Anna Berg' },
    { entity: 'accounts', verb: 'create' },
  ]);
  expect(changes.at(-1)).not.toHaveProperty('title');
  expect((await at.system.records.history('accounts', acme, { below: ['contacts'] })).changes).toHaveLength(4);
  await expect(agent.records.history('accounts', acme, { below: ['contcts'] })).rejects.toMatchObject({ status: 400 });
});

it('tells the changes of one field alone, with what it had been [CS-076]', async () => {
  const agent = await at.person('agent');
  await agent.records.update('accounts', acme, { phone: '+4711111111' });
  await agent.records.update('accounts', acme, { city: 'Bergen' });
  const { changes } = await agent.records.history('accounts', acme, { fields: ['city'] });
  expect(changes).toMatchObject([
    { before: { city: 'Oslo' }, after: { city: 'Bergen' } },
    { before: null, after: { city: 'Oslo' } },
  ]);
  await expect(agent.records.history('accounts', acme, { fields: ['town'] })).rejects.toMatchObject({ status: 400 });
});
