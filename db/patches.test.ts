// A later version of Kontor on older data upgrades it in place; an earlier one on newer data refuses.

import { describe, expect, it } from 'vitest';
import { defineEntity, defineModule, reference, resolve, text } from '../schema/index.ts';
import { testDatabase } from '../tests/database.ts';
import { applySchema } from './apply.ts';
import { install } from './installation.ts';
import { NewerDatabase, type Patch, type Patches } from './patches.ts';
import { compile, type SQL, sql } from './sql.ts';
import { createWorkspace, spaceOf } from './workspace.ts';

const { database, name: run } = await testDatabase();
const workspace = `patched-${run.split('_').at(-1)}`;
const space = spaceOf(workspace);
const accounts = sql.identifier(space, 'accounts');
const ask = async (query: SQL) => (await database.as(null).query(compile(query))).rows;

const schemaOf = (fields: Parameters<typeof defineEntity>[1]['fields']) => {
  const entity = { icon: 'box', owned: false };
  return resolve([
    defineModule({
      name: 'crm',
      needs: [],
      entities: [
        defineEntity('users', { label: 'User', plural: 'Users', ...entity, fields: { name: text({ required: true }) } }),
        defineEntity('accounts', {
          label: 'Account',
          plural: 'Accounts',
          ...entity,
          fields: { name: text({ required: true }), ...fields },
        }),
      ],
    }),
  ]).schema;
};
const older = schemaOf({ boss: text() });
const newer = schemaOf({ manager: text({ searched: true }), parent: reference('accounts') });

const ran: string[] = [];
const renames: Patch = {
  name: '0001-boss-becomes-manager',
  async run(tx, at) {
    ran.push(`${this.name} in ${at}`);
    await tx.query(compile(sql`alter table ${sql.identifier(at, 'accounts')} rename column boss to manager`));
  },
};
const rewrites: Patch = {
  name: '0002-managers-have-capitals',
  async run(tx, at) {
    ran.push(`${this.name} in ${at}`);
    await tx.query(compile(sql`update ${sql.identifier(at, 'accounts')} set manager = initcap(manager)`));
  },
};
const fails: Patch = {
  name: '0003-fails',
  async run(tx) {
    await tx.query(compile(sql`select 1 / 0`));
  },
};
const version = (...workspacePatches: Patch[]): Patches => ({ installation: [], workspace: workspacePatches });

describe('a workspace of an older version', () => {
  it('is brought up in place: patches in order, then what its tables lack, each once', async () => {
    await createWorkspace(database, workspace);
    // Its version had no patches yet.
    await ask(sql`delete from kontor.patches where workspace = ${sql.value(workspace)}`);
    await applySchema(database, workspace, older, { patches: version() });
    await ask(sql`insert into ${accounts} (id, created_at, updated_at, version, name, boss)
      values ('01890000-0000-7000-8000-000000000001', now(), now(), 1, 'Acme', 'anna virtanen')`);

    const { steps } = await applySchema(database, workspace, newer, { patches: version(renames, rewrites) });
    expect(ran).toEqual([`0001-boss-becomes-manager in ${space}`, `0002-managers-have-capitals in ${space}`]);
    expect(steps.map(({ of }) => of)).not.toContain('accounts.manager');
    expect(await ask(sql`select manager, kontor.words(manager), parent from ${accounts}`)).toEqual([
      ['Anna Virtanen', ' anna virtanen', null],
    ]);

    await applySchema(database, workspace, newer, { patches: version(renames, rewrites) });
    expect(ran).toHaveLength(2);
    expect(await ask(sql`select name from kontor.patches where workspace = ${sql.value(workspace)} order by name`)).toEqual([
      ['0001-boss-becomes-manager'],
      ['0002-managers-have-capitals'],
    ]);
  });

  it('stays as it was when a patch fails', async () => {
    const broken = applySchema(database, workspace, schemaOf({ manager: text(), extra: text() }), {
      patches: version(renames, rewrites, fails),
    });
    await expect(broken).rejects.toMatchObject({ code: '22012' });
    expect(await ask(sql`select count(*) from kontor.patches where name = ${sql.value(fails.name)}`)).toEqual([['0']]);
    expect(
      await ask(sql`select count(*) from information_schema.columns where table_schema = ${sql.value(space)} and column_name = 'extra'`),
    ).toEqual([['0']]);
  });

  it('brought up by two processes at the same time is brought up once', async () => {
    const counted: string[] = [];
    const counts: Patch = {
      name: '0003-counts',
      run: async () => {
        counted.push('ran');
      },
    };
    await Promise.all([1, 2, 3].map(() => applySchema(database, workspace, newer, { patches: version(renames, rewrites, counts) })));
    expect(counted).toEqual(['ran']);
    await ask(sql`delete from kontor.patches where name = '0003-counts'`);
  });
});

describe('an older version on newer data', () => {
  const refusal = /used by a newer version of Kontor: it has the changes 0002-managers-have-capitals, which this version does not know/;

  it('refuses the workspace', async () => {
    const attempt = applySchema(database, workspace, newer, { patches: version(renames) });
    await expect(attempt).rejects.toThrow(refusal);
    await expect(attempt).rejects.toBeInstanceOf(NewerDatabase);
  });

  it('refuses the installation, before anything is done', async () => {
    await expect(install(database, version(renames))).rejects.toThrow(refusal);
    await expect(install(database, version(renames, rewrites))).resolves.toBeUndefined();
  });

  it('refuses when the installation itself is newer', async () => {
    await ask(sql`insert into kontor.patches (workspace, name) values ('', '0009-of-tomorrow')`);
    await expect(install(database, version(renames, rewrites))).rejects.toThrow('0009-of-tomorrow');
    await ask(sql`delete from kontor.patches where name = '0009-of-tomorrow'`);
  });
});

describe('an installation', () => {
  const marks: Patch = {
    name: '0001-marks',
    run: async (tx, at) => {
      await tx.script(`create table ${at}.marks (id int)`);
    },
  };

  it('of an older version runs its patches once', async () => {
    const patches = { installation: [marks], workspace: [renames, rewrites] };
    await install(database, patches);
    await install(database, patches);
    expect(await ask(sql`select count(*) from kontor.marks`)).toEqual([['0']]);
  });

  it('has its functions made anew when they are of another version', async () => {
    await ask(sql`create or replace function kontor.fold(value text) returns text language sql immutable parallel safe return 'old'`);
    await ask(sql`update kontor.versions set hash = 'old' where of = 'functions'`);
    await install(database, { installation: [marks], workspace: [renames, rewrites] });
    expect(await ask(sql`select kontor.fold('Ärger')`)).toEqual([['arger']]);
  });

  it('that is new needs no patch', async () => {
    const second = await testDatabase();
    await install(second.database, { installation: [fails], workspace: [fails] });
    const { rows } = await second.database.as(null).query(compile(sql`select workspace, name from kontor.patches`));
    expect(rows).toEqual([['', '0003-fails']]);
  });
});
