// Tables follow the schema on a real server: made, added to, widened; never dropped or narrowed.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anyReference,
  type CustomField,
  children,
  decimal,
  defineEntity,
  defineModule,
  email,
  integer,
  money,
  multiPicklist,
  reference,
  references,
  resolve,
  sequence,
  state,
  text,
} from '../schema/index.ts';
import { testDatabase } from '../tests/database.ts';
import { type ApplyOptions, applySchema, purgeField, SchemaConflict } from './apply.ts';
import { readCatalog } from './catalog.ts';
import { indexesOf, isSearchIndex, uniqueFieldOf } from './indexes.ts';
import { ensureInstalled, lock } from './installation.ts';
import { searchText } from './search-text.ts';
import { compile, type SQL, sql } from './sql.ts';
import { createWorkspace, dropWorkspace, spaceOf } from './workspace.ts';

const { database, name: run } = await testDatabase({ pool: { size: 8 } });
const workspace = `apply-${run.split('_').at(-1)}`;
const space = spaceOf(workspace);
const role = database.as(space);

const names = { icon: 'box' };
const users = defineEntity('users', { label: 'User', plural: 'Users', ...names, fields: { name: text({ required: true }) } });
const groups = defineEntity('owner_groups', {
  label: 'Group',
  plural: 'Groups',
  ...names,
  owned: false,
  fields: { name: text({ required: true }) },
});
const accounts = defineEntity('accounts', {
  label: 'Account',
  plural: 'Accounts',
  ...names,
  fields: { name: text({ required: true, searched: true }), email: email({ searched: true }), parent: reference('accounts') },
});
const lines = defineEntity('deal_lines', { label: 'Line', plural: 'Lines', ...names, fields: { quantity: decimal({ scale: 2 }) } });
const deals = defineEntity('deals', {
  label: 'Deal',
  plural: 'Deals',
  ...names,
  fields: {
    name: text({ required: true }),
    number: sequence('D-{000}'),
    code: text({ unique: true }),
    account: reference('accounts'),
    related_to: anyReference(['accounts', 'deals']),
    members: references('users'),
    tags: multiPicklist(['a', 'b']),
    amount: money(),
    rank: integer({ indexed: true }),
    stage: state({ open: { label: 'Open' }, won: { label: 'Won' } }),
    lines: children(lines),
  },
});
const crm = defineModule({ name: 'crm', needs: [], entities: [users, groups, accounts, deals] });
const base = resolve([crm]).schema;

/** The schema with fields an administrator made. */
function withFields(...fields: (Partial<CustomField> & { name: string })[]) {
  const custom = fields.map((field) => ({ entity: 'accounts', type: 'text', label: field.name, ...field }) as CustomField);
  const { schema, problems } = resolve([crm], custom);
  expect(problems).toEqual([]);
  return schema;
}

const apply = (schema = base, options: ApplyOptions = {}) => applySchema(database, workspace, schema, options);
const kinds = async (schema = base, options: ApplyOptions = {}) =>
  (await apply(schema, options)).steps.map(({ kind, of }) => `${kind} ${of.replace(/_[0-9a-f]{8}$/, '')}`);
const ask = async (text: SQL, db = role) => (await db.query(compile(text))).rows;
const table = (name: string) => sql.identifier(space, name);
const found = async (name: string) => (await readCatalog(database.as(null), space)).find((one) => one.name === name);
const searchIndexes = (table: Awaited<ReturnType<typeof found>>) => table?.indexes.filter((index) => isSearchIndex(index)) ?? [];
const searchedFields = async () => searchIndexes(await found('accounts')).map(({ columns }) => [...columns]);
const columnNames = async (name: string) => (await found(name))?.columns.map((column) => column.name);
const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const addAccount = (n: number, more = sql``, values = sql``) =>
  ask(sql`insert into ${table('accounts')} (id, created_at, updated_at, version, name${more})
    values (${sql.value(id(n))}::uuid, now(), now(), 1, ${sql.value(`Account ${n}`)}${values})`);

beforeAll(() => createWorkspace(database, workspace));
afterAll(() => dropWorkspace(database, workspace));

