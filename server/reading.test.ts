// Who read what administrators marked as sensitive: every way to read it, and nothing where nothing is marked.

import { describe, expect, it } from 'vitest';
import { verifyHistory } from '../engine/index.ts';
import { testServer } from '../tests/http.ts';

type Entry = Record<string, unknown>;

const server = await testServer();
const { records } = server.system;
const root = await server.person('root', 'Root');
const clerk = await server.person('clerk', 'Administrator', 'Staff');
const key = await server.key(root.id);
const make = async (entity: string, values: object) => String((await records.create(entity, values as Entry)).id);
const acme = await make('accounts', { name: 'Acme', description: 'secret plans', city: 'Turku', owner: clerk.id });
await make('accounts', { name: 'Other', description: 'more plans', owner: clerk.id });
const ada = await make('contacts', { last_name: 'Ada', account: acme, owner: clerk.id });
const form = new FormData();
form.set('file', new Blob(['x']), 'x.txt');
const file = ((await clerk.send('POST', `records/accounts/${acme}/files`, { body: form })).body as { record: { id: string } }).record.id;

const mark = async (entity: string, values: Entry) => {
  const { records: known } = await records.list('data_settings', { filter: `entity = "${entity}"`, fields: ['id'] });
  return known[0] ? records.update('data_settings', String(known[0].id), values) : records.create('data_settings', { entity, ...values });
};
let seen = 0;
/** What was written down since the last call. */
const written = async () => {
  const all = (await records.list('record_reads', { sort: 'created_at,id', limit: 500 })).records;
  const fresh = all.slice(seen);
  seen = all.length;
  return fresh;
};
const ask = async (path: string, by = clerk) => expect([path, (await by.get(path)).status]).toEqual([path, 200]);

it('is written down for nobody while nothing is marked [PX-36]', async () => {
  await ask(`records/accounts/${acme}`);
  await ask('records/accounts');
  expect(await written()).toEqual([]);
});

describe('a sensitive field [PX-36]', () => {
  it.each<[string, string, Entry | null]>([
    ['on the page of a record', `records/accounts/${acme}`, { way: 'record', noun: 'accounts', fields: 'description', count: 1 }],
    ['not in a list without it', 'records/accounts?fields=name,city', null],
    [
      'in a list with it',
      `records/accounts?fields=name,description&filter=${encodeURIComponent('city = "Turku"')}`,
      { way: 'list', asked: 'city = "Turku"', count: 1, about: null },
    ],
    ['through a reference', `records/contacts/${ada}?fields=account.description`, { way: 'record', noun: 'accounts', asked: 'contacts' }],
    ['in an export', 'records/accounts/export?fields=description', { way: 'export', count: 2 }],
    ['in the history', `records/accounts/${acme}/history`, { way: 'history', about: { entity: 'accounts', id: acme } }],
    ['as it stood', `records/accounts/${acme}?as_of=2999-01-01T00:00:00Z`, { way: 'past' }],
    ['in the activity log', 'changes?entity=accounts', { way: 'log', count: 2 }],
    ['not by its id alone', `records/accounts/${acme}?fields=id`, null],
  ])('is written down %s', async (_, path, entry) => {
    await mark('accounts', { sensitive_fields: ['description'] });
    await ask(path);
    const fresh = await written();
    expect(fresh).toHaveLength(entry ? 1 : 0);
    if (entry) expect(fresh[0]).toMatchObject({ ...entry, fields: 'description', user: { id: clerk.id }, through: 'user' });
  });

  it('is written down once in a while, with the pages of a list added up, and once for each person and key', async () => {
    const list = 'records/accounts?fields=description&limit=1';
    await ask(`records/accounts/${acme}`);
    expect(await written()).toEqual([]);
    const first = (await clerk.get(list)).body as { next: string };
    await ask(`${list}&after=${first.next}`);
    await ask(`${list}&after=${first.next}`);
    expect(await written()).toMatchObject([{ way: 'list', count: 2 }]);
    await ask(`records/accounts/${acme}`, root);
    await key.get(`records/accounts/${acme}`);
    expect(await written()).toMatchObject([
      { user: { id: root.id }, through: 'user', api_key: null },
      { user: { id: root.id }, through: 'api', api_key: { id: key.id } },
    ]);
  });

  it('in groups and sums, too', async () => {
    const query = { group_by: ['description'], measures: [{ fn: 'count' }] };
    expect((await clerk.post('records/accounts/aggregate', query)).status).toBe(200);
    expect(await written()).toMatchObject([{ way: 'sums', fields: 'description' }]);
  });
});

it('a sensitive module is written down with all its fields and files [PX-36]', async () => {
  await mark('accounts', { sensitive_fields: null, log_reads: true });
  await ask(`records/accounts/${acme}?fields=name,city`);
  await ask('records/contacts?fields=last_name,account');
  await ask(`files/${file}`);
  expect(await written()).toMatchObject([
    { way: 'record', fields: 'city', about: { id: acme } },
    { way: 'file', about: { id: acme } },
  ]);
});

it('is of fields that are there, is seen by administrators, changed by nobody, and found out where it is [PX-36]', async () => {
  await expect(mark('contacts', { sensitive_fields: ['citty'] })).rejects.toMatchObject({ problems: [{ field: 'sensitive_fields' }] });
  const staff = await server.person('staff', 'Staff');
  expect((await staff.get('records/record_reads')).status).toBe(403);
  const { records: all } = (await clerk.get('records/record_reads?limit=1')).body as { records: { id: string }[] };
  expect((await root.delete(`records/record_reads/${all[0]?.id}`)).status).toBe(403);
  expect((await verifyHistory(server.system)).findings).toEqual([]);
  const run = (text: string) => server.engine.database.transaction(null, (tx) => tx.query({ text, values: [] }));
  await run(`update "${server.system.space.space}".record_reads set count = 7 where id = '${all[0]?.id}'`);
  expect((await verifyHistory(server.system)).findings).toMatchObject([{ log: 'record_reads', kind: 'changed', rows: [all[0]?.id] }]);
});
