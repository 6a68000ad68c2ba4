import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobRun } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { remind } from './reminders.ts';

const at = await house({
  team: ['owner_groups', { name: 'Team', members: ['$agent', '$below'] }],
});
const { records } = at.system;
const MINUTE = 60_000;
// The database's clock decides what is due: everything is told from now.
const now = Math.floor(Date.now() / 1000) * 1000;
const inMinutes = (minutes: number) => new Date(now + minutes * MINUTE).toISOString();
const run = (): JobRun => ({
  context: at.system,
  id: '',
  params: null,
  progress: async () => {},
  error: vi.fn(),
  cancelled: () => false,
});
const told = async () =>
  (await records.list('notifications', { filter: 'kind = "reminder"', fields: ['user', 'title'], limit: 100, sort: 'id' })).records.map(
    ({ user, title }) => `${(user as { title: string }).title}: ${String(title)}`,
  );
const planned = async (activity: string) =>
  (await records.list('activity_reminders', { filter: `activity = "${activity}"`, fields: ['at', 'begins_at'] })).records[0];

describe('reminders [CS-100]', () => {
  beforeEach(async () => {
    for (const entity of ['notifications', 'activity_reminders', 'activities']) {
      const { records: all } = await records.list(entity, { fields: ['id'], limit: 100 });
      for (const { id } of all) await records.delete(entity, String(id));
    }
  });
  const event = (values: object) =>
    records.create('activities', {
      ...{ subject: 'Meeting', kind: 'event', starts_at: inMinutes(10), ends_at: inMinutes(40), reminder_minutes: 15, owner: at.ids.agent },
      ...values,
    });

  it('are told once, however often the job runs, also side by side', async () => {
    await event({});
    await Promise.all([remind(run()), remind(run())]);
    await remind(run());
    expect(await told()).toEqual(['agent person: Meeting']);
  });

  it('are not told before their time, nor of what is done or long over', async () => {
    const { id } = await event({ reminder_minutes: 5 });
    await event({ status: 'done' });
    await event({ starts_at: inMinutes(-3000), ends_at: inMinutes(-2900) });
    await remind(run());
    expect(await told()).toEqual([]);
    expect(await planned(String(id))).toMatchObject({ at: inMinutes(5) });
  });

  it('move with the event, and go with it', async () => {
    const { id } = await event({});
    await records.update('activities', String(id), { starts_at: inMinutes(100), ends_at: inMinutes(120) });
    expect(await planned(String(id))).toMatchObject({ at: inMinutes(85) });
    await records.update('activities', String(id), { reminder_minutes: null });
    expect(await planned(String(id))).toBe(undefined);
    await records.update('activities', String(id), { reminder_minutes: 5 });
    await records.delete('activities', String(id));
    expect(await planned(String(id))).toBe(undefined);
  });

  it('of a series are told each time', async () => {
    const { id } = await event({ recurrence: 'FREQ=DAILY;COUNT=3', time_zone: 'UTC' });
    await remind(run());
    expect(await told()).toHaveLength(1);
    expect(await planned(String(id))).toMatchObject({ begins_at: inMinutes(10 + 24 * 60), at: inMinutes(24 * 60 - 5) });
  });

  it('reach all of an owner group, and who was invited and did not decline', async () => {
    const { id } = await event({ owner: at.ids.team, participants: [at.ids.staff, at.ids.stranger] });
    const stranger = await at.person('stranger');
    await stranger.act('activities', String(id), 'answer', { answer: 'no' });
    await records.list('notifications', { limit: 1 });
    await remind(run());
    expect((await told()).sort()).toEqual(['agent person: Meeting', 'below person: Meeting', 'staff person: Meeting']);
  });

  it('of tasks come in the morning of the day', async () => {
    const { id } = await records.create('activities', {
      ...{ subject: 'Task', due_on: '2036-06-02', reminder_minutes: 0, owner: at.ids.agent, time_zone: 'Europe/Helsinki' },
    });
    expect(await planned(String(id))).toMatchObject({ at: '2036-06-02T06:00:00.000Z' });
  });
});

it('invites colleagues, and tells them when it moves [CS-100]', async () => {
  const agent = await at.person('agent');
  const made = await agent.records.create('activities', {
    ...{ subject: 'Review', kind: 'event', starts_at: inMinutes(100), ends_at: inMinutes(130), participants: [at.ids.staff, at.ids.agent] },
  });
  await agent.records.update('activities', String(made.id), { starts_at: inMinutes(110) });
  const staff = await at.person('staff');
  await staff.act('activities', String(made.id), 'answer', { answer: 'yes' });
  const { records: notices } = await records.list('notifications', {
    filter: 'kind = "invitation"',
    fields: ['user', 'title'],
    sort: 'id',
  });
  expect(notices.map(({ user, title }) => [(user as { title: string }).title, title])).toEqual([
    ['staff person', 'agent person invites you: Review'],
    ['staff person', 'Moved: Review'],
    ['agent person', 'staff person answers yes: Review'],
  ]);
});