describe('the first time', () => {
  it('makes a table for every entity, and the second time nothing', async () => {
    expect(new Set((await apply()).steps.map(({ kind }) => kind))).toEqual(new Set(['create table', 'create index', 'add foreign key']));
    expect(await kinds()).toEqual([]);
    // Nor when nobody remembers that the tables fit.
    await ask(sql`update kontor.workspaces set shapes = '{}'`, database.as(null));
    expect(await kinds()).toEqual([]);
  });

  it('asks nothing but one query when the tables are known to fit', async () => {
    const asked: string[] = [];
    const counting = {
      ...database,
      as: (as: string | null) => ({
        ...database.as(as),
        query: (statement: Parameters<typeof role.query>[0]) => {
          asked.push(statement.text);
          return database.as(as).query(statement);
        },
      }),
    };
    await ensureInstalled(counting);
    asked.length = 0;
    expect((await applySchema(counting, workspace, base)).steps).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('gives the columns the types of their fields, and NOT NULL only to what the engine fills in', async () => {
    const columns = (await found('deals'))?.columns ?? [];
    expect(columns.filter(({ notNull }) => notNull).map(({ name }) => name)).toEqual(['id', 'created_at', 'updated_at', 'version']);
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      amount: 'numeric',
      amount_currency: 'text',
      members: 'uuid[]',
      related_to: 'uuid',
      related_to_entity: 'text',
      version: 'bigint',
    });
    expect((await found('deal_lines'))?.columns.map(({ name }) => name)).toEqual(['id', 'parent', 'position', 'quantity']);
  });

  it('has exactly the indexes it explains', async () => {
    const definitions = (await found('deals'))?.indexes
      .map(({ definition }) => definition.toLowerCase().replace(/\((fold|words)\(/, '(kontor.$1('))
      .sort();
    expect(definitions).toEqual(
      [
        'using btree (updated_at, id)',
        'using btree (owner, stage, updated_at, id)',
        'using btree (created_by)',
        `using gin (kontor.words(coalesce(number, ''::text)) gin_trgm_ops)`,
        'using btree (account) where (account is not null)',
        'using btree (related_to) where (related_to is not null)',
        'using gin (members) with (fastupdate=off)',
        'using btree (kontor.fold(number))',
        'using btree (kontor.fold(code))',
        'using btree (rank, id)',
        'using btree (kontor.fold(name), id)',
      ].sort(),
    );
  });

  it('names indexes within what PostgreSQL keeps, after what they are', () => {
    const entity = base.entities.deals;
    if (!entity) throw new Error('no deals');
    const long = { ...entity, name: 'a'.repeat(60) };
    const names = [...indexesOf(entity), ...indexesOf(long)].map(({ name }) => name);
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(63);
    expect(new Set(names).size).toBe(names.length);
    expect(names[1]).toMatch(/^ix_deals_owner_stage_updated_at_id_[0-9a-f]{8}$/);
    expect(uniqueFieldOf(entity, names.find((name) => name.startsWith('ix_deals_code_')) ?? '')).toBe('code');
    expect(uniqueFieldOf(entity, names[1] ?? '')).toBeNull();
  });

  it('keeps two from having the same unique value, whatever its case and accents', async () => {
    const add = (n: number, code: string | null) =>
      ask(sql`insert into ${table('deals')} (id, created_at, updated_at, version, name, code)
        values (${sql.value(id(n))}::uuid, now(), now(), 1, 'x', ${sql.value(code)})`);
    await add(1, 'Ärger');
    await expect(add(2, 'ARGER')).rejects.toMatchObject({ code: '23505' });
    await add(3, null);
    await add(4, null);
    await ask(sql`delete from ${table('deals')}`);
  });

  it('finds words by where they begin, without case and accents', async () => {
    await ask(sql`insert into ${table('accounts')} (id, created_at, updated_at, version, name, email)
      values (${sql.value(id(1))}::uuid, now(), now(), 1, 'Ööbik Ühing', 'info@oobik.ee')`);
    const text = searchText(['name', 'email']);
    expect(await ask(sql`select ${text} from ${table('accounts')} where ${text} like '% uhing%'`)).toEqual([
      [' info@oobik.ee oobik uhing'],
    ]);
  });

  it('keeps what is referred to, and lets a transaction put it in order before it ends', async () => {
    const point = (from: number, to: number) => sql`insert into ${table('accounts')} (id, created_at, updated_at, version, name, parent)
      values (${sql.value(id(from))}::uuid, now(), now(), 1, 'x', ${sql.value(id(to))}::uuid)`;
    await expect(ask(point(10, 11))).rejects.toMatchObject({ code: '23503' });
    await database.transaction(space, async (tx) => {
      await tx.query(compile(sql`set constraints all deferred`));
      await tx.query(compile(point(10, 11)));
      await tx.query(compile(point(11, 10)));
    });
    await expect(ask(sql`delete from ${table('accounts')} where id = ${sql.value(id(10))}::uuid`)).rejects.toMatchObject({ code: '23503' });
  });

  it('deletes rows with their record', async () => {
    await ask(
      sql`insert into ${table('deals')} (id, created_at, updated_at, version, name) values (${sql.value(id(20))}::uuid, now(), now(), 1, 'x')`,
    );
    await ask(
      sql`insert into ${table('deal_lines')} (id, parent, position) values (${sql.value(id(21))}::uuid, ${sql.value(id(20))}::uuid, 1)`,
    );
    await ask(sql`delete from ${table('deals')}`);
    expect(await ask(sql`select count(*) from ${table('deal_lines')}`)).toEqual([['0']]);
  });
});

describe('a field more', () => {
  it('is a column more, filled in or not, and nothing else is touched', async () => {
    const before = await ask(sql`select pg_relation_filenode(${sql.value(`${space}.accounts`)}::regclass)`);
    expect(
      await kinds(withFields({ name: 'c_size', type: 'decimal' }, { name: 'c_partner', type: 'reference', to: ['accounts'] })),
    ).toEqual([
      'add column accounts.c_size',
      'add column accounts.c_partner',
      'create index accounts.ix_accounts_c_partner',
      'add foreign key accounts.c_partner',
    ]);
    expect(await ask(sql`select c_size, c_partner from ${table('accounts')} limit 1`)).toEqual([[null, null]]);
    expect(await ask(sql`select pg_relation_filenode(${sql.value(`${space}.accounts`)}::regclass)`)).toEqual(before);
  });

  it('that is searched is an index in place of another, and no row is written anew', async () => {
    const before = await ask(sql`select pg_relation_filenode(${sql.value(`${space}.accounts`)}::regclass)`);
    const schema = withFields({ name: 'c_nickname', searched: true });
    await apply(withFields({ name: 'c_nickname' }));
    await addAccount(30, sql`, c_nickname`, sql`, 'Zorro'`);
    expect(await kinds(schema)).toEqual(['create index accounts.ix_accounts_search', 'drop index accounts.ix_accounts_search']);
    expect(await searchedFields()).toEqual([['c_nickname', 'email', 'name']]);
    expect(await ask(sql`select pg_relation_filenode(${sql.value(`${space}.accounts`)}::regclass)`)).toEqual(before);
    expect(await kinds(schema)).toEqual([]);
  });

  it('of which a start does not know yet is left alone, and gone when nobody has it', async () => {
    expect(await kinds(base, { partial: true })).toEqual([]);
    expect(await searchedFields()).toEqual([['c_nickname', 'email', 'name']]);
    expect(await kinds(base)).toEqual(['create index accounts.ix_accounts_search', 'drop index accounts.ix_accounts_search']);
    expect(await searchedFields()).toEqual([['email', 'name']]);
  });

  it('is made while others read and write, by stepping back from locks', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reader = database.transaction(space, async (tx) => {
      await tx.query(compile(sql`select count(*) from ${table('accounts')}`));
      await held;
    });
    const applied = kinds(withFields({ name: 'c_late' }));
    const waiting = sql`select count(*) from pg_locks where not granted and relation = ${sql.value(`${space}.accounts`)}::regclass`;
    await expect.poll(async () => (await ask(waiting, database.as(null)))[0]?.[0]).toBe('1');
    // Who comes now stands behind the change, but only until it gives up waiting.
    expect(await ask(sql`select count(*) > 0 from ${table('accounts')}`)).toEqual([['t']]);
    release();
    await reader;
    expect(await applied).toContain('add column accounts.c_late');
  });

  it('made by two processes at the same time is made once', async () => {
    const schema = withFields({ name: 'c_twice', indexed: true });
    const both = await Promise.all([kinds(schema), kinds(schema)]);
    expect(both.flat().filter((step) => step === 'add column accounts.c_twice')).toHaveLength(1);
  });
});

describe('a field less', () => {
  it('keeps its column and its values, and gets them back when it returns', async () => {
    await apply(withFields({ name: 'c_gone', indexed: true }));
    await addAccount(40, sql`, c_gone`, sql`, 'kept'`);
    await apply(base);
    expect(await ask(sql`select c_gone from ${table('accounts')} where c_gone is not null`)).toEqual([['kept']]);
    expect(await kinds(withFields({ name: 'c_gone', indexed: true }))).toEqual([]);
  });

  it('is gone for good when it is purged', async () => {
    await apply(base);
    await purgeField(database, workspace, 'accounts', 'c_gone');
    expect(await columnNames('accounts')).not.toContain('c_gone');
    expect((await found('accounts'))?.indexes.filter(({ columns }) => columns.includes('c_gone'))).toEqual([]);
    await expect(purgeField(database, workspace, 'accounts', 'c_gone')).rejects.toThrow('no column accounts.c_gone');
    // A schema that fitted before does not any more.
    expect(await kinds(withFields({ name: 'c_gone' }))).toEqual(['add column accounts.c_gone']);
  });

  it.each(['id', 'version'])('can never be %s', async (column) => {
    await expect(purgeField(database, workspace, 'accounts', column)).rejects.toThrow('stays');
  });

  it('that is still searched cannot be purged', async () => {
    await expect(purgeField(database, workspace, 'accounts', 'email')).rejects.toThrow('still searched');
  });

  it('or a table that nobody knows is left alone', async () => {
    await database.transaction(null, (tx) =>
      tx.script(`create table "${space}".foreign_data (a int); create index strange on "${space}".accounts (version)`),
    );
    await ask(sql`update kontor.workspaces set shapes = '{}'`, database.as(null));
    await apply(base);
    expect(await found('foreign_data')).toBeDefined();
    expect((await found('accounts'))?.indexes.map(({ name }) => name)).toContain('strange');
  });
});

describe('a field of another type', () => {
  it('is refused when values could be lost, and then nothing is changed', async () => {
    await apply(withFields({ name: 'c_kind' }));
    const attempt = apply(withFields({ name: 'c_kind', type: 'date' }, { name: 'c_beside' }));
    await expect(attempt).rejects.toThrow(SchemaConflict);
    await expect(attempt).rejects.toThrow('accounts.c_kind is text and should be date');
    expect(await columnNames('accounts')).not.toContain('c_beside');
  });

  it('is widened when every value stays as it is, search included', async () => {
    await database.transaction(null, (tx) =>
      tx.script(`alter table "${space}".accounts alter column name type varchar(80);
        alter table "${space}".deals alter column rank type smallint;
        update kontor.workspaces set shapes = '{}'`),
    );
    expect(await kinds(base)).toEqual(expect.arrayContaining(['widen column accounts.name', 'widen column deals.rank']));
    expect((await found('accounts'))?.columns.find(({ name }) => name === 'name')?.type).toBe('text');
    expect(await searchedFields()).toEqual([['email', 'name']]);
    expect(await kinds(base)).toEqual([]);
  });

  it('cannot point elsewhere than its values do', async () => {
    await apply(withFields({ name: 'c_target', type: 'reference', to: ['accounts'] }));
    await expect(apply(withFields({ name: 'c_target', type: 'reference', to: ['deals'] }))).rejects.toThrow(
      'points to accounts and should point to deals',
    );
  });
});

describe('a new rule that rows break', () => {
  it('is told with what breaks it', async () => {
    await apply(withFields({ name: 'c_badge' }));
    await addAccount(50, sql`, c_badge`, sql`, 'A1'`);
    await addAccount(51, sql`, c_badge`, sql`, 'a1'`);
    const attempt = apply(withFields({ name: 'c_badge', unique: true }));
    await expect(attempt).rejects.toThrow(/rows of accounts break the new rule of c_badge: .*fold\(c_badge\)\)=\(a1\) is duplicated/);
    await expect(attempt).rejects.toMatchObject({
      code: 'schema_conflict',
      problems: [{ table: 'accounts', column: 'c_badge', code: 'not_unique' }],
    });
  });
});

