// Names of people in lists come from memory, and are never older than the row they stand in.

import { expect, it } from 'vitest';
import { modules } from '../app/kontor.config.ts';
import { testEngine } from '../tests/engine.ts';
import { Engine } from './index.ts';

const { engine, name, system, as } = await testEngine(modules);
/** As another process over the same database would be. */
const other = new Engine({ database: engine.database, modules, files: engine.files, queue: null });
const elsewhere = other.system((await other.workspace(name))!, { kind: 'system', detail: 'test' });
const department = String((await system.records.list('departments', { fields: ['id'] })).records[0]!['id']);

async function person(login: string, sets: readonly string[] = []): Promise<string> {
  const values = { login, name: `Name of ${login}`, department, status: 'enabled', permission_sets: sets };
  return String((await system.records.create('users', values))['id']);
}

async function titles(context: typeof system, account: string): Promise<unknown[]> {
  const { records } = await context.records.list('accounts', { filter: `id = "${account}"`, fields: ['owner'], count: 'exact' });
  const one = await context.records.get('accounts', account);
  return [records[0]!['owner'], one['owner']].map((owner) => (owner as { title: string } | null)?.title);
}

it('a new name is told at once, by every process', async () => {
  const anna = await person('anna');
  const account = String((await system.records.create('accounts', { name: 'Nordic', owner: anna }))['id']);
  for (const context of [system, elsewhere]) expect(await titles(context, account)).toEqual(['Name of anna', 'Name of anna']);
  await system.records.update('users', anna, { name: 'Anna Berg' });
  for (const context of [elsewhere, system]) expect(await titles(context, account)).toEqual(['Anna Berg', 'Anna Berg']);
  const group = String((await system.records.create('owner_groups', { name: 'North', members: [anna] }))['id']);
  await system.records.update('accounts', account, { owner: group });
  for (const context of [elsewhere, system]) expect(await titles(context, account)).toEqual(['North', 'North']);
  await elsewhere.records.update('owner_groups', group, { name: 'South' });
  for (const context of [system, elsewhere]) expect(await titles(context, account)).toEqual(['South', 'South']);
});

it('a transaction sees the names it gave, and nobody else does before it is committed', async () => {
  const ben = await person('ben');
  const account = String((await system.records.create('accounts', { name: 'Baltic', owner: ben }))['id']);
  await titles(system, account);
  const failed = system.transaction(async ({ records }) => {
    await records.update('users', ben, { name: 'Ben Dahl' });
    expect((await records.get('accounts', account, ['owner']))['owner']).toEqual({ id: ben, title: 'Ben Dahl' });
    throw new Error('undo');
  });
  await expect(failed).rejects.toThrow('undo');
  expect(await titles(system, account)).toEqual(['Name of ben', 'Name of ben']);
});

it('who may not read names reads none, in spite of what others have made known [SC-23]', async () => {
  const set = await system.records.create('permission_sets', {
    name: 'No names',
    grants: [{ target: 'accounts', verb: 'view', scopes: ['all'] }],
    field_rights: [{ target: 'users', field: 'name', right: 'hidden' }],
  });
  const dora = await person('dora', [String(set['id'])]);
  const account = String((await system.records.create('accounts', { name: 'Celtic', owner: dora }))['id']);
  expect(await titles(system, account)).toEqual(['Name of dora', 'Name of dora']);
  expect(await titles(await as(dora), account)).toEqual([null, null]);
});

it('the same list, with a word, is found in the same order', async () => {
  for (const city of ['Oslo', 'Turku', 'Riga']) await system.records.create('accounts', { name: `Polaris ${city}` });
  const find = async (after: string | null) =>
    system.records.list('accounts', { q: 'polaris', sort: '-name', fields: ['name'], limit: 2, after, count: 'exact' });
  const first = await find(null);
  const second = await find(first.next);
  expect([...first.records, ...second.records].map((record) => record['name'])).toEqual(['Polaris Turku', 'Polaris Riga', 'Polaris Oslo']);
  expect([first.count, second.count, second.next]).toEqual([3, 3, null]);
});
