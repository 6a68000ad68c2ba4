// COPY takes every value as it is.

import { describe, expect, it } from 'vitest';
import { testDatabase } from '../tests/database.ts';
import { type Cell, insertChanges, insertRows } from './bulk.ts';
import { compile, type SQL, sql } from './sql.ts';
import { createWorkspace, spaceOf } from './workspace.ts';

const { database, name: run } = await testDatabase();
const workspace = `bulk-${run.split('_').at(-1)}`;
const schema = spaceOf(workspace);
await createWorkspace(database, workspace);
await database.transaction(null, (tx) =>
  tx.script(`create table "${schema}".things (id int unique, "from" text, amount numeric, done boolean, tags text[], at timestamptz);
    grant all on "${schema}".things to "${schema}"`),
);

const columns = ['id', 'from', 'amount', 'done', 'tags', 'at'].map((name) => ({ name }));
const insert = (rows: Iterable<Cell[]> | AsyncIterable<Cell[]>) =>
  database.transaction(schema, (tx) => insertRows(tx, { schema, table: 'things', columns, rows }));
const ask = async (text: SQL) => (await database.as(schema).query(compile(text))).rows;
const things = sql.identifier(schema, 'things');

describe('rows', () => {
  it('arrive as they were sent, whatever characters they have', async () => {
    const texts = [
      'plain',
      '',
      'tab\there',
      'line\nbreak',
      'return\rhere',
      'back\\slash',
      '\\N',
      '\\.',
      '\\n',
      'ü "quoted" \'single\'',
      '🙂',
      ' spaces ',
    ];
    expect(await insert(texts.map((text, i) => [i, text, '12.50', i % 2 === 0, '{a,"b c"}', '2026-07-01T10:00:00Z']))).toBe(texts.length);
    expect((await ask(sql`select "from" from ${things} order by id`)).map(([text]) => text)).toEqual(texts);
    expect(await ask(sql`select id, amount, done, tags, at from ${things} where id = 1`)).toEqual([
      ['1', '12.50', 'f', '{a,"b c"}', '2026-07-01 10:00:00+00'],
    ]);
  });

  it('may have nothing in them', async () => {
    await insert([[100, null, null, null, null, null]]);
    expect(await ask(sql`select "from", amount, done, tags, at from ${things} where id = 100`)).toEqual([[null, null, null, null, null]]);
    expect(await insert([])).toBe(0);
  });

  it('may come one after the other, in more pieces than one', async () => {
    const long = 'x'.repeat(1000);
    async function* source() {
      for (let i = 1000; i < 1500; i++) yield [i, long, null, null, null, null] satisfies Cell[];
    }
    expect(await insert(source())).toBe(500);
    expect(await ask(sql`select count(*), min(length("from")) from ${things} where id >= 1000`)).toEqual([['500', '1000']]);
  });

  it('are all refused when one is', async () => {
    const rows = [2000, 2001, 1].map((id): Cell[] => [id, null, null, null, null, null]);
    await expect(insert(rows)).rejects.toMatchObject({ code: '23505', constraint: 'things_id_key' });
    expect(await ask(sql`select count(*) from ${things} where id >= 2000`)).toEqual([['0']]);
  });

  it('end the transaction when their source fails', async () => {
    function* source(): Generator<Cell[]> {
      yield [3000, null, null, null, null, null];
      throw new Error('the file broke off');
    }
    await expect(insert(source())).rejects.toThrow('the file broke off');
    expect(await ask(sql`select count(*) from ${things} where id = 3000`)).toEqual([['0']]);
  });
});

it('writes history for many records with what they share', async () => {
  const ids = [1, 2].map((n) => `01890000-0000-7000-8000-00000000000${n}`);
  const count = await database.transaction(schema, (tx) =>
    insertChanges(tx, {
      schema,
      actor: { id: null, name: 'Tab\tby' },
      cause: { kind: 'import', job: ids[0] ?? null, detail: 'a\\b' },
      verb: 'create',
      entity: 'things',
      rows: ids.map((record, i) => ({ record, before: null, after: JSON.stringify({ name: `Line\n${i} "q" \\` }) })),
    }),
  );
  expect(count).toBe(2);
  const rows = await ask(
    sql`select seq, actor, actor_name, cause, job, detail, verb, entity, record, before, after->>'name' from ${sql.identifier(schema, 'changes')} order by seq`,
  );
  expect(rows).toEqual(
    ids.map((id, i) => [`${i + 1}`, null, 'Tab\tby', 'import', ids[0], 'a\\b', 'create', 'things', id, null, `Line\n${i} "q" \\`]),
  );
});
