// What an administrator changes at fields in one process holds in the other with its next request, and undone it is gone there too.

import { expect, it } from 'vitest';
import { testServer } from './http.ts';

const server = await testServer();
const root = await server.person('root', 'Root');
const staff = await server.person('staff', 'Staff');
const there = server.other().caller({ cookie: staff.cookie });

interface Described {
  readonly fields: readonly { readonly name: string; readonly label: string; readonly required: boolean }[];
}

async function cityThere() {
  const { fields } = (await there.get('entities/accounts')).body as Described;
  return fields.find(({ name }) => name === 'city');
}

it('a built-in field renamed and required in one process is so in the other at once, and undo takes it back there [CS-029] [CS-037]', async () => {
  expect(await cityThere()).toMatchObject({ label: 'City', required: false });
  const made = await root.post('records/field_settings', { entity: 'accounts', field: 'city', label: 'Town', required: true });
  expect(made.status).toBe(201);
  expect((await there.post('records/accounts', { name: 'Acme' })).status).toBe(422);
  expect(await cityThere()).toMatchObject({ label: 'Town', required: true });

  const { id } = (made.body as { record: { id: string } }).record;
  expect((await root.patch(`records/field_settings/${id}`, { required: false })).status).toBe(200);
  expect((await there.post('records/accounts', { name: 'Acme' })).status).toBe(201);
  const { changes } = (await root.get(`records/field_settings/${id}/history`)).body as { changes: { id: string; after: object }[] };
  expect(changes[0]).toMatchObject({ after: { required: false } });
  expect((await root.post(`changes/${changes[0]?.id}/undo`)).status).toBe(200);
  expect((await there.post('records/accounts', { name: 'Globex' })).status).toBe(422);

  // A value that was added is taken there, one that was retired is not.
  const choices = [
    { value: 'reseller', label: 'Reseller' },
    { value: 'other', active: false },
  ];
  expect((await root.post('records/field_settings', { entity: 'accounts', field: 'type', choices })).text).toContain('reseller');
  expect((await there.post('records/accounts', { name: 'Shop', city: 'Oulu', type: 'reseller' })).text).toContain('"type":"reseller"');
  expect((await there.post('records/accounts', { name: 'Shop', city: 'Oulu', type: 'other' })).status).toBe(422);
});
