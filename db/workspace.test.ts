// Workspaces on a real server: what belongs to one is out of the others' reach, and nothing is left of one that is dropped.

import { describe, expect, it } from 'vitest';
import { testDatabase } from '../tests/database.ts';
import type { Queryable } from './pool.ts';
import { compile, type SQL, sql } from './sql.ts';
import { checkWorkspaceName, createWorkspace, dropWorkspace, listWorkspaces, spaceOf } from './workspace.ts';

const { database, name: run } = await testDatabase();
/** Roles belong to the server that all test files share. */
const own = (name: string) => `${name}-${run.split('_').at(-1)}`;
const [alpha, beta] = [own('alpha'), own('beta')];

async function ask(db: Queryable, text: SQL) {
  return (await db.query(compile(text))).rows;
}

describe('names', () => {
  it('of two workspaces never share a schema', () => {
    expect(spaceOf('acme-north')).toBe('ws_acme_north');
    expect(() => checkWorkspaceName('acme_north')).toThrow('"acme_north" cannot name a workspace');
  });

  it.each(['', 'Acme', '1acme', '-acme', 'acme.north', 'acme north', "acme'", `a${'b'.repeat(40)}`, 'ökö'])('cannot be "%s"', (name) => {
    expect(() => checkWorkspaceName(name)).toThrow('cannot name a workspace');
  });

  it.each(['api', 'health', 'metrics', 'assets'])('cannot be %s, an address of the server', async (name) => {
    await expect(createWorkspace(database, name)).rejects.toMatchObject({ code: 'bad_name' });
  });

  it('may have 40 characters', () => {
    expect(() => checkWorkspaceName(`a${'b'.repeat(38)}-`)).not.toThrow();
  });
});

