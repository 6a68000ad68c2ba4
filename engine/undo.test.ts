// Undo: what was done comes back exactly; what somebody did later stays and is listed.

import { expect, it } from 'vitest';
import { testEngine } from '../tests/engine.ts';
import { testModules } from '../tests/fixtures/schema.ts';
import { bulk } from './bulk.ts';
import { readJobChanges } from './changes.ts';
import type { Change, Values } from './types.ts';
import { undoChange } from './undo.ts';

const { system } = await testEngine(testModules);
const { records } = system;

async function lastChange(entity: string, id: string): Promise<Change> {
  return (await records.history(entity, id)).changes[0]!;
}

it('puts back what an update changed, but not what was changed since', async () => {
  const { id } = (await records.create('accounts', { name: 'Before', city: 'Oslo' })) as { id: string };
  await records.update('accounts', id, { name: 'After', city: 'Turku', discount: '5' });
  const change = await lastChange('accounts', id);
  await records.update('accounts', id, { city: 'Graz' });
  const { conflicts } = await undoChange(system, change.id);
  expect(conflicts).toMatchObject([{ field: 'city', code: 'changed_later' }]);
  expect(await records.get('accounts', id)).toMatchObject({ name: 'Before', city: 'Graz', discount: null });
  expect(await lastChange('accounts', id)).toMatchObject({ cause: { kind: 'undo' }, after: { name: 'Before' } });
});

it('brings back a deleted record with its id and its line items', async () => {
  const account = await records.create('accounts', { name: 'Owner of orders' });
  const order = await records.create('orders', {
    name: 'Gone',
    account: account['id'],
    lines: [
      { item: 'a', unit_price: '3' },
      { item: 'b', unit_price: '4' },
    ],
  });
  const id = order['id'] as string;
  await records.delete('orders', id);
  await expect(records.get('orders', id)).rejects.toMatchObject({ status: 404 });
  const changes = await system.read(
    async (reader) =>
      (await reader.db.query({ text: `select max(seq) from ${reader.workspace.space}.changes where record = $1`, values: [id] }))
        .rows[0]![0]!,
  );
  expect(await undoChange(system, changes)).toMatchObject({ undone: 1, conflicts: [] });
  const back = await records.get('orders', id);
  expect(back).toMatchObject({ name: 'Gone', number: order['number'], total: { amount: '7.00' } });
  expect((back['lines'] as Values[]).map(({ id: row, item }) => [row, item])).toEqual(
    (order['lines'] as Values[]).map(({ id: row, item }) => [row, item]),
  );
});

it('brings back with a deleted record when it was made and by whom', async () => {
  const made = (await records.create('accounts', { name: 'Old hand' })) as { id: string };
  const order = (await records.create('orders', { name: 'Made long ago', account: made.id })) as { id: string };
  const before = await records.get('orders', order.id);
  for (let times = 0; times < 2; times++) {
    await records.delete('orders', order.id);
    await undoChange(system, (await lastChange('orders', order.id)).id);
  }
  const { created_at, created_by } = await records.get('orders', order.id);
  expect({ created_at, created_by }).toEqual({ created_at: before.created_at, created_by: before.created_by });
});

it('puts line items back as they were', async () => {
  const account = await records.create('accounts', { name: 'L' });
  const order = await records.create('orders', {
    name: 'Lines',
    account: account['id'],
    lines: [
      { item: 'a', unit_price: '3' },
      { item: 'b', unit_price: '4' },
    ],
  });
  const id = order['id'] as string;
  const [a] = order['lines'] as Values[];
  await records.update('orders', id, {
    lines: [
      { item: 'new', unit_price: '9' },
      { id: a!['id'], item: 'changed' },
    ],
  });
  await undoChange(system, (await lastChange('orders', id)).id);
  const strip = (rows: unknown) => (rows as Values[]).map(({ id: row, item, total }) => [row, item, total]);
  expect(strip((await records.get('orders', id))['lines'])).toEqual(strip(order['lines']));
});

