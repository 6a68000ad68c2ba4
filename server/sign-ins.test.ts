// The log of sign-ins, and the sessions they open.

import { expect, it } from 'vitest';
import { password, testServer } from '../tests/http.ts';

const server = await testServer();
const { stranger } = server;
const root = await server.person('root', 'Root');
const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

async function logged(login: string) {
  const path = `records/sign_ins?fields=login,user,result,reason,way,address,device&sort=-created_at&filter=${encodeURIComponent(`login = "${login}"`)}`;
  const { body } = await root.get(path);
  return (body as { records: Record<string, unknown>[] }).records;
}

it('every sign-in is written down, and every refusal with its reason [SC-01] [CS-004]', async () => {
  const anna = await server.person('anna', 'Staff');
  await stranger.post('session', { login: 'Anna', password: 'wrong horse' }, agent);
  await stranger.post('session', { login: 'nobody', password });
  await server.system.records.update('users', anna.id, { status: 'disabled' });
  await stranger.post('session', { login: 'anna', password });
  expect(await logged('anna')).toMatchObject([
    { result: 'refused', reason: 'not_enabled', user: { id: anna.id } },
    { result: 'refused', reason: 'wrong_password', login: 'Anna', device: 'Firefox on Linux' },
    { result: 'signed_in', reason: null, way: 'password', user: { id: anna.id } },
  ]);
  expect(await logged('nobody')).toMatchObject([{ result: 'refused', reason: 'unknown_login', user: null }]);
  expect(JSON.stringify(await logged('anna'))).not.toContain('horse');
});

it('nobody changes, makes or deletes a line of it, root neither; who may not see it finds nothing [CS-006]', async () => {
  const staff = await server.person('staff', 'Staff');
  const admin = await server.person('admin', 'Administrator');
  const [line] = (await root.get('records/sign_ins?fields=id&limit=1')).body['records' as never] as { id: string }[];
  const path = `records/sign_ins/${line?.id}`;
  expect((await root.patch(path, { login: 'x' })).status).toBe(403);
  expect((await root.delete(path)).status).toBe(403);
  expect((await root.post('records/sign_ins', { login: 'x' })).status).toBe(403);
  expect((await root.post('records/sign_ins/bulk', { delete: { ids: [line?.id] } })).status).toBe(403);
  expect((await admin.get(path)).status).toBe(200);
  expect((await staff.get(path)).status).toBe(403);
});
