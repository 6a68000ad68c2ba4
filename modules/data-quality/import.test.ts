import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { ImportRequest, Values } from '../../engine/index.ts';
import { inspectImport, readJob, startImport, undoJob, uploadForImport, work } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';

const at = await house({
  steel: ['accounts', { name: 'Ålands Stål Oy', city: 'Turku', phone: '+358 40 123 4567', owner: '$agent' }],
  mail: ['accounts', { name: 'By mail', email: 'info@mail.example', owner: '$agent' }],
  theirs: ['accounts', { name: 'Theirs', email: 'theirs@mail.example', owner: '$stranger' }],
});
const { records } = at.system;
const csv = `name,city,phone,email
Alands Stal,Turku,,
Other name,,0401234567,INFO@mail.example
Nobody like it,Turku,,
Hidden,,,THEIRS@mail.example
`;

async function run(person: string, options: Partial<ImportRequest>) {
  const who = await at.person(person);
  const file = await uploadForImport(who, 'accounts', 'firms.csv', Readable.from([csv]));
  const { columns } = await inspectImport(who, String(file.id), 'accounts');
  const mapping = columns.map(({ index, name }) => ({ column: index, field: name }));
  const job = await startImport(who, { entity: 'accounts', file: String(file.id), mapping, ...options });
  await work(at.engine, { workspace: at.name, job });
  return who.read((reader) => readJob(reader, job, at.ids[person] ?? null));
}

it('names the rows that look like a record that is there, with the reason, as far as one may see it [CS-086]', async () => {
  const { result, state } = await run('admin', { dry_run: true });
  expect([state, result]).toMatchObject(['done', { created: 4, likely: 3 }]);
  const told = (result as { likely_rows: Values[] }).likely_rows.map(({ row, title, reasons }) => [
    row,
    title,
    (reasons as { rule: { field: string }[]; alike: number | null }[]).map(({ rule, alike }) => [
      rule.map(({ field }) => field).join(),
      alike,
    ]),
  ]);
  expect(told).toEqual([
    [2, 'Ålands Stål Oy', [['name,city', 92]]],
    [3, 'By mail', [['email', null]]],
    [5, 'Theirs', [['email', null]]],
  ]);
  // A manager of the department of the first two.
  expect((await run('manager', { dry_run: true })).result).toMatchObject({ created: 4, likely: 2 });
  const { id } = (await records.list('data_settings', { filter: 'entity = "accounts"', fields: ['id'] })).records[0]!;
  await records.update('data_settings', String(id), { tell_hidden: true });
  const { likely_rows: rows } = (await run('manager', { dry_run: true })).result as { likely_rows: Values[] };
  expect(rows).toMatchObject([{ row: 2 }, { row: 3 }, { row: 5, id: null, title: null }]);
  await records.update('data_settings', String(id), { tell_hidden: false });
});

it('skips, updates or makes them as chosen, for all and for single rows [CS-086]', async () => {
  const { result } = await run('admin', { likely: { mode: 'skip', rows: { 3: 'update', 5: 'create' } } });
  expect(result).toMatchObject({ created: 2, updated: 1, skipped: 1, failed: 0 });
  expect(await records.get('accounts', at.ids.mail!)).toMatchObject({ name: 'Other name', phone: '0401234567' });
  expect(await records.get('accounts', at.ids.steel!)).toMatchObject({ name: 'Ålands Stål Oy' });
  expect((await records.list('accounts', { filter: 'name in ("Nobody like it", "Hidden")' })).records).toHaveLength(2);
});

it('take over data that is there already: for those who are granted it, with a log of who did what, and a way back [NV-18]', async () => {
  await expect(run('agent', {})).rejects.toMatchObject({ status: 403 });
  const before = (await records.list('accounts', { count: 'exact', limit: 1 })).count;
  const job = await run('admin', {});
  expect(job).toMatchObject({ kind: 'import', state: 'done', actor: { id: at.ids.admin }, result: { created: 4, failed: 0 } });
  const made = await records.list('accounts', { filter: 'name = "Alands Stal"', fields: ['id'], limit: 1 });
  const { changes } = await records.history('accounts', String(made.records[0]?.id));
  expect(changes[0]).toMatchObject({ verb: 'create', actor: { id: at.ids.admin }, cause: { kind: 'import', job: job.id } });
  const admin = await at.person('admin');
  await work(at.engine, { workspace: at.name, job: await undoJob(admin, { id: job.id, actor: at.ids.admin ?? null, done: 4 }) });
  expect((await records.list('accounts', { count: 'exact', limit: 1 })).count).toBe(before);
});
