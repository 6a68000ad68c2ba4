import { expect, it } from 'vitest';
import { house } from '../../tests/scenarios.ts';

const at = await house({ contact: ['contacts', { last_name: 'Far', owner: '$stranger' }] });
const { id } = await at.system.settings('general_settings');
const turn = async (who: string, values: Record<string, boolean>) =>
  (await at.person(who)).records.update('general_settings', String(id), values);
const stands = async () => {
  const { contacts_shared, next_action_required } = await at.system.settings('general_settings');
  return [contacts_shared === true, next_action_required === true];
};
const seen = async () =>
  (await (await at.person('agent')).records.list('contacts', { filter: `id = "${at.ids.contact}"`, fields: ['id'] })).records.length;

it('switches who sees whose contacts, as the lowest level of sharing does, and goes along with that [NV-10]', async () => {
  expect([await stands(), await seen()]).toEqual([[false, false], 0]);
  await turn('root', { contacts_shared: true });
  expect([await stands(), await seen()]).toEqual([[true, false], 1]);
  const [level] = (await at.system.records.list('sharing_levels', { filter: 'entity = "contacts"' })).records;
  expect(level).toMatchObject({ level: 'read' });
  await (await at.person('root')).records.delete('sharing_levels', String(level?.id));
  expect([await stands(), await seen()]).toEqual([[false, false], 0]);
});

it('opens nothing that its record would not: sharing is for root, the other switch for administrators [NV-10]', async () => {
  await expect(turn('admin', { contacts_shared: true })).rejects.toMatchObject({
    problems: [{ field: 'contacts_shared', code: 'not_granted' }],
  });
  expect([await stands(), await seen()]).toEqual([[false, false], 0]);
  await expect(turn('staff', { next_action_required: true })).rejects.toMatchObject({ status: 403 });
});

it('makes the date of the next action a duty of contacts, on forms and by every way, and takes it back [NV-10]', async () => {
  await turn('admin', { next_action_required: true });
  const make = async (values: object) => (await at.person('agent')).records.create('contacts', { last_name: 'New', ...values });
  await expect(make({})).rejects.toMatchObject({ problems: [{ field: 'next_action_on', code: 'required' }] });
  const made = await make({ next_action_on: '2030-01-01' });
  await expect((await at.person('agent')).records.update('contacts', String(made.id), { next_action_on: null })).rejects.toMatchObject({
    status: 422,
  });
  expect((await at.person('agent')).schema.entities.contacts!.fields.next_action_on!.required).toBe(true);
  await turn('admin', { next_action_required: false });
  await make({});
  expect(await stands()).toEqual([false, false]);
});
