// Known secrets are planted everywhere a secret may stand, and looked for everywhere a text may come out: API, exports, database, backup, log.

import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { backupWorkspace } from '../db/index.ts';
import { sendMail } from '../engine/index.ts';
import { fieldTypes } from '../schema/index.ts';
import { password, testServer } from './http.ts';
import { tablesAsText } from './tables.ts';

const server = await testServer();
const { system } = server;
const { records, space, schema } = system;
const root = await server.person('root', 'Root');
const planted: Record<string, string> = {};
const plant = (what: string) => {
  planted[what] = `planted ${what} 7f3Q`;
  return planted[what];
};

async function only(entity: string): Promise<string> {
  const found = await records.list(entity, { fields: ['id'], limit: 1 });
  return String(found.records[0]!.id);
}

/** How each secret gets to its place; a new secret field without a line here makes the test fail. */
const ways: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
  'mail_settings.password': async (text) => root.patch(`records/mail_settings/${await only('mail_settings')}`, { password: text }),
  'directory_settings.bind_password': async (text) =>
    records.update('directory_settings', await only('directory_settings'), { bind_password: text }),
  'sign_in_providers.client_secret': (text) =>
    root.post('records/sign_in_providers', { name: 'Ours', issuer: 'https://id.example', client_id: 'kontor', client_secret: text }),
  'billing_companies.operator_key': async (text) => {
    const company = String((await records.create('accounts', { name: 'Ours' })).id);
    const operator = { carrier: 'operator', operator_url: 'https://operator.example', operator_key: text };
    return root.post('records/billing_companies', { name: 'Ours', company, ...operator });
  },
  'payment_gateways.key': (text) => root.post('records/payment_gateways', { label: 'Ours', kind: 'mollie', key: text }),
  'document_server.secret_key': async (text) =>
    root.patch(`records/document_server/${await only('document_server')}`, { secret_key: text }),
  'trade_registers.password': (text) => root.post('records/trade_registers', { name: 'Ours', kind: 'asiakastieto', password: text }),
  'trade_registers.key': (text) => root.post('records/trade_registers', { name: 'Theirs', kind: 'asiakastieto', key: text }),
  'payment_gateways.hook_secret': (text) => root.post('records/payment_gateways', { label: 'Theirs', kind: 'stripe', hook_secret: text }),
  'workflow_settings.signing_secret': async (text) =>
    root.patch(`records/workflow_settings/${await only('workflow_settings')}`, { signing_secret: text }),
  'workflows.secret': (text) =>
    root.post('records/workflows', {
      ...{ name: 'Ours', entity: 'deals', event: 'created', secret: text },
      steps: [{ kind: 'http', method: 'POST', address: 'https://hooks.example', headers: 'Authorization: Bearer {{secret}}' }],
    }),
  'users.totp': (text) => records.update('users', root.id, { totp: text }),
  'users.totp_pending': (text) => records.update('users', root.id, { totp_pending: text }),
  'outgoing_mails.secrets': (text) =>
    system.transaction((context) =>
      sendMail(context, { to: 'a@b.example', subject: 'Code', text: 'Your code', purpose: 'test', secrets: { code: text } }),
    ),
};

it('stand nowhere in the clear: reads, history, export, search, database, backup, log [PX-39] [CS-276]', async () => {
  const sealed = Object.values(schema.entities).flatMap((entity) =>
    Object.values(entity.fields).flatMap((field) => (fieldTypes[field.type]?.sealed ? [`${entity.name}.${field.name}`] : [])),
  );
  expect(Object.keys(ways).sort()).toEqual(sealed.sort());
  for (const [what, way] of Object.entries(ways)) await way(plant(what));
  // They are there, for the engine alone: what is looked for could be found.
  expect(await system.secret('users', root.id, 'totp')).toBe(planted['users.totp']);
  expect(await system.secret('mail_settings', await only('mail_settings'), 'password')).toBe(planted['mail_settings.password']);
  const other = await root.post('records/users', {
    login: 'eve',
    name: 'Eve',
    password: plant('password'),
    department: await only('departments'),
  });
  expect(other.status).toBe(201);
  await server.stranger.post('session', { login: 'eve', password: plant('wrong password') });
  await server.stranger.post('session', { login: 'eve', password: planted.password });
  const { key } = await server.key(root.id);
  const secrets = [...Object.values(planted), password, key, root.cookie.split('=')[1] ?? ''];
  const told: [string, string][] = [];
  const look = (where: string, text: string) => {
    for (const secret of secrets) if (text.includes(secret)) told.push([where, secret]);
  };

  for (const entity of Object.values(schema.entities).filter(({ parent }) => !parent)) {
    const listed = await root.get(`records/${entity.name}?limit=50`);
    if (sealed.some((one) => one.startsWith(`${entity.name}.`))) expect([entity.name, listed.status]).toEqual([entity.name, 200]);
    look(`list of ${entity.name}`, listed.text);
    look(`export of ${entity.name}`, (await root.get(`records/${entity.name}/export?format=csv`)).text);
    const ids = ((listed.body as { records?: { id: string }[] }).records ?? []).slice(0, 3);
    for (const { id } of ids) look(`history in ${entity.name}`, (await root.get(`records/${entity.name}/${id}/history`)).text);
  }
  look('search', (await root.get('search?q=planted')).text.replaceAll(/"(q|words)":"[^"]*"/g, ''));
  look('log', server.logged.join('\n'));

  let tables = 0;
  for await (const [name, text] of tablesAsText(server.engine, space.space)) {
    look(`table ${name}`, text);
    tables++;
  }
  expect(tables).toBeGreaterThan(40);
  const file = new PassThrough();
  const [archive] = await Promise.all([buffer(file), backupWorkspace(server.engine.database, server.name, file)]);
  const rows = gunzipSync(archive).toString('utf8');
  expect(rows).toContain('Eve');
  look('backup', rows);
  expect(told).toEqual([]);
});
