// The second step of signing in: mailed codes, authenticator apps, passkeys, known devices; and the attacks on them.

import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Values } from '../engine/index.ts';
import { password, testServer } from '../tests/http.ts';
import { mailbox } from '../tests/mailbox.ts';
import { type PasskeyOptions, passkeyOf } from '../tests/passkey.ts';

const box = mailbox();
let now = Date.now();
const server = await testServer({ clock: () => now }, undefined, { mail: box.port });
const { stranger, system } = server;
const root = await server.person('root', 'Root');
const anna = await server.person('anna', 'Staff');
await system.records.update('users', root.id, { email: 'root@acme.example' });
await system.records.update('users', anna.id, { email: 'anna@acme.example', language: 'fi' });
const settings = String((await system.settings('security_settings')).id);
const set = (values: Values) => root.patch(`records/security_settings/${settings}`, values);

interface Waits {
  second_factor: string;
  methods: string[];
  attempt: string;
  expires: string;
  sent_to: string | null;
}

/** One browser: keeps its cookies. */
function browser() {
  const cookies = new Map<string, string>();
  const headers = () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  const send = async (path: string, body: object) => {
    const answer = await stranger.post(path, body, headers());
    const [, name, value] = /^(\w+)=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
    if (name) cookies.set(name, value ?? '');
    return {
      status: answer.status,
      body: answer.body as { user?: { id: string }; code?: string; options?: PasskeyOptions } & Waits,
      headers: answer.headers,
    };
  };
  return {
    send,
    signIn: (login: string) => send('session', { login, password }),
    finish: ({ attempt }: Waits, code: string) => send('session/second-factor', { attempt, code }),
    challenge: async ({ attempt }: Waits) => (await send('session/second-factor/challenge', { attempt })).body.options!,
    finishByKey: ({ attempt }: Waits, response: object) => send('session/second-factor', { attempt, response }),
    get: (path: string) => stranger.get(path, headers()),
    delete: (path: string) => stranger.delete(path, headers()),
    act: (user: string, action: string, input: Values) => stranger.post(`records/users/${user}/actions/${action}`, input, headers()),
    closed: async () => (await stranger.get('session', headers())).status === 401,
  };
}

async function mailed(to = 'anna@acme.example'): Promise<string> {
  const letter = await box.last(server, to);
  return /\b(\d{6})\b/.exec(letter?.text ?? '')?.[1] ?? '';
}

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

beforeEach(async () => {
  await box.setUp(server);
  await system.records.update('security_settings', settings, { second_factor: 'off', failures_per_account: 10 });
  await system.space.db.query({ text: `delete from "${system.space.space}".failures`, values: [] });
  now = Date.now();
});

describe('switching it on', () => {
  it('is refused while mail does not work, and to who would lock himself out [TT-03] [PX-01]', async () => {
    const { id } = await system.settings('mail_settings');
    await system.records.update('mail_settings', String(id), { state: 'failed' });
    for (const values of [{ second_factor: 'always' }, { second_factor: 'new_device' }, { forgotten_password: true }]) {
      const answer = await set(values);
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('mail_not_working')]);
    }
    await box.setUp(server);
    const bare = await server.person('bare', 'Root');
    expect((await bare.patch(`records/security_settings/${settings}`, { second_factor: 'always' })).text).toContain('locks_you_out');
    expect((await set({ second_factor: 'always' })).status).toBe(200);
    const off = await root.patch(`records/mail_settings/${id}`, { host: null });
    expect([off.status, off.text]).toEqual([422, expect.stringContaining('needed_for_sign_in')]);
    expect((await anna.patch(`records/security_settings/${settings}`, { second_factor: 'off' })).status).toBe(403);
  });
});

