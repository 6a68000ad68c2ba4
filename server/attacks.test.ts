// What somebody tries who wants in without being asked in; and that whoever runs the machine always gets in.

import { verify } from '@node-rs/argon2';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Field, fieldTypes, parse } from '../schema/index.ts';
import { password, testServer } from '../tests/http.ts';
import { runCommand } from './cli.ts';

vi.mock('@node-rs/argon2', { spy: true });

const server = await testServer({ proxies: '10.9.9.9' });
const { stranger, system, engine } = server;
const root = await server.person('root', 'Root');
const staff = await server.person('staff', 'Staff');

/** As a browser behind our proxy; what it says of itself is believed. */
async function browse(path: string, headers: Record<string, string>, body?: unknown) {
  const text = body === undefined ? null : JSON.stringify(body);
  const sent = {
    host: 'crm.example.com',
    ...headers,
    ...(text === null ? {} : { 'content-type': 'application/json', 'content-length': String(text.length) }),
  };
  const from = { incoming: { socket: { remoteAddress: '10.9.9.9' } } };
  const init = { method: text === null ? 'GET' : 'POST', headers: sent, ...(text === null ? {} : { body: text }) };
  return server.app.request(`/${server.name}/api/v1/${path}`, init, from);
}

const credentials = { login: 'staff', password };

