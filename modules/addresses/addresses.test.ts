// Bans, address rules, the login switch and password rules, as the one at the door and the administrator meet them.

import { afterEach, describe, expect, it } from 'vitest';
import { password, testServer } from '../../tests/http.ts';

let now = Date.now();
const server = await testServer({ proxies: '10.9.9.9', clock: () => now });
const other = server.other();
const root = await server.person('root', 'Root');
const admin = await server.person('admin', 'Administrator');
await server.person('staff', 'Staff');
const minute = 60_000;

/** Over a socket of its own, as a browser at this address. */
async function at(address: string, path: string, init: { method?: string; body?: unknown; cookie?: string; app?: typeof server.app } = {}) {
  const { method = 'POST', body, cookie, app = server.app } = init;
  const headers = { host: 'localhost', 'content-type': 'application/json', 'x-forwarded-for': address, ...(cookie ? { cookie } : {}) };
  const socket = { incoming: { socket: { remoteAddress: '10.9.9.9' } } };
  const sent = body === undefined ? null : JSON.stringify(body);
  const length: Record<string, string> = sent === null ? {} : { 'content-length': String(sent.length) };
  const request = { method, headers: { ...headers, ...length }, ...(sent === null ? {} : { body: sent }) };
  const response = await app.request(`/${server.name}/api/v1/${path}`, request, socket);
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
}

const enter = (address: string, login: string, word = password, app = server.app) =>
  at(address, 'session', { body: { login, password: word }, app });

async function set(values: Record<string, unknown>) {
  const { records } = await server.system.records.list('security_settings', { fields: ['id'] });
  await server.system.records.update('security_settings', String(records[0]?.id), values);
}

afterEach(async () => {
  for (const { id } of (await server.system.records.list('address_ranges', { fields: ['id'] })).records)
    await server.system.records.delete('address_ranges', String(id));
  await set({ sign_in: true, failures_per_address: 50, ban_minutes: 15, password_length: 8, password_kinds: '1' });
});

describe('bans', () => {
  const guess = (address: string, app = server.app) => enter(address, 'nobody in particular', 'guess', app);

  it('come from failed sign-ins in all processes together, are listed, end by themselves and by hand [CS-004] [CS-009]', async () => {
    await set({ failures_per_address: 3, ban_minutes: 20 });
    const tries = [
      await guess('192.0.2.1'),
      await guess('192.0.2.1', other.app),
      await guess('192.0.2.1'),
      await guess('192.0.2.1', other.app),
    ];
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 429]);
    // The right password does not help, in no process.
    expect(await enter('192.0.2.1', 'staff', password, other.app)).toMatchObject({ status: 429, body: { code: 'banned' } });
    expect((await enter('192.0.2.2', 'staff')).status).toBe(200);
    const [ban] = (await admin.get(`records/bans?filter=${encodeURIComponent('address = "192.0.2.1"')}`)).body['records' as never] as {
      id: string;
      until: string;
    }[];
    expect(ban).toMatchObject({ reason: 'failed_sign_ins', failures: 3, released_at: null });
    expect(Date.parse(ban!.until) - now).toBe(20 * minute);
    expect((await root.patch(`records/bans/${ban!.id}`, { until: null })).status).toBe(403);
    expect((await admin.post(`records/bans/${ban!.id}/actions/release`, {})).status).toBe(200);
    expect((await enter('192.0.2.1', 'staff')).status).toBe(200);
    for (let i = 0; i < 4; i++) await guess('192.0.2.1');
    expect((await enter('192.0.2.1', 'staff')).status).toBe(429);
    now += 21 * minute;
    expect((await enter('192.0.2.1', 'staff')).status).toBe(200);
  });

  it('never hit trusted addresses, and a network of v6 counts as one address [CS-004]', async () => {
    await set({ failures_per_address: 3 });
    await root.post('records/address_ranges', { range: '198.51.100.0/24', purpose: 'trusted' });
    for (let i = 0; i < 6; i++) expect((await guess('198.51.100.7')).status).toBe(401);
    for (let i = 1; i < 4; i++) await guess(`2001:db8:1:2::${i}`);
    expect((await guess('2001:db8:1:2::9')).status).toBe(429);
    expect((await guess('2001:db8:1:3::9')).status).toBe(401);
  });
});

