import { describe, expect, it } from 'vitest';
import { archive, type BoundContext, type JobRun, search, undoJob, type Values, work } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { archiveAll } from './archive.ts';

const at = await house();
const { records } = at.system;
const admin = await at.person('admin');
const staff = await at.person('staff');
const make = async (entity: string, values: Values) => String((await records.create(entity, values)).id);
const settingsOf = async (entity: string) =>
  String((await records.list('data_settings', { filter: `entity = "${entity}"`, fields: ['id'] })).records[0]?.id);
const run = () => archiveAll({ context: at.system, progress: async () => {} } as unknown as JobRun);
const found = async (person: BoundContext, word: string) => (await person.read((reader) => search(reader, word))).map(({ id }) => id);

describe('archiving', () => {
  it('is off until somebody switches it on [CS-075]', async () => {
    const id = await make('accounts', { name: 'Oldest', owner: at.ids.admin });
    await run();
    expect(await records.get('accounts', id)).toMatchObject({ archived_at: null });
    await expect(archive(admin, 'accounts', [id], true)).rejects.toMatchObject({ status: 403 });
  });

  it('by rule takes records out of search and leaves them as they were everywhere else; by hand they come back and stay [CS-075]', async () => {
    const old = await make('accounts', { name: 'Zebrafish Oy', owner: at.ids.admin });
    const passive = await make('contacts', { last_name: 'Zebrafish', status: 'passive', owner: at.ids.admin });
    const active = await make('contacts', { last_name: 'Zebrafish', status: 'working', owner: at.ids.admin });
    const before = await records.get('accounts', old);
    await records.update('data_settings', await settingsOf('accounts'), {
      archive: true,
      archive_field: 'created_at',
      archive_operator: 'before',
      archive_value: '2999-01-01',
    });
    await records.update('data_settings', await settingsOf('contacts'), { archive: true, archive_passive: true });
    expect((await found(admin, 'zebrafish')).sort()).toEqual([old, passive, active].sort());
    await run();

    expect(await found(admin, 'zebrafish')).toEqual([active]);
    const listed = (query: object) => admin.records.list('accounts', { ...query, fields: ['id'], count: 'exact' });
    expect((await listed({ q: 'zebrafish' })).count).toBe(0);
    expect((await listed({ filter: `name = "Zebrafish Oy"` })).count).toBe(1);
    expect(await admin.records.aggregate('accounts', { measures: [{ fn: 'count' }], filter: `name = "Zebrafish Oy"` })).toEqual([
      { count: 1 },
    ]);
    const { archived_at: at1, ...rest } = await records.get('accounts', old);
    const { archived_at: at0, ...was } = before;
    expect([at0, typeof at1]).toEqual([null, 'string']);
    expect(rest).toEqual(was);
    expect((await records.history('accounts', old)).changes[0]).toMatchObject({ verb: 'archive' });

    const job = await archive(admin, 'accounts', [old], false);
    expect(await found(admin, 'zebrafish')).toEqual(expect.arrayContaining([old, active]));
    await run();
    expect(await records.get('accounts', old)).toMatchObject({ archived_at: null });
    const taking = await undoJob(admin, { id: job, actor: at.ids.admin ?? null, done: 1 });
    await work(at.engine, { workspace: at.name, job: taking });
    expect((await records.get('accounts', old)).archived_at).not.toBeNull();
  });

  it('by hand is for whoever may change the record [CS-075]', async () => {
    const id = await make('accounts', { name: 'Foreign', owner: at.ids.stranger });
    await expect(archive(staff, 'accounts', [id], true)).rejects.toMatchObject({ status: 404 });
    await expect(archive(await at.person('reader'), 'accounts', [id], true)).rejects.toMatchObject({ status: 403 });
    await archive(admin, 'accounts', [id], true);
    expect((await records.get('accounts', id)).archived_at).not.toBeNull();
  });
});

const rule = { entity: 'deals', archive: true, archive_field: 'updated_at', archive_operator: 'older_than_days', archive_value: '730' };

scenarios(at, [
  {
    title: 'a rule is a field, an operator and a value [CS-075]',
    as: 'admin',
    call: { create: 'data_settings', values: rule },
    expect: { record: rule },
  },
  {
    title: 'a rule is whole [CS-075]',
    as: 'admin',
    call: { create: 'data_settings', values: { ...rule, archive_value: null } },
    expect: { refused: 422, field: 'archive_value' },
  },
  {
    title: 'days are a number [CS-075]',
    as: 'admin',
    call: { create: 'data_settings', values: { ...rule, archive_value: 'two years' } },
    expect: { refused: 422, field: 'archive_value' },
  },
]);
