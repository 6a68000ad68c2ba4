// Signing in and out as a stranger, a thief and an honest person would try it.

import { describe, expect, it } from 'vitest';
import { password, testServer } from '../tests/http.ts';

let now = Date.parse('2026-03-11T08:00:00Z');
const server = await testServer({ clock: () => now });
const { stranger, system, name } = server;
const hour = 3_600_000;

describe('signing in', () => {
  it('answers who it is and sets a cookie that scripts, other sites and other workspaces cannot use [NV-02]', async () => {
    await server.person('anna', 'Staff');
    const answer = await stranger.post('session', { login: 'anna', password });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ user: { id: expect.any(String), name: 'anna', login: 'anna' } });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(new RegExp(`^kontor_session=[\\w-]{43}; Path=/${name}; HttpOnly; SameSite=Lax; Max-Age=2592000$`));
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  it('takes the login in any case', async () => {
    await server.person('bertil', 'Staff');
    expect((await stranger.post('session', { login: 'BERTIL', password })).status).toBe(200);
  });

  it('answers alike for an unknown login, a wrong password, a disabled account and one without a password [SC-01]', async () => {
    const disabled = await server.person('carl', 'Staff');
    await system.records.update('users', disabled.id, { status: 'disabled' });
    const bare = await server.person('dora', 'Staff');
    await system.records.update('users', bare.id, { password: null });
    const answers = await Promise.all(
      [
        { login: 'nobody', password },
        { login: 'anna', password: 'wrong horse' },
        { login: 'carl', password },
        { login: 'dora', password },
        { login: 'dora', password: 'x' },
      ].map((body) => stranger.post('session', body)),
    );
    const bodies = new Set(answers.map(({ status, text }) => `${status} ${text}`));
    expect(bodies.size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect(answers.every(({ headers }) => headers.get('set-cookie') === null)).toBe(true);
  });

  it('gives every session a token of its own and ends the one it replaces: none can be planted', async () => {
    const planted = await server.person('emil', 'Staff');
    const again = await stranger.post('session', { login: 'emil', password }, { cookie: planted.cookie });
    const fresh = again.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(fresh).not.toBe(planted.cookie);
    expect((await planted.get('session')).status).toBe(401);
    expect((await stranger.get('session', { cookie: fresh })).status).toBe(200);
    const invented = `kontor_session=${'A'.repeat(43)}`;
    const other = await stranger.post('session', { login: 'emil', password }, { cookie: invented });
    expect(other.headers.get('set-cookie')).not.toContain('A'.repeat(43));
  });

  it('stores only the hash of the token', async () => {
    const fredrik = await server.person('fredrik', 'Staff');
    const { rows } = await system.space.db.query({ text: `select id from "${system.space.space}".sessions`, values: [] });
    const token = fredrik.cookie.split('=')[1] ?? '';
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.flat().join()).not.toContain(token);
  });

  it('counts tries in parallel and closes the account to that address, not to its owner elsewhere [CS-004]', async () => {
    await server.person('gustav', 'Staff');
    const proxied = (address: string) => ({ 'x-forwarded-for': address });
    const guesses = await Promise.all(
      Array.from({ length: 15 }, (_, i) => stranger.post('session', { login: 'gustav', password: `guess ${i}` })),
    );
    const statuses = guesses.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    const blocked = await stranger.post('session', { login: 'gustav', password });
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    // Without a trusted proxy the header is a stranger's word and changes nothing.
    expect((await stranger.post('session', { login: 'gustav', password }, proxied('203.0.113.9'))).status).toBe(429);
    expect((await stranger.post('session', { login: 'anna', password })).status).toBe(200);
  });

  it.each([
    [{ login: 'anna' }, 'password', 'required'],
    [{ login: 'anna', password: 1 }, 'password', 'type'],
    [{ login: 'anna', password: 'x', remember: true }, 'remember', 'unknown_field'],
  ])('refuses %j', async (body, field, code) => {
    const answer = await stranger.post('session', body);
    expect([400, 422]).toContain(answer.status);
    expect(answer.body).toMatchObject({ errors: [{ field, code }] });
  });
});

describe('a session', () => {
  it('ends by signing out, in every process at once [SC-04]', async () => {
    const helga = await server.person('helga', 'Staff');
    const twin = server.twin().caller({ cookie: helga.cookie });
    expect((await twin.get('session')).status).toBe(200);
    const out = await helga.delete('session');
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^kontor_session=; .*Max-Age=0/);
    expect((await helga.get('records/contacts')).status).toBe(401);
    expect((await twin.get('records/contacts')).status).toBe(401);
    expect((await twin.post('records/contacts', { last_name: 'Late' })).status).toBe(401);
  });

  it('ends after 12 idle hours, and is kept alive by use', async () => {
    const ivar = await server.person('ivar', 'Staff');
    now += 11 * hour;
    expect((await ivar.get('session')).status).toBe(200);
    now += 11 * hour;
    expect((await ivar.get('session')).status).toBe(200);
    now += 13 * hour;
    expect((await ivar.get('session')).status).toBe(401);
  });

  it('ends after 30 days however busy it is', async () => {
    const jonas = await server.person('jonas', 'Staff');
    for (let day = 0; day < 59; day++) {
      now += 12 * hour - 1000;
      expect((await jonas.get('session')).status).toBe(200);
    }
    now += 12 * hour;
    expect((await jonas.get('session')).status).toBe(401);
  });

  it('ends when the password changes [SC-02] and when the account is disabled [SC-15]', async () => {
    const karl = await server.person('karl', 'Staff');
    await system.records.update('users', karl.id, { password: 'another horse' });
    expect((await karl.get('session')).status).toBe(401);
    const lena = await server.person('lena', 'Staff');
    await system.records.update('users', lena.id, { status: 'disabled' });
    expect((await lena.get('records/contacts')).status).toBe(401);
    expect((await lena.post('records/contacts', { last_name: 'Late' })).status).toBe(401);
  });

  it('works in its own workspace only', async () => {
    const maria = await server.person('maria', 'Staff');
    expect((await maria.send('GET', '/another/api/v1/session')).status).toBe(404);
  });
});

describe('API keys', () => {
  it('act as their user and say when they were last used [CS-276]', async () => {
    const nils = await server.person('nils', 'Root');
    const key = await server.key(nils.id);
    expect((await key.get('session')).body).toMatchObject({ user: { login: 'nils' } });
    const { last_used_at: used } = await system.records.get('api_keys', key.id, ['last_used_at']);
    expect(Date.parse(String(used))).toBe(now);
  });

  it('stop at once when revoked or expired, and tell nothing [CS-284]', async () => {
    const olga = await server.person('olga', 'Root');
    const revoked = await server.key(olga.id);
    expect((await revoked.get('session')).status).toBe(200);
    await system.records.update('api_keys', revoked.id, { revoked: true });
    expect((await revoked.get('session')).status).toBe(401);
    const short = await server.key(olga.id, { expires_at: new Date(now + hour).toISOString() });
    expect((await short.get('session')).status).toBe(200);
    now += hour + 60_000;
    expect((await short.get('session')).status).toBe(401);
  });

  it.each(['Bearer ktr_wrong', 'Bearer nonsense', 'Basic YTpi', 'Bearer', ''])('are not "%s"', async (authorization) => {
    const answer = await stranger.get('records/contacts', { authorization });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ status: 401, code: 'not_signed_in' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });
});
