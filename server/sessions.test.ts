// Open sessions: seen and ended by their person and by who may change the user; bound to their browser where that is asked for.

import { describe, expect, it } from 'vitest';
import { password, testServer } from '../tests/http.ts';

const server = await testServer();
const { stranger } = server;
const root = await server.person('root', 'Root');
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

interface Listed {
  sessions: { id: string; device: string; current: boolean }[];
}

async function signIn(login: string, agent: string): Promise<Record<string, string>> {
  const answer = await stranger.post('session', { login, password }, { 'user-agent': agent });
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', 'user-agent': agent };
}

async function bind(to: string): Promise<void> {
  const { records } = await server.system.records.list('security_settings', { fields: ['id'] });
  await server.system.records.update('security_settings', String(records[0]?.id), { bind_sessions: to });
}

describe('own sessions', () => {
  it('are listed with device and time, and ended one by one or all but this [SC-04]', async () => {
    await server.person('anna', 'Staff');
    const [here, there, elsewhere] = [await signIn('anna', firefox), await signIn('anna', chrome), await signIn('anna', chrome)];
    const { sessions } = (await stranger.get('sessions', here)).body as Listed;
    expect(sessions).toHaveLength(4);
    expect(sessions.filter(({ current }) => current)).toMatchObject([{ device: 'Firefox on Linux', way: 'password' }]);
    const other = sessions.find(({ device }) => device === 'Chrome on Windows')!;
    expect((await stranger.delete(`sessions/${other.id}`, here)).status).toBe(204);
    const open = await Promise.all([there, elsewhere].map(async (one) => (await stranger.get('records/contacts', one)).status));
    expect(open.sort()).toEqual([200, 401]);
    expect((await stranger.delete('sessions', here)).status).toBe(204);
    expect((await stranger.get('session', elsewhere)).status).toBe(401);
    expect(((await stranger.get('sessions', here)).body as Listed).sessions).toHaveLength(1);
  });

  it('are nobody else’s: a guessed or foreign id is not there', async () => {
    const bertil = await server.person('bertil', 'Staff');
    const carl = await server.person('carl', 'Staff');
    const [session] = ((await bertil.get('sessions')).body as Listed).sessions;
    expect((await carl.delete(`sessions/${session?.id}`)).status).toBe(404);
    expect((await carl.delete('sessions/1')).status).toBe(404);
    expect((await carl.get(`users/${bertil.id}/sessions`)).status).toBe(403);
    expect((await carl.delete(`users/${bertil.id}/sessions`)).status).toBe(403);
    expect((await bertil.get('session')).status).toBe(200);
  });

  it('of others are ended by who may change the user, those of root by root alone [SC-15]', async () => {
    const grants = [{ target: 'users', verb: '*', scopes: ['all'] }];
    await server.system.records.create('permission_sets', { name: 'Clerks', grants });
    const clerk = await server.person('clerk', 'Clerks');
    const dora = await server.person('dora', 'Staff');
    const { sessions } = (await clerk.get(`users/${dora.id}/sessions`)).body as Listed;
    expect(sessions).toHaveLength(1);
    expect((await clerk.delete(`users/${dora.id}/sessions/${sessions[0]?.id}`)).status).toBe(204);
    expect((await dora.get('session')).status).toBe(401);
    expect((await clerk.get(`users/${root.id}/sessions`)).status).toBe(403);
    expect((await clerk.delete(`users/${root.id}/sessions`)).status).toBe(403);
  });
});

it('a stolen cookie is refused in another browser, or from another address, where sessions are bound [CS-006]', async () => {
  await server.person('emil', 'Staff');
  const own = await signIn('emil', firefox);
  const stolen = { ...own, 'user-agent': chrome };
  expect((await stranger.get('session', stolen)).status).toBe(200);
  await bind('device');
  expect((await stranger.get('session', stolen)).status).toBe(401);
  expect((await stranger.get('records/contacts', stolen)).status).toBe(401);
  // An update of the browser is the same browser.
  expect((await stranger.get('session', { ...own, 'user-agent': firefox.replaceAll('140', '141') })).status).toBe(200);
  await bind('address');
  const from = (address: string) => ({ incoming: { socket: { remoteAddress: address } } });
  const get = (address: string) =>
    server.app.request(`/${server.name}/api/v1/session`, { headers: { host: 'localhost', ...own } }, from(address));
  expect((await get('192.0.2.8')).status).toBe(401);
  await bind('no');
  expect((await get('192.0.2.8')).status).toBe(200);
});

it('the present password is asked for when the sign-in is some time ago, and is not to be guessed [SC-02] [CS-002]', async () => {
  const fresh = await server.person('fredrik', 'Staff');
  const act = (body: object, caller = fresh) => caller.post(`records/users/${fresh.id}/actions/change_password`, body);
  const next = { password: 'another horse', repeat: 'another horse' };
  const { space } = server.system;
  await space.db.query({
    text: `update "${space.space}".sessions set created_at = created_at - interval '1 hour' where "user" = '${fresh.id}'`,
    values: [],
  });
  // Another process: this one remembers the session for a minute.
  const late = server.other().caller({ cookie: fresh.cookie });
  expect((await act(next, late as typeof fresh)).body).toMatchObject({ errors: [{ field: 'current', code: 'required' }] });
  for (let i = 0; i < 10; i++) {
    expect((await act({ ...next, current: `guess ${i}` }, late as typeof fresh)).body).toMatchObject({
      errors: [{ field: 'current', code: 'wrong' }],
    });
  }
  expect((await act({ ...next, current: password }, late as typeof fresh)).status).toBe(429);
  const again = await signIn('fredrik', firefox);
  expect((await stranger.post(`records/users/${fresh.id}/actions/change_password`, next, again)).status).toBe(200);
  expect((await stranger.post('session', { login: 'fredrik', password })).status).toBe(401);
  expect((await stranger.post('session', { login: 'fredrik', password: next.password })).status).toBe(200);
});

it('the overview of security tells facts, to administrators alone [CS-006]', async () => {
  const staff = await server.person('staff', 'Staff');
  expect((await staff.get('protection')).status).toBe(403);
  const { facts } = (await root.get('protection')).body as { facts: { name: string; state: string; values: object }[] };
  const by = Object.fromEntries(facts.map((fact) => [fact.name, fact]));
  expect(by).toMatchObject({ tls: { state: 'off' }, allowed: { state: 'off' }, failures: { values: { account: 10, minutes: 15 } } });
  await root.post('records/address_ranges', { range: '192.0.2.0/24', purpose: 'sign_in_deny' });
  const { facts: later } = (await root.get('protection')).body as { facts: { name: string; state: string }[] };
  expect(later.find(({ name }) => name === 'denied')).toMatchObject({ state: 'on', values: { count: 1 } });
});
