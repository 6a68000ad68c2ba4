// As of: whatever was read once is read again, exactly, after anything that happened since.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compile, sql } from '../db/index.ts';
import { testEngine } from '../tests/engine.ts';
import { testModules } from '../tests/fixtures/schema.ts';
import { bulk } from './bulk.ts';
import { Refusal } from './errors.ts';
import { restoreRecord } from './restore.ts';
import type { Values } from './types.ts';
import { undoChange } from './undo.ts';

const { system } = await testEngine(testModules);
const { records } = system;

async function now(): Promise<string> {
  const { rows } = await system.read((reader) => reader.db.query(compile(sql`select clock_timestamp()`)));
  return rows[0]![0]!.replace(' ', 'T').replace(/\+00$/, 'Z');
}

const ENTITIES = ['accounts', 'orders', 'samples'] as const;

/** Everything that can be asked, as one value. */
async function everything(asOf?: string): Promise<unknown> {
  const at = asOf === undefined ? {} : { asOf };
  const all: Record<string, unknown> = {};
  for (const entity of ENTITIES) {
    const whole = Object.values(system.schema.entities[entity]!.fields)
      .filter((field) => !field.internal)
      .map((field) => field.name);
    const found: Values[] = [];
    for (let after: string | null = null; ; ) {
      const page = await records.list(entity, { ...at, fields: whole, sort: '-updated_at', limit: 7, after, count: 'exact' });
      found.push(...page.records);
      all[`${entity} count`] = page.count;
      after = page.next;
      if (after === null) break;
    }
    all[entity] = found;
    const [first] = found;
    if (first) all[`${entity} one`] = await records.get(entity, String(first['id']), undefined, asOf);
  }
  const orders = { ...at, fields: ['name', 'account.name', 'account.city', 'lines.item'], sort: 'account,-total' };
  all['walked'] = (await records.list('orders', orders)).records;
  all['filtered'] = (await records.list('orders', { ...orders, filter: 'account.city = "Oslo" or sum(lines.total) > 20' })).records;
  all['backwards'] = (await records.list('accounts', { ...at, filter: 'count(orders where stage = "open") > 0', sort: 'name' })).records;
  all['searched'] = (await records.list('accounts', { ...at, q: 'os', sort: 'name' })).records;
  all['sums'] = await records.aggregate('orders', {
    ...at,
    groupBy: ['account', 'account.kind', 'stage'],
    measures: [{ fn: 'count' }, { fn: 'count', field: 'total', as: 'totals' }],
  });
  // Zeros behind the point are the column's own affair: 0 and 0.00 are one amount.
  const sums = await records.aggregate('orders', { ...at, groupBy: ['account'], measures: [{ fn: 'sum', field: 'total' }] });
  all['amounts'] = sums.map((row) => Number((row['sum(total)'] as Values | null)?.['amount'] ?? 0));
  all['lines'] = await records.aggregate('orders', {
    ...at,
    over: 'lines',
    groupBy: ['lines.item'],
    measures: [{ fn: 'count', field: 'lines' }],
  });
  return all;
}

