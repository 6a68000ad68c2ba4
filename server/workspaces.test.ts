// Two workspaces in one database, both with a root user: nothing of one is reached from the other, by whatever endpoint.

import { describe, expect, it } from 'vitest';
import { work } from '../engine/index.ts';
import { password, testServer } from '../tests/http.ts';
import { hostList } from './hosts.ts';

const server = await testServer();
const root = await server.person('root', 'Root');
const next = `${server.name}-next`;
await server.engine.workspaces.create(next);
const system = server.engine.system((await server.engine.workspace(next))!, { kind: 'system', detail: 'test' });

/** Of each noun a record of the other workspace, where that has one. */
const foreign = new Map<string, string>();
const account = await system.records.create('accounts', { name: 'Wall Ltd', phone: '+47 99' });
await system.records.create('contacts', { last_name: 'Wallace', account: account.id });
await system.records.create('deals', { name: 'Wall deal', account: account.id });
await system.records.create('activities', { subject: 'Wall call', kind: 'task', account: account.id });
await system.records.create('comments', { about: { entity: 'accounts', id: account.id }, text: 'Wall talk' });
const department = (await system.records.list('departments', { fields: ['id'], limit: 1 })).records[0]!.id;
const set = (await system.records.list('permission_sets', { filter: 'root = true', fields: ['id'] })).records[0]!.id;
const values = { login: 'walled', name: 'Walled', password, department, permission_sets: [set] };
const user = await system.records.create('users', values);
await system.records.create('api_keys', { name: 'Wall key', user: user.id });
const job = await system.enqueue('bulk', { entity: 'accounts' });
for (const { name, parent } of Object.values(system.schema.entities)) {
  if (parent) continue;
  const [record] = (await system.records.list(name, { fields: ['id'], limit: 1 })).records;
  if (record) foreign.set(name, String(record.id));
}
const there = (path: string) => `/${next}/api/v1/${path}`;
const json = { 'content-type': 'application/json' };
const writes = async () =>
  (await system.read(({ db, workspace }) => db.query({ text: `select count(*) from "${workspace.space}".changes`, values: [] })))
    .rows[0]?.[0];

it('gives no id of another workspace away, to nobody, by no endpoint [NV-49]', async () => {
  const before = await writes();
  const paths = Object.entries((await root.get('openapi.json')).body as Record<string, object>).find(([key]) => key === 'paths')![1];
  const asked: string[] = [];
  const wrong: string[] = [];
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await root.send(method, path, body === undefined ? {} : { body: JSON.stringify(body), headers: json });
    asked.push(`${method} ${path}`);
    if (answer.status < 400 || /\bWall/.test(answer.text)) wrong.push(`${method} ${path}: ${answer.status}`);
  };
  for (const [path, operations] of Object.entries(paths as Record<string, Record<string, unknown>>)) {
    const noun = /^\/records\/([a-z_]+)\//.exec(path)?.[1];
    const id = noun
      ? foreign.get(noun)
      : path.startsWith('/jobs')
        ? job
        : path.startsWith('/users')
          ? foreign.get('users')
          : String(account.id);
    if (id === undefined || !/\{(id|user)\}/.test(path)) continue;
    for (const method of Object.keys(operations).filter((one) => one !== 'parameters')) {
      const body = method === 'patch' ? { name: 'x' } : method === 'post' ? {} : undefined;
      await ask(method.toUpperCase(), path.replace(/\{(id|user)\}/g, id).replaceAll(/\{\w+\}/g, 'x'), body);
    }
  }
  expect(asked.length).toBeGreaterThan(60);
  await ask('POST', 'records/contacts', { last_name: 'x', account: account.id });
  await ask('POST', 'records/comments', { text: 'x', about: { entity: 'accounts', id: account.id } });
  await ask('POST', 'records/api_keys', { name: 'x', user: user.id });
  expect(wrong).toEqual([]);
  for (const path of ['records/accounts?q=wall', 'search?q=wall', `records/accounts?filter=${encodeURIComponent(`id = "${account.id}"`)}`])
    expect((await root.get(path)).text).not.toMatch(/Wall (Ltd|talk|call|deal)/);
  expect(await writes()).toBe(before);
});

it('lets nobody in with what another workspace gave [NV-49]', async () => {
  const key = await server.key(root.id);
  expect((await root.send('GET', there('records/accounts'))).status).toBe(401);
  expect((await key.send('GET', there('records/accounts'))).status).toBe(401);
  const body = JSON.stringify({ login: 'root', password });
  expect((await server.stranger.send('POST', there('session'), { body, headers: json })).status).toBe(401);
});

