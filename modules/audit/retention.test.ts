// Logs are cleared by administrators alone, and the seals tell what they cleared from what somebody else took away.

import { expect, it } from 'vitest';
import { verifyHistory, work } from '../../engine/index.ts';
import { testServer } from '../../tests/http.ts';
import { sealAll } from '../../tests/seals.ts';

const server = await testServer();
const { records, space } = server.system;
const sql = (text: string) =>
  server.engine.database.transaction(null, (tx) => tx.query({ text: text.replaceAll('@', `"${space.space}".`), values: [] }));
const administrator = await server.person('clerk', 'Administrator', 'Staff');
const staff = await server.person('staff', 'Staff');
const settings = String((await records.list('log_settings', { fields: ['id'] })).records[0]?.id);
const path = `records/log_settings/${settings}`;
const run = async (job: string) => work(server.engine, { workspace: server.name, job });
const findings = async () => (await verifyHistory(server.system)).findings;

/** An entry of so many days ago, sealed. */
async function entry(login: string, days: number): Promise<string> {
  const id = String((await records.create('sign_ins', { login, result: 'refused' })).id);
  await sql(`update @sign_ins set created_at = created_at - interval '${days} days' where id = '${id}'`);
  await sql(`update @changes set at = at - interval '${days} days' where record = '${id}'`);
  await sealAll(server.system);
  return id;
}
const logins = async () => (await records.list('sign_ins', { filter: 'result = "refused"', fields: ['login'], sort: 'login' })).records;

it('is decided and ordered by administrators only, with a least that stays [PX-36]', async () => {
  expect((await staff.patch(path, { sign_ins: 90 })).status).toBe(403);
  expect((await staff.post(`${path}/actions/clear_now`, { log: 'sign_ins', days: 30, sure: true })).status).toBe(403);
  expect((await staff.get(path)).status).toBe(403);
  expect((await staff.get('records/log_clearings')).status).toBe(403);
  const refused: [object, string][] = [
    [{ log: 'sign_ins', days: 29, sure: true }, 'days'],
    [{ log: 'sign_ins', days: 30 }, 'sure'],
  ];
  for (const [input, field] of refused) {
    const answer = await administrator.post(`${path}/actions/clear_now`, input);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  }
  expect((await administrator.patch(path, { sign_ins: 29 })).status).toBe(422);
  expect((await administrator.post('records/log_clearings', { log: 'sign_ins' })).status).toBe(403);
});

it('clears at once what is older, notes by whom, and leaves the seals whole [PX-36]', async () => {
  const old = await entry('entry 1 old', 40);
  await entry('entry 2 new', 10);
  const answer = await administrator.post(`${path}/actions/clear_now`, { log: 'sign_ins', days: 30, sure: true });
  expect(answer.status).toBe(200);
  await run((answer.body as { result: { job: string } }).result.job);
  expect(await logins()).toMatchObject([{ login: 'entry 2 new' }]);
  const { rows } = await sql(`select "before", "after" from @changes where record = '${old}'`);
  expect(rows).toEqual([[null, null]]);
  expect((await administrator.get('records/log_clearings')).body).toMatchObject({
    records: [{ log: 'sign_ins', way: 'now', count: 1, decided_by: { id: administrator.id } }],
  });
  expect(await findings()).toEqual([]);
});

it.each([
  ['a row that is taken away', `delete from @sign_ins where id = 'ID'`],
  [
    'a row whose deletion is put behind',
    `delete from @sign_ins where id = 'ID'; insert into @changes (cause, verb, entity, record) values ('system', 'delete', 'sign_ins', 'ID')`,
  ],
  [
    'a row that is cleared as if by us',
    `delete from @sign_ins where id = 'ID'; insert into @erased_changes select seq, repeat('0', 64), 'forged' from @changes where record = 'ID'; update @changes set after = null where record = 'ID'`,
  ],
])('finds %s [PX-36]', async (_, forge) => {
  const id = await entry('entry 3 forged', 40);
  const before = (await findings()).flatMap(({ rows }) => rows);
  const { rows } = await sql(`select seq from @changes where record = '${id}'`);
  for (const one of forge.replaceAll('ID', id).split('; ')) await sql(one);
  const found = (await findings()).flatMap((finding) => finding.rows).filter((row) => !before.includes(row));
  expect([id, String(rows[0]?.[0])]).toContain(found[0]);
});