describe('a workspace', () => {
  it('is there once made, and then cannot be made again', async () => {
    await createWorkspace(database, alpha);
    await createWorkspace(database, beta);
    expect(await listWorkspaces(database)).toEqual([alpha, beta].sort());
    await expect(createWorkspace(database, alpha)).rejects.toMatchObject({
      code: 'exists',
      message: `There is a workspace "${alpha}" already`,
    });
  });

  it('made by several at the same time is made by one', async () => {
    const name = own('gamma');
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => createWorkspace(database, name)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const tried of tries) if (tried.status === 'rejected') expect(tried.reason).toMatchObject({ code: 'exists' });
    expect(await listWorkspaces(database)).toContain(name);
    await dropWorkspace(database, name);
  });

  it('starts with an epoch, which its role may move', async () => {
    const role = database.as(spaceOf(alpha));
    const epoch = sql.identifier(spaceOf(alpha), 'epoch');
    expect(await ask(role, sql`select rights, "schema" from ${epoch}`)).toEqual([['1', '1']]);
    await ask(role, sql`update ${epoch} set rights = rights + 1`);
    expect(await ask(role, sql`select rights from ${epoch}`)).toEqual([['2']]);
    await expect(ask(role, sql`delete from ${epoch}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps its history: the role adds to it, and can neither change nor delete it', async () => {
    const role = database.as(spaceOf(alpha));
    const changes = sql.identifier(spaceOf(alpha), 'changes');
    const id = sql.value('01890000-0000-7000-8000-000000000001');
    await ask(
      role,
      sql`insert into ${changes} (cause, verb, entity, record, after) values ('user', 'create', 'things', ${id}::uuid, '{"a":1}')`,
    );
    const [row] = await ask(role, sql`select seq, tx::text = pg_current_xact_id_if_assigned()::text, at <= now(), after from ${changes}`);
    expect(row).toEqual(['1', null, 't', '{"a": 1}']);
    for (const forbidden of [sql`update ${changes} set verb = 'x'`, sql`delete from ${changes}`, sql`truncate ${changes}`])
      await expect(ask(role, forbidden)).rejects.toMatchObject({ code: '42501' });
    const numbered = sql`insert into ${changes} (seq, cause, verb, entity, record) values (9, 'user', 'create', 'x', ${id}::uuid)`;
    await expect(ask(role, numbered)).rejects.toMatchObject({ code: '428C9' });
  });
});

describe('the role of one workspace [NV-49]', () => {
  const role = database.as(spaceOf(alpha));
  const other = spaceOf(beta);

  it.each([
    ['read another one', sql`select * from ${sql.identifier(other, 'changes')}`],
    ['write into another one', sql`insert into ${sql.identifier(other, 'counters')} values ('x', 1)`],
    ['change another one', sql`update ${sql.identifier(other, 'epoch')} set rights = 9`],
    ['empty another one', sql`truncate ${sql.identifier(other, 'jobs')}`],
    ['call a function of another one', sql`select ${sql.identifier(other, 'secret')}()`],
    ['build in another one', sql`create table ${sql.identifier(other, 'mine')} (id int)`],
    ['build in its own', sql`create table ${sql.identifier(spaceOf(alpha), 'mine')} (id int)`],
    ['change a table of its own', sql`alter table ${sql.identifier(spaceOf(alpha), 'jobs')} add column x int`],
    ['build in public', sql`create table public.mine (id int)`],
    ['build in kontor', sql`create function kontor.mine() returns int language sql return 1`],
    ['make a temporary table', sql`create temporary table mine (id int)`],
    ['make a schema', sql`create schema mine`],
    ['make a role', sql`create role mine`],
    ['list the workspaces', sql`select * from kontor.workspaces`],
    ['read the patches', sql`select * from kontor.patches`],
    ['become another role', sql`grant ${sql.identifier(other)} to ${sql.identifier(spaceOf(alpha))}`],
  ])('cannot %s', async (_, text) => {
    await database.transaction(null, (tx) =>
      tx.script(`create or replace function "${other}".secret() returns int language sql return 42`),
    );
    await expect(ask(role, text)).rejects.toMatchObject({ code: '42501' });
  });

  it('sees tables of no other in the information schema', async () => {
    expect(await ask(role, sql`select distinct table_schema from information_schema.tables where table_schema like 'ws%'`)).toEqual([
      [spaceOf(alpha)],
    ]);
  });

  it('owns nothing and is a member of nothing', async () => {
    const of = sql`(select oid from pg_roles where rolname = ${sql.value(spaceOf(alpha))})`;
    expect(await ask(database.as(null), sql`select count(*) from pg_class where relowner = ${of}`)).toEqual([['0']]);
    expect(await ask(database.as(null), sql`select count(*) from pg_auth_members where member = ${of}`)).toEqual([['0']]);
    expect(await ask(database.as(null), sql`select rolcanlogin, rolsuper, rolcreatedb from pg_roles where oid = ${of}`)).toEqual([
      ['f', 'f', 'f'],
    ]);
  });

  it('may use the shared functions', async () => {
    expect(await ask(role, sql`select kontor.fold('Ärger')`)).toEqual([['arger']]);
  });
});

describe('the main login', () => {
  it('has no rights of a workspace without acting as it, where the server can tell the two apart', async () => {
    const of = sql.value(spaceOf(alpha));
    const member = sql`pg_has_role(current_user, ${of}, 'MEMBER'), pg_has_role(current_user, ${of}, 'USAGE')`;
    const [row] = await ask(database.as(null), sql`select ${member}, current_setting('server_version_num')::int >= 160000`);
    expect(row).toEqual(row?.[2] === 't' ? ['t', 'f', 't'] : ['t', 't', 'f']);
  });

  it('refuses a role of that name that somebody else made mighty', async () => {
    const name = own('delta');
    await database.transaction(null, (tx) => tx.script(`create role "${spaceOf(name)}" createdb`));
    await expect(createWorkspace(database, name)).rejects.toThrow(`a role "${spaceOf(name)}" that is not Kontor's`);
    expect(await listWorkspaces(database)).not.toContain(name);
    await database.transaction(null, (tx) => tx.script(`drop role "${spaceOf(name)}"`));
  });
});

describe('a dropped workspace', () => {
  const left = (name: string) =>
    ask(
      database.as(null),
      sql`select (select count(*) from pg_namespace where nspname = ${sql.value(spaceOf(name))}),
        (select count(*) from pg_roles where rolname = ${sql.value(spaceOf(name))}),
        (select count(*) from kontor.patches where workspace = ${sql.value(name)})`,
    );

  it('leaves nothing, whatever else was granted to its role', async () => {
    await database.transaction(null, (tx) =>
      tx.script(`create table public.shared (id int); grant select on public.shared to "${spaceOf(beta)}"`),
    );
    await dropWorkspace(database, beta);
    expect(await left(beta)).toEqual([['0', '0', '0']]);
    expect(await listWorkspaces(database)).toEqual([alpha]);
    await expect(dropWorkspace(database, beta)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('may be made again: connections that had its role take on the new one', async () => {
    const name = own('again');
    const counters = sql.identifier(spaceOf(name), 'counters');
    const everywhere = () => Promise.all([1, 2, 3, 4].map(() => ask(database.as(spaceOf(name)), sql`select count(*) from ${counters}`)));
    await createWorkspace(database, name);
    await everywhere();
    await dropWorkspace(database, name);
    await createWorkspace(database, name);
    expect(await everywhere()).toEqual(Array(4).fill([['0']]));
    await dropWorkspace(database, name);
  });

  it('leaves its role to a workspace of the same name in another database of the server', async () => {
    const second = await testDatabase();
    await createWorkspace(second.database, alpha);
    await dropWorkspace(database, alpha);
    expect(await left(alpha)).toEqual([['0', '1', '0']]);
    expect(await ask(second.database.as(spaceOf(alpha)), sql`select count(*) from ${sql.identifier(spaceOf(alpha), 'changes')}`)).toEqual([
      ['0'],
    ]);
    await createWorkspace(database, alpha);
    await dropWorkspace(database, alpha);
    await dropWorkspace(second.database, alpha);
    expect(await left(alpha)).toEqual([['0', '0', '0']]);
  });
});
