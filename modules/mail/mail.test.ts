// Mails by a real SMTP server on loopback: with TLS and login, refused, down and up again; the queue, the log, the test button.

import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { smtp } from '../../connectors/smtp/smtp.ts';
import { type JobRun, MailFailure, mailWorks, sendMail, type Values } from '../../engine/index.ts';
import { certificate } from '../../tests/fixtures/certificate.ts';
import { testServer } from '../../tests/http.ts';
import { mailLogin, startMailServer } from '../../tests/smtp.ts';
import { deliver } from './deliver.ts';

const server = await testServer({}, undefined, { mail: smtp });
const { system } = server;
const root = await server.person('root', 'Root');
await system.records.update('users', root.id, { email: 'root@acme.example' });
const staff = await server.person('sam', 'Staff');
const mails = await startMailServer();
afterAll(() => mails.stop());

const settings = String((await system.settings('mail_settings')).id);
const good = {
  ...{ host: '127.0.0.1', port: mails.port, encryption: 'starttls', user: mailLogin.user, password: mailLogin.password, certificate },
  ...{ sender_name: 'Acme', sender_address: 'crm@acme.example' },
};
const setUp = (values: Values = good) => root.patch(`records/mail_settings/${settings}`, values);
const run = (): JobRun => ({ context: system, id: '', params: null, progress: async () => {}, error: () => {}, cancelled: () => false });
const queue = (more: object = {}) =>
  system.transaction((context) =>
    sendMail(context, { to: 'anna@acme.example', subject: 'Hello', text: 'A word.', purpose: 'report', ...more }),
  );
const read = (id: string | null) => system.records.get('outgoing_mails', String(id));
/** Lets the pause before the next try pass. */
const wait = async (id: string | null) => {
  const before = (await read(id)).next_at;
  await system.records.update('outgoing_mails', String(id), { next_at: new Date(Date.now() - 1000).toISOString() });
  return Date.parse(String(before)) - Date.now();
};
const told = async (kind: string) =>
  (await root.get(`records/notifications?fields=title,text&filter=${encodeURIComponent(`kind = "${kind}"`)}`)).body as {
    records: Values[];
  };

beforeEach(async () => {
  mails.arrived.length = 0;
  await setUp();
});

