import { expect, it } from 'vitest';
import { type BoundContext, bulk, readJob, undoJob, work } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';

const MANY = 20_000;
const at = await house();
const { records } = at.system;
const count = async (filter: string) => (await records.list('deals', { filter, count: 'exact', limit: 1 })).count;
const finish = async (person: BoundContext, job: string) => {
  await work(at.engine, { workspace: at.name, job });
  return person.read((reader) => readJob(reader, job, person.actor.id));
};

it(`changes ${MANY} records as a job while others write; undo keeps what they wrote and lists it [CS-069, CS-083]`, async () => {
  const owner = at.ids.admin;
  for (let lot = 0; lot < MANY; lot += 1000)
    await bulk(at.system, 'deals', {
      create: Array.from({ length: 1000 }, (_, n) => ({ name: `Deal ${lot + n}`, source: 'Before', owner })),
    });
  const admin = await at.person('admin');
  const { job } = await bulk(admin, 'deals', { update: { filter: 'source = "Before"', set: { source: 'After' } } });
  const working = finish(admin, job!);
  // Somebody else writes meanwhile and afterwards.
  const manager = at.system;
  const [first, second, third] = (await records.list('deals', { fields: ['id'], sort: 'name', limit: 3 })).records.map(({ id }) =>
    String(id),
  );
  await manager.records.update('deals', first!, { next_step: 'meanwhile' });
  expect(await working).toMatchObject({ state: 'done', done: MANY, result: { updated: MANY } });
  expect(await count('source = "After"')).toBe(MANY);
  await manager.records.update('deals', second!, { source: 'Mine' });
  await manager.records.delete('deals', third!);

  const undone = await finish(admin, await undoJob(admin, { id: job!, actor: owner ?? null, done: MANY }));
  expect(undone).toMatchObject({ state: 'done' });
  expect(undone.errors.map(({ id, field, code }) => [id, field, code]).sort()).toEqual(
    [
      [second, 'source', 'changed_later'],
      [third, '', 'not_found'],
    ].sort(),
  );
  expect(await count('source = "Before"')).toBe(MANY - 2);
  expect(await records.get('deals', first!)).toMatchObject({ source: 'Before', next_step: 'meanwhile' });
  expect(await records.get('deals', second!)).toMatchObject({ source: 'Mine' });
}, 240_000);

it('is switched off for a noun by administrators, and is on until then [CS-071]', async () => {
  const admin = await at.person('admin');
  const id = String((await records.create('leads', { name: 'L', owner: at.ids.admin })).id);
  const change = () => bulk(admin, 'leads', { update: { ids: [id], set: { city: 'Oslo' } } });
  expect((await change()).results).toMatchObject([{ status: 'updated' }]);
  const settings = (await records.list('data_settings', { filter: 'entity = "leads"', fields: ['id'] })).records[0];
  await records.update('data_settings', String(settings?.id), { mass_edit: false });
  await expect(change()).rejects.toMatchObject({ status: 403 });
  await expect(bulk(await at.person('agent'), 'deals', { update: { ids: [id], set: { source: 'x' } } })).rejects.toMatchObject({
    status: 403,
  });
});

it('is done to so many at once as administrators allow, by ids or by a filter [CS-069]', async () => {
  const admin = await at.person('admin');
  await bulk(at.system, 'products', { create: Array.from({ length: 101 }, (_, n) => ({ name: `Thing ${n}`, code: `T${n}` })) });
  const ids = (await records.list('products', { filter: 'starts_with(code, "T")', fields: ['id'], limit: 200 })).records.map(({ id }) =>
    String(id),
  );
  const change = (target: { ids: string[] } | { filter: string }, dry = false) =>
    bulk(admin, 'products', { update: { ...target, set: { description: 'x' } }, dry_run: dry });
  const settings = (await records.list('data_settings', { filter: 'entity = "products"', fields: ['id'] })).records[0];
  if (settings) await records.update('data_settings', String(settings.id), { mass_edit_most: 100 });
  else await records.create('data_settings', { entity: 'products', mass_edit_most: 100 });
  const refusal = { status: 422, code: 'too_many', message: 'At most 100 products are changed at once; choose fewer.' };
  await expect(change({ ids })).rejects.toMatchObject(refusal);
  await expect(change({ filter: 'starts_with(code, "T")' }, true)).rejects.toMatchObject(refusal);
  expect((await change({ ids: ids.slice(0, 100) }, true)).results).toHaveLength(100);
});