describe('address rules', () => {
  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    [' 192.0.2.7 ', '192.0.2.7'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
  ])('%j is stored as %s', async (given, stored) => {
    const answer = await root.post('records/address_ranges', { range: given, purpose: 'office' });
    expect(answer.body).toMatchObject({ record: { range: stored, kind: 'permanent' } });
  });

  it.each(['', 'office', '10.0.0.0/33', '010.0.0.1', '2130706433', '10.0.0', 'fe80::1%eth0', '10.0.0.0/8/9'])(
    '%j is refused',
    async (range) => {
      expect((await root.post('records/address_ranges', { range, purpose: 'office' })).status).toBe(422);
    },
  );

  it('let staff in from allowed addresses only, and do not lock their author out [PX-02] [CS-005]', async () => {
    const { cookie } = root;
    const rule = (range: string, purpose: string) => at('192.0.2.10', 'records/address_ranges', { body: { range, purpose }, cookie });
    const locking = await rule('203.0.113.0/24', 'sign_in_allow');
    expect(locking).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'locks_out', message: expect.stringContaining('192.0.2.10') }] },
    });
    const own = await rule('192.0.2.0/24', 'sign_in_allow');
    expect(own.status).toBe(201);
    expect((await rule('203.0.113.0/24', 'sign_in_allow')).status).toBe(201);
    expect((await rule('203.0.113.66', 'sign_in_deny')).status).toBe(201);
    expect((await enter('192.0.2.99', 'staff')).status).toBe(200);
    expect((await enter('203.0.113.5', 'staff')).status).toBe(200);
    expect((await enter('203.0.113.66', 'staff')).status).toBe(403);
    // The same words whether the password is right or wrong: nobody tries them out from there.
    const [right, wrong] = [await enter('198.51.100.1', 'staff'), await enter('198.51.100.1', 'staff', 'wrong horse')];
    expect([right.status, right.body.detail]).toEqual([403, wrong.body.detail]);
    // A stranger's word about his address changes nothing.
    expect((await server.stranger.post('session', { login: 'staff', password }, { 'x-forwarded-for': '192.0.2.99' })).status).toBe(403);
    const gone = await at('192.0.2.10', `records/address_ranges/${own.body.record.id}`, { method: 'DELETE', cookie });
    expect(gone.status).toBe(422);
    const { changes } = (await root.get(`records/address_ranges/${own.body.record.id}/history`)).body as { changes: object[] };
    expect(changes).toMatchObject([{ verb: 'create', actor: { title: 'root' }, at: expect.any(String) }]);
    const log = (await root.get(`records/sign_ins?fields=reason&filter=${encodeURIComponent('address = "203.0.113.66"')}`)).body;
    expect(log).toMatchObject({ records: [{ reason: 'address_denied' }] });
  });

  it('of customers are denials only; temporary ones end; those of the provider stay, and win [PX-02] [CS-005]', async () => {
    const { records } = server.system;
    await server.person('buyer', 'Customer');
    await root.post('records/address_ranges', { range: '192.0.2.0/24', purpose: 'sign_in_allow' });
    expect((await enter('198.51.100.2', 'buyer')).status).toBe(200);
    const late = { range: '198.51.100.3', purpose: 'sign_in_deny', kind: 'temporary', until: new Date(Date.now() - minute).toISOString() };
    await records.create('address_ranges', late);
    expect((await enter('198.51.100.3', 'buyer')).status).toBe(200);
    const provider = await records.create('address_ranges', { range: '198.51.100.9', purpose: 'sign_in_allow', kind: 'provider' });
    await root.post('records/address_ranges', { range: '198.51.100.0/24', purpose: 'sign_in_deny' });
    expect((await enter('198.51.100.9', 'staff')).status).toBe(200);
    expect((await enter('198.51.100.8', 'buyer')).status).toBe(403);
    expect((await root.delete(`records/address_ranges/${provider.id}`)).status).toBe(422);
    expect((await root.patch(`records/address_ranges/${provider.id}`, { range: '198.51.100.10' })).status).toBe(422);
    expect((await root.post('records/address_ranges', { range: '203.0.113.1', purpose: 'trusted', kind: 'provider' })).status).toBe(422);
  });
});

describe('sign-in switched off', () => {
  it('ends what is open, keys too, in every process; root comes in and switches it on again [TT-04] [TT-05]', async () => {
    const open = await server.person('worker', 'Staff');
    const key = await server.key(open.id);
    const there = other.caller({ cookie: open.cookie });
    expect((await there.get('records/contacts')).status).toBe(200);
    const { records } = (await root.get('records/security_settings')).body as { records: { id: string }[] };
    const path = `records/security_settings/${records[0]?.id}`;
    expect((await root.patch(path, { sign_in: false, sign_in_off_message: 'Back at noon.' })).status).toBe(200);
    for (const caller of [open, key, there]) expect((await caller.get('records/contacts')).status).toBe(401);
    expect(await enter('192.0.2.30', 'worker')).toMatchObject({ status: 403, body: { code: 'sign_in_off', detail: 'Back at noon.' } });
    // The message is for whoever belongs here.
    expect((await enter('192.0.2.30', 'worker', 'wrong horse')).status).toBe(401);
    const again = await enter('192.0.2.31', 'root');
    expect(again.status).toBe(200);
    expect((await root.patch(path, { sign_in: true })).status).toBe(200);
    expect((await enter('192.0.2.30', 'worker')).status).toBe(200);
    expect((await open.get('records/contacts')).status).toBe(401);
    expect((await key.get('records/contacts')).status).toBe(200);
  });
});

describe('password rules', () => {
  it('are one for creation, change and reset, say why, and hold at once [CS-008]', async () => {
    await set({ password_length: 12, password_kinds: '3' });
    const own = await server.person('ruled', 'Staff');
    const change = (word: string) =>
      own.post(`records/users/${own.id}/actions/change_password`, { current: password, password: word, repeat: word });
    const reset = (word: string) => root.post(`records/users/${own.id}/actions/set_password`, { password: word, repeat: word });
    const create = async (word: string) => {
      const [department] = (await server.system.records.list('departments', { fields: ['id'], limit: 1 })).records;
      return root.post('records/users', {
        login: `new ${word.length} ${word.slice(0, 2)}`,
        name: 'New',
        department: department?.id,
        password: word,
      });
    };
    for (const way of [change, reset, create]) {
      expect((await way('Short1!')).body).toMatchObject({
        errors: [{ field: 'password', code: 'too_short', message: 'needs at least 12 characters' }],
      });
      expect((await way('longenoughbutplain')).body).toMatchObject({ errors: [{ field: 'password', code: 'too_simple' }] });
    }
    expect((await change('Long enough 1')).status).toBe(200);
    expect((await reset('Long enough 2')).status).toBe(200);
  });
});