describe('a table with many rows', () => {
  const large = { large: 1 };
  const valid = async (start: string) =>
    (await found('accounts'))?.indexes.filter(({ name }) => name.startsWith(start)).map((index) => index.valid);

  it('gets its indexes afterwards, while it is in use', async () => {
    const schema = withFields({ name: 'c_big', indexed: true }, { name: 'c_far', type: 'reference', to: ['deals'] });
    const { steps, finish } = await apply(schema, { ...large, defer: true });
    expect(steps.map(({ kind }) => kind)).toEqual(['add column', 'add column', 'add foreign key']);
    expect(await valid('ix_accounts_c_big')).toEqual([]);
    expect(await columnNames('accounts')).toContain('c_big');
    // Until then the work is not taken for done.
    expect((await apply(schema, { ...large, defer: true })).finish).not.toBeNull();
    const writing = addAccount(60);
    await Promise.all([finish?.(), writing]);
    expect(await valid('ix_accounts_c_big')).toEqual([true]);
    expect((await found('accounts'))?.foreignKeys.find(({ column }) => column === 'c_far')?.valid).toBe(true);
    expect((await apply(schema, { ...large, defer: true })).finish).toBeNull();
  });

  it('gets one that broke off half-built made anew', async () => {
    const schema = withFields({ name: 'c_broken', indexed: true });
    await apply(schema);
    await database.transaction(null, (tx) => tx.script(`update kontor.workspaces set shapes = '{}'`));
    const name = (await found('accounts'))?.indexes.find(({ columns }) => columns.includes('c_broken'))?.name ?? '';
    await ask(sql`drop index ${table(name)}`, database.as(null));
    // A unique build over equal values fails and leaves its index behind, as a kill would.
    const half = `create unique index concurrently "${name}" on "${space}".accounts ((version))`;
    await expect(database.as(null).query({ text: half, values: [], alone: true })).rejects.toMatchObject({ code: '23505' });
    expect(await valid('ix_accounts_c_broken')).toEqual([false]);
    await apply(schema);
    expect(await valid('ix_accounts_c_broken')).toEqual([true]);
  });

  it('is left without a unique index that its rows break', async () => {
    const plain = withFields({ name: 'c_token' });
    await apply(plain);
    await addAccount(61, sql`, c_token`, sql`, 'x'`);
    await addAccount(62, sql`, c_token`, sql`, 'X'`);
    const attempt = apply(withFields({ name: 'c_token', unique: true }), large);
    await expect(attempt).rejects.toMatchObject({ problems: [{ column: 'c_token', code: 'not_unique' }] });
    // What PostgreSQL leaves of it would go on refusing values: it is taken away at once.
    expect(await valid('ix_accounts_c_token')).toEqual([]);
    expect(await kinds(plain)).toEqual([]);
    await addAccount(63, sql`, c_token`, sql`, 'x'`);
  });

  it('is searched as before until the index of the new fields stands', async () => {
    const schema = withFields({ name: 'c_alias', searched: true });
    const { steps, finish, searching } = await apply(schema, { ...large, defer: true });
    expect(steps.map(({ kind }) => kind)).toEqual(['add column']);
    expect([...searching]).toEqual([['accounts', { fields: ['email', 'name'], column: null }]]);
    await finish?.();
    expect(await searchedFields()).toEqual([
      ['c_alias', 'email', 'name'],
      ['email', 'name'],
    ]);
    const last = await apply(schema, { ...large, defer: true });
    expect([last.steps.map(({ kind }) => kind), last.finish, last.searching.size]).toEqual([['drop index'], null, 0]);
    expect(await searchedFields()).toEqual([['c_alias', 'email', 'name']]);
    // Who cannot leave it to others waits for all of it.
    expect((await apply(base, large)).steps.map(({ kind }) => kind)).toEqual(['create index', 'analyze', 'drop index']);
  });

  it('of an older version keeps its stored text until the index stands', async () => {
    const stands = searchIndexes(await found('accounts'))[0]?.name;
    await database.transaction(null, (tx) =>
      tx.script(`drop index "${space}".${stands};
        alter table "${space}".accounts add column search text generated always as (' ' || kontor.fold(coalesce(email, '') || ' ' || coalesce(name, ''))) stored;
        comment on column "${space}".accounts.search is 'email, name';
        create index ix_accounts_search_01234567 on "${space}".accounts using gin (search gin_trgm_ops);
        update kontor.workspaces set shapes = '{}'`),
    );
    const { steps, finish, searching } = await apply(base, { ...large, defer: true });
    expect([steps, [...searching]]).toEqual([[], [['accounts', { fields: ['email', 'name'], column: 'search' }]]]);
    await finish?.();
    const { steps: last } = await apply(base, { ...large, defer: true });
    expect(last.map(({ kind }) => kind)).toEqual(['drop index', 'drop column']);
    expect(await searchedFields()).toEqual([['email', 'name']]);
  });

  it('is left to the process that is at it', async () => {
    const schema = withFields({ name: 'c_busy', indexed: true });
    const { finish } = await apply(schema, { ...large, defer: true });
    await database.transaction(null, async (tx) => {
      await lock(tx, `${workspace} later`);
      await finish?.();
    });
    expect(await valid('ix_accounts_c_busy')).toEqual([]);
    await finish?.();
    expect(await valid('ix_accounts_c_busy')).toEqual([true]);
  });
});
