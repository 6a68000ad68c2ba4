// Passwords by mailed links: the first one of a new user, and the one that was forgotten.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Values } from '../engine/index.ts';
import { password, testServer } from '../tests/http.ts';
import { mailbox } from '../tests/mailbox.ts';

const box = mailbox();
let now = Date.now();
const server = await testServer({ clock: () => now }, undefined, { mail: box.port });
const { stranger, system } = server;
const root = await server.person('root', 'Root');
const settings = String((await system.settings('security_settings')).id);
const [department] = (await system.records.list('departments', { fields: ['id'], limit: 1 })).records;

const tokenIn = (text = '') => /#set-password=([\w-]+)/.exec(text)?.[1] ?? '';
const add = async (values: Values) => {
  const answer = await root.post('records/users', { name: 'Anna Andersson', department: department!.id, ...values });
  return (answer.body as { record: Values & { id: string } }).record;
};
const choose = (token: string, chosen: string) => stranger.post('session/password', { token, password: chosen });
const signIn = async (login: string, as: string) => (await stranger.post('session', { login, password: as })).status;
const ask = (login: string, headers = {}) => stranger.post('session/forgotten', { login }, headers);

beforeEach(async () => {
  now = Date.now();
  await box.setUp(server);
  await system.records.update('security_settings', settings, { forgotten_password: true });
  await system.space.db.query({ text: `delete from "${system.space.space}".failures`, values: [] });
});

describe('a new user', () => {
  it('gets a mail with a link to choose the first password: once, and not for ever [TT-13] [CS-002]', async () => {
    const { id, welcome_mail } = await add({ login: 'anna', email: 'anna@acme.example', language: 'de' });
    expect(welcome_mail).toBe('sent');
    const letter = await box.last(server, 'anna@acme.example');
    expect(letter?.subject).toContain('Ihr Konto bei');
    expect(letter?.html).toContain('Passwort wählen');
    const token = tokenIn(letter?.text);
    expect(letter?.text).toContain(`https://crm.acme.example/${server.name}/#set-password=${token}`);
    expect((await root.get('records/outgoing_mails?fields=text,subject,answer')).text).not.toContain(token);
    expect((await stranger.post('session/link', { token })).body).toMatchObject({ login: 'anna', purpose: 'welcome' });
    expect((await choose(token, 'short')).status).toBe(422);
    expect((await choose(token, 'a good horse')).status).toBe(204);
    expect((await choose(token, 'a second horse')).status).toBe(404);
    expect(await signIn('anna', 'a good horse')).toBe(200);
    // Another link: the administrator sends one again, and it ends by its time.
    await root.post(`records/users/${id}/actions/send_welcome`);
    const second = tokenIn((await box.last(server, 'anna@acme.example'))?.text);
    now += 8 * 24 * 60 * 60_000;
    expect((await choose(second, 'a late horse')).status).toBe(404);
  });

  it('with a password of the administrator’s hears of the account; the password is not in it [TT-13]', async () => {
    await add({ login: 'berit@acme.example', password: 'a given horse' });
    const letter = await box.last(server, 'berit@acme.example');
    expect(letter?.text).toContain('berit@acme.example');
    expect(letter?.text).not.toContain('a given horse');
    expect(tokenIn(letter?.text)).toBe('');
  });

  it('is made all the same while mail is not configured, and that is said [TT-03] [TT-13]', async () => {
    const { id } = await system.settings('mail_settings');
    await system.records.update('mail_settings', String(id), { host: null });
    const record = await add({ login: 'carl', email: 'carl@acme.example', password: 'correct horse battery' });
    expect(record.welcome_mail).toBe('not_configured');
    const again = await root.post(`records/users/${record.id}/actions/send_welcome`);
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('E-mail is not configured')]);
    await box.setUp(server);
    expect((await add({ login: 'dora', password: 'correct horse battery' })).welcome_mail).toBe('no_address');
    expect(await box.last(server, 'carl@acme.example')).toBeNull();
  });
});

