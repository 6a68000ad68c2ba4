import { expect, it } from 'vitest';
import { work } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { notify } from './module.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  mine: ['notifications', { user: '$agent', kind: 'mention', title: 'Somebody mentioned you' }],
  others: ['notifications', { user: '$staff', kind: 'mention', title: 'Somebody mentioned somebody else' }],
  roots: ['notifications', { user: '$root', kind: 'job', title: 'Import: done' }],
});

scenarios(at, [
  {
    title: 'reads what was told to him, and nothing else',
    as: 'agent',
    call: { list: 'notifications', query: { fields: ['title'] } },
    expect: { records: [{ title: 'Somebody mentioned you' }] },
  },
  {
    title: 'has no look at what others were told either',
    as: 'root',
    call: { list: 'notifications', query: { fields: ['title'] } },
    expect: { records: [{ title: 'Import: done' }] },
  },
  { title: 'does not open what others were told', as: 'root', call: { get: 'notifications', id: '$mine' }, expect: { refused: 404 } },
  {
    title: 'marks his own as read',
    as: 'agent',
    call: { update: 'notifications', id: '$mine', values: { read_at: '2026-03-01T10:00:00Z' } },
    expect: { record: { read_at: '2026-03-01T10:00:00.000Z' } },
  },
  {
    title: 'does not mark those of others',
    as: 'agent',
    call: { update: 'notifications', id: '$others', values: { read_at: '2026-03-01T10:00:00Z' } },
    expect: { refused: 404 },
  },
  {
    title: 'makes none up',
    as: 'root',
    call: { create: 'notifications', values: { read_at: null } },
    expect: { refused: 403 },
  },
  {
    title: 'changes no word',
    as: 'agent',
    call: { update: 'notifications', id: '$mine', values: { title: 'x' } },
    expect: { refused: 422 },
  },
  { title: 'throws his own away', as: 'agent', call: { delete: 'notifications', id: '$mine' }, expect: {} },
  {
    title: 'says what he does not want to hear of',
    as: 'agent',
    call: { create: 'notification_choices', values: { muted: ['job'] } },
    expect: { record: { user: { title: 'agent person' }, muted: ['job'] } },
  },
  {
    title: 'does not choose for others',
    as: 'agent',
    call: { create: 'notification_choices', values: { user: '$staff', muted: ['job'] } },
    expect: { refused: 403 },
  },
  {
    title: 'hears what is told while nothing is switched off, and a customer does too',
    as: 'customer',
    given: [{ create: 'notifications', values: { user: '$customer', kind: 'report', title: 'Your report' } }],
    call: { list: 'notifications', query: { fields: ['title'] } },
    expect: { records: [{ title: 'Your report' }] },
  },
]);

it('tells each once, but not who acts, who has left or who does not want to hear of it', async () => {
  const { records } = at.system;
  await records.create('notification_choices', { user: at.ids.manager, muted: ['mention'] });
  await records.update('users', String(at.ids.nobody), { status: 'disabled' });
  const agent = await at.person('agent');
  const asked = ['agent', 'staff', 'staff', 'manager', 'nobody', 'below'].map((name) => String(at.ids[name]));
  const told = await notify(agent, asked, { kind: 'mention', title: 'See this', about: { entity: 'accounts', id: String(at.ids.acme) } });
  expect(new Set(told)).toEqual(new Set([at.ids.staff, at.ids.below]));
  const below = await at.person('below');
  const [notice] = (await below.records.list('notifications', { fields: ['title', 'about', 'read_at'] })).records;
  expect(notice).toMatchObject({ title: 'See this', about: { entity: 'accounts', title: 'Acme' }, read_at: null });
});

it('knows who reaches a record', async () => {
  const asked = ['root', 'agent', 'staff', 'stranger', 'customer'].map((name) => String(at.ids[name]));
  const agent = await at.person('agent');
  const reached = await agent.reachedBy(asked, 'accounts', String(at.ids.acme));
  expect(reached).toEqual([at.ids.root, at.ids.agent, at.ids.staff]);
});

it('tells whoever started background work that it has ended', async () => {
  const agent = await at.person('agent');
  const job = await agent.enqueue('notifications_sweep', {});
  await work(at.engine, { workspace: at.name, job });
  const { records } = await agent.records.list('notifications', { filter: 'kind = "job"', fields: ['link', 'values'] });
  expect(records).toMatchObject([{ link: `/jobs/${job}`, values: { job: 'notifications_sweep', state: 'done', errors: 0 } }]);
});
