// Every index is used by the statements it is there for: with 20,000 rows the planner knows.

import { beforeAll, describe, expect, it } from 'vitest';
import { anyReference, date, defineEntity, defineModule, phone, reference, references, resolve, state, text } from '../schema/index.ts';
import { testDatabase } from '../tests/database.ts';
import { applySchema } from './apply.ts';
import { indexesOf } from './indexes.ts';
import { searchText } from './search-text.ts';
import { SortIndexes } from './sort-indexes.ts';
import { compile, type SQL, sql } from './sql.ts';
import { isOurs } from './table.ts';
import { createWorkspace, spaceOf } from './workspace.ts';

const { database, name: run } = await testDatabase();
const workspace = `planned-${run.split('_').at(-1)}`;
const space = spaceOf(workspace);
const contacts = sql.identifier(space, 'contacts');

const entity = (name: string, more: Partial<Parameters<typeof defineEntity>[1]>) =>
  defineEntity(name, { label: name, plural: name, icon: 'box', fields: {}, ...more });
const { schema } = resolve([
  defineModule({
    name: 'crm',
    needs: [],
    entities: [
      entity('users', { owned: false, fields: { name: text({ required: true }) } }),
      entity('owner_groups', { owned: false, fields: { name: text({ required: true }) } }),
      entity('accounts', { fields: { name: text({ required: true }) } }),
      entity('contacts', {
        title: ['first_name', 'last_name'],
        fields: {
          first_name: text({ searched: true }),
          last_name: text({ required: true, searched: true }),
          code: text({ unique: true }),
          city: text({ indexed: true }),
          due: date({ indexed: true }),
          phone: phone(),
          account: reference('accounts'),
          about: anyReference(['accounts', 'contacts']),
          watchers: references('users'),
          status: state({ new: { label: 'New' }, open: { label: 'Open' }, won: { label: 'Won' } }),
        },
      }),
    ],
  }),
]);