it('takes back a creation although accounts are never deleted, unless somebody has worked on the record since [NV-11]', async () => {
  const { id } = (await records.create('accounts', { name: 'Mistake' })) as { id: string };
  const { id: kept } = (await records.create('accounts', { name: 'Not a mistake' })) as { id: string };
  const created = await lastChange('accounts', kept);
  await records.update('accounts', kept, { city: 'Oslo' });
  await expect(system.records.delete('accounts', id)).resolves.toBeUndefined();
  expect((await undoChange(system, created.id)).conflicts).toMatchObject([{ record: kept, code: 'changed_later' }]);
  expect(await records.get('accounts', kept)).toMatchObject({ city: 'Oslo' });
});

it('answers row by row, and a dry run leaves nothing', async () => {
  const create = [{ line: 'one', code: 'B1' }, { line: null }, { line: 'three', code: 'B1' }, { line: 'four', count: 7 }];
  const before = (await records.list('samples', { count: 'exact' })).count;
  const rehearsed = await bulk(system, 'samples', { create, dry_run: true });
  const done = await bulk(system, 'samples', { create });
  const states = (answer: Awaited<ReturnType<typeof bulk>>) => answer.results?.map((row) => [row.index, row.status, row.errors?.[0]?.code]);
  expect(states(rehearsed)).toEqual(states(done));
  expect(states(done)).toEqual([
    [0, 'created', undefined],
    [1, 'failed', 'required'],
    [2, 'failed', 'not_unique'],
    [3, 'created', undefined],
  ]);
  expect((await records.list('samples', { count: 'exact' })).count).toBe(before! + 2);
});

it('changes many with one request and says which did not change', async () => {
  const made = await bulk(system, 'samples', {
    create: [
      { line: 'm', count: 1 },
      { line: 'm', count: 2 },
      { line: 'm', count: 3 },
    ],
  });
  const ids = made.results?.map((row) => row.id!) ?? [];
  const changed = await bulk(system, 'samples', { update: { ids, set: { count: 2 } } });
  expect(changed.results?.map((row) => row.status)).toEqual(['updated', 'unchanged', 'updated']);
  const deleted = await bulk(system, 'samples', { delete: { filter: 'line = "m" and count = 2' } });
  expect(deleted.results).toHaveLength(3);
});

it('keeps what one request did to many as a job, which undo takes back as one', async () => {
  const person = system.because({ kind: 'user' });
  const made = await bulk(person, 'samples', { create: [{ line: 'together' }, { line: 'together' }] });
  expect(made.job).not.toBeNull();
  const changes = await system.read((reader) => readJobChanges(reader, made.job!, null, 10));
  expect(changes.map((change) => [change.verb, change.cause.kind])).toEqual([
    ['create', 'bulk'],
    ['create', 'bulk'],
  ]);
  expect((await bulk(person, 'samples', { create: [{ line: 'rehearsed' }], dry_run: true })).job).toBeNull();
});

it('keeps what another writes while a job is taken back, and lists it unless it was written before the job or after the undo [CS-070]', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 40; i++) ids.push(String((await records.create('accounts', { name: `Row ${i}`, city: 'Oslo' }))['id']));
  const { job } = await bulk(system.because({ kind: 'user' }), 'accounts', { update: { ids, set: { city: 'Mass' } } });
  const changes = await system.read((reader) => readJobChanges(reader, String(job), null, 100));
  // One writes row by row from the end while all is taken back from the start, in one lot.
  const writing = ids.toReversed().map((id) => records.update('accounts', id, { city: 'Mine' }));
  const undone = await Promise.all(changes.map((change) => undoChange(system, change.id)));
  await Promise.all(writing);
  const listed = new Set(undone.flatMap(({ conflicts }) => conflicts.map(({ record }) => record)));
  for (const id of ids) {
    const { changes: lines } = await records.history('accounts', id);
    const kinds = lines.map(({ cause, after }) => (cause.kind === 'undo' ? 'undo' : String(after?.['city'])));
    expect(await records.get('accounts', id, ['city'])).toMatchObject({ city: 'Mine' });
    // Newest first: written after the undo, or seen by it and listed; never written over.
    expect([id, listed.has(id) ? kinds : kinds.filter((kind) => kind !== 'Oslo')]).toEqual([
      id,
      listed.has(id) ? ['Mine', 'Mass', 'Oslo'] : ['Mine', 'undo', 'Mass'],
    ]);
  }
});