describe('a mail', () => {
  it.each([
    ['STARTTLS and login', {}, true],
    ['TLS from the start', { encryption: 'tls' }, true],
    ['no encryption on this machine, without login', { encryption: 'none', user: null, password: null, certificate: null }, false],
  ])('leaves by %s', async (_, values, encrypted) => {
    const other = await startMailServer({
      secure: (values as { encryption?: string }).encryption === 'tls',
      authOptional: !encrypted,
    });
    await setUp({ ...good, ...values, port: other.port });
    expect(await mailWorks(system)).toBe(false);
    const id = await queue({
      subject: 'Grüße',
      html: '<p>A <b>word</b>.</p>',
      attachments: [{ name: 'note.txt', content: 'quicksilver' }],
    });
    await deliver(run());
    await other.stop();
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: 1, answer: expect.stringContaining('Taken'), next_at: null });
    expect(other.arrived).toMatchObject([{ from: 'crm@acme.example', to: ['anna@acme.example'], encrypted }]);
    const [{ raw } = { raw: '' }] = other.arrived;
    for (const part of ['From: Acme <crm@acme.example>', 'Auto-Submitted: auto-generated', 'A <b>word</b>.', 'note.txt'])
      expect(raw).toContain(part);
    expect(await mailWorks(system)).toBe(true);
  });

  it('that was wanted by a transaction that failed is not sent', async () => {
    const failing = system.transaction(async (context) => {
      await sendMail(context, { to: 'a@acme.example', subject: 'x', text: 'x', purpose: 'report' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await deliver(run());
    expect(mails.arrived).toEqual([]);
  });

  it('is sent once, however many are at it', async () => {
    await queue();
    await Promise.all([deliver(run()), deliver(run()), deliver(run())]);
    expect(mails.arrived).toHaveLength(1);
  });

  it('has its code or link for the receiver alone: not in the log, the history, the export', async () => {
    const id = await queue({ text: 'Code: [[code]]', html: '<b>[[code]]</b>', secrets: { code: '4711<&' } });
    const path = `records/outgoing_mails/${id}`;
    const look = async () =>
      (await Promise.all([path, `${path}/history`, 'records/outgoing_mails/export'].map((at) => root.get(at)))).map(({ text }) => text);
    for (const text of await look()) expect(text).not.toContain('4711');
    expect((await root.post(`${path}/actions/resend`)).status).toBe(409);
    await deliver(run());
    expect(mails.arrived[0]?.raw).toContain('Code: 4711<&');
    expect(mails.arrived[0]?.raw).toContain('<b>4711&#60;&#38;</b>');
    for (const text of await look()) expect(text).not.toContain('4711');
    expect(await read(id)).toMatchObject({ state: 'sent', secrets: null });
  });

  it('cannot be given headers by what people enter', async () => {
    for (const values of [
      { subject: 'Hi\r\nBcc: all@acme.example' },
      { to: 'a@acme.example\nBcc: b@acme.example' },
      { to: 'a@acme.example, b@acme.example' },
    ])
      await expect(queue(values)).rejects.toMatchObject({ status: 422 });
    const answer = await setUp({ sender_name: 'Acme\r\nBcc: all@acme.example' });
    expect(answer.status).toBe(422);
    const letter = {
      id: 'x',
      from: { name: 'A\r\nBcc: all@acme.example', address: 'crm@acme.example' },
      to: 'anna@acme.example',
      subject: 'Hi\r\nX-Evil: 1',
    };
    const { port, encryption, user, password, host } = good;
    await smtp.send(
      { host, port, user, password, certificate, encryption: encryption as 'starttls' },
      { ...letter, text: 'x', html: null, attachments: [] },
    );
    expect(mails.arrived[0]?.to).toEqual(['anna@acme.example']);
    expect(mails.arrived[0]?.raw).not.toMatch(/^(Bcc|X-Evil):/im);
  });
});

describe('what goes wrong', () => {
  it('a receiver who is refused: at once, told to administrators; it can be sent again from the log', async () => {
    const id = await queue({ to: 'gone@nowhere.example' });
    await deliver(run());
    expect(await read(id)).toMatchObject({
      state: 'failed',
      attempts: 1,
      answer: expect.stringContaining('550 5.1.1 Nobody of that name'),
    });
    expect((await told('mail')).records).toMatchObject([{ text: expect.stringContaining('Nobody of that name') }]);
    expect((await staff.post(`records/outgoing_mails/${id}/actions/resend`)).status).toBeGreaterThanOrEqual(403);
    expect((await root.post(`records/outgoing_mails/${id}/actions/resend`)).status).toBe(200);
    expect(await read(id)).toMatchObject({ state: 'queued', attempts: 0 });
    await deliver(run());
    expect(await read(id)).toMatchObject({ state: 'failed' });
  });

  it('a server that is down: tried again after pauses that grow, and it leaves when the server is up', async () => {
    const other = await startMailServer();
    await other.stop();
    await setUp({ ...good, port: other.port });
    const id = await queue();
    await deliver(run());
    expect(await read(id)).toMatchObject({ state: 'queued', attempts: 1, answer: expect.stringContaining('ECONNREFUSED') });
    expect((await system.settings('mail_settings')).state).toBe('failed');
    const first = await wait(id);
    await deliver(run());
    expect(await wait(id)).toBeGreaterThan(first);
    const up = await startMailServer({}, other.port);
    await deliver(run());
    await up.stop();
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: 3 });
    expect(up.arrived).toHaveLength(1);
  });

  it('for a day: it is given up, and administrators hear of it', async () => {
    await setUp({ ...good, password: 'wrong' });
    const id = await queue({ subject: 'Given up' });
    for (let tries = 1; tries < 8; tries++) {
      await deliver(run());
      expect(await read(id)).toMatchObject({ state: 'queued', attempts: tries, answer: expect.stringContaining('535') });
      await wait(id);
    }
    await deliver(run());
    expect(await read(id)).toMatchObject({ state: 'failed', attempts: 8, next_at: null });
    expect(JSON.stringify(await told('mail'))).toContain('Given up');
    expect(JSON.stringify(await told('mail_server'))).toContain('These are not your letters');
  });

  it('what came too late is not sent, and without a server mails are written down', async () => {
    const late = await queue({ until: new Date(Date.now() - 1).toISOString() });
    await deliver(run());
    expect(await read(late)).toMatchObject({ state: 'failed' });
    await setUp({ host: null, password: null });
    const id = await queue();
    await deliver(run());
    expect(await read(id)).toMatchObject({ state: 'written' });
    expect(mails.arrived).toEqual([]);
  });

  it('a certificate that nobody vouches for is refused, and so is a server without STARTTLS', async () => {
    const { port, user, password, host } = good;
    const letter = {
      id: 'x',
      from: { name: 'A', address: 'crm@acme.example' },
      to: 'a@acme.example',
      subject: 'x',
      text: 'x',
      html: null,
      attachments: [],
    };
    const to = { host, port, user, password, encryption: 'starttls' as const };
    await expect(smtp.send({ ...to, certificate: '' }, letter)).rejects.toThrow(MailFailure);
    const plain = await startMailServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    await expect(smtp.send({ ...to, certificate, port: plain.port }, letter)).rejects.toThrow(MailFailure);
    await plain.stop();
    expect([...mails.arrived, ...plain.arrived]).toEqual([]);
  });
});

describe('the settings', () => {
  const test = async (to?: string) => {
    const { status, body } = await root.post(`records/mail_settings/${settings}/actions/send_test`, to ? { to } : {});
    return { status, result: (body as { result?: Values }).result };
  };
  const state = async () => (await system.settings('mail_settings')).state;

  it('the test button mails to the administrator and reports the server’s own words', async () => {
    expect(await state()).toBe('untested');
    expect((await test()).result).toMatchObject({ sent: true, to: 'root@acme.example', answer: expect.stringContaining('250') });
    expect(await state()).toBe('works');
    expect(mails.arrived).toMatchObject([{ to: ['root@acme.example'] }]);
    await setUp({ password: 'wrong' });
    expect(await state()).toBe('untested');
    expect((await test()).result).toMatchObject({ sent: false, answer: expect.stringContaining('535 5.7.8 These are not your letters') });
    expect(await state()).toBe('failed');
    expect(await mailWorks(system)).toBe(false);
    await setUp();
    expect((await test('x@nowhere.example')).result).toMatchObject({ sent: false, answer: expect.stringContaining('550') });
    await setUp({ host: null, password: null });
    expect((await test()).status).toBe(409);
    expect(await state()).toBe('off');
  });

  it('no password goes over the network unencrypted, and nobody but administrators sees page and log', async () => {
    expect((await setUp({ host: 'mail.example.com', encryption: 'none' })).status).toBe(422);
    for (const path of ['records/mail_settings', 'records/outgoing_mails']) expect((await staff.get(path)).status).toBe(403);
    const id = await queue();
    expect((await root.patch(`records/outgoing_mails/${id}`, { to: 'me@acme.example' })).status).toBe(403);
    expect((await root.post('records/outgoing_mails', { to: 'me@acme.example', subject: 'x' })).status).toBe(403);
  });
});