beforeAll(async () => {
  await createWorkspace(database, workspace);
  await applySchema(database, workspace, schema);
  const id = (n: string) => `('01890000-0000-7000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
  await database.transaction(null, (tx) =>
    tx.script(`
      insert into "${space}".accounts (id, created_at, updated_at, version, name)
        select ${id('n')}, now(), now(), 1, 'Account ' || n from generate_series(0, 4999) n;
      insert into "${space}".contacts (id, created_at, updated_at, created_by, version, owner, first_name, last_name, code, city, due, phone, account, about, about_entity, watchers, status)
        select ${id('n')}, now(), now() - n * 7919 % 20011 * interval '1 minute', ${id('n % 90')}, 1, ${id('n % 100')}, 'First' || n * 13 % 997, 'Last' || n * 7 % 4999, 'C' || n,
          'City' || n % 200, case when n % 10 = 0 then date '2026-01-01' + n % 300 end, '+358 5' || lpad(n::text, 7, '0'), ${id('n % 5000')}, ${id('n % 5000')}, 'accounts',
          array[${id('n % 300')}], (array['new', 'open', 'won'])[1 + n % 3]
        from generate_series(1, 20000) n;
      analyze "${space}".contacts`),
  );
  await database.as(null).query({ text: `vacuum "${space}".contacts`, values: [], alone: true });
});

async function explain(rest: SQL): Promise<string> {
  const { rows } = await database.as(space).query(compile(sql`explain (costs off) select id from ${contacts} ${rest}`));
  return rows.map(([row]) => row).join('\n');
}

const one = sql`'01890000-0000-7000-8000-000000000042'::uuid`;

const searched = searchText(['first_name', 'last_name'], contacts);

describe('an index', () => {
  const used = new Set<string>();

  it.each<[string, string, SQL]>([
    ['the usual list', 'updated_at_id', sql`order by updated_at desc, id desc limit 50`],
    [
      'its next page',
      'updated_at_id',
      sql`where (updated_at, id) < (now() - interval '5 days', ${one}) order by updated_at desc, id desc limit 50`,
    ],
    [
      'my open ones, newest first',
      'owner_status',
      sql`where owner = ${one} and status = 'open' order by updated_at desc, id desc limit 50`,
    ],
    ['all of mine', 'owner_status', sql`where owner = ${one}`],
    ['all that I created', 'created_by', sql`where created_by = ${one}`],
    ['by name', 'last_name_id', sql`order by kontor.fold(last_name), id limit 50`],
    ['by name, from the end', 'last_name_id', sql`order by kontor.fold(last_name) desc, id desc limit 50`],
    ['of a city', 'city_id', sql`where kontor.fold(city) = 'city42'`],
    ['what is due first', 'due_id', sql`order by due, id limit 50`],
    ['what is not due, and then what is due last', 'due_id', sql`order by due desc, id desc limit 50`],
    ['what is due this week', 'due_id', sql`where due between '2026-03-01' and '2026-03-07'`],
    ['of an account', 'account', sql`where account = ${one}`],
    ['of any of some accounts', 'account', sql`where account = any(array[${one}, ${one}])`],
    ['with a number, however it is written', 'phone_digits', sql`where kontor.digits(phone) = '50000042'`],
    ['about an account', 'about', sql`where about = ${one} and about_entity = 'accounts'`],
    ['that somebody watches', 'watchers', sql`where watchers @> array[${one}]`],
    ['of a code', 'code', sql`where kontor.fold(code) = 'c42'`],
    ['by code', 'code', sql`order by kontor.fold(code) limit 50`],
    ['with a word', 'search', sql`where ${searched} like '% last4321%'`],
    ['with a part of a word', 'search', sql`where ${searched} like '%ast4321%'`],
    ['with something like a word', 'search', sql`where 'lats4321' <% ${searched}`],
  ])('finds %s, without sorting or reading all', async (_, index, rest) => {
    const plan = await explain(rest);
    const name = new RegExp(`ix_contacts_${index}_[a-z_]*?[0-9a-f]{8}`).exec(plan)?.[0];
    expect(name, plan).toBeDefined();
    expect(plan).not.toContain('Seq Scan');
    expect(plan).not.toMatch(/^Sort|-> +Sort/m);
    used.add(name ?? '');
  });

  it('that none of these use is not there', () => {
    const contacts = schema.entities.contacts;
    expect(
      contacts &&
        indexesOf(contacts)
          .map(({ name }) => name)
          .filter((name) => !used.has(name)),
    ).toEqual([]);
  });
});

describe('an order that is asked for often', () => {
  const columns = ['status', 'created_at', 'version', 'first_name', 'due', 'search'].map((name) => sql.identifier('contacts', name));
  const [status, made, version, first, due, random] = columns.map((column, at) =>
    at === 3 ? sql`kontor.fold(${column})` : at === 5 ? sql`(${column} || random()::text)` : column,
  );
  const sorts = () =>
    database
      .as(null)
      .query(compile(sql`select indexname from pg_indexes where schemaname = ${sql.value(space)} and indexname like 'sort\\_%'`))
      .then(({ rows }) => rows.map(([name]) => name));

  it('gets an index of its own, which upgrades leave alone; a fifth takes the place of the one that is used least', async () => {
    const entity = schema.entities.contacts!;
    const indexes = new SortIndexes(database, space, 1000);
    const often = async (value: SQL | undefined) => {
      const told = [];
      for (let times = 0; times < 3; times++) told.push(await indexes.noticed(entity, value!));
      return told;
    };
    expect(await often(first)).toEqual([false, false, true]);
    const byFirst = await explain(sql`order by kontor.fold(first_name), id limit 50`);
    expect(byFirst).toContain('using sort_contacts_');
    expect(await often(first)).toEqual([false, false, false]);
    // The schema's own index has this order, and nothing can keep that one.
    for (const never of [due, random]) expect(await often(never)).toEqual([false, false, false]);
    expect((await sorts()).map((name) => isOurs(String(name)))).toEqual([false]);
    for (const value of [status, made, version]) expect(await often(value)).toEqual([false, false, true]);
    expect(await sorts()).toHaveLength(4);
    expect(await often(sql`(case ${columns[0]!} when ${sql.value("it's")} then ${sql.literal('Ö')} else ${columns[0]!} end)`)).toEqual([
      false,
      false,
      true,
    ]);
    expect(await sorts()).toHaveLength(4);
    // Too few rows to be worth it.
    const large = new SortIndexes(database, space);
    for (let times = 0; times < 3; times++) expect(await large.noticed(entity, sql`${columns[1]!}`)).toBe(false);
  });
});
