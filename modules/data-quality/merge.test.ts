import { describe, expect, it } from 'vitest';
import { type BoundContext, bulk, type Change, type Job, merge, readJob, undoJob, type Values, work } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';

const at = await house();
const { system } = at;
const { records } = system;
const make = async (entity: string, values: Values) => String((await records.create(entity, values)).id);
const settingsOf = async (entity: string) =>
  String((await records.list('data_settings', { filter: `entity = "${entity}"`, fields: ['id'] })).records[0]?.id);
for (const entity of ['accounts', 'contacts']) await records.update('data_settings', await settingsOf(entity), { merge: true });
await records.create('data_settings', { entity: 'products', merge: true });
const admin = await at.person('admin');
const staff = await at.person('staff');

/** Takes a job back and answers what stayed. */
async function undo(job: string): Promise<Job['errors']> {
  const taking = await undoJob(admin, { id: job, actor: at.ids.admin ?? null, done: 1 });
  await work(at.engine, { workspace: at.name, job: taking });
  const done = await admin.read((reader) => readJob(reader, taking, at.ids.admin ?? null));
  expect(done.state).toBe('done');
  return done.errors;
}

const state = async (entity: string, id: string) => {
  const { updated_at: _, updated_by: __, version: ___, ...rest } = await records.get(entity, id);
  return rest;
};

/** Two accounts with everything that can point at one. */
async function twins() {
  const owner = at.ids.admin;
  const a = await make('accounts', { name: 'Acme Oy', city: 'Turku', tags: ['a'], bank_accounts: [{ iban: 'FI2112345600000785' }], owner });
  const b = await make('accounts', {
    name: 'Acme Ltd',
    phone: '+358 40 1',
    tags: ['b', 'a'],
    bank_accounts: [{ iban: 'DE89370400440532013000' }],
    owner,
  });
  const [ref, refB] = [
    { entity: 'accounts', id: a },
    { entity: 'accounts', id: b },
  ];
  const type = String((await records.list('relation_types', { fields: ['id'], limit: 1 })).records[0]?.id);
  const third = await make('accounts', { name: 'Third', parent: b });
  const contact = await make('contacts', { last_name: 'Virtanen', account: b, primary: true });
  const other = await make('contacts', { last_name: 'Korhonen', account: a, primary: true });
  const group = await make('interest_groups', { name: `Group ${a}` });
  const pointing: (readonly [string, string])[] = [
    ['accounts', third],
    ['contacts', contact],
    ['contacts', other],
    ['deals', await make('deals', { name: 'Deal', account: b })],
    ['activities', await make('activities', { subject: 'Call', kind: 'task', account: b })],
    ['comments', await make('comments', { about: refB, text: 'said' })],
    ['relations', await make('relations', { source: refB, target: { entity: 'accounts', id: third }, type })],
    ['relations', await make('relations', { source: ref, target: refB, type })],
    ['group_members', await make('group_members', { group, member: ref })],
    ['group_members', await make('group_members', { group, member: refB })],
  ];
  return { a, b, third, contact, other, pointing };
}

