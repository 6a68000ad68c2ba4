// The write pipeline and the reads, on a real database, over modules that use every field type.

import { describe, expect, it } from 'vitest';
import { testEngine } from '../tests/engine.ts';
import { testModules } from '../tests/fixtures/schema.ts';
import { raiseEpoch } from './epoch.ts';
import type { Values } from './types.ts';

const { system } = await testEngine(testModules);
const { records } = system;

async function account(values: Values = {}): Promise<string> {
  const made = await records.create('accounts', { name: 'Nordic Oy', ...values });
  return made['id'] as string;
}

describe('writing', () => {
  it('creates a record with defaults, a number, line items and formulas, and reads it back', async () => {
    const id = await account({ city: 'Turku', discount: '10' });
    const order = await records.create('orders', {
      name: 'First   order',
      account: id,
      lines: [
        { item: 'Chair', quantity: '2', unit_price: '100.00' },
        { item: 'Table', unit_price: { amount: '50', currency: 'EUR' } },
      ],
    });
    expect(order).toMatchObject({
      name: 'First order',
      account: { id, title: 'Nordic Oy' },
      total: { amount: '225.00', currency: 'EUR' },
      total_with_tax: { amount: '279.00', currency: 'EUR' },
      lines: [
        { item: 'Chair', total: { amount: '180.00' } },
        { item: 'Table', quantity: '1.00', total: { amount: '45.00' } },
      ],
      version: 1,
    });
    expect(order['number']).toMatch(/^O-\d{6}$/);
  });

  it('writes nothing and logs nothing when nothing changes', async () => {
    const id = await account({ city: 'Oslo' });
    const same = await records.update('accounts', id, { city: 'Oslo' });
    expect(same['version']).toBe(1);
    expect((await records.history('accounts', id)).changes).toHaveLength(1);
  });

  it('logs what changed with before and after', async () => {
    const parent = await account({ name: 'Mother' });
    const id = await account({ city: 'Oslo' });
    await records.update('accounts', id, { city: 'Turku', parent });
    const { changes } = await records.history('accounts', id);
    expect(changes[0]).toMatchObject({
      verb: 'update',
      before: { city: 'Oslo', parent: null },
      after: { city: 'Turku', parent: { id: parent, title: 'Mother' } },
      cause: { kind: 'system', detail: 'test' },
    });
    expect(changes[1]).toMatchObject({ verb: 'create', before: null, after: { name: 'Nordic Oy', city: 'Oslo', kind: 'Customer' } });
  });

  it.each([
    [{ nam: 'x' }, 'nam', 'unknown_field', /Did you mean "name"/],
    [{ name: null }, 'name', 'required', /required/],
    [{ name: 5 }, 'name', 'type', /./],
    [{ created_at: '2020-01-01T00:00:00Z' }, 'created_at', 'read_only', /set by Kontor/],
    [{ orders_total: '5' }, 'orders_total', 'read_only', /computed/],
    [{ kind: 'Custmer' }, 'kind', 'not_an_option', /Customer/],
    [{ parent: '00000000-0000-7000-8000-000000000000' }, 'parent', 'not_found', /reach/],
    [{ rating: 'A' }, 'rated_on', 'required', /required here/],
  ])('refuses %j', async (values, field, code, message) => {
    const id = await account();
    const refused = await records.update('accounts', id, values).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 422, problems: [{ field, code, message: expect.stringMatching(message) }] });
    expect((await records.get('accounts', id))['version']).toBe(1);
  });

  it('creates nothing that refers to nowhere, and says which field does', async () => {
    const named = { filter: 'name = "Nowhere"', count: 'exact' } as const;
    const parent = '00000000-0000-7000-8000-000000000000';
    await expect(records.create('accounts', { name: 'Nowhere', parent })).rejects.toMatchObject({
      status: 422,
      problems: [{ field: 'parent', code: 'not_found' }],
    });
    expect((await records.list('accounts', named)).count).toBe(0);
  });

  it('creates once, and shows it, while rights change all the time [SC-23]', async () => {
    const one = async (i: number) => {
      await raiseEpoch({ workspace: system.space, db: system.space.db }, 'rights');
      const made = await records.create('accounts', { name: `Once ${i}`, city: 'Riga' });
      expect(made).toMatchObject({ name: `Once ${i}`, version: 1 });
      return records.update('accounts', made['id'] as string, { city: 'Oslo' });
    };
    const made = await Promise.all(Array.from({ length: 4 }, (_, i) => one(i)));
    expect(made.map(({ version, city }) => [version, city])).toEqual(made.map(() => [2, 'Oslo']));
    expect((await records.list('accounts', { filter: 'starts_with(name, "Once")', count: 'exact' })).count).toBe(4);
  });

  it('refuses a cycle of parents', async () => {
    const top = await account();
    const middle = await account({ parent: top });
    const bottom = await account({ parent: middle });
    await expect(records.update('accounts', top, { parent: bottom })).rejects.toMatchObject({
      problems: [{ field: 'parent', code: 'cycle' }],
    });
    await expect(records.update('accounts', top, { parent: top })).rejects.toMatchObject({
      problems: [{ field: 'parent', code: 'cycle' }],
    });
  });

  it('refuses a second record with a unique value', async () => {
    await records.create('samples', { line: 'one', code: 'X1' });
    await expect(records.create('samples', { line: 'two', code: 'X1' })).rejects.toMatchObject({
      status: 422,
      problems: [{ field: 'code', code: 'not_unique' }],
    });
  });

  it('refuses rules broken by the record or by a line of it', async () => {
    const id = await account();
    const base = { name: 'O', account: id, ordered_on: '2026-01-10' };
    await expect(records.create('orders', { ...base, sent_on: '2026-01-09' })).rejects.toMatchObject({
      problems: [{ field: 'sent_on', code: 'order' }],
    });
    await expect(records.create('orders', { ...base, lines: [{ item: 'a', quantity: '0' }] })).rejects.toMatchObject({
      problems: [{ field: 'lines.quantity' }],
    });
    await expect(records.create('orders', { ...base, lines: [{ quantity: '1' }] })).rejects.toMatchObject({
      problems: [{ field: 'lines.0.item', code: 'required' }],
    });
  });

  it('lets a state change only to those that may follow', async () => {
    const order = await records.create('orders', { name: 'S', account: await account(), contact_mail: 'a@b.fi' });
    const id = order['id'] as string;
    await records.update('orders', id, { stage: 'sent' });
    await records.update('orders', id, { stage: 'lost' }).then(
      () => undefined,
      (error: unknown) => expect(error).toMatchObject({ problems: [{ field: 'stage' }] }),
    );
  });

  it('answers a stale version with both values', async () => {
    const id = await account({ city: 'Oslo' });
    await records.update('accounts', id, { city: 'Turku' }, { version: 1 });
    await expect(records.update('accounts', id, { city: 'Graz' }, { version: 1 })).rejects.toMatchObject({
      status: 412,
      extra: { current: { city: 'Turku', version: 2 }, yours: { city: 'Graz' } },
    });
  });

  it('changes, adds and removes line items, and keeps their ids', async () => {
    const order = await records.create('orders', {
      name: 'L',
      account: await account(),
      lines: [
        { item: 'a', unit_price: '10' },
        { item: 'b', unit_price: '20' },
      ],
    });
    const [first] = order['lines'] as Values[];
    const changed = await records.update('orders', order['id'] as string, {
      lines: [
        { id: first!['id'], quantity: '3' },
        { item: 'c', unit_price: '1' },
      ],
    });
    expect(changed['lines']).toMatchObject([{ id: first!['id'], item: 'a', quantity: '3.00', total: { amount: '30.00' } }, { item: 'c' }]);
    expect(changed['total']).toMatchObject({ amount: '31.00' });
  });

  it('computes in the currency of what it is made of', async () => {
    const lines = [{ item: 'a', unit_price: { amount: '10', currency: 'SEK' } }];
    const order = await records.create('orders', { name: 'In kronor', account: await account(), lines });
    expect(order).toMatchObject({
      total: { amount: '10.00', currency: 'SEK' },
      total_with_tax: { currency: 'SEK' },
      lines: [{ total: { currency: 'SEK' } }],
    });
  });

  it('runs an action with its input, once it applies', async () => {
    const order = await records.create('orders', { name: 'A', account: await account(), contact_mail: 'x@y.fi' });
    const id = order['id'] as string;
    expect((await records.can('orders', id)).actions).toEqual(['send']);
    await expect(system.act('orders', id, 'send', {})).rejects.toMatchObject({ status: 422 });
    const { record } = await system.act('orders', id, 'send', { sent_on: '2030-01-01' });
    expect(record).toMatchObject({ stage: 'sent', sent_on: '2030-01-01' });
    await expect(system.act('orders', id, 'send', { sent_on: '2030-01-01' })).rejects.toMatchObject({ status: 409, code: 'not_now' });
    await expect(system.act('orders', id, 'sned', {})).rejects.toMatchObject({ status: 404, message: expect.stringContaining('send') });
  });

  it('takes numbers without gaps when many write at once', async () => {
    const id = await account();
    const made = await Promise.all(Array.from({ length: 40 }, (_, i) => records.create('orders', { name: `N${i}`, account: id })));
    const numbers = made.map((order) => Number((order['number'] as string).slice(2))).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => numbers[0]! + i));
  });
});

