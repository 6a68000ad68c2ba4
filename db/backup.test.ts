// What was backed up is what is restored, and nothing half.

import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  children,
  decimal,
  defineEntity,
  defineModule,
  money,
  multiPicklist,
  reference,
  resolve,
  text,
  textArea,
} from '../schema/index.ts';
import { testDatabase } from '../tests/database.ts';
import { applySchema } from './apply.ts';
import { backupWorkspace, restoreWorkspace } from './backup.ts';
import { readCatalog } from './catalog.ts';
import type { Database } from './pool.ts';
import { compile, type SQL, sql } from './sql.ts';
import { systemTables } from './system.ts';
import { createWorkspace, dropWorkspace, listWorkspaces, spaceOf } from './workspace.ts';

const { database, name: run } = await testDatabase();
const elsewhere = await testDatabase();
const own = (name: string) => `${name}-${run.split('_').at(-1)}`;
const original = own('original');
const space = spaceOf(original);

const names = { icon: 'box', owned: false };
const lines = defineEntity('deal_lines', { label: 'Line', plural: 'Lines', ...names, fields: { quantity: decimal({ scale: 2 }) } });
const { schema } = resolve([
  defineModule({
    name: 'crm',
    needs: [],
    entities: [
      defineEntity('users', { label: 'User', plural: 'Users', ...names, fields: { name: text({ required: true, unique: true }) } }),
      defineEntity('deals', {
        label: 'Deal',
        plural: 'Deals',
        ...names,
        fields: {
          name: text({ required: true, searched: true }),
          notes: textArea(),
          parent: reference('deals'),
          tags: multiPicklist(['a', 'b']),
          amount: money(),
          lines: children(lines),
        },
      }),
    ],
  }),
]);

const ask = async (query: SQL, db: Database = database) => (await db.as(null).query(compile(query))).rows;
const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;

await createWorkspace(database, original);
await applySchema(database, original, schema);
await database.transaction(null, (tx) =>
  tx.script(String.raw`
    insert into "${space}".deals (id, created_at, updated_at, version, name, notes, parent, tags, amount, amount_currency) values
      ('${id(1)}', '2026-07-01 10:00:00.123456', now(), 3, 'Ärger' || chr(9) || 'tab', E'line\nbreak \\. back\\slash', '${id(2)}', '["a","b"]', 12.50, 'EUR'),
      ('${id(2)}', now(), now(), 1, E'\\.', null, null, null, 1e30, null),
      ('${id(3)}', now(), now(), 1, '🙂 ""', '', '${id(1)}', '[]', -0.00, 'USD');
    insert into "${space}".deals (id, created_at, updated_at, version, name)
      select gen_random_uuid(), now(), now(), 1, repeat('long ', 40) || n from generate_series(1, 3000) n;
    insert into "${space}".deal_lines (id, parent, position, quantity) values ('${id(4)}', '${id(1)}', 1, 2.00);
    insert into "${space}".changes (cause, verb, entity, record, after) select 'user', 'create', 'deals', id, to_jsonb(d) from "${space}".deals d;
    insert into "${space}".counters values ('deals.number.D-', 41);
    insert into "${space}".jobs (id, kind, state, errors) values ('${id(5)}', 'import', 'done', '[{"row":1}]'), ('${id(6)}', 'mail', 'running', '[]');
    insert into "${space}".sessions (id, "user", mark, created_at, seen_at, expires_at) values ('hash', '${id(7)}', 'm', now(), now(), now());
    update "${space}".epoch set rights = 7, "schema" = 9`),
);

async function backup(workspace = original): Promise<Buffer> {
  const to = new PassThrough();
  const [content] = await Promise.all([buffer(to), backupWorkspace(database, workspace, to)]);
  return content;
}
const restore = (content: Buffer, as?: string, into: Database = database) => restoreWorkspace(into, Readable.from([content]), as);

/** All rows of all tables as text, and what the tables are. */
async function everything(workspace: string, db: Database = database) {
  const at = spaceOf(workspace);
  const tables = await readCatalog(db.as(null), at);
  const rows: Record<string, unknown> = {};
  for (const { name, columns } of tables) {
    if (name === 'sessions') continue;
    // Of an entry of the history all but the number of the transaction; of a job what does not end with the original.
    const list = columns.filter(({ type }) => type !== 'xid8').map((column) => sql.identifier(column.name));
    const where = name === 'jobs' ? sql`where state = 'done'` : sql``;
    rows[name] = await ask(sql`select ${sql.join(list, ', ')} from ${sql.identifier(at, name)} ${where} order by 1`, db);
  }
  return { tables: tables.map(({ bytes, ...table }) => table), rows };
}