it('data goes over by hand: an administrator takes a file there and brings it here, which is logged and can be taken back [NV-18]', async () => {
  expect((await root.post('records/accounts', { name: 'Moved Oy', city: 'Turku', employees: 12 })).status).toBe(201);
  const file = await root.get(`records/accounts/export?fields=name,city,employees&filter=${encodeURIComponent('name = "Moved Oy"')}`);
  const body = JSON.stringify({ login: 'walled', password });
  const signedIn = await server.stranger.send('POST', there('session'), { body, headers: json });
  const headers = { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' };
  const form = new FormData();
  form.set('entity', 'accounts');
  form.set('file', new Blob([file.text]), 'accounts.csv');
  expect((await server.stranger.send('POST', there('imports'), { body: form })).status).toBe(401);
  const answer = await server.stranger.send('POST', there('imports'), { body: form, headers });
  const { job: imported } = answer.body as { job: string };
  await work(server.engine, { workspace: next, job: imported });
  const found = async () => (await system.records.list('accounts', { filter: 'name = "Moved Oy"' })).records;
  const [arrived] = await found();
  expect(arrived).toMatchObject({ city: 'Turku', employees: 12, created_by: { id: user.id } });
  const log = await server.stranger.send('GET', there(`changes?job=${imported}`), { headers });
  expect(log.body).toMatchObject({ changes: [{ record: arrived?.id, actor: { id: user.id }, cause: { kind: 'import', job: imported } }] });
  const undone = await server.stranger.send('POST', there(`jobs/${imported}/undo`), { headers });
  await work(server.engine, { workspace: next, job: (undone.body as { job: string }).job });
  expect(await found()).toEqual([]);
});

describe('the address of a workspace [NV-02]', () => {
  const { caller } = server.twin({ hosts: `crm.wall.example=${next},*.house.example` });
  const first = caller({ host: `${server.name}.house.example:3000` });
  const second = caller({ host: 'crm.wall.example' });

  it('is its path, and its project', async () => {
    const { stranger } = server;
    expect((await stranger.send('GET', `/projects/${next}`)).headers.get('location')).toBe(`/${next}/`);
    for (const path of ['/projects/nobody', '/projects//evil.example', '/projects/%5Cevil.example', '/projects'])
      expect([path, (await stranger.send('GET', path)).status]).toEqual([path, 404]);
  });

  it('may be a host of its own, where no other workspace is, and which others know nothing of', async () => {
    expect((await second.send('GET', '/')).headers.get('location')).toBe(`/${next}/`);
    expect((await first.send('GET', '/')).headers.get('location')).toBe(`/${server.name}/`);
    const nobody = caller({ host: 'nobody.house.example' });
    for (const [who, path] of [
      [nobody, '/'],
      [nobody, `/${next}/`],
      [first, `/${next}/`],
      [first, `/${next}/api/docs`],
      [first, `/projects/${next}`],
    ] as const) {
      const { status, text } = await who.send('GET', path);
      expect([path, status, text.includes('There is no such workspace')]).toEqual([path, 404, true]);
    }
    const wrong = await first.send('POST', `/${next}/api/v1/session`, {
      body: JSON.stringify({ login: 'walled', password }),
      headers: json,
    });
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([404, null]);
  });

  it('keeps logins and cookies apart: the same login is two people', async () => {
    const here = await server.person('walled', 'Root');
    const body = JSON.stringify({ login: 'walled', password });
    const [one, other] = await Promise.all(
      [
        [first, server.name],
        [second, next],
      ].map(([who, at]) => (who as typeof first).send('POST', `/${at}/api/v1/session`, { body, headers: json })),
    );
    expect([one!.body, other!.body]).toMatchObject([{ user: { id: here.id } }, { user: { id: user.id } }]);
    const cookie = one!.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`Path=/${server.name};`);
    expect(cookie).not.toContain('Domain');
    const kept = { cookie: cookie.split(';')[0] ?? '' };
    expect((await first.send('GET', `/${server.name}/api/v1/session`, { headers: kept })).status).toBe(200);
    expect((await second.send('GET', `/${next}/api/v1/session`, { headers: kept })).status).toBe(401);
  });

  it.each([
    ['', 'crm.example.com', null],
    ['crm.acme.com=acme', 'CRM.acme.com.:3000', 'acme'],
    ['crm.acme.com=acme', 'elsewhere.com', null],
    ['crm.acme.com=acme, crm.example.com', 'crm.example.com', null],
    ['crm.acme.com=acme, crm.example.com', '192.0.2.1', ''],
    ['*.example.com', 'acme.example.com', 'acme'],
    ['*.example.com', 'example.com', null],
    ['*.example.com', 'a.b.example.com', 'a.b'],
    ['*.example.com, www.example.com', 'www.example.com', null],
  ])('told by %j, %j is for %j', (text, host, workspace) => expect(hostList(text)(host)).toBe(workspace));

  it.each(['http://crm.example.com', 'crm.acme.com=', '*.example.com=acme', '*'])('refuses %j', (text) =>
    expect(() => hostList(text)).toThrow('KONTOR_HOSTS'),
  );
});
