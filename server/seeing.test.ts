// Seeing the program as another user: it looks and never writes, of nobody with more rights, for a while, and it is written down.

import { describe, expect, it } from 'vitest';
import { type Caller, testServer } from '../tests/http.ts';
import { endpointsOf } from './registry.ts';

let now = Date.now();
const server = await testServer({ clock: () => now });
const { records } = server.system;
const { caller } = server.twin();
const root = await server.person('root', 'Root');
const boss = await server.person('boss', 'Administrator');
const agent = await server.person('agent', 'Agent');
const own = String((await records.create('deals', { name: 'Own deal', owner: agent.id })).id);
const hidden = String((await records.create('deals', { name: 'Hidden deal', owner: boss.id })).id);

type Person = Caller & { readonly id: string; readonly cookie: string };
const cookieOf = (answer: { headers: Headers }) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';

const eyesOf = (answer: { body: never }) => ({ 'kontor-seeing': (answer.body as { token: string }).token });

/** As the tab of `who` goes on after it has asked to see as `whom`. */
async function seeAs(who: Person, whom: { readonly id: string }) {
  const answer = await who.post(`users/${whom.id}/see`);
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(whom.id)]);
  return caller({ cookie: who.cookie, ...eyesOf(answer) });
}

async function signIn(login: string): Promise<Person> {
  const answer = await server.stranger.post('session', { login, password: 'correct horse' });
  const { user } = answer.body as { user: { id: string } };
  const cookie = cookieOf(answer);
  return { ...caller({ cookie }), id: user.id, cookie };
}

async function changes(): Promise<number> {
  const { rows } = await server.system.read((reader) =>
    reader.db.query({ text: `select count(*) from "${server.system.space.space}".changes`, values: [] }),
  );
  return Number(rows[0]?.[0]);
}

const endpoints = endpointsOf({} as never);
/** They ask with a body, and write nothing. */
const asking = [
  ...['POST /aggregates', 'POST /records/{entity}/aggregate', 'POST /records/{entity}/duplicates', 'POST /duplicates/{entity}/among'],
  ...['POST /reports/preview', 'POST /services/{service}'],
];
/** Files of many records, and coming back from a provider as somebody. */
const takenAlong = [
  ...['GET /records/{entity}/export', 'GET /rights.csv', 'GET /reports/{id}/file', 'GET /reports/files/{id}', 'GET /jobs/{id}/errors.csv'],
  'GET /openid/{provider}/back',
];
const named = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const refused = endpoints
  .map(named)
  .filter((one) => (one.startsWith('GET ') ? takenAlong.includes(one) : !asking.includes(one) && one !== 'DELETE /session/seen'));
const addressOf = (path: string) =>
  path
    .slice(1)
    .replace('{entity}', 'deals')
    .replace('{user}', agent.id)
    .replaceAll(/\{\w+\}/g, own);