describe('signing in', () => {
  it('does the same work whether the login exists or not: time tells nothing [SC-01]', async () => {
    const off = await server.person('off', 'Staff');
    await system.records.update('users', off.id, { status: 'disabled' });
    const work = async (login: string, word: string) => {
      vi.mocked(verify).mockClear();
      await stranger.post('session', { login, password: word });
      return vi.mocked(verify).mock.calls.map(([hash]) => String(hash).split('$').slice(0, 4).join('$'));
    };
    const known = await work('staff', 'wrong horse');
    expect(known).toEqual(['$argon2id$v=19$m=19456,t=2,p=1']);
    expect(await work('nobody at all', 'wrong horse')).toEqual(known);
    expect(await work('off', password)).toEqual(known);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port', { origin: 'https://crm.example.com:8443' }],
    ['an origin that is none', { origin: 'null' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring host', { 'sec-fetch-site': 'same-site', origin: 'https://crm.example.com' }],
  ])('is not done from %s, and nothing is changed from there (CSRF)', async (_, headers) => {
    expect((await browse('session', headers, credentials)).status).toBe(403);
    expect((await browse('records/contacts', { ...headers, cookie: staff.cookie }, { last_name: 'Forged' })).status).toBe(403);
    expect((await browse('sessions', { ...headers, cookie: staff.cookie })).status).toBe(200);
  });

  it('sets a cookie for this workspace alone, for no script, and over TLS for TLS only', async () => {
    const flags = async (headers: Record<string, string>) =>
      (await browse('session', headers, credentials)).headers.get('set-cookie') ?? '';
    const plain = await flags({});
    expect(plain).toMatch(new RegExp(`^kontor_session=[\\w-]{43}; Path=/${server.name}; HttpOnly; SameSite=Lax; Max-Age=\\d+$`));
    expect(await flags({ 'x-forwarded-proto': 'https' })).toMatch(/; Secure$/);
  });

  it.each([{ root: true }, { user: root.id }, { permission_sets: [] }, { id: root.id }, { status: 'enabled' }])(
    'takes nothing but login and password, not %j (mass assignment)',
    async (more) => {
      const answer = await stranger.post('session', { ...credentials, ...more });
      expect([400, 422]).toContain(answer.status);
      expect(answer.headers.get('set-cookie')).toBeNull();
    },
  );

  it('leads to no address of a stranger’s choosing (open redirect)', async () => {
    const answer = await stranger.post('session?next=https://evil.example', credentials);
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });
});

it('nobody gives himself rights by the way of his own account (mass assignment)', async () => {
  const act = (action: string, body: object) => staff.post(`records/users/${staff.id}/actions/${action}`, body);
  const sets = (await system.records.list('permission_sets', { filter: 'root = true', fields: ['id'] })).records.map(({ id }) => id);
  expect((await act('edit_profile', { name: 'Staff', permission_sets: sets })).status).toBe(400);
  expect([403, 404]).toContain((await staff.patch(`records/users/${staff.id}`, { permission_sets: sets })).status);
  expect((await act('change_password', { password: 'another horse', repeat: 'another horse', login: 'root' })).status).toBe(400);
});

it.each(['created_by', 'created_at', 'updated_by', 'id', 'version', 'search', 'root', 'permission_sets'])(
  'what the house writes is not sent along: %s (mass assignment)',
  async (field) => {
    const values = { last_name: 'Sent', [field]: field.endsWith('_by') ? root.id : 'x' };
    expect((await staff.post('records/contacts', values)).status).toBe(422);
    expect((await staff.post('records/contacts/bulk', { create: [values] })).body).toMatchObject({ results: [{ status: 'failed' }] });
  },
);

it.each(['../../../../etc/passwd', String.raw`..\..\boot.ini`, '/etc/cron.d/x', 'a\u0000b.svg', '....//....//x.svg'])(
  'a picture of one’s own is kept under no name of its sender, and runs nothing: %s (path traversal, SVG with script)',
  async (name) => {
    const form = new FormData();
    form.set(
      'file',
      new Blob(['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'], { type: 'image/svg+xml' }),
      name,
    );
    const kept = await staff.send('POST', 'files', { body: form });
    expect(kept.status).toBe(name.includes('\0') ? 400 : 201);
    if (kept.status !== 201) return;
    const { id } = (kept.body as { record: { id: string } }).record;
    await staff.post(`records/users/${staff.id}/actions/edit_profile`, { name: 'Staff', avatar: id });
    const { headers } = await staff.get(`files/${id}?inline=1`);
    expect(headers.get('content-disposition')).toMatch(/^(inline|attachment); filename="[^"/\\]+";/);
    // As text it is shown, not run.
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  },
);

it.each([
  ['filter', `last_name = "x' or '1'='1"`, 200],
  ['filter', `last_name = "x"; drop table contacts`, 400],
  ['filter', 'pg_sleep(10) = 1', 400],
  ['filter', 'contains(password, "a")', 400],
  ['filter', 'owner.password = "a"', 400],
  ['sort', 'last_name; drop table contacts', 400],
  ['fields', 'last_name"), (select 1', 400],
  ['q', `'); drop table contacts; --`, 200],
] as const)('a question is never a statement: %s %s (SQL and expression injection)', async (part, text, status) => {
  const answer = await root.get(`records/contacts?${part}=${encodeURIComponent(text)}&limit=5`);
  expect(answer.status).toBe(status);
  if (status === 200) expect((answer.body as { records: unknown[] }).records).toEqual([]);
});

it('no text stalls a pattern: what is read is read in one go (ReDoS)', () => {
  const long = 30_000;
  const stalling = ['a', '1', ' ', 'a@', 'a.', '1,', '<a', '(', '+4 ', '-', 'a:b ', 'http://a', '\u00e4'].map(
    (part) => `${part.repeat(long / part.length)}!\n`,
  );
  const samples = new Map<string, Field>();
  for (const { fields } of Object.values(system.schema.entities))
    for (const field of Object.values(fields)) if (!samples.has(field.type)) samples.set(field.type, { ...field, length: null });
  let read = 0;
  for (const [name, field] of samples) {
    const type = fieldTypes[name]!;
    for (const text of stalling) {
      type.check(text, field);
      type.parse(text, field, {});
      read++;
    }
  }
  for (const text of stalling) expect(() => parse(text.repeat(2))).toThrow();
  expect(read).toBe(samples.size * stalling.length);
});

it('sessions, keys and ids of one workspace open nothing in another', async () => {
  const other = `${server.name}-b`;
  await engine.workspaces.create(other);
  try {
    const workspace = await engine.workspace(other);
    const there = engine.system(workspace!, { kind: 'system', detail: 'test' });
    const account = await there.records.create('accounts', { name: 'Elsewhere' });
    const key = await server.key(root.id);
    const own = { authorization: `Bearer ${key.key}` };
    for (const headers of [{ cookie: root.cookie }, own]) {
      for (const path of ['session', 'sessions', 'records/accounts', `records/accounts/${account.id}`])
        expect((await stranger.send('GET', `/${other}/api/v1/${path}`, { headers })).status).toBe(401);
    }
    expect((await root.get(`records/accounts/${account.id}`)).status).toBe(404);
    expect((await root.get(`users/${account.id}/sessions`)).status).toBe(404);
  } finally {
    await engine.workspaces.drop(other);
  }
});

describe('whoever runs the machine gets in', () => {
  const settings = async (values: Record<string, unknown>) => {
    const [one] = (await system.records.list('security_settings', { fields: ['id'] })).records;
    await system.records.update('security_settings', String(one?.id), values);
  };
  const kontor = async (...words: string[]) => {
    const printed: string[] = [];
    const machine = {
      dataFolder: '/nonexistent',
      openEngine: async () => ({ engine, close: async () => {} }),
      print: (text: string) => void printed.push(text),
      complain: (text: string) => void printed.push(text),
      readSecret: async () => 'a new horse entirely',
    };
    expect(await runCommand(words, machine)).toBe(0);
    return printed.join('\n');
  };
  afterEach(() => settings({ sign_in: true, failures_per_account: 10 }));

  it('with sign-in off, the account closed and disabled, and the address denied [TT-05]', async () => {
    const owner = await server.person('owner', 'Root');
    const enter = async (word: string) =>
      (await browse('session', { 'x-forwarded-for': '192.0.2.5' }, { login: 'owner', password: word })).status;
    await settings({ sign_in: false, failures_per_account: 3 });
    for (let i = 0; i < 4; i++) await enter('guess');
    expect(await enter(password)).toBe(429);
    await system.records.update('users', owner.id, { status: 'disabled' });
    const rule = await system.records.create('address_ranges', { range: '192.0.2.0/24', purpose: 'sign_in_deny' });
    expect(await kontor('user', 'password', server.name, 'owner', '--enable')).toContain('kontor address allow');
    expect(await enter('a new horse entirely')).toBe(403);
    await kontor('address', 'allow', server.name, '192.0.2.5');
    expect(await enter('a new horse entirely')).toBe(200);
    await kontor('address', 'forget', server.name, '192.0.2.5');
    expect(await enter('a new horse entirely')).toBe(403);
    await system.records.delete('address_ranges', String(rule.id));
  });
});