describe('a mailed code', () => {
  it('at every sign-in: no session before it, single use, in the reader’s language [CS-001] [TT-06]', async () => {
    await set({ second_factor: 'always' });
    const own = browser();
    for (let round = 0; round < 2; round++) {
      const { status, body } = await own.signIn('anna');
      expect([status, body.second_factor, body.sent_to]).toEqual([202, 'email', 'a•••@acme.example']);
      if (round === 0) expect(await own.closed()).toBe(true);
      const code = await mailed();
      expect((await own.finish(body, other(code))).status).toBe(401);
      expect((await own.finish(body, code)).body.user?.id).toBe(anna.id);
      expect(await own.closed()).toBe(false);
      expect((await own.finish(body, code)).status).toBe(401);
    }
    const log = await root.get(
      `records/sign_ins?fields=result,reason&sort=-created_at&limit=4&filter=${encodeURIComponent('login = "anna"')}`,
    );
    expect(log.text).toContain('wrong_code');
    expect(log.text).toContain('"waits"');
    await own.signIn('anna');
    expect((await box.last(server, 'anna@acme.example'))?.subject).toContain('Kirjautumiskoodi');
  });

  it('in a new browser only: the second time there is none, elsewhere there is [TT-02]', async () => {
    await set({ second_factor: 'new_device' });
    const [home, elsewhere] = [browser(), browser()];
    const { body } = await home.signIn('anna');
    expect((await home.finish(body, await mailed())).status).toBe(200);
    expect((await home.signIn('anna')).status).toBe(200);
    expect((await elsewhere.signIn('anna')).status).toBe(202);
    // Another person at the same browser is another.
    expect((await home.signIn('root')).status).toBe(202);
    expect((await home.signIn('anna')).status).toBe(200);
    const { devices } = (await home.get('devices')).body as { devices: { id: string; current: boolean }[] };
    expect(devices).toMatchObject([{ current: true }]);
    expect((await anna.get('devices')).text).toContain(devices[0]!.id);
    expect((await root.delete(`devices/${devices[0]!.id}`)).status).toBe(404);
    expect((await home.delete(`devices/${devices[0]!.id}`)).status).toBe(204);
    expect((await home.signIn('anna')).status).toBe(202);
  });

  it('is over fifteen minutes after the start of the sign-in, whatever was sent again [CS-001]', async () => {
    await set({ second_factor: 'always' });
    const own = browser();
    const { body } = await own.signIn('anna');
    const first = await mailed();
    now += 14 * 60_000;
    expect((await own.send('session/second-factor/again', { attempt: body.attempt })).status).toBe(204);
    const second = await mailed();
    expect(second).toMatch(/^\d{6}$/);
    if (first !== second) expect((await own.finish(body, first)).status).toBe(401);
    now += 61_000;
    expect((await own.finish(body, second)).body.code).toBe('step_over');
  });

  it('is tied to the browser that asked for it; a sent-again code makes the earlier one void [TT-06]', async () => {
    await set({ second_factor: 'always' });
    const [own, thief] = [browser(), browser()];
    const { body } = await own.signIn('anna');
    const first = await mailed();
    expect((await thief.finish(body, first)).body.code).toBe('step_over');
    await thief.signIn('root');
    expect((await thief.finish(body, first)).body.code).toBe('step_over');
    await own.send('session/second-factor/again', { attempt: body.attempt });
    const second = await mailed();
    if (first !== second) expect((await own.finish(body, first)).status).toBe(401);
    expect((await own.finish(body, second)).status).toBe(200);
  });

  it('cannot be guessed: wrong entries end the attempt, and a new one gives no new tries [TT-06]', async () => {
    await system.records.update('security_settings', settings, { second_factor: 'always', failures_per_account: 3 });
    const own = browser();
    const { body } = await own.signIn('anna');
    const code = await mailed();
    const tries = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((more) => own.finish(body, String((Number(code) + more) % 1e6).padStart(6, '0'))),
    );
    expect(tries.filter(({ body: told }) => told.code === 'wrong_code')).toHaveLength(3);
    expect(tries.map(({ status }) => status)).toContain(429);
    expect((await own.finish(body, code)).status).toBeGreaterThanOrEqual(401);
    const again = (await own.signIn('anna')).body;
    expect((await own.finish(again, await mailed())).status).toBe(429);
    now += 16 * 60_000;
    const later = (await own.signIn('anna')).body;
    expect((await own.finish(later, await mailed())).status).toBe(200);
  });

  it('does not outlive the password, nor the account; who has no address hears why', async () => {
    await set({ second_factor: 'always' });
    const own = browser();
    const carl = await server.person('carl', 'Staff');
    expect(await stranger.post('session', { login: 'carl', password })).toMatchObject({ status: 403, body: { code: 'no_second_step' } });
    await system.records.update('users', carl.id, { email: 'carl@acme.example' });
    const { body } = await own.signIn('carl');
    const code = await mailed('carl@acme.example');
    await system.records.update('users', carl.id, { password: 'another horse' });
    expect((await own.finish(body, code)).body.code).toBe('step_over');
    // A session that the code was for is no session of an account that was switched off meanwhile.
    const second = (await own.send('session', { login: 'carl', password: 'another horse' })).body;
    const good = await mailed('carl@acme.example');
    await system.records.update('users', carl.id, { status: 'disabled' });
    expect((await own.finish(second, good)).status).toBe(401);
  });

  it('is not asked from who was let in on the machine itself, for an hour [TT-03]', async () => {
    await set({ second_factor: 'always' });
    await system.records.update('users', root.id, { spared_until: new Date(now + 60 * 60_000).toISOString() });
    expect((await browser().signIn('root')).status).toBe(200);
    now += 61 * 60_000;
    expect((await browser().signIn('root')).status).toBe(202);
    await system.records.update('users', root.id, { spared_until: null });
  });
});

