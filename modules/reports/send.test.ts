// Reports by mail: who gets what cut, no run twice or skipped, and what is said where it does not go out.

import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { type BoundContext, type JobRun, work } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { sendDue } from './send.ts';

const definition = { entity: 'accounts', columns: [{ id: 'a', level: 0, value: 'name' }] };
const at = await house({
  ours: ['accounts', { name: 'Ours', owner: '$agent' }],
  theirs: ['accounts', { name: 'Theirs', owner: '$stranger' }],
  report: ['reports', { name: 'Accounts', definition, shared: 'everybody', owner: '$root' }],
});
const { records } = at.system;
for (const name of ['root', 'agent', 'stranger', 'reader'])
  await records.update('users', at.ids[name]!, { email: `${name}@example.com`, time_zone: 'Europe/Helsinki' });

const plan = { report: at.ids.report, every: 'day', time: '08:00', format: 'csv' };
const schedule = async (who: string, values: object) => {
  const context = await at.person(who);
  return String((await context.records.create('report_schedules', { ...plan, ...values })).id);
};
const overdue = (id: string) => records.update('report_schedules', id, { next_at: '2026-01-05T06:00:00Z' });
const run = (context: BoundContext): JobRun => ({
  ...{ context, id: '', params: null, error: () => {}, cancelled: () => false },
  progress: async () => {},
});
/** Due runs first, then the jobs they have started, each as often as `times`. */
const go = async (times = 1) => {
  await sendDue(run(at.system));
  const { rows } = await at.system.read((reader) =>
    reader.db.query({ text: `select id from "${at.system.space.space}".jobs where kind = 'report_mail' and state = 'queued'`, values: [] }),
  );
  for (const [job] of rows) for (let i = 0; i < times; i++) await work(at.engine, { workspace: at.name, job: job! });
  return rows.map(([job]) => job!);
};
const mails = async () => {
  const { records: sent } = await records.list('outgoing_mails', {
    filter: 'purpose = "report"',
    fields: ['to', 'subject', 'attachments', 'text'],
    sort: 'id',
    limit: 100,
  });
  return Promise.all(
    sent.map(async ({ to, attachments }) => {
      const [file] = (attachments ?? []) as { key: string }[];
      return {
        to,
        file: file ? (await text(at.system.store.read(at.name, file.key))).replace('\ufeff', '').trim().split('\r\n').slice(1) : null,
      };
    }),
  );
};
const clear = async () => {
  const { records: old } = await records.list('report_schedules', { fields: ['id'], limit: 100 });
  for (const { id } of old) await records.delete('report_schedules', String(id));
};

describe('reports by mail [CS-230] [CS-234]', () => {
  it('go to each with his own cut, and to outside addresses with that of whoever set it up', async () => {
    const id = await schedule('root', { recipients: [at.ids.agent, at.ids.stranger, at.ids.reader], outside: 'bank@example.org' });
    await overdue(id);
    const before = (await mails()).length;
    await go();
    expect((await mails()).slice(before)).toEqual([
      { to: 'agent@example.com', file: ['Ours'] },
      { to: 'stranger@example.com', file: ['Theirs'] },
      { to: 'bank@example.org', file: ['Ours', 'Theirs'] },
    ]);
    const after = await records.get('report_schedules', id, ['last_state', 'last_result', 'next_at']);
    expect(after).toMatchObject({ last_state: 'partly', last_result: expect.stringContaining('reader person: You may not export') });
    expect(Date.parse(String(after.next_at))).toBeGreaterThan(Date.now());
    await clear();
  });

  it('that were missed go out once, and none twice over a restart', async () => {
    const id = await schedule('agent', { recipients: [at.ids.agent, at.ids.root] });
    await overdue(id);
    const before = (await mails()).length;
    const [job] = await go();
    expect(await go()).toEqual([]);
    // As if the process had died after the mails and before the job's end.
    await at.engine.database.as(null).query({
      text: `update "${at.system.space.space}".jobs set state = 'queued', finished_at = null where id = '${job}'`,
      values: [],
    });
    await work(at.engine, { workspace: at.name, job: job! });
    expect((await mails()).length - before).toBe(2);
    await clear();
  });

  it('rest while paused, and stop when the report is no longer there for whoever set them up', async () => {
    const id = await schedule('agent', { recipients: [at.ids.root], paused: true });
    expect((await records.get('report_schedules', id, ['next_at'])).next_at).toBeNull();
    const agent = await at.person('agent');
    await agent.records.update('report_schedules', id, { paused: false });
    await overdue(id);
    await records.update('reports', at.ids.report!, { shared: 'private' });
    const before = (await mails()).length;
    await go();
    expect((await mails()).length).toBe(before);
    expect(await records.get('report_schedules', id, ['paused', 'last_state'])).toMatchObject({ paused: true, last_state: 'failed' });
    await records.update('reports', at.ids.report!, { shared: 'everybody' });
    await clear();
  });

  it('are refused at once where they could not go out', async () => {
    const agent = await at.person('agent');
    const refused = (values: object, field: string) =>
      expect(agent.records.create('report_schedules', { ...plan, ...values })).rejects.toMatchObject({
        problems: expect.arrayContaining([expect.objectContaining({ field })]),
      });
    await refused({}, 'recipients');
    await refused({ outside: 'bank@example.org' }, 'outside');
    await refused({ recipients: [at.ids.root], outside: 'no address' }, 'outside');
    await refused({ recipients: [at.ids.root], time_zone: 'Nowhere/Land' }, 'time_zone');
    const reader = await at.person('reader');
    await expect(reader.records.create('report_schedules', { ...plan, recipients: [at.ids.root] })).rejects.toMatchObject({
      problems: [{ field: 'report' }],
    });
  });

  it('are nobody else’s business, and go with their report', async () => {
    const own = String((await records.create('reports', { name: 'Own', definition, shared: 'everybody', owner: at.ids.root })).id);
    const id = await schedule('agent', { report: own, recipients: [at.ids.root] });
    const root = await at.person('root');
    await expect(root.records.get('report_schedules', id)).rejects.toMatchObject({ status: 404 });
    await root.records.delete('reports', own);
    await expect(records.get('report_schedules', id)).rejects.toMatchObject({ status: 404 });
  });
});
