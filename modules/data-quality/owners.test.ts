import { describe, expect, it } from 'vitest';
import { bulk, offeredOwners } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  field: ['owner_groups', { name: 'Field', members: ['$manager', '$agent'] }],
  euro: ['roles', { name: 'Euro zone', currencies: 'EUR, SEK' }],
  deal: ['deals', { name: 'Deal', owner: '$manager', amount: '10' }],
});
const { records } = at.system;
// Who leads a department may assign many at once.
await records.update('departments', String(at.ids.north), { manager: at.ids.manager });
const settings = (await records.list('data_settings', { filter: 'entity = "deals"', fields: ['id'] })).records[0];
const id = String(settings?.id ?? (await records.create('data_settings', { entity: 'deals' })).id);
const decide = (values: object) => ({ update: 'data_settings' as const, id, values: { ...values } });
const give = (owner: string) => ({ update: 'deals' as const, id: '$deal', values: { owner } });

describe('owners of a noun, as an administrator decides [CS-016]', () => {
  // Rights are compiled before a scenario begins, so the decision is made for real.
  it.each([
    ['anybody', { owner_from: 'everybody' }, 'below', true],
    ['users, not groups', { owner_from: 'users' }, 'field', false],
    ['users', { owner_from: 'users' }, 'agent', true],
    ['groups', { owner_from: 'groups' }, 'field', true],
    ['groups, not users', { owner_from: 'groups' }, 'agent', false],
    ['the own department and below', { owner_from: 'unit' }, 'below', true],
    ['nobody of another department', { owner_from: 'unit' }, 'stranger', false],
    ['members of a group', { owner_from: 'group', owner_group: at.ids.field }, 'agent', true],
    ['nobody who is not in that group', { owner_from: 'group', owner_group: at.ids.field }, 'staff', false],
    ['nobody else, where the owner stays', { owner_from: 'everybody', owner_fixed: true }, 'agent', false],
  ])('%s', async (_, values, name, allowed) => {
    await records.update('data_settings', id, { owner_fixed: false, ...values });
    await records.update('deals', String(at.ids.deal), { owner: at.ids.manager });
    const manager = await at.person('manager');
    const { results } = await bulk(manager, 'deals', {
      update: { ids: [String(at.ids.deal)], set: { owner: at.ids[name] } },
      dry_run: true,
    });
    const offered = await offeredOwners(manager, 'deals', { q: '', limit: 100 });
    expect(offered.some((one) => one.id === at.ids[name])).toBe(allowed);
    for (const one of offered) await manager.records.update('deals', String(at.ids.deal), { owner: one.id });
    await records.update('deals', String(at.ids.deal), { owner: at.ids.manager });
    const written = manager.records.update('deals', String(at.ids.deal), { owner: at.ids[name] });
    if (allowed) expect(await written).toMatchObject({ id: at.ids.deal });
    else await expect(written).rejects.toMatchObject({ status: 422, problems: [{ field: 'owner' }] });
    expect(results?.[0]?.errors?.[0]?.field).toBe(allowed ? undefined : 'owner');
    const root = await at.person('root');
    expect(await root.records.update('deals', String(at.ids.deal), { owner: at.ids[name] })).toMatchObject({ owner: { id: at.ids[name] } });
  });

  it('a new record belongs to whoever makes it, or to whom was decided', async () => {
    await records.update('data_settings', id, { owner_from: 'everybody', owner_fixed: true, owner_default: null });
    const make = async (values: object) => (await (await at.person('agent')).records.create('deals', { name: 'New', ...values })).owner;
    expect(await make({})).toMatchObject({ id: at.ids.agent });
    await expect(make({ owner: at.ids.manager })).rejects.toMatchObject({ status: 422, problems: [{ field: 'owner', code: 'fixed' }] });
    await records.update('data_settings', id, { owner_default: at.ids.field });
    expect(await make({})).toMatchObject({ id: at.ids.field });
    await records.update('data_settings', id, { owner_fixed: false, owner_default: null });
  });

  it('offers who is there still, finds them by name, and nothing to who changes no deals', async () => {
    await records.update('data_settings', id, { owner_from: 'everybody' });
    await records.update('users', String(at.ids.below), { status: 'disabled' });
    const names = async (q: string) =>
      (await offeredOwners(await at.person('manager'), 'deals', { q, limit: 20, record: 'new' })).map(({ title }) => title);
    expect(await names('below')).toEqual([]);
    await records.update('users', String(at.ids.below), { status: 'enabled' });
    expect(await names('below')).toEqual(['below person']);
    expect(await names('fie')).toEqual(['Field']);
    await expect(offeredOwners(await at.person('reader'), 'deals', { q: '', limit: 20 })).rejects.toMatchObject({ status: 403 });
  });

  scenarios(at, [
    { title: 'are decided by administrators', as: 'manager', call: decide({ owner_fixed: true }), expect: { refused: 403 } },
    { title: 'are free again', as: 'manager', call: give('$below'), expect: { record: { id: '$deal' } } },
  ]);
});

it('a role leaves some currencies to be used [CS-020]', async () => {
  await records.update('users', String(at.ids.agent), { role: at.ids.euro });
  const agent = await at.person('agent');
  const make = (amount: object) => agent.records.create('deals', { name: 'Money', amount });
  expect(await make({ amount: '5', currency: 'SEK' })).toMatchObject({ amount: { amount: '5.00', currency: 'SEK' } });
  await expect(make({ amount: '5', currency: 'USD' })).rejects.toMatchObject({ problems: [{ field: 'amount', code: 'currency' }] });
  await expect(records.update('roles', String(at.ids.euro), { currencies: 'EUR, XYZ' })).rejects.toMatchObject({
    problems: [{ field: 'currencies', code: 'unknown' }],
  });
});
