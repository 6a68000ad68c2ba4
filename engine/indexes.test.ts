// A new field on a large table: nobody waits for its index, and it is unique from the moment that is proven.

import { expect, it } from 'vitest';
import { modules } from '../app/kontor.config.ts';
import type { Bell } from '../db/index.ts';
import { testEngine } from '../tests/engine.ts';
import type { Engine } from './engine.ts';
import { readJob, work } from './jobs.ts';
import type { Values } from './types.ts';

const at = await testEngine(modules);
const rung: Bell[] = [];
const queue = { ring: async (bell: Bell) => void rung.push(bell), stop: async () => {} };
const [engine, other] = [at.another(queue), at.another(queue)];
const context = await systemOf(engine);
const { space } = context.space;

/** Some 18 MB: large enough to count as a table with many rows. */
await context.space.db.query({
  text: `insert into "${space}".leads (id, name, description, created_at, updated_at, version)
    select gen_random_uuid(), 'Lead ' || n, repeat(md5(n::text), 46), now(), now(), 1 from generate_series(1, 12000) n`,
  values: [],
});

async function systemOf(one: Engine) {
  const workspace = await one.workspace(at.name);
  if (!workspace) throw new Error('The workspace is not there.');
  return one.system(workspace, { kind: 'system', detail: 'test' });
}

async function field(one: Engine, name: string) {
  const system = await systemOf(one);
  await system.records.list('leads', { limit: 1 });
  await system.refreshed();
  return system.space.state.schema.entities.leads?.fields[name];
}

const ordered = async () => {
  const bell = rung.shift();
  expect(rung).toEqual([]);
  return bell as Bell;
};
const jobOf = ({ job }: Bell) => context.read((reader) => readJob(reader, job, null));
const lead = (values: Values) => context.records.create('leads', { name: 'New lead', ...values });

it('is there at once; its uniqueness comes with a job that hinders nobody [CS-030]', async () => {
  // Whoever waited for the index would wait for this snapshot too.
  let release = (): void => {};
  const reading = engine.database.transaction(
    null,
    async (tx) => {
      await tx.query({ text: `select count(*) from "${space}".accounts`, values: [] });
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    },
    { isolation: 'repeatable read', timeout: 0 },
  );
  await context.records.create('custom_fields', { entity: 'leads', label: 'Badge', type: 'text', unique: true });
  const bell = await ordered();
  expect(await field(engine, 'c_badge')).toMatchObject({ unique: false });
  expect(await field(other, 'c_badge')).toMatchObject({ unique: false });
  expect(context.space.state.problems).toMatchObject([{ field: 'leads.c_badge', code: 'not_yet_unique' }]);

  const working = work(engine, bell);
  await expect.poll(async () => (await jobOf(bell)).state).toBe('running');
  await lead({ c_badge: 'A1' });
  expect((await context.records.list('leads', { filter: 'c_badge = "a1"', fields: ['name'] })).records).toHaveLength(1);
  expect((await jobOf(bell)).state).toBe('running');
  release();
  await Promise.all([reading, working]);
  expect(await jobOf(bell)).toMatchObject({ kind: 'indexes', state: 'done', done: 100, total: 100 });
  for (const one of [engine, other]) expect(await field(one, 'c_badge')).toMatchObject({ unique: true });
  await expect(lead({ c_badge: 'a1' })).rejects.toMatchObject({ status: 422 });
  expect(rung).toEqual([]);
});

it('tells the values that stand in its way, and is unique when they are mended', async () => {
  const made = await context.records.create('custom_fields', { entity: 'leads', label: 'Seal', type: 'text', unique: true });
  const [first] = [await lead({ c_seal: 'Same' }), await lead({ c_seal: 'same' }), await lead({ c_seal: 'Else' })];
  const bell = await ordered();
  await work(engine, bell);
  expect(await jobOf(bell)).toMatchObject({
    state: 'failed',
    errors: [
      { field: 'c_seal', code: 'not_unique', message: expect.stringMatching(/"same" stands in 2 records/i) },
      { code: 'not_unique' },
    ],
  });
  const { rows } = await context.space.db.query({
    text: `select count(*) from pg_index i join pg_class c on c.oid = i.indrelid where not i.indisvalid and c.relname = 'leads'`,
    values: [],
  });
  expect(rows).toEqual([['0']]);
  expect(await field(other, 'c_seal')).toMatchObject({ unique: false });
  await context.records.update('leads', String(first?.id), { c_seal: 'Other' });
  await context.records.update('custom_fields', String(made.id), { label: 'Seal number' });
  const again = await ordered();
  await work(engine, again);
  expect(await jobOf(again)).toMatchObject({ state: 'done' });
  expect(await field(other, 'c_seal')).toMatchObject({ unique: true });
});

it('that is searched is found as soon as its index stands, and the others as before meanwhile [CS-068]', async () => {
  await context.records.create('custom_fields', { entity: 'leads', label: 'Nickname', type: 'text', searched: true });
  const bell = await ordered();
  await lead({ name: 'Ümlaut Oy', c_nickname: 'Zorro' });
  const found = async (one: Engine, q: string) =>
    (await (await systemOf(one)).records.list('leads', { q, fields: ['name'] })).records.length;
  for (const one of [engine, other]) expect([await found(one, 'umlaut'), await found(one, 'zorro')]).toEqual([1, 0]);
  await work(engine, bell);
  expect(await jobOf(bell)).toMatchObject({ state: 'done' });
  for (const one of [engine, other]) expect([await found(one, 'umlaut'), await found(one, 'zorro')]).toEqual([1, 1]);
  expect(rung).toEqual([]);
});

it('stored its searched text before this version, and goes without it by a job while search serves [CS-068]', async () => {
  await engine.database.transaction(null, (tx) =>
    tx.script(`alter table "${space}".leads add column search text generated always as (' ' || kontor.fold(coalesce(name, ''))) stored;
      comment on column "${space}".leads.search is 'name';
      create index ix_leads_search_01234567 on "${space}".leads using gin (search gin_trgm_ops);
      do $$ declare i text; begin for i in select indexrelid::regclass from pg_index
        where indrelid = '"${space}".leads'::regclass and pg_get_indexdef(indexrelid) like '%words(%' loop execute 'drop index ' || i; end loop; end $$;
      update kontor.workspaces set shapes = '{}' where name = '${at.name}'`),
  );
  const upgraded = at.another(queue);
  const found = async () => (await (await systemOf(upgraded)).records.list('leads', { q: 'umlaut', fields: ['name'] })).records.length;
  expect(await found()).toBe(1);
  const bell = await ordered();
  expect((await systemOf(upgraded)).space.state.searching.get('leads')).toEqual({ fields: ['name'], column: 'search' });
  await work(upgraded, bell);
  expect(await jobOf(bell)).toMatchObject({ state: 'done' });
  expect(await found()).toBe(1);
  const { rows } = await context.space.db.query({
    text: `select attname from pg_attribute where attrelid = '"${space}".leads'::regclass and attname = 'search'`,
    values: [],
  });
  expect(rows).toEqual([]);
});