describe('an authenticator app', () => {
  it('is set up with a first code, asked for in new browsers, and takes each code once; recovery codes too [TT-02] [CS-001]', async () => {
    const dora = await server.person('dora', 'Staff');
    const own = browser();
    await own.signIn('dora');
    const begun = (await own.act(dora.id, 'begin_app', {})).body as { result: { secret: string; address: string } };
    expect(begun.result.address).toMatch(/^otpauth:\/\/totp\//);
    expect((await own.act(dora.id, 'confirm_app', { code: '000000' })).status).toBe(422);
    const app = new TOTP({ secret: Secret.fromBase32(begun.result.secret) });
    const confirmed = await own.act(dora.id, 'confirm_app', { code: app.generate({ timestamp: Date.now() }) });
    const { codes } = (confirmed.body as { result: { codes: string[] } }).result;
    expect(codes).toHaveLength(10);
    // Nothing of it is to be read.
    for (const path of [`records/users/${dora.id}`, `records/users/${dora.id}/history`]) {
      const { text } = await root.get(path);
      for (const word of [begun.result.secret, codes[0]!, 'recovery_codes', 'totp']) expect(text).not.toContain(word);
    }
    const { body } = await own.signIn('dora');
    expect(body.second_factor).toBe('totp');
    // The code that confirmed it was used.
    expect((await own.finish(body, app.generate({ timestamp: Date.now() }))).status).toBe(401);
    now = Date.now() + 60_000;
    const code = app.generate({ timestamp: now });
    expect((await own.finish(body, code)).status).toBe(200);
    expect((await own.signIn('dora')).status).toBe(200);
    const elsewhere = browser();
    const waits = (await elsewhere.signIn('dora')).body;
    expect((await elsewhere.finish(waits, code)).status).toBe(401);
    expect((await elsewhere.finish(waits, codes[3]!.toUpperCase())).status).toBe(200);
    const third = browser();
    const again = (await third.signIn('dora')).body;
    expect((await third.finish(again, codes[3]!)).status).toBe(401);
    expect((await third.finish(again, codes[4]!)).status).toBe(200);
  });

  it('is reset by who may set passwords, never on somebody of root by others', async () => {
    const emil = await server.person('emil', 'Staff');
    const own = browser();
    await own.signIn('emil');
    const { result } = (await own.act(emil.id, 'begin_app', {})).body as unknown as { result: { secret: string } };
    const code = new TOTP({ secret: Secret.fromBase32(result.secret) }).generate({ timestamp: Date.now() });
    expect((await own.act(emil.id, 'confirm_app', { code })).status).toBe(200);
    expect((await browser().signIn('emil')).status).toBe(202);
    expect((await anna.post(`records/users/${emil.id}/actions/reset_second_factor`)).status).toBeGreaterThanOrEqual(403);
    expect((await anna.post(`records/users/${emil.id}/actions/remove_app`, {})).status).toBeGreaterThanOrEqual(403);
    expect((await root.post(`records/users/${emil.id}/actions/reset_second_factor`)).status).toBe(200);
    expect((await browser().signIn('emil')).status).toBe(200);
  });
});

describe('a passkey after the password', () => {
  it('finishes the sign-in it was asked for, once, in time, by its own person; no mail is sent unasked [CS-001] [TT-02] [TT-06]', async () => {
    await system.records.update('security_settings', settings, { second_factor: 'always', failures_per_account: 40 });
    const [key, stolen] = [await passkeyOf(system, anna.id), await passkeyOf(system, root.id)];
    const own = browser();
    const before = (await own.signIn('anna')).body;
    const { body } = await own.signIn('anna');
    expect(body).toMatchObject({ second_factor: 'passkey', methods: ['passkey', 'email'], sent_to: 'a•••@acme.example' });
    expect((await own.finish(body, '')).status).toBe(422);
    expect((await own.finish(body, '000000')).body.code).toBe('wrong_code');
    const options = await own.challenge(body);
    expect(options.allowCredentials).toMatchObject([{ id: key.id }]);
    const open = await own.send('passkeys/challenge', { purpose: 'sign_in' });
    const wrong: Readonly<Record<string, () => Promise<object> | object>> = {
      'the challenge of signing in without a password': () => key.answer(open.body.options!, { verified: true }),
      'a challenge of nobody': async () => key.answer({ ...(await own.challenge(body)), challenge: 'AAAA' }),
      'the challenge before': async () => own.challenge(body).then(() => key.answer(options)),
      'a key of somebody else': async () => stolen.answer(await own.challenge(body)),
      'nobody at the device': async () => key.answer(await own.challenge(body), { present: false }),
      'another site': async () => key.answer(await own.challenge(body), { origin: 'http://evil.example' }),
      'another sign-in': async () => key.answer(await own.challenge(before)),
    };
    for (const [what, answer] of Object.entries(wrong))
      expect([what, (await own.finishByKey(body, await answer())).body.code]).toEqual([what, 'wrong_passkey']);
    const good = key.answer(await own.challenge(body));
    // What is for the second step is no way around the password.
    expect((await own.send('session/passkey', { response: key.answer(await own.challenge(body), { verified: true }) })).status).toBe(401);
    expect((await own.finishByKey(body, good)).body.code).toBe('wrong_passkey');
    const right = key.answer(await own.challenge(body));
    expect((await own.finishByKey(body, right)).body).toMatchObject({ user: { id: anna.id } });
    expect((await own.finishByKey(before, right)).body.code).toBe('wrong_passkey');
    expect((await own.finishByKey(body, right)).body.code).toBe('step_over');

    const { body: late } = await own.signIn('anna');
    const inTime = key.answer(await own.challenge(late));
    now += 15 * 60_000 + 1;
    expect((await own.finishByKey(late, inTime)).body.code).toBe('step_over');
    await Promise.all([key.remove(), stolen.remove()]);
  });

  it('leaves the mail to ask for, is enough without an address, and cannot be tried without end [TT-06]', async () => {
    await system.records.update('security_settings', settings, { second_factor: 'always', failures_per_account: 3 });
    const key = await passkeyOf(system, anna.id);
    const own = browser();
    const first = (await own.signIn('anna')).body;
    expect((await own.send('session/second-factor/again', { attempt: first.attempt })).status).toBe(204);
    expect((await own.finish(first, await mailed())).status).toBe(200);

    await system.records.update('users', anna.id, { email: null });
    const { body } = await own.signIn('anna');
    expect(body).toMatchObject({ second_factor: 'passkey', methods: ['passkey'], sent_to: null });
    expect((await own.send('session/second-factor/again', { attempt: body.attempt })).status).toBe(409);
    for (const status of [401, 401, 401, 429]) expect((await own.finishByKey(body, key.answer({ challenge: 'AAAA' }))).status).toBe(status);
    const { body: again } = await own.signIn('anna');
    expect((await own.finishByKey(again, key.answer(await own.challenge(again)))).status).toBe(429);
    await system.records.update('users', anna.id, { email: 'anna@acme.example' });
    await key.remove();
  });
});