describe('a forgotten password', () => {
  it('is a setting: off, the page offers nothing and the endpoint refuses [CS-003]', async () => {
    const offers = async () => ((await stranger.get('session/ways')).body as { forgotten_password: boolean }).forgotten_password;
    expect(await offers()).toBe(true);
    await system.records.update('security_settings', settings, { forgotten_password: false });
    expect(await offers()).toBe(false);
    expect((await ask('anna')).status).toBe(403);
    await system.records.update('security_settings', settings, { forgotten_password: true });
    const { id } = await system.settings('mail_settings');
    await system.records.update('mail_settings', String(id), { host: null });
    expect(await offers()).toBe(false);
    expect((await ask('anna')).status).toBe(403);
  });

  it('is replaced by a link that works once, for an hour; open sessions end, and the owner is told [CS-003]', async () => {
    const emil = await server.person('emil', 'Staff');
    await system.records.update('users', emil.id, { email: 'emil@acme.example' });
    expect((await ask('Emil')).status).toBe(202);
    const token = tokenIn((await box.last(server, 'emil@acme.example'))?.text);
    expect(await signIn('emil', password)).toBe(200);
    expect((await emil.get('session')).status).toBe(200);
    const both = await Promise.all([choose(token, 'a new horse'), choose(token, 'another horse')]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
    expect((await emil.get('session')).status).toBe(401);
    expect(await signIn('emil', password)).toBe(401);
    expect((await box.last(server, 'emil@acme.example'))?.subject).toContain('was changed');
    await ask('emil@acme.example');
    const second = tokenIn((await box.last(server, 'emil@acme.example'))?.text);
    await ask('emil');
    const third = tokenIn((await box.last(server, 'emil@acme.example'))?.text);
    // A newer link makes the earlier one void, and so does another password.
    expect((await choose(second, 'a third horse')).status).toBe(404);
    now += 61 * 60_000;
    expect((await choose(third, 'a third horse')).status).toBe(404);
  });

  it('answers alike whoever it is, does the same work, and mails to nobody else [CS-003]', async () => {
    const fia = await server.person('fia', 'Staff');
    await system.records.update('users', fia.id, { email: 'fia@acme.example' });
    const gone = await server.person('gone', 'Staff');
    await system.records.update('users', gone.id, { email: 'gone@acme.example', status: 'disabled' });
    const answers = await Promise.all(['fia', 'gone', 'nobody', 'fia@acme.example'].map((login) => ask(login, { host: 'evil.example' })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['202 {}']));
    await box.last(server, 'nobody');
    const links = (await root.get('records/outgoing_mails?fields=to,text&limit=500')).text;
    expect(links).not.toContain('gone@acme.example');
    expect(links).not.toContain('evil.example');
    // However often somebody asks, a mailbox is not filled.
    for (let more = 0; more < 6; more++) await ask('fia');
    await box.last(server, 'fia@acme.example');
    const { count } = await system.records.list('outgoing_mails', { filter: 'to = "fia@acme.example"', count: 'exact' });
    expect(count).toBe(3);
  });

  it('keeps headers and HTML what they are, whatever people are called', async () => {
    const evil = await server.person('evil', 'Staff');
    await system.records.update('users', evil.id, { email: 'evil@acme.example', name: '<img src=x onerror=alert(1)> [[link]]' });
    await ask('evil');
    const letter = await box.last(server, 'evil@acme.example');
    expect(letter?.html).not.toContain('<img');
    expect(letter?.text.match(/#set-password=/g)).toHaveLength(1);
  });

  it('made-up links are refused, and trying many of them closes the door', async () => {
    const made = 'x'.repeat(43);
    expect((await stranger.post('session/link', { token: made })).status).toBe(404);
    let last = 0;
    for (let more = 0; more < 52 && last !== 429; more++) last = (await choose(made, 'a good horse')).status;
    expect(last).toBe(429);
  });
});
