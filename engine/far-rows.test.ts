// Jumps far into a list land where reading page after page would have come to.

import { expect, it } from 'vitest';
import { house } from '../tests/scenarios.ts';
import type { BoundContext } from './context.ts';

const at = await house();
const { space, counted } = at.system.space;
const ROWS = 24_000;

/** Values that are equal, empty, and in no order of the table. */
await at.system.space.db.query({
  text: `insert into "${space}".accounts (id, name, city, owner, created_at, updated_at, version)
    select gen_random_uuid(), 'Account ' || md5(n::text), case when n % 5 = 0 then null else 'City ' || n % 37 end,
      case when n % 3 = 0 then $1::uuid end, now(), now() - make_interval(mins => (n * 7919) % 100003), 1
    from generate_series(1, ${ROWS}) n`,
  values: [at.ids.agent],
});
// Some have a name behind a reference, shared with many others.
await at.system.space.db.query({
  text: `update "${space}".accounts t set parent = p.id
    from (select id, row_number() over (order by id) as n from "${space}".accounts) p
    where p.n = 1 + abs(hashtext(t.name)) % 50 and p.n <= 40 and p.id <> t.id`,
  values: [],
});
await at.system.space.database.as(null).query({ text: `analyze "${space}".accounts`, values: [] });

const PARENT = `kontor.fold((select name from "${space}".accounts p where p.id = t.parent))`;
const FAR = [20_000, 21_337, ROWS - 3];

async function jumped(context: BoundContext, sort: string, skip: number, filter?: string): Promise<unknown[]> {
  const { records } = await context.records.list('accounts', { sort, skip, limit: 3, fields: ['id'], ...(filter ? { filter } : {}) });
  return records.map(({ id }) => id);
}

/** What PostgreSQL makes of the same order. */
async function truth(order: string, skip: number, where = 'true'): Promise<unknown[]> {
  const text = `select id from "${space}".accounts t where ${where} order by ${order} limit 3 offset ${skip}`;
  return (await at.system.space.db.query({ text, values: [] })).rows.map(([id]) => id);
}

it.each([
  ['-updated_at', 'updated_at desc, id desc'],
  ['name', 'kontor.fold(name), id'],
  ['-name', 'kontor.fold(name) desc, id desc'],
  ['city', 'kontor.fold(city), id'],
  ['-city', 'kontor.fold(city) desc, id desc'],
  ['city,-name', 'kontor.fold(city), kontor.fold(name) desc, id desc'],
  ['id', 'id'],
  ['parent', `${PARENT}, id`],
  ['-parent.name', `${PARENT} desc, id desc`],
])('by %s', async (sort, order) => {
  for (const skip of FAR) expect(await jumped(at.system, sort, skip), `behind ${skip}`).toEqual(await truth(order, skip));
  const { rows } = await at.system.space.db.query({ text: `select count(*) from "${space}".accounts`, values: [] });
  expect(await jumped(at.system, sort, Number(rows[0]?.[0]))).toEqual([]);
  expect(await jumped(at.system, sort, Number(rows[0]?.[0]) - 1)).toHaveLength(1);
});

it('of what is asked for, and of what is within reach', async () => {
  const filter = 'city is not empty or name > "account 7"';
  const where = `city is not null or kontor.fold(name) > 'account 7'`;
  expect(await jumped(at.system, 'name', 20_500, filter)).toEqual(await truth('kontor.fold(name), id', 20_500, where));
  const agent = await at.person('agent');
  const { count = 0 } = await agent.records.list('accounts', { limit: 1, count: 'exact' });
  expect(count).toBeLessThan(20_000);
  expect(await jumped(agent, 'name', 20_000)).toEqual([]);
});

it('counts anew when much has changed', async () => {
  const order = 'kontor.fold(name), id';
  expect(await jumped(at.system, 'name', 20_000)).toEqual(await truth(order, 20_000));
  const before = [...counted.values()];
  for (let made = 0; made < 120; made++) await at.system.records.create('accounts', { name: `A first one ${made}` });
  expect(await jumped(at.system, 'name', 20_000)).toEqual(await truth(order, 20_000));
  expect(before.length).toBeGreaterThan(0);
  expect([...counted.values()].filter((one) => !before.includes(one))).toHaveLength(1);
});
