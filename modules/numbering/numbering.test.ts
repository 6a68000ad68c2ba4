// Running numbers of modules: given in order of creation, never twice, with a prefix and a next number that administrators set.

import { describe, expect, it } from 'vitest';
import { type Refusal, readJob, type Values, work } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  first: ['accounts', { name: 'First' }],
  second: ['accounts', { name: 'Second', owner: '$stranger' }],
  third: ['accounts', { name: 'Third' }],
});
const admin = () => at.person('admin');
const numbering = { entity: 'accounts', prefix: 'C-', digits: 3 };

async function made(entity: string, values: Values): Promise<unknown> {
  return (await (await admin()).records.create(entity, values)).number;
}
async function act(entity: string, id: string, action: string, input: Values = {}): Promise<Values> {
  return (await (await admin()).act(entity, id, action, input)).result as Values;
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    ({ status, problems }: Refusal) => [status, problems[0]?.code],
  );

describe('a numbering', () => {
  const values = (more: Values) => ({ create: 'numberings', values: { ...numbering, ...more } });
  const refused = (field: string, code: string) => ({ refused: 422, field, code });
  scenarios(at, [
    { title: 'is of a module [CS-028]', as: 'admin', call: values({ entity: 'account' }), expect: refused('entity', 'unknown') },
    {
      title: 'is not of documents, which have series',
      as: 'admin',
      call: values({ entity: 'invoices' }),
      expect: refused('entity', 'unknown'),
    },
    { title: 'ends its prefix with a sign', as: 'admin', call: values({ prefix: 'A1' }), expect: refused('prefix', 'digit') },
    { title: 'knows year and month', as: 'admin', call: values({ prefix: 'A{day}-' }), expect: refused('prefix', 'pattern') },
    { title: 'is made by administrators', as: 'staff', call: values({}), expect: { refused: 403 } },
  ]);
});

it('numbers what is made, and on request what was there before in order of creation; nothing is given twice [CS-028]', async () => {
  const id = String((await (await admin()).records.create('numberings', numbering)).id);
  expect((await admin()).schema.entities.accounts!.list.columns[0]).toBe('number');
  expect(await made('accounts', { name: 'Fourth' })).toBe('C-001');
  await expect((await admin()).records.create('accounts', { name: 'By hand', number: 'C-777' })).rejects.toMatchObject({ status: 422 });

  const { job } = (await act('numberings', id, 'number_all')) as { job: string };
  await work(at.engine, { workspace: at.name, job });
  expect(await (await admin()).read((reader) => readJob(reader, job, at.ids.admin ?? null))).toMatchObject({
    state: 'done',
    done: 3,
    total: 3,
    errors: [],
  });
  const numberOf = async (name: string) => (await (await admin()).records.get('accounts', at.ids[name]!)).number;
  expect([await numberOf('first'), await numberOf('second'), await numberOf('third')]).toEqual(['C-002', 'C-003', 'C-004']);

  // The last one goes, and its number with it.
  await at.system.write(({ tx, workspace }) =>
    tx.query({ text: `delete from "${workspace.space}".accounts where id = $1`, values: [at.ids.third!] }),
  );
  expect(await refusal(act('numberings', id, 'set_next', { next: 4 }))).toEqual([422, 'repeats']);
  await act('numberings', id, 'set_next', { next: 40 });
  expect(await made('accounts', { name: 'Fifth' })).toBe('C-040');
  expect(await refusal(act('numberings', id, 'set_next', { next: 40 }))).toEqual([422, 'repeats']);

  // Another prefix counts for itself, and the one before goes on where it was.
  await (await admin()).records.update('numberings', id, { prefix: 'K{year}/', digits: 1 });
  expect(await made('accounts', { name: 'Sixth' })).toBe(`K${new Date().getUTCFullYear()}/1`);
  await (await admin()).records.update('numberings', id, { prefix: 'C-', digits: 3 });
  expect(await made('accounts', { name: 'Seventh' })).toBe('C-041');
  const told = (await (await admin()).records.list('accounts', { q: 'C-041', fields: ['number'] })).records;
  expect(told).toMatchObject([{ number: 'C-041' }]);
});

it('changes the numbers a module gives by itself, and leaves those it has given [CS-028]', async () => {
  const before = await made('deals', { name: 'Before' });
  expect(before).toMatch(/^D-\d{4}-00001$/);
  await (await admin()).records.create('numberings', { entity: 'deals', prefix: 'Deal/', digits: 2 });
  expect(await made('deals', { name: 'After' })).toBe('Deal/01');
  expect((await (await admin()).records.list('deals', { filter: 'name = "Before"', fields: ['number'] })).records).toMatchObject([
    { number: before },
  ]);
});

it('lets the next number of a series of documents be set, not one that was given [CS-028]', async () => {
  const [series] = (await at.system.records.list('number_series', { filter: 'kind = "quotes"', fields: ['id', 'pattern'] })).records;
  const quote = () => made('quotes', { account: at.ids.first!, issued_on: `${new Date().toISOString().slice(0, 10)}` });
  expect(await quote()).toMatch(/-0001$/);
  expect(await refusal(act('number_series', String(series?.id), 'set_next', { next: 1 }))).toEqual([422, 'repeats']);
  await act('number_series', String(series?.id), 'set_next', { next: 500 });
  expect(await quote()).toMatch(/-0500$/);
});

it('tells administrators of each module how it is numbered and what is left without [CS-028]', async () => {
  await at.system.read(({ db, workspace }) =>
    db.query({ text: `update "${workspace.space}".accounts set number = null where name = 'Fourth'`, values: [] }),
  );
  const tell = at.system.space.state.behaviour.services['numbering']!;
  const told = (await tell.run({ context: await admin(), input: {} })) as Values[];
  expect(told.find(({ entity }) => entity === 'accounts')).toMatchObject({ pattern: 'C-{000}', next: { count: 42 }, without: 1 });
  expect(told.find(({ entity }) => entity === 'contacts')).toMatchObject({ pattern: null, setting: null, next: null });
  expect(told.map(({ entity }) => entity)).not.toContain('invoices');
  const staff = await at.person('staff');
  await expect((async () => tell.run({ context: staff, input: {} }))()).rejects.toMatchObject({ status: 403 });
});
