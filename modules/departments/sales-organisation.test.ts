import { expect, it } from 'vitest';
import { house } from '../../tests/scenarios.ts';

const at = await house({
  channel: ['departments', { name: 'Channel', kind: 'sales_channel', parent: '$top' }],
  group: [
    'departments',
    { name: 'Group', kind: 'sales_group', parent: '$channel', members: [{ user: '$staff' }, { user: '$below', manager: true }] },
  ],
});

it('has units of several levels, with people who belong to them and those who manage them [CS-017]', async () => {
  const { records } = at.system;
  const found = await records.get('departments', String(at.ids.group), ['kind', 'parent', 'members']);
  expect(found).toMatchObject({ kind: 'sales_group', parent: { title: 'Channel' } });
  expect(found.members).toMatchObject([
    { user: { title: 'staff person' }, manager: false },
    { user: { title: 'below person' }, manager: true },
  ]);
  // One may stand outside: nothing but reports asks for it.
  const reader = await at.person('reader');
  expect((await reader.records.list('deals', { limit: 1 })).records).toBeDefined();
});

it('shares filters, charts, funnels and dashboards with a unit: its managers do, its members see them [CS-019]', async () => {
  const manager = await at.person('below');
  const share = { shared: 'unit', shared_unit: at.ids.group };
  const made = await manager.records.create('dashboards', { name: 'Of the group', ...share });
  const filter = 'amount > 1000';
  const view = await manager.records.create('saved_views', { name: 'Of the group', entity: 'deals', filter, ...share });
  const drawn = ['bar', 'funnel'].map((kind) => ({ kind, by: 'stage', measures: [{ fn: 'count' }] }));
  const charts = await Promise.all(
    drawn.map((chart) =>
      manager.records.create('saved_views', { name: chart.kind, entity: 'deals', layout: 'chart', settings: { chart }, ...share }),
    ),
  );
  const staff = await at.person('staff');
  expect(await staff.records.get('dashboards', String(made.id), ['name'])).toMatchObject({ name: 'Of the group' });
  expect(await staff.records.get('saved_views', String(view.id), ['name', 'filter'])).toMatchObject({ name: 'Of the group', filter });
  for (const [i, { id }] of charts.entries())
    expect(await staff.records.get('saved_views', String(id), ['settings'])).toMatchObject({ settings: { chart: drawn[i] } });
  const stranger = await at.person('stranger');
  await expect(stranger.records.get('dashboards', String(made.id))).rejects.toMatchObject({ status: 404 });
  for (const { id } of [view, ...charts])
    await expect(stranger.records.get('saved_views', String(id))).rejects.toMatchObject({ status: 404 });
  await expect(staff.records.create('dashboards', { name: 'Of staff', ...share })).rejects.toMatchObject({
    problems: [{ field: 'shared_unit', code: 'not_granted' }],
  });
});