it('clears every night what the rule says, and obeys none that was put in by SQL [PX-36]', async () => {
  await entry('entry 4 old', 100);
  const sealing = await server.system.enqueue('seal_history', null);
  await run(sealing);
  expect((await sql(`select state from @jobs where id = '${sealing}'`)).rows).toEqual([['done']]);
  await sql(`update @jobs set finished_at = now() - interval '9 days' where kind = 'seal_history'`);
  await sql(`update @log_settings set sign_ins = 30`);
  const forged = await server.system.enqueue('clear_logs', null);
  await run(forged);
  expect((await logins()).map(({ login }) => login)).toContain('entry 4 old');
  expect((await sql(`select state from @jobs where id = '${forged}'`)).rows).toEqual([['failed']]);
  expect(await findings()).toContainEqual({ seal: 0, log: 'log_settings', kind: 'changed', rows: [settings] });

  expect((await administrator.patch(path, { sign_ins: 60, jobs: 8 })).status).toBe(200);
  await server.system.enqueue('clear_logs', null).then(run);
  expect((await logins()).map(({ login }) => login)).not.toContain('entry 4 old');
  expect((await sql(`select from @jobs where kind = 'seal_history'`)).rows).toEqual([]);
  const { records: noted } = await records.list('log_clearings', { filter: 'way = "rule"', sort: 'log' });
  expect(noted).toMatchObject([
    { log: 'jobs', decided_by: { id: administrator.id } },
    { log: 'sign_ins', decided_by: { id: administrator.id }, count: 1 },
  ]);
});

it('lists the jobs of everybody for administrators, narrowed and page by page, without what they were about [PX-36]', async () => {
  const root = await server.person('chief', 'Root');
  const own = await server.system.enqueue('indexes', null);
  await sql(
    `update @jobs set errors = '[{"field": "", "code": "x", "message": "Ada Lovelace"}]', result = '{"done": 1, "name": "Ada"}' where id = '${own}'`,
  );
  const list = async (person: typeof root, query: string) => person.get(`jobs?${query}`);
  expect((await list(staff, 'everybody=true')).status).toBe(403);
  expect((await staff.get('jobs/export?everybody=true')).status).toBe(403);
  expect((await list(staff, 'kind=indexes')).body).toMatchObject({ jobs: [] });
  const seen = await list(administrator, 'everybody=true&kind=indexes&state=queued');
  expect(seen.body).toMatchObject({ jobs: [{ id: own, errors: [], result: { done: 1 } }], next: null });
  expect(seen.text).not.toContain('Ada');
  expect((await administrator.get(`jobs/${own}`)).status).toBe(404);
  const mine = (await list(administrator, `everybody=true&user=${administrator.id}`)).body as { jobs: object[] };
  expect(mine.jobs).toMatchObject([{ kind: 'clear_log' }]);
  const all = ((await list(root, 'limit=200')).body as { jobs: { id: string }[] }).jobs.map(({ id }) => id);
  const first = (await list(root, 'limit=1')).body as { jobs: { id: string }[]; next: string };
  const second = (await list(root, `limit=1&after=${first.next}`)).body as { jobs: { id: string }[] };
  expect([first.jobs[0]?.id, second.jobs[0]?.id]).toEqual(all.slice(0, 2));
  expect((await list(root, `to=2001-01-01T00:00:00Z`)).body).toMatchObject({ jobs: [] });
  const csv = (await administrator.get('jobs/export?everybody=true&kind=indexes')).text;
  expect(csv).toMatch(/^\uFEFF?id,kind,/);
  expect(csv).toContain(own);
});