describe('whoever sees as somebody else', () => {
  it('is refused everything that writes or takes along, whatever the address and whatever is sent', async () => {
    const eyes = await seeAs(boss, agent);
    const before = await changes();
    expect(refused.length).toBeGreaterThan(40);
    for (const one of refused) {
      const [method = '', path = ''] = one.split(' ');
      const { status, body } = await eyes.send(method, addressOf(path), {
        ...(method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
      });
      expect([one, status, (body as { code: string }).code]).toEqual([one, 403, 'read_only']);
    }
    for (const one of asking) {
      const { status } = await eyes.post(addressOf(one.split(' ')[1] ?? ''), {});
      expect([one, status >= 400 && status < 500]).toEqual([one, true]);
    }
    expect(await changes()).toBe(before);
  });

  it('writes nothing by a way that only asks either: services, with the key that makes a request count once', async () => {
    const eyes = await seeAs(boss, agent);
    const before = await changes();
    const file =
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260105T100000Z\nDTEND:20260105T110000Z\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR';
    expect((await eyes.post('services/import_calendar', { text: file })).status).toBe(403);
    const range = { from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
    expect((await eyes.post('services/busy', { users: [agent.id], ...range })).status).toBe(200);
    expect((await eyes.post('services/busy', { users: [agent.id], ...range }, { 'idempotency-key': 'once-1234' })).status).toBe(403);
    expect(await changes()).toBe(before);
  });

  it('reads what that user reads, and nothing of what he does not: lists, records, search, the frame with nothing to change', async () => {
    const eyes = await seeAs(boss, agent);
    expect((await boss.get(`records/deals/${hidden}`)).status).toBe(200);
    for (const path of [
      'records/deals',
      'search?q=deal',
      `records/deals/${own}`,
      'entities/deals',
      'sessions',
      'jobs',
      `users/${agent.id}/rights`,
    ]) {
      const [seen, his] = [await eyes.get(path), await agent.get(path)];
      expect([path, seen.status, seen.text.includes(hidden)]).toEqual([path, his.status, false]);
    }
    expect((await eyes.get(`records/deals/${hidden}`)).status).toBe(404);
    expect((await eyes.get(`records/deals/${own}`)).body).toMatchObject({ can: { update: false, delete: false, actions: [] } });
    const { entities, me } = (await eyes.get('entities')).body as { entities: { name: string; can: object }[]; me: object };
    expect(me).toMatchObject({ id: agent.id, seen: { by: 'boss', until: new Date(now + 30 * 60_000).toISOString() } });
    expect(entities.find(({ name }) => name === 'deals')?.can).toMatchObject({ view: true, create: false, update: false, export: false });
    expect((await agent.get('entities')).body).toMatchObject({ me: { seen: null } });
  });
});

describe('seeing as somebody', () => {
  it('is for administrators, and of nobody with more rights than one’s own', async () => {
    const grants = (...lines: [string, string, string[]?][]) =>
      lines.map(([target, verb, scopes]) => ({ target, verb, ...(scopes && { scopes }) }));
    const all = ['all'];
    await records.create('permission_sets', {
      name: 'Overseers',
      grants: grants(['feature:administration', '*'], ['users', 'view', all], ['deals', 'view', ['own']], ['leads', 'view', all]),
      field_rights: [{ target: 'leads', field: 'phone', right: 'hidden' }],
    });
    for (const [name, ...lines] of [
      ['Readers of leads', ['leads', 'view', all]],
      ['Readers of own deals', ['deals', 'view', ['own']]],
      ['Writers of users', ['users', 'view', all], ['users', 'update', all]],
      ['Settlers', ['feature:set_authorization', '*']],
      ['Blind', ['users', 'view', all]],
    ] as [string, ...[string, string, string[]?][]][])
      await records.create('permission_sets', { name, grants: grants(...lines) });
    const overseer = await server.person('overseer', 'Overseers');
    const tried = async (who: Caller, login: string, ...sets: string[]) => {
      const { id } = await server.person(login, ...sets);
      return (await who.post(`users/${id}/see`)).status;
    };
    const codes = {
      root: await tried(boss, 'another-root', 'Root'),
      writer: await tried(overseer, 'writer', 'Writers of users'),
      setter: await tried(overseer, 'setter', 'Settlers'),
      'own deals, which are others': await tried(overseer, 'seller', 'Readers of own deals'),
      'a field that is hidden': await tried(overseer, 'reader', 'Readers of leads'),
      blind: await tried(overseer, 'blind', 'Blind'),
      agent: (await agent.post(`users/${boss.id}/see`)).status,
      oneself: (await boss.post(`users/${boss.id}/see`)).status,
      'by a key': (await (await server.key(root.id)).post(`users/${agent.id}/see`)).status,
      nobody: (await boss.post(`users/${own}/see`)).status,
      'a root user by root': await tried(root, 'third-root', 'Root'),
    };
    expect(codes).toEqual({
      ...{ root: 403, writer: 403, setter: 403, 'own deals, which are others': 403, 'a field that is hidden': 403, blind: 200 },
      ...{ agent: 403, oneself: 403, 'by a key': 403, nobody: 404, 'a root user by root': 200 },
    });
  });

  it('is one tab’s alone, worth nothing without the own session beside it, and both its ends are in the log', async () => {
    const chief = await signIn('boss');
    const began = await chief.post(`users/${agent.id}/see`);
    const eyes = server.stranger;
    const seen = { cookie: chief.cookie, ...eyesOf(began) };
    expect(began.headers.get('set-cookie')).toBeNull();
    expect((await eyes.get('session', seen)).body).toMatchObject({ user: { login: 'agent' } });
    expect((await eyes.get('session', { cookie: chief.cookie })).body).toMatchObject({ user: { login: 'boss' } });
    const alone = eyesOf(began);
    const [token = ''] = Object.values(alone);
    for (const without of [alone, { ...alone, cookie: root.cookie }, { cookie: `kontor_session=${token}` }])
      expect((await eyes.get('session', without)).status).toBe(401);
    const [, own = ''] = chief.cookie.split('=');
    expect((await eyes.get('session', { cookie: chief.cookie, 'kontor-seeing': own })).status).toBe(401);
    expect((await eyes.delete('session', seen)).status).toBe(403);
    const ended = await eyes.delete('session/seen', seen);
    expect(ended.status).toBe(204);
    expect(ended.headers.get('set-cookie')).toBeNull();
    expect((await eyes.get('session', seen)).status).toBe(401);
    expect((await eyes.get('session', { cookie: chief.cookie })).body).toMatchObject({ user: { login: 'boss' } });
    // A tab that was opened from this one, which ends it too.
    expect((await eyes.delete('session/seen', seen)).status).toBe(204);
    const { records: log } = await records.list('sign_ins', { filter: `by = "${boss.id}"`, sort: '-created_at', limit: 2 });
    expect(log.toReversed()).toMatchObject([
      { user: { title: 'agent' }, result: 'seen', way: 'see_as', login: 'agent' },
      { user: { title: 'agent' }, result: 'seen_over', reason: null },
    ]);
    const { changes: history } = await records.history('sign_ins', String(log[0]?.id));
    expect(history).toMatchObject([{ actor: { title: 'boss' }, cause: { detail: 'notes who sees the program as whom' } }]);
  });

  it('ends after half an hour, which is told from being signed out, and after which the own session goes on', async () => {
    const chief = await signIn('boss');
    const seen = { cookie: chief.cookie, ...eyesOf(await chief.post(`users/${agent.id}/see`)) };
    now += 29 * 60_000;
    expect((await server.stranger.get('records/deals', seen)).status).toBe(200);
    now += 2 * 60_000;
    expect((await server.stranger.get('records/deals', seen)).body).toMatchObject({ status: 401, code: 'seeing_over' });
    await server.stranger.delete('session/seen', seen);
    expect((await server.stranger.get('session', { cookie: chief.cookie })).body).toMatchObject({ user: { login: 'boss' } });
    const [last] = (await records.list('sign_ins', { filter: `by = "${boss.id}"`, sort: '-created_at', limit: 1 })).records;
    expect(last).toMatchObject({ result: 'seen_over', reason: 'time_over' });
  });

  it.each([
    ['the rights of the user', async () => records.update('users', agent.id, { own_rights_only: true })],
    ['those of the administrator', async () => records.update('users', boss.id, { own_rights_only: true })],
    ['that the administrator is one', async () => records.update('users', boss.id, { permission_sets: [] })],
    ['that the administrator is signed in', async () => server.stranger.delete('sessions', { cookie: (await signIn('boss')).cookie })],
    ['that the user is enabled', async () => records.update('users', agent.id, { status: 'disabled' })],
  ])('ends with the next request when this changes, in another process too: %s', async (_, change) => {
    const before = await Promise.all(
      [agent.id, boss.id].map((id) => records.get('users', id, ['permission_sets', 'status', 'own_rights_only'])),
    );
    const chief = await signIn('boss');
    const seen = { cookie: chief.cookie, ...eyesOf(await chief.post(`users/${agent.id}/see`)) };
    const there = server.other().caller(seen);
    expect((await there.get('records/deals')).status).toBe(200);
    await change();
    expect([(await there.get('records/deals')).status, (await server.stranger.get('search?q=deal', seen)).status]).toEqual([401, 401]);
    for (const { id, permission_sets, status, own_rights_only } of before) {
      const sets = (permission_sets as { id: string }[]).map((set) => set.id);
      await records.update('users', String(id), { permission_sets: sets, status, own_rights_only });
    }
  });

  it('lets live events through to what the user sees, until it is over', async () => {
    const chief = await signIn('boss');
    const seen = { cookie: chief.cookie, ...eyesOf(await chief.post(`users/${agent.id}/see`)) };
    const answer = await server.app.request(`/${server.name}/api/v1/events`, { headers: { host: 'localhost', ...seen } });
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    let heard = '';
    const hear = async (until: (text: string) => boolean) => {
      for (let over = false; !over && !until(heard); ) {
        const { value, done } = await reader.read();
        over = done;
        heard += new TextDecoder().decode(value);
      }
    };
    const unheard = String((await records.create('deals', { name: 'Not heard of', owner: boss.id })).id);
    const mine = String((await records.create('deals', { name: 'Heard of', owner: agent.id })).id);
    await hear((text) => text.includes(mine));
    await records.update('users', agent.id, { own_rights_only: true });
    await records.create('deals', { name: 'Too late', owner: agent.id });
    await hear(() => false);
    expect([heard.includes(mine), heard.includes(unheard)]).toEqual([true, false]);
    await records.update('users', agent.id, { own_rights_only: false });
  });
});