describe('merging', () => {
  it('turns everything to the target, keeps the chosen values, and is undone as one [CS-074, CS-085]', async () => {
    const { a, b, third, contact, other, pointing } = await twins();
    const before = await Promise.all(
      [['accounts', a] as const, ['accounts', b] as const, ...pointing].map(([entity, id]) => state(entity, id)),
    );
    const done = await merge(admin, 'accounts', {
      target: a,
      sources: [b],
      keep: { name: b, phone: b, tags: 'all', bank_accounts: 'all' },
    });
    expect(done).toMatchObject({ target: a, merged: 1 });
    const job = (done as { job: string }).job;

    const now = await records.get('accounts', a);
    expect(now).toMatchObject({ name: 'Acme Ltd', city: 'Turku', phone: '+358 40 1', tags: ['a', 'b'] });
    expect((now.bank_accounts as Values[]).map(({ iban }) => iban)).toEqual(['FI2112345600000785', 'DE89370400440532013000']);
    expect(await records.get('accounts', third)).toMatchObject({ parent: { id: a } });
    expect(await records.get('contacts', contact)).toMatchObject({ account: { id: a }, primary: false });
    expect(await records.get('contacts', other)).toMatchObject({ account: { id: a }, primary: true });
    for (const [entity, field] of [
      ['deals', 'account'],
      ['activities', 'account'],
      ['comments', 'about'],
    ] as const) {
      const id = pointing.find(([name]) => name === entity)![1];
      expect(await records.get(entity, id)).toMatchObject({ [field]: { id: a } });
    }
    // One link between the two is gone, so is the second membership.
    const filter = `source = "${a}" or target = "${a}"`;
    expect((await records.list('relations', { filter, fields: ['source', 'target'] })).records).toMatchObject([
      { source: { id: a }, target: { id: third } },
    ]);
    expect((await records.list('group_members', { filter: `member = "${a}"` })).records).toHaveLength(1);
    expect((await records.list('accounts', { filter: `id = "${b}"` })).records).toHaveLength(0);

    // The alias: an old link answers the target, in whose history both go on.
    expect(await admin.records.get('accounts', b)).toMatchObject({ id: a, name: 'Acme Ltd' });
    const { changes } = await admin.records.history('accounts', b);
    expect(changes[0]).toMatchObject({ verb: 'merge', record: a, cause: { job } });
    expect(changes.filter((change: Change) => change.record === b).map((change: Change) => change.verb)).toEqual(['merge', 'create']);

    expect(await undo(job)).toEqual([]);
    const after = await Promise.all(
      [['accounts', a] as const, ['accounts', b] as const, ...pointing].map(([entity, id]) => state(entity, id)),
    );
    expect(after).toEqual(before);
    expect(await admin.records.get('accounts', b)).toMatchObject({ id: b, name: 'Acme Ltd' });
  });

  it('keeps what was changed after it when it is undone, and lists it [CS-074]', async () => {
    const { a, b, contact } = await twins();
    const done = await merge(admin, 'accounts', { target: a, sources: [b], keep: { name: b } });
    const elsewhere = await make('accounts', { name: 'Elsewhere' });
    await records.update('contacts', contact, { account: elsewhere, title: 'Buyer' });
    await records.update('accounts', a, { name: 'Acme Group', city: 'Oulu' });
    const errors = await undo((done as { job: string }).job);
    expect(errors.map(({ id, field, code }) => [id, field, code]).sort()).toEqual(
      [
        [a, 'name', 'changed_later'],
        [contact, 'account', 'changed_later'],
      ].sort(),
    );
    expect(await records.get('accounts', a)).toMatchObject({ name: 'Acme Group', city: 'Oulu' });
    expect(await records.get('contacts', contact)).toMatchObject({ account: { id: elsewhere }, title: 'Buyer' });
    expect(await records.get('accounts', b)).toMatchObject({ id: b, name: 'Acme Ltd' });
  });

  it('follows one merge after another, and takes back the last first [CS-074]', async () => {
    const owner = at.ids.admin;
    const [a, b, c] = [
      await make('accounts', { name: 'A', owner }),
      await make('accounts', { name: 'B', owner }),
      await make('accounts', { name: 'C', owner }),
    ];
    await merge(admin, 'accounts', { target: b, sources: [c] });
    const second = (await merge(admin, 'accounts', { target: a, sources: [b] })) as { job: string };
    expect(await admin.records.get('accounts', c)).toMatchObject({ id: a });
    await undo(second.job);
    expect(await admin.records.get('accounts', c)).toMatchObject({ id: b });
  });

  it('takes no formula, no rule and no hook for an occasion: what they say is as before [CS-085]', async () => {
    const [a, b] = [await make('products', { name: 'P', code: 'P1' }), await make('products', { name: 'Q', code: 'Q1' })];
    const deal = await make('deals', { name: 'D', lines: [{ product: b, quantity: '2', unit_price: { amount: '5', currency: 'EUR' } }] });
    const before = await records.get('deals', deal);
    const done = (await merge(admin, 'products', { target: a, sources: [b], keep: { code: b } })) as { job: string };
    const after = await records.get('deals', deal);
    expect((after.lines as Values[])[0]).toMatchObject({ product: { id: a } });
    expect(after.amount).toEqual(before.amount);
    const { changes } = await records.history('deals', deal);
    expect(Object.keys(changes[0]!.after!)).toEqual(['lines']);
    expect(await undo(done.job)).toEqual([]);
    expect(((await records.get('deals', deal)).lines as Values[])[0]).toMatchObject({ product: { id: b } });
  });

  it('rehearses without a trace', async () => {
    const { a, b } = await twins();
    const seen = await merge(admin, 'accounts', { target: a, sources: [b], fill: true }, true);
    expect(seen).toMatchObject({ job: null, merged: 1 });
    expect((seen as unknown as { references: Values[] }).references).toEqual(
      expect.arrayContaining([expect.objectContaining({ entity: 'contacts', field: 'account', count: 1 })]),
    );
    expect(await records.get('accounts', b)).toMatchObject({ id: b });
  });

  it('makes no company its own parent [CS-074]', async () => {
    const owner = at.ids.admin;
    const a = await make('accounts', { name: 'Top', owner });
    const x = await make('accounts', { name: 'Middle', parent: a, owner });
    const b = await make('accounts', { name: 'Bottom', parent: x, owner });
    await expect(merge(admin, 'accounts', { target: b, sources: [a] })).rejects.toMatchObject({
      problems: [{ field: 'parent', code: 'cycle' }],
    });
    await merge(admin, 'accounts', { target: b, sources: [a], keep: { parent: null } });
    expect(await records.get('accounts', x)).toMatchObject({ parent: { id: b } });
    expect(await records.get('accounts', b)).toMatchObject({ parent: null });
  });

  describe('is refused', () => {
    const refusal = async (person: BoundContext, entity: string, request: Parameters<typeof merge>[2]) =>
      merge(person, entity, request).then(
        () => null,
        (error: { status: number; problems: readonly { field: string; code: string }[] }) => [error.status, error.problems[0]?.field],
      );
    it.each([
      ['where nobody has switched it on', 'admin', 'deals', 403],
      ['without the right to merge', 'agent', 'accounts', 403],
      ['for what one may see but not merge', 'staff', 'accounts', 404],
    ])('%s [CS-085]', async (_, person, entity, status) => {
      const owner = at.ids.admin;
      const [a, b] = [await make(entity, { name: 'A', owner }), await make(entity, { name: 'B', owner })];
      expect((await refusal(await at.person(person), entity, { target: a, sources: [b] }))?.[0]).toBe(status);
    });

    it('for a target one may not change [CS-085]', async () => {
      const [a, b] = [
        await make('accounts', { name: 'A', owner: at.ids.stranger }),
        await make('accounts', { name: 'B', owner: at.ids.staff }),
      ];
      expect(await refusal(staff, 'accounts', { target: a, sources: [b] })).toEqual([404, undefined]);
      const own = await make('accounts', { name: 'C', owner: at.ids.staff });
      expect(await refusal(staff, 'accounts', { target: own, sources: [b] })).toBeNull();
    });

    it('with choices that are none', async () => {
      const owner = at.ids.admin;
      const [a, b] = [await make('accounts', { name: 'A', owner }), await make('accounts', { name: 'B', owner })];
      expect(await refusal(admin, 'accounts', { target: a, sources: [b], keep: { nam: a } })).toEqual([422, 'nam']);
      expect(await refusal(admin, 'accounts', { target: a, sources: [b], keep: { name: null } })).toEqual([422, 'name']);
      expect(await refusal(admin, 'accounts', { target: a, sources: [b], keep: { name: 'all' } })).toEqual([422, 'name']);
      expect(await refusal(admin, 'accounts', { target: a, sources: [b], keep: { created_at: b } })).toEqual([422, 'created_at']);
      expect(await refusal(admin, 'accounts', { target: a, sources: [a] })).toEqual([400, 'sources']);
    });
  });

  it('of much is a job that tells how far it is [CS-083]', async () => {
    const owner = at.ids.admin;
    const [a, b] = [await make('accounts', { name: 'A', owner }), await make('accounts', { name: 'B', owner })];
    for (let i = 0; i < 3; i++) {
      await bulk(system, 'contacts', { create: Array.from({ length: 400 }, (_, n) => ({ last_name: `Many ${n}`, account: b })) });
    }
    const answer = (await merge(admin, 'accounts', { target: a, sources: [b] })) as { job: string };
    expect(Object.keys(answer)).toEqual(['job']);
    await work(at.engine, { workspace: at.name, job: answer.job });
    expect((await records.list('contacts', { filter: `account = "${a}"`, count: 'exact', limit: 1 })).count).toBe(1200);
    expect(await admin.read((reader) => readJob(reader, answer.job, at.ids.admin ?? null))).toMatchObject({
      state: 'done',
      result: { deleted: 1, updated: 1200 },
    });
    expect(await undo(answer.job)).toEqual([]);
    expect((await records.list('contacts', { filter: `account = "${b}"`, count: 'exact', limit: 1 })).count).toBe(1200);
  }, 60_000);
});