describe('a restored workspace', () => {
  it('has every row of every table, and the same tables', async () => {
    const content = await backup();
    expect(await restore(content, own('copy'))).toEqual({
      workspace: own('copy'),
      tables: systemTables.length + 3,
      rows: 3003 + 3003 + 1 + 1 + 2 + 1,
    });
    expect(await everything(own('copy'))).toEqual(await everything(original));
    expect(await listWorkspaces(database)).toEqual([own('copy'), original].sort());
  });

  it('needs nothing done for the schema it had', async () => {
    expect((await applySchema(database, own('copy'), schema)).steps).toEqual([]);
  });

  it('goes on where the original was: history, search, numbers, what may not be broken', async () => {
    const at = spaceOf(own('copy'));
    const role = database.as(at);
    await role.query(
      compile(
        sql`insert into ${sql.identifier(at, 'changes')} (cause, verb, entity, record) values ('user', 'update', 'deals', ${sql.value(id(1))}::uuid)`,
      ),
    );
    expect(await ask(sql`select max(seq) from ${sql.identifier(at, 'changes')}`)).toEqual([['3004']]);
    expect(await ask(sql`select id from ${sql.identifier(at, 'deals')} where kontor.words(name) like '% arger%'`)).toEqual([[id(1)]]);
    const broken = compile(sql`delete from ${sql.identifier(at, 'deals')} where id = ${sql.value(id(1))}::uuid`);
    await expect(role.query(broken)).rejects.toMatchObject({ code: '23503' });
    await expect(role.query(compile(sql`delete from ${sql.identifier(at, 'changes')}`))).rejects.toMatchObject({ code: '42501' });
  });

  it('has no sign-ins, and does not take up work that the original may have done since', async () => {
    const at = spaceOf(own('copy'));
    expect(await ask(sql`select count(*) from ${sql.identifier(at, 'sessions')}`)).toEqual([['0']]);
    expect(
      await ask(sql`select state, finished_at is not null from ${sql.identifier(at, 'jobs')} where id = ${sql.value(id(6))}::uuid`),
    ).toEqual([['cancelled', 't']]);
  });

  it('may live in another installation, under its own name', async () => {
    const content = await backup();
    expect((await restore(content, undefined, elsewhere.database)).workspace).toBe(original);
    expect(await everything(original, elsewhere.database)).toEqual(await everything(original));
    await dropWorkspace(elsewhere.database, original);
  });
});

describe('a backup', () => {
  it('is one moment, whatever is written meanwhile', async () => {
    const changes = sql.identifier(space, 'changes');
    const counters = sql.identifier(space, 'counters');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const locked = Promise.withResolvers<void>();
    const holder = database.transaction(null, async (tx) => {
      await tx.query(compile(sql`lock table ${changes} in access exclusive mode`));
      locked.resolve();
      await held;
    });
    await locked.promise;
    const content = backup();
    // It has begun and waits for the first table.
    const waits = sql`select count(*) from pg_locks where not granted and relation = ${sql.value(`${space}.changes`)}::regclass`;
    await expect.poll(async () => (await ask(waits))[0]?.[0]).toBe('1');
    await ask(sql`update ${counters} set value = 42`);
    release();
    await holder;
    expect(gunzipSync(await content).toString()).toContain('deals.number.D-\t41\n');
    expect(gunzipSync(await backup()).toString()).toContain('deals.number.D-\t42\n');
  });

  it('of a workspace that is not there is an error', async () => {
    await expect(backup('nowhere')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a restore that cannot be', () => {
  const plain = async () => gunzipSync(await backup()).toString();
  const attempt = (content: string | Buffer) => restore(typeof content === 'string' ? gzipSync(content) : content, own('broken'));

  it.each<[string, () => Promise<string | Buffer>, string | RegExp]>([
    ['it is cut off', async () => (await backup()).subarray(0, 20_000), /unexpected end of file/],
    ['it ends early', async () => (await plain()).slice(0, -200), 'ends in the middle'],
    ['rows are missing', async () => (await plain()).replace(/^deals\.number.*\n/m, ''), 'counters has 0 rows and should have 1'],
    ['it is something else', async () => '{"hello": 1}\n', 'no backup of a Kontor workspace'],
    ['it is no text at all', async () => 'PK\u0003\u0004\n', 'no backup'],
    ['it is of a later form', async () => (await plain()).replace('"format":1', '"format":2'), 'has format 2'],
    [
      'a later version made it',
      async () => (await plain()).replace(/"patches":\[[^\]]*\]/, '"patches":["0099-of-tomorrow"]'),
      '0099-of-tomorrow',
    ],
  ])('because %s leaves nothing behind', async (_, content, message) => {
    await expect(attempt(await content())).rejects.toThrow(message);
    expect(await listWorkspaces(database)).not.toContain(own('broken'));
    expect(await ask(sql`select count(*) from pg_roles where rolname = ${sql.value(spaceOf(own('broken')))}`)).toEqual([['0']]);
  });

  it('because the name is taken changes nothing', async () => {
    await expect(restore(await backup())).rejects.toMatchObject({ code: 'exists' });
    await dropWorkspace(database, own('copy'));
    await dropWorkspace(database, original);
  });
});