const small = fc.nat({ max: 40 });
const word = fc.constantFrom('Oslo', 'Turku', 'Émile', 'Ада', 'os', '  two  words', '');
const step = fc.oneof(
  fc.record({ do: fc.constant('account' as const), name: word, city: word, discount: fc.option(fc.nat({ max: 100 })), at: small }),
  fc.record({
    do: fc.constant('order' as const),
    name: word,
    of: small,
    prices: fc.array(fc.nat({ max: 30 }), { maxLength: 3 }),
    at: small,
  }),
  fc.record({ do: fc.constant('sample' as const), at: small, n: fc.nat({ max: 6 }), word, account: small }),
  fc.record({
    do: fc.constant('lines' as const),
    at: small,
    keep: fc.nat({ max: 3 }),
    prices: fc.array(fc.nat({ max: 30 }), { maxLength: 2 }),
  }),
  fc.record({ do: fc.constant('delete' as const), at: small, entity: fc.constantFrom('orders', 'samples') }),
  fc.record({ do: fc.constant('undo' as const), at: small }),
  fc.record({ do: fc.constant('bulk' as const), city: word }),
  fc.record({ do: fc.constant('remember' as const) }),
  fc.record({ do: fc.constant('together' as const), at: small, word }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function pick(entity: string, at: number): Promise<string | null> {
  const { records: found } = await records.list(entity, { fields: ['id'], sort: 'created_at', limit: 200 });
  return found.length === 0 || at % (found.length + 2) >= found.length ? null : String(found[at % (found.length + 2)]!['id']);
}

async function play(one: Step): Promise<void> {
  switch (one.do) {
    case 'account': {
      const id = await pick('accounts', one.at);
      const values = {
        name: one.name.trim() || 'Nameless',
        city: one.city || null,
        discount: one.discount === null ? null : String(one.discount),
      };
      await (id ? records.update('accounts', id, values) : records.create('accounts', values));
      return;
    }
    case 'order': {
      const id = await pick('orders', one.at);
      const account = (await pick('accounts', one.of)) ?? String((await records.create('accounts', { name: 'For an order' }))['id']);
      const lines = one.prices.map((price, i) => ({ item: `item ${i}`, unit_price: String(price) }));
      await (id
        ? records.update('orders', id, { name: one.name.trim() || 'Order', account })
        : records.create('orders', { name: one.name.trim() || 'Order', account, lines }));
      return;
    }
    case 'sample': {
      const id = await pick('samples', one.at);
      const account = await pick('accounts', one.account);
      const values: Values = [
        { line: `L ${one.word}`, lines: one.word || null, mail: 'a@example.com', hobbies: ['Running', 'Reading'] },
        { hobbies: null, friends: account ? [account] : null, about: account ? { entity: 'accounts', id: account } : null },
        { price: { amount: String(one.at), currency: 'EUR' }, day: '2026-02-28', moment: '2026-02-28T12:30:00Z', clock: '07:15' },
        { price: null, flag: true, color: 'blue', ratio: '0.1250', free: '12345678901234567890.5', share: '12.5' },
        { account, settings: { a: [1, { b: null }] }, story: '<p>Hello</p>', count: one.at },
        { flag: false, color: null, settings: null, moment: null, day: null, tag: one.word || null },
        { phone: '+358401234567', site: 'https://example.com/', size: 'L', owner: null },
      ][one.n]!;
      await (id ? records.update('samples', id, values) : records.create('samples', { line: 'made', ...values }));
      return;
    }
    case 'lines': {
      const id = await pick('orders', one.at);
      if (!id) return;
      const kept = ((await records.get('orders', id, ['lines']))['lines'] as Values[]).slice(-one.keep).map((line) => ({ id: line['id'] }));
      const fresh = one.prices.map((price) => ({ item: 'fresh', unit_price: String(price) }));
      await records.update('orders', id, { lines: [...fresh, ...kept] });
      return;
    }
    case 'delete': {
      const id = await pick(one.entity, one.at);
      if (id) await records.delete(one.entity, id);
      return;
    }
    case 'undo': {
      const { rows } = await system.read((reader) =>
        reader.db.query(compile(sql`select seq from ${sql.identifier(reader.workspace.space, 'changes')} order by seq desc limit 40`)),
      );
      const seq = rows[one.at % Math.max(1, rows.length)]?.[0];
      if (seq) await undoChange(system, seq);
      return;
    }
    case 'bulk':
      await bulk(system, 'accounts', { update: { filter: 'city is not empty', set: { city: one.city || null } } });
      return;
    case 'together':
      await system.transaction(async ({ records: inside }) => {
        const made = await inside.create('accounts', { name: `T ${one.word}` });
        await inside.update('accounts', String(made['id']), { city: 'Turku' });
        await inside.update('accounts', String(made['id']), { city: 'Oslo', name: 'Twice' });
      });
      return;
    case 'remember':
  }
}

it('reads every remembered moment again after random writes, deletions, undo and bulk', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const remembered: { at: string; was: unknown }[] = [];
      for (const [i, one] of steps.entries()) {
        await play(one).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
        });
        if (one.do === 'remember' || i % 9 === 0) remembered.push({ at: await now(), was: await everything() });
      }
      for (const { at, was } of remembered) expect(await everything(at)).toEqual(was);
    }),
    { numRuns: 12, seed: 20_260_301, endOnFailure: true },
  );
});

it('sets fields and rows back to what they were, as a change that may be undone', async () => {
  const account = await records.create('accounts', { name: 'Restored' });
  const made = await records.create('orders', {
    name: 'First',
    account: account['id'],
    lines: [{ item: 'a', unit_price: '3' }, { item: 'b' }],
  });
  const id = String(made['id']);
  const then = await now();
  const [a] = made['lines'] as Values[];
  await records.update('orders', id, {
    name: 'Second',
    lines: [
      { item: 'c', unit_price: '9' },
      { id: a!['id'], item: 'changed' },
    ],
  });
  await records.update('orders', id, { name: 'Third' });
  await restoreRecord(system, 'orders', id, { asOf: then, fields: ['name'] });
  expect(await records.get('orders', id)).toMatchObject({ name: 'First', lines: [{ item: 'c' }, { item: 'changed' }] });
  await restoreRecord(system, 'orders', id, { asOf: then });
  const content = (rows: unknown) => (rows as Values[]).map(({ item, total }) => ({ item, total }));
  expect(content((await records.get('orders', id))['lines'])).toEqual(content(made['lines']));
  const [last] = (await records.history('orders', id)).changes;
  expect(last?.cause).toMatchObject({ kind: 'restored', detail: then });
  expect(await undoChange(system, last!.id)).toMatchObject({ undone: 1, conflicts: [] });
  expect(await records.get('orders', id)).toMatchObject({ name: 'First', lines: [{ item: 'c' }, { item: 'changed' }] });
});

it('restores nothing of a time before the record was made, and names what it does not know', async () => {
  const before = await now();
  const id = String((await records.create('accounts', { name: 'New' }))['id']);
  await expect(restoreRecord(system, 'accounts', id, { asOf: before })).rejects.toMatchObject({ status: 422, code: 'not_there_yet' });
  await expect(restoreRecord(system, 'accounts', id, { asOf: before, fields: ['nam'] })).rejects.toMatchObject({ code: 'unknown_field' });
  await expect(records.get('accounts', id, undefined, before)).rejects.toMatchObject({ status: 404 });
  await expect(records.list('accounts', { asOf: 'last tuesday' })).rejects.toMatchObject({ status: 400, code: 'not_an_instant' });
  await expect(records.list('accounts', { asOf: '2026-13-01T00:00:00Z' })).rejects.toMatchObject({ status: 400 });
});