describe('reading', () => {
  it('pages by keyset through equal and empty values without repeating or skipping', async () => {
    const tag = `page-${Math.random()}`;
    for (let i = 0; i < 23; i++) await records.create('samples', { line: tag, count: i % 4 === 0 ? null : i % 3 });
    for (const sort of ['count', '-count', '-count,line', 'line,-count']) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = await records.list('samples', { filter: `line = "${tag}"`, sort, limit: 5, after, fields: ['count'] });
        seen.push(...page.records.map((record) => record['id'] as string));
        after = page.next;
      } while (after);
      expect(new Set(seen).size, sort).toBe(23);
      expect(seen, sort).toHaveLength(23);
      // A jump lands where reading would have come to, and goes on from there.
      for (const skip of [0, 1, 11, 22, 23]) {
        const jump = await records.list('samples', { filter: `line = "${tag}"`, sort, limit: 3, skip, fields: ['count'] });
        expect(
          jump.records.map((record) => record['id']),
          `${sort} behind ${skip}`,
        ).toEqual(seen.slice(skip, skip + 3));
        const rest = jump.next ? await records.list('samples', { filter: `line = "${tag}"`, sort, limit: 30, after: jump.next }) : null;
        expect(rest?.records.map((record) => record['id']) ?? []).toEqual(seen.slice(skip + 3));
      }
    }
    await expect(records.list('samples', { skip: -1 })).rejects.toMatchObject({ status: 400, code: 'out_of_range' });
  });

  it('sorts options by what people read, not by what is stored [CS-063]', async () => {
    const tag = `colour-${Math.random()}`;
    for (const color of ['Red', 'blue', 'Green', null]) await records.create('samples', { line: tag, color });
    const sorted = async (sort: string) => {
      const seen: unknown[] = [];
      for (let after: string | null = null; ; ) {
        const page = await records.list('samples', { filter: `line = "${tag}"`, sort, fields: ['color'], limit: 2, after });
        seen.push(...page.records.map((record) => record['color']));
        if (!page.next) return seen;
        after = page.next;
      }
    };
    expect(await sorted('color')).toEqual(['blue', 'Green', 'Red', null]);
    expect(await sorted('-color')).toEqual([null, 'Red', 'Green', 'blue']);
  });

  it('walks references, in fields, filters and sorts', async () => {
    const id = await account({ name: 'Walk Ab', city: 'Åbo' });
    await records.create('orders', { name: 'walk', account: id });
    const { records: found, count } = await records.list('orders', {
      filter: 'account.city = "abo"',
      fields: ['name', 'account.city'],
      sort: 'account.name',
      count: 'exact',
    });
    expect(count).toBe(1);
    expect(found).toMatchObject([{ name: 'walk', account: { id, title: 'Walk Ab', city: 'Åbo' } }]);
  });

  it('counts and sums in groups', async () => {
    const id = await account({ name: 'Sums' });
    for (const [day, price] of [
      ['2026-01-05', '10'],
      ['2026-01-20', '5.50'],
      ['2026-02-01', '1'],
    ]) {
      await records.create('orders', { name: 'sum', account: id, ordered_on: day, lines: [{ item: 'x', unit_price: price }] });
    }
    const filter = `account = "${id}"`;
    const rows = await records.aggregate('orders', {
      filter,
      groupBy: ['month(ordered_on)'],
      measures: [{ fn: 'count' }, { fn: 'sum', field: 'total' }],
    });
    expect(rows).toEqual([
      { 'month(ordered_on)': '2026-01', count: 2, 'sum(total)': { amount: '15.50', currency: 'EUR' } },
      { 'month(ordered_on)': '2026-02', count: 1, 'sum(total)': { amount: '1.00', currency: 'EUR' } },
    ]);
    expect(await records.aggregate('orders', { filter, groupBy: ['account'], measures: [{ fn: 'count' }] })).toEqual([
      { account: { id, title: 'Sums' }, count: 3 },
    ]);
  });

  it.each([
    ['nme = "x"', /Did you mean name/],
    ['name = ', /./],
    ['founded > 5', /./],
  ])('refuses the filter %s with a reason', async (filter, message) => {
    await expect(records.list('accounts', { filter })).rejects.toMatchObject({
      status: 400,
      problems: [{ field: 'filter', message: expect.stringMatching(message) }],
    });
  });

  it('refuses a cursor of another list', async () => {
    await account();
    await account();
    const { next } = await records.list('accounts', { sort: 'name', limit: 1 });
    expect(next).not.toBeNull();
    await expect(records.list('accounts', { sort: '-name', after: next })).rejects.toMatchObject({ status: 400, code: 'bad_cursor' });
    await expect(
      records.list('accounts', { sort: 'created_at', after: Buffer.from('["created_at,id","x","y"]').toString('base64url') }),
    ).rejects.toMatchObject({ code: 'bad_cursor' });
  });
});

describe('options out of use', () => {
  it('stay where they stand but cannot be chosen [CS-054]', async () => {
    const made = await records.create('samples', { line: 'grey' });
    const id = made['id'] as string;
    await expect(records.update('samples', id, { color: 'grey' })).rejects.toMatchObject({
      problems: [{ field: 'color', code: 'inactive_option' }],
    });
    await system.write((writer) =>
      writer.tx.query({ text: `update ${writer.workspace.space}.samples set color = 'grey' where id = $1`, values: [id] }),
    );
    expect(await records.update('samples', id, { color: 'grey', line: 'still grey' })).toMatchObject({ color: 'grey', line: 'still grey' });
  });
});
