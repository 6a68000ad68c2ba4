// Many at once are written another way than one; what comes out must be the same.

import { expect, it } from 'vitest';
import { testEngine } from '../tests/engine.ts';
import { testModules } from '../tests/fixtures/schema.ts';
import { bulk } from './bulk.ts';
import type { Values } from './types.ts';

const { system } = await testEngine(testModules);
const { records } = system;
const account = String((await records.create('accounts', { name: 'Acme' })).id);

const values: Values = {
  line: 'tab\tand \\N and "quotes" and \\',
  lines: 'one\ntwo\r\nthree',
  story: '<p>ü 🙂</p>',
  settings: { path: 'C:\\new', list: [1, 'a\nb', null], deep: { quote: '"' } },
  mail: 'a@example.com',
  count: 7,
  ratio: '1.5000',
  price: { amount: '12.50', currency: 'EUR' },
  day: '2026-02-28',
  moment: '2026-02-28T10:00:00.000Z',
  clock: '10:30',
  flag: true,
  hobbies: ['Running', 'Swimming'],
  account,
  friends: [account],
  about: { entity: 'accounts', id: account },
};

it('are the same as one, in the table and in the history', async () => {
  const alone = await records.create('samples', values);
  const { results } = await bulk(system, 'samples', { create: Array.from({ length: 60 }, () => values) });
  const ids = results!.map((row) => row.id!);
  const numbers = new Set<unknown>([alone['number']]);
  const own = { id: null, number: null, created_at: null, updated_at: null };
  for (const id of ids) {
    const record = await records.get('samples', id);
    expect({ ...record, ...own }).toEqual({ ...alone, ...own });
    expect(record['created_at']).toBe(record['updated_at']);
    numbers.add(record['number']);
  }
  expect(numbers.size).toBe(61);
  const [first, last] = await Promise.all([alone.id, ids.at(-1)].map((id) => records.history('samples', String(id))));
  const { number: _, ...rest } = first!.changes[0]!.after!;
  expect(last!.changes).toMatchObject([{ verb: 'create', before: null, after: rest }]);
  expect(Object.keys(last!.changes[0]!.after!).sort()).toEqual(Object.keys(first!.changes[0]!.after!).sort());
  expect(last!.changes[0]!.at).toBe((await records.get('samples', ids.at(-1)!))['created_at']);
});

it('are changed with their history, and found by what they are now', async () => {
  const { records: found } = await records.list('samples', { filter: 'count = 7', fields: ['id'], limit: 500 });
  const ids = found.map(({ id }) => String(id));
  expect(ids.length).toBeGreaterThan(50);
  await bulk(system, 'samples', { update: { ids, set: { line: 'Changed', count: 8 } } });
  expect((await records.list('samples', { q: 'changed', fields: ['id'], limit: 500 })).records).toHaveLength(ids.length);
  const { changes } = await records.history('samples', ids[0]!);
  expect(changes[0]).toMatchObject({ verb: 'update', before: { count: 7, line: values['line'] }, after: { count: 8, line: 'Changed' } });
});

it('leave out the one that the database refuses, and take the others', async () => {
  const create = Array.from({ length: 60 }, (_, i) => ({ line: `row ${i}`, code: i === 40 ? 'C3' : `C${i}` }));
  const { results } = await bulk(system, 'samples', { create });
  expect(results!.filter((row) => row.status === 'failed').map((row) => [row.index, row.errors?.[0]?.code])).toEqual([[40, 'not_unique']]);
  expect((await records.list('samples', { filter: 'starts_with(code, "C")', fields: ['id'], limit: 500 })).records).toHaveLength(59);
});

it('are changed once, however often and however they are named', async () => {
  const { id } = await records.create('samples', values);
  const { results } = await bulk(system, 'samples', { delete: { ids: [String(id), String(id).toUpperCase()] } });
  expect(results).toEqual([{ index: 0, id, status: 'deleted' }]);
});
