// API keys as programs meet them: less than their users, from where they may, as often as they may. Who may reach what is in tests/access.

import { expect, it } from 'vitest';
import { mayBeUsedFrom } from '../engine/index.ts';
import { testServer } from '../tests/http.ts';

let now = Date.parse('2026-06-01T12:00:00Z');
const server = await testServer({ clock: () => now, proxies: '10.9.9.9' });
const { records } = server.system;
const root = await server.person('chief', 'Root');
const account = (await records.create('accounts', { name: 'Acme', phone: '+47 1' })) as { id: string };
const readsAccounts = [{ target: 'accounts', verb: 'view', scopes: ['all'] }];
const limited = { limited: true, grants: readsAccounts };

it('with rights of its own does what is listed, and no more than its user [CS-276] [CS-284]', async () => {
  await records.create('custom_fields', { entity: 'accounts', label: 'Verdict', type: 'text', for_administrators: true });
  const key = await server.key(root.id, { ...limited, field_rights: [{ target: 'accounts', field: 'phone', right: 'hidden' }] });
  const calls: [string, () => ReturnType<typeof key.get>, number][] = [
    ['what is listed', () => key.get(`records/accounts/${account.id}`), 200],
    ['another verb', () => key.patch(`records/accounts/${account.id}`, { name: 'x' }), 403],
    ['another noun', () => key.get('records/deals'), 403],
    ['a hidden field', () => key.get('records/accounts?fields=phone'), 400],
    ['a field for administrators', () => key.get('records/accounts?fields=c_verdict'), 400],
    ['a feature of its user', () => key.get('protection'), 403],
    ['what people do', () => key.get('sessions'), 403],
    ['a service', () => key.post('services/calendar', { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', users: [] }), 403],
    ['more keys', () => key.post('records/api_keys', { name: 'mine' }), 403],
  ];
  for (const [what, call, status] of calls) expect([what, (await call()).status]).toEqual([what, status]);
  const { body } = await key.get(`records/accounts/${account.id}`);
  expect(JSON.stringify(body)).not.toContain('+47 1');
  // Widened by an administrator, it obeys at once; made a maker of keys, it makes none.
  await records.update('api_keys', key.id, { grants: [...readsAccounts, { target: 'api_keys', verb: '*', scopes: ['all'] }] });
  expect((await key.post('records/api_keys', { name: 'mine' })).status).toBe(422);
  expect((await key.post(`records/api_keys/${key.id}/actions/issue`)).status).toBe(403);
});

it('gives background work its own rights, and shows its own work only [CS-284]', async () => {
  const grants = [...readsAccounts, { target: 'accounts', verb: 'bulk', scopes: ['all'] }];
  const key = await server.key(root.id, { limited: true, grants });
  const job = await server.system.write((writer) => writer.context.enqueue('bulk', { entity: 'accounts' }));
  expect((await key.get(`jobs/${job}`)).status).toBe(404);
  expect((await root.get(`jobs/${job}`)).status).toBe(200);
  const actor = await server.engine.actor(server.system.space, { user: root.id, key: key.id }, 'key');
  const acting = server.engine.context(server.system.space, actor, { kind: 'api' });
  const own = await acting.enqueue('bulk', { entity: 'accounts' });
  expect((await key.get(`jobs/${own}`)).status).toBe(200);
  const { rows } = await server.system.read(({ db, workspace }) =>
    db.query({ text: `select key from "${workspace.space}".jobs where id = $1`, values: [own] }),
  );
  expect(rows).toEqual([[key.id]]);
});

it('of whom may do less than the key says does less [CS-284]', async () => {
  const nobody = await server.person('nobody');
  const key = await server.key(nobody.id, limited);
  expect((await key.get('records/accounts')).status).toBe(403);
});

it('is refused from elsewhere, after its time, and without data [CS-284]', async () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const key = await server.key(root.id, { addresses: '192.0.2.0/24', expires_at: new Date(now + 3_600_000).toISOString() });
  const elsewhere = await key.get('records/accounts', from('198.51.100.7'));
  expect([elsewhere.status, elsewhere.text.includes('Acme')]).toEqual([403, false]);
  expect(mayBeUsedFrom({ ranges: ['192.0.2.0/24'] }, '192.0.2.1')).toBe(true);
  now += 3_700_000;
  expect((await key.get('records/accounts', from('192.0.2.1'))).status).toBe(401);
});

it('is counted with time and place, and stopped when it asks too often [CS-284] [CS-276]', async () => {
  const key = await server.key(root.id, { per_minute: 3 });
  const read = () => records.get('api_keys', key.id, ['last_used_at', 'last_used_from', 'uses', 'version']);
  expect(await read()).toMatchObject({ last_used_at: null, uses: null });
  const { version } = await read();
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await key.get('records/accounts?limit=1')).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  await expect.poll(read).toMatchObject({ uses: 1, last_used_at: new Date(now).toISOString() });
  now += 61_000;
  await key.get('session');
  await expect.poll(read).toMatchObject({ uses: 5, last_used_at: new Date(now).toISOString(), version });
});
