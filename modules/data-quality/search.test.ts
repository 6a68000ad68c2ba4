import { describe, expect, it } from 'vitest';
import {
  type BoundContext,
  bringTogether,
  countMany,
  duplicatesAmong,
  findDuplicates,
  keepApart,
  lastSearch,
  listApart,
  listDuplicates,
  mergeMany,
  readJob,
  searchDuplicates,
  undoJob,
  type Values,
  work,
} from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { searchAll } from './search.ts';

const at = await house();
const { records } = at.system;
const admin = await at.person('admin');
const make = async (entity: string, values: Values) => String((await records.create(entity, { owner: at.ids.admin, ...values })).id);
const done = async (job: string) => {
  await work(at.engine, { workspace: at.name, job });
  return admin.read((reader) => readJob(reader, job, at.ids.admin ?? null));
};
const found = async (person: BoundContext, entity = 'accounts') =>
  (await person.read((reader) => listDuplicates(reader, entity, 100))).groups.map((group) => group.records.map(({ title }) => title));
const settingsOf = async (entity: string) =>
  String((await records.list('data_settings', { filter: `entity = "${entity}"`, fields: ['id'] })).records[0]?.id);

describe('the search for duplicates through a whole noun', () => {
  it('finds groups by every rule, each with its reasons, the surest first [CS-074]', async () => {
    const steel = await make('accounts', { name: 'Ålands Stål Oy', city: 'Turku', email: 'info@stal.fi', phone: '+358 40 123 4567' });
    await make('accounts', { name: 'Alands Stal', city: 'TURKU', phone: '0401234567' });
    await make('accounts', { name: 'Something else', city: 'Oslo', email: 'INFO@stal.fi' });
    await make('accounts', { name: 'Kivelä Brothers', city: 'Oulu', business_id: '7654321-8' });
    const brothers = await make('accounts', {
      name: 'Brothers Kivelä',
      city: 'Oulu',
      business_id: '76543218',
      email: 'kivela@brothers.example',
      website: 'https://kivela.example',
    });
    await make('accounts', { name: 'Ålands Stål Oy', city: 'Vaasa' });
    await make('accounts', { name: 'On its own', city: 'Oulu' });
    expect(await found(admin)).toEqual([]);

    expect(await done(await searchDuplicates(admin, 'accounts'))).toMatchObject({ state: 'done', result: { groups: 2, records: 5 } });
    const { groups } = await admin.read((reader) => listDuplicates(reader, 'accounts'));
    expect(groups.map((group) => group.records.map(({ title }) => title).sort())).toEqual(
      expect.arrayContaining([
        ['Alands Stal', 'Something else', 'Ålands Stål Oy'],
        ['Brothers Kivelä', 'Kivelä Brothers'],
      ]),
    );
    const [first, second] = [steel, brothers].map((id) => groups.find((group) => group.records.some((record) => record.id === id))!);
    const told = (group: typeof first) => group!.reasons.map(({ rule, alike }) => [rule.map(({ field }) => field).join(), alike]);
    expect(told(first).sort()).toEqual([
      ['email', null],
      ['name,city', 92],
      ['phone', null],
    ]);
    expect(told(second).sort()).toEqual([
      ['business_id', null],
      ['name,city', 95],
    ]);
    // The one that tells most is the one to keep.
    expect(second).toMatchObject({ target: brothers, hidden: 0 });
    expect((await lastSearch(admin, 'accounts')).finished).toMatch(/^\d{4}-/);
    // Two groups, one a page.
    const one = await admin.read((reader) => listDuplicates(reader, 'accounts', 1));
    const two = await admin.read((reader) => listDuplicates(reader, 'accounts', 1, one.next));
    expect([...one.groups, ...two.groups].map(({ target }) => target).sort()).toEqual(groups.map(({ target }) => target).sort());
  });

  it('shows a group only as far as it holds today, and as one may see it; more is told where that is wanted [CS-074]', async () => {
    const email = 'shared@seen.example';
    await make('leads', { name: 'Mine', email, owner: at.ids.agent });
    const gone = await make('leads', { name: 'Mine too', email, owner: at.ids.agent });
    await make('leads', { name: 'Theirs', email, owner: at.ids.stranger });
    await done(await searchDuplicates(admin, 'leads'));
    const agent = await at.person('agent');
    expect(await found(admin, 'leads')).toEqual([['Mine', 'Mine too', 'Theirs']]);
    expect(await found(agent, 'leads')).toEqual([['Mine', 'Mine too']]);
    expect(await found(await at.person('stranger'), 'leads')).toEqual([]);
    await records.update('data_settings', await settingsOf('leads'), { tell_hidden: true });
    const told = await (await at.person('stranger')).read((reader) => listDuplicates(reader, 'leads'));
    expect(told.groups).toMatchObject([{ records: [{ title: 'Theirs' }], hidden: 2 }]);
    await records.update('data_settings', await settingsOf('leads'), { tell_hidden: false });
    await records.update('leads', gone, { email: 'other@seen.example' });
    expect(await found(agent, 'leads')).toEqual([]);
    await expect(searchDuplicates(agent, 'leads')).rejects.toMatchObject({ status: 403 });
    await expect(at.person('nobody').then((person) => found(person, 'leads'))).rejects.toMatchObject({ status: 403 });
  });

  it('is told once that two are not the same, and says so nowhere again, until that is taken back [CS-074]', async () => {
    const email = 'twins@apart.example';
    const [a, b] = [await make('contacts', { last_name: 'Twin A', email }), await make('contacts', { last_name: 'Twin B', email })];
    await done(await searchDuplicates(admin, 'contacts'));
    expect(await found(admin, 'contacts')).toEqual([['Twin A', 'Twin B']]);
    const typing = async () => (await admin.read((reader) => findDuplicates(reader, 'contacts', { email }, a))).found.map(({ id }) => id);
    expect(await typing()).toEqual([b]);

    const job = await keepApart(admin, 'contacts', [b, a]);
    expect([await found(admin, 'contacts'), await typing()]).toEqual([[], []]);
    expect(await admin.read((reader) => listApart(reader, 'contacts'))).toMatchObject([
      { one: { title: 'Twin A' }, other: { title: 'Twin B' } },
    ]);
    expect(await (await at.person('stranger')).read((reader) => listApart(reader, 'contacts'))).toEqual([]);
    await expect(keepApart(await at.person('stranger'), 'contacts', [a, b])).rejects.toMatchObject({ status: 404 });
    await expect(keepApart(await at.person('reader'), 'contacts', [a, b])).rejects.toMatchObject({ status: 403 });
    expect(await done(await searchDuplicates(admin, 'contacts'))).toMatchObject({ result: { groups: 0 } });

    await done(await undoJob(admin, { id: job, actor: at.ids.admin ?? null, done: 1 }));
    expect(await typing()).toEqual([b]);
    await keepApart(admin, 'contacts', [a, b]);
    await bringTogether(admin, 'contacts', [a, b]);
    expect(await typing()).toEqual([b]);
  });

  it('of chosen records comes with what a merge of all of them would do, and is one job with one undo [CS-074]', async () => {
    await records.update('data_settings', await settingsOf('accounts'), { merge: true });
    const ids: string[] = [];
    for (const n of [1, 2, 3]) {
      for (const name of ['One', 'Two']) ids.push(await make('accounts', { name: `${name} ${n}`, email: `pair${n}@mass.example` }));
    }
    await make('contacts', { last_name: 'Follows', account: ids[1] });
    const { groups } = await duplicatesAmong(admin, 'accounts', { filter: 'email = "pair1@mass.example" or email = "pair2@mass.example"' });
    expect(groups.map((group) => group.records.length)).toEqual([2, 2]);
    expect((await duplicatesAmong(admin, 'accounts', { ids })).groups).toHaveLength(3);
    expect((await duplicatesAmong(await at.person('stranger'), 'accounts', { ids })).groups).toEqual([]);
    const merges = [0, 2, 4].map((i) => ({ target: ids[i]!, sources: [ids[i + 1]!], fill: true }));
    expect(await countMany(admin, 'accounts', merges)).toMatchObject({
      groups: 3,
      merged: 3,
      references: [{ entity: 'contacts', field: 'account', count: 1 }],
    });
    const job = await mergeMany(admin, 'accounts', merges);
    expect(await done(job)).toMatchObject({ state: 'done', result: { deleted: 3, updated: 1 } });
    expect((await records.list('accounts', { filter: 'email = "pair1@mass.example"' })).records).toMatchObject([{ name: 'One 1' }]);
    await done(await undoJob(admin, { id: job, actor: at.ids.admin ?? null, done: 3 }));
    expect((await records.list('accounts', { filter: 'email = "pair1@mass.example"' })).records).toHaveLength(2);
  });

  it('goes through every noun with rules at night', async () => {
    const { ids } = await (async () => {
      const before = await records.list('data_settings', { filter: 'duplicates is not empty', fields: ['entity'] });
      await searchAll({ context: at.system, progress: async () => {} } as never);
      return { ids: before.records.map(({ entity }) => String(entity)) };
    })();
    for (const entity of ids) expect((await lastSearch(at.system, entity)).running).not.toBeNull();
  });
});
