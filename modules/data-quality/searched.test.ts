// What search looks at, noun by noun, as administrators choose (row CS-068).

import { describe, expect, it } from 'vitest';
import { archive, type BoundContext, search, type Values } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house();
const { records } = at.system;
const admin = await at.person('admin');
const reader = await at.person('reader');
const choose = async (values: Values) => {
  const { records: found } = await records.list('data_settings', { filter: 'entity = "accounts"', fields: ['id'] });
  await admin.records.update('data_settings', String(found[0]?.id), values);
};
const everywhere = async (person: BoundContext, word: string) =>
  (await person.read((from) => search(from, word))).filter(({ entity }) => entity === 'accounts').map(({ title }) => title);
const inList = async (person: BoundContext, word: string) =>
  (await person.records.list('accounts', { q: word, fields: ['name'] })).records.map(({ name }) => name);

describe('fields that search looks at', () => {
  it('are those the module has, then those that are chosen, in the search over everything and in the list [CS-068]', async () => {
    await records.create('accounts', { name: 'Quartzite Oy', city: 'Tuusniemi', owner: at.ids.admin });
    for (const find of [everywhere, inList])
      expect([await find(admin, 'quartzite'), await find(admin, 'tuusniemi')]).toEqual([['Quartzite Oy'], []]);
    const others = (at.system.space.state.schema.entities.accounts?.searched ?? []).filter((name) => name !== 'name');
    await choose({ searched: [...others, 'city'] });
    for (const find of [everywhere, inList]) {
      expect([await find(admin, 'quartzite'), await find(admin, 'tuusniemi')]).toEqual([[], ['Quartzite Oy']]);
      expect(await find(admin, 'tuusn')).toEqual(['Quartzite Oy']);
    }
    expect(at.system.space.state.schema.entities.accounts?.searched).not.toContain('name');
    await choose({ searched: null });
    for (const find of [everywhere, inList])
      expect([await find(admin, 'quartzite'), await find(admin, 'tuusniemi')]).toEqual([['Quartzite Oy'], []]);
  });

  it('do without archived records, unless they are to be found [CS-068] [CS-075]', async () => {
    const id = String((await records.create('accounts', { name: 'Sphalerite Oy', owner: at.ids.admin })).id);
    await choose({ archive: true, archive_field: 'created_at', archive_operator: 'before', archive_value: '2000-01-01' });
    await archive(admin, 'accounts', [id], true);
    for (const find of [everywhere, inList]) expect(await find(admin, 'sphalerite')).toEqual([]);
    await choose({ search_archived: true });
    for (const find of [everywhere, inList]) expect(await find(admin, 'sphalerite')).toEqual(['Sphalerite Oy']);
    await choose({ search_archived: false });
    for (const find of [everywhere, inList]) expect(await find(admin, 'sphalerite')).toEqual([]);
  });

  it('are no business of who may not set them [CS-068]', async () => {
    await expect(reader.records.create('data_settings', { entity: 'products', searched: ['name'] })).rejects.toMatchObject({ status: 403 });
  });
});

const refused = (title: string, values: Values, field: string) => ({
  title: `${title} [CS-068]`,
  as: 'admin' as const,
  call: { create: 'data_settings', values: { entity: 'deals', ...values } },
  expect: { refused: 422, field },
});

scenarios(at, [
  refused('an unknown field is not searched', { searched: ['nmae'] }, 'searched'),
  refused('a field that is no text is not searched', { searched: ['amount'] }, 'searched'),
  refused('nothing at all cannot be searched', { searched: [] }, 'searched'),
  refused('a list is a list', { searched: 'name' }, 'searched'),
  refused(
    'rules of duplicates keep a field that is found fast',
    {
      searched: ['description'],
      duplicates: [[{ field: 'name', how: 'similar' }]],
    },
    'duplicates',
  ),
]);
