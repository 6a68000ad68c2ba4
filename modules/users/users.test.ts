import { describe, expect, it } from 'vitest';
import { proveByPassword, Refusal, undoJob, work } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  hr: [
    'permission_sets',
    {
      name: 'Personnel',
      grants: [
        { target: 'users', verb: '*', scopes: ['all'] },
        { target: 'departments', verb: 'view', scopes: ['all'] },
        { target: 'permission_sets', verb: 'view', scopes: ['all'] },
      ],
    },
  ],
  giver: ['permission_sets', { name: 'Giver', grants: [{ target: 'feature:set_authorization' }] }],
  clerk: ['users', { login: 'clerk', name: 'Clerk', department: '$top', permission_sets: ['$hr'] }],
  chief: ['users', { login: 'chief', name: 'Chief', department: '$top', permission_sets: ['$hr', '$giver'] }],
  careful: ['users', { login: 'careful', name: 'Careful', department: '$top', permission_sets: ['$hr', '$giver'], own_rights_only: true }],
  office: ['departments', { name: 'Office', parent: '$top', new_user_sets: ['$set:Agent'] }],
});

const somebody = { login: 'new.one', name: 'New One', department: '$south', password: 'correct horse' };
const { password: _, ...unarmed } = somebody;

describe('accounts [SC-05]', () => {
  scenarios(at, [
    {
      title: 'needs account, name and department [SC-07]',
      as: 'clerk',
      call: { create: 'users', values: { nickname: 'x' } },
      expect: { refused: 422, field: 'department', code: 'required' },
    },
    {
      title: 'needs a first password where no mail brings a link [SC-07]',
      as: 'clerk',
      call: { create: 'users', values: unarmed },
      expect: { refused: 422, field: 'password', code: 'required' },
    },
    {
      title: 'needs none while nobody is to sign in with it [SC-07]',
      as: 'clerk',
      call: { create: 'users', values: { ...unarmed, status: 'disabled' } },
      expect: { record: { status: 'disabled' } },
    },
    {
      title: 'is not enabled without one either [SC-07]',
      as: 'clerk',
      given: [{ update: 'users', id: '$nobody', values: { status: 'disabled' } }],
      call: { update: 'users', id: '$nobody', values: { status: 'enabled' } },
      expect: { refused: 422, field: 'password', code: 'required' },
    },
    {
      title: 'gets nothing in a department that gives nothing [SC-08]',
      as: 'clerk',
      call: { create: 'users', values: somebody },
      expect: { record: { login: 'new.one', status: 'enabled', permission_sets: [], created_by: { title: 'Clerk' } } },
    },
    {
      title: 'gets what the department gives [SC-08] [SC-25]',
      as: 'clerk',
      call: { create: 'users', values: { ...somebody, department: '$office' } },
      expect: { record: { permission_sets: [{ title: 'Agent' }] } },
    },
    {
      title: 'takes a login once only [SC-07]',
      as: 'clerk',
      call: { create: 'users', values: { ...somebody, login: 'STAFF' } },
      expect: { refused: 422, field: 'login', code: 'not_unique' },
    },
    {
      title: 'keeps its login [SC-16]',
      as: 'root',
      call: { update: 'users', id: '$staff', values: { login: 'other' } },
      expect: { refused: 422, field: 'login', code: 'read_only' },
    },
    {
      title: 'changes name, department and notes, and keeps its rights [SC-16]',
      as: 'clerk',
      call: { update: 'users', id: '$staff', values: { name: 'Other', department: '$office', notes: 'Moved.' } },
      expect: { record: { name: 'Other', department: { title: 'Office' }, permission_sets: [{ title: 'Staff' }] } },
    },
    {
      title: 'does not take when and by whom it was made from outside [SC-24]',
      as: 'root',
      call: { update: 'users', id: '$staff', values: { created_at: '2020-01-01T00:00:00Z' } },
      expect: { refused: 422, field: 'created_at', code: 'read_only' },
    },
    {
      title: 'is found by department with those below, and status [SC-06]',
      as: 'staff',
      call: {
        list: 'users',
        query: { filter: 'department in (my_department(), my_departments()) and status = "enabled"', fields: ['login'], sort: 'login' },
      },
      expect: { records: [{ login: 'agent' }, { login: 'below' }, { login: 'manager' }, { login: 'staff' }] },
    },
    { title: 'is never deleted', as: 'root', call: { delete: 'users', id: '$staff' }, expect: { refused: 403, code: 'never_deleted' } },
    {
      title: 'is the only one a customer sees of all users [TT-10]',
      as: 'customer',
      call: { list: 'users', query: { fields: ['login'] } },
      expect: { records: [{ login: 'customer' }] },
    },
  ]);
});

describe('states', () => {
  scenarios(at, [
    {
      title: 'is disabled [SC-15]',
      as: 'clerk',
      call: { act: 'users.disable', id: '$staff' },
      expect: { record: { status: 'disabled' } },
      changes: [{ verb: 'update', entity: 'users', record: '$staff', after: { status: 'disabled' } }],
    },
    {
      title: 'is archived [CS-011]',
      as: 'clerk',
      call: { act: 'users.archive', id: '$staff' },
      expect: { record: { status: 'archived' } },
    },
    {
      title: 'is gone from the register once archived; a filter finds the person [CS-011]',
      as: 'clerk',
      given: [{ act: 'users.archive', id: '$staff' }],
      call: { list: 'users', query: { filter: 'login = "staff"', fields: ['login'] } },
      expect: { records: [] },
    },
    {
      title: 'keeps the last root user enabled',
      as: 'root',
      call: { act: 'users.disable', id: '$root' },
      expect: { refused: 422, field: 'status', code: 'last_root' },
    },
    {
      title: 'keeps root rights with the last root user',
      as: 'root',
      call: { update: 'users', id: '$root', values: { permission_sets: ['$set:Staff'] } },
      expect: { refused: 422, field: 'permission_sets', code: 'last_root' },
    },
    {
      title: 'lets one of two root users go',
      as: 'root',
      given: [{ create: 'users', values: { ...somebody, permission_sets: ['$set:Root'] } }],
      call: { act: 'users.disable', id: '$root' },
      expect: { record: { status: 'disabled' } },
    },
    {
      title: 'does not let others touch a root user',
      as: 'chief',
      call: { update: 'users', id: '$root', values: { email: 'thief@kontor.example' } },
      expect: { refused: 403 },
    },
  ]);

  it('ends all rights of a disabled user with the next request [SC-15] [SC-23]', async () => {
    const { id } = await at.system.records.create('users', {
      login: 'leaver',
      name: 'Leaver',
      department: at.ids.south,
      permission_sets: [at.ids['set:Read only']],
    });
    const context = await at.as(String(id));
    await context.records.list('accounts');
    await at.system.act('users', String(id), 'disable');
    await expect(at.as(String(id))).rejects.toMatchObject({ status: 401 });
  });
});

describe('passing on rights', () => {
  scenarios(at, [
    {
      title: 'needs "Set authorization" [SC-13]',
      as: 'clerk',
      call: { update: 'users', id: '$nobody', values: { permission_sets: ['$set:Read only'] } },
      expect: { refused: 422, field: 'permission_sets', code: 'not_granted' },
    },
    {
      title: 'works with "Set authorization" [SC-13]',
      as: 'chief',
      call: { update: 'users', id: '$nobody', values: { permission_sets: ['$set:Read only'] } },
      expect: { record: { permission_sets: [{ title: 'Read only' }] } },
    },
    {
      title: 'never gives root rights without being root',
      as: 'chief',
      call: { update: 'users', id: '$chief', values: { permission_sets: ['$set:Root'] } },
      expect: { refused: 422, field: 'permission_sets', code: 'not_granted' },
    },
    {
      title: 'stays within the own rights where that is ticked [SC-14]',
      as: 'careful',
      call: { update: 'users', id: '$nobody', values: { permission_sets: ['$set:Read only'] } },
      expect: { refused: 422, field: 'permission_sets', code: 'not_granted' },
    },
    {
      title: 'gives own rights where that is ticked [SC-14]',
      as: 'careful',
      call: { update: 'users', id: '$nobody', values: { permission_sets: ['$hr'] } },
      expect: { record: { permission_sets: [{ title: 'Personnel' }] } },
    },
    {
      title: 'does not untick that for oneself [SC-14]',
      as: 'careful',
      call: { update: 'users', id: '$careful', values: { own_rights_only: false } },
      expect: { refused: 422, field: 'own_rights_only' },
    },
    {
      title: 'hands that limit on together with the right to pass on rights [SC-14]',
      as: 'careful',
      call: { create: 'users', values: { ...somebody, permission_sets: ['$giver'] } },
      expect: { record: { own_rights_only: true } },
    },
    {
      title: 'gives rights to a new user only with "Set authorization"',
      as: 'clerk',
      call: { create: 'users', values: { ...somebody, permission_sets: ['$set:Staff'] } },
      expect: { refused: 422, field: 'permission_sets', code: 'not_granted' },
    },
  ]);
});

describe('categories', () => {
  it('label people for lists and figures, and give no rights; groups and sets do [NV-05]', async () => {
    const { records } = at.system;
    const labelled = { department: at.ids.south, category: 'Administrator' };
    const id = String((await records.create('users', { login: 'labelled', name: 'Labelled', ...labelled })).id);
    const person = await at.as(id);
    for (const entity of ['accounts', 'users', 'permission_sets'])
      await expect(person.records.list(entity)).rejects.toMatchObject({ status: 403 });

    const clerk = await at.person('clerk');
    const { records: found } = await clerk.records.list('users', {
      filter: 'category = "Administrator"',
      sort: 'category',
      fields: ['name'],
    });
    expect(found).toMatchObject([{ name: 'Labelled' }]);
    const figures = await clerk.records.aggregate('users', { groupBy: ['category'], measures: [{ fn: 'count' }] });
    expect(figures.find(({ category }) => category === 'Administrator')).toMatchObject({ count: 1 });

    await records.update('users', id, { category: null, permission_sets: [at.ids['set:Read only']] });
    expect((await (await at.as(id)).records.list('accounts')).records.length).toBeGreaterThanOrEqual(0);
    const { entities } = clerk.schema;
    expect([entities.owner_groups?.plural, entities.users?.fields.category?.label]).toEqual(['Owner groups', 'Category']);
  });
});

describe('leaving', () => {
  it('keeps its owner on a record until somebody edits it, who must choose a new one [CS-011]', async () => {
    const { records } = at.system;
    const leaver = String((await records.create('users', { login: 'gone-for-good', name: 'Leaver', department: at.ids.north })).id);
    const account = String((await records.create('accounts', { name: 'Left alone', owner: leaver })).id);
    await (await at.person('clerk')).act('users', leaver, 'archive');
    const manager = await at.person('manager');
    expect(await manager.records.get('accounts', account)).toMatchObject({ owner: { id: leaver, title: 'Leaver' } });
    await expect(manager.records.update('accounts', account, { city: 'Oulu' })).rejects.toMatchObject({
      status: 422,
      problems: [{ field: 'owner', code: 'archived_owner' }],
    });
    await expect(manager.records.update('accounts', account, { owner: leaver, city: 'Oulu' })).rejects.toMatchObject({ status: 422 });
    const moved = await manager.records.update('accounts', account, { city: 'Oulu', owner: at.ids.staff });
    expect(moved).toMatchObject({ city: 'Oulu', owner: { title: 'staff person' } });
    expect((await manager.records.list('users', { filter: 'status = "archived"', fields: ['name'] })).records).toMatchObject([
      { name: 'Leaver' },
    ]);
  });

  it('hands all records over to somebody else, and takes it back as a whole [CS-010]', async () => {
    const { records } = at.system;
    const account = await records.create('accounts', { name: 'Of the leaver', owner: at.ids.below });
    const deal = await records.create('deals', { name: 'Of the leaver', owner: at.ids.below });
    const gone = await records.create('contacts', { last_name: 'Hidden', status: 'not_a_client', owner: at.ids.below });
    const clerk = await at.person('clerk');
    const { result } = await clerk.act('users', String(at.ids.below), 'hand_over', { to: at.ids.agent });
    const { job } = result as { job: string };
    await work(at.engine, { workspace: at.name, job });
    const owners = async () => [
      (await records.get('accounts', String(account.id))).owner,
      (await records.get('deals', String(deal.id))).owner,
      (await records.get('contacts', String(gone.id))).owner,
    ];
    expect(await owners()).toMatchObject(Array(3).fill({ title: 'agent person' }));
    const undo = await undoJob(at.system, { id: job, actor: at.ids.clerk ?? null, done: 3 });
    await work(at.engine, { workspace: at.name, job: undo });
    expect(await owners()).toMatchObject(Array(3).fill({ title: 'below person' }));
  });

  scenarios(at, [
    {
      title: 'hands nothing over to somebody who has left [CS-010]',
      as: 'clerk',
      given: [{ update: 'users', id: '$stranger', values: { status: 'archived' } }],
      call: { act: 'users.hand_over', id: '$below', input: { to: '$stranger' } },
      expect: { refused: 422, field: 'to', code: 'not_active' },
    },
  ]);
});

describe('own profile', () => {
  scenarios(at, [
    {
      title: 'has a name, a nickname and notes to edit [SC-03]',
      as: 'agent',
      call: { act: 'users.edit_profile', id: '$agent', input: { name: 'Agent Smith', nickname: 'Smith', language: 'fi' } },
      expect: { record: { name: 'Agent Smith', nickname: 'Smith', language: 'fi', login: 'agent' } },
      changes: [{ verb: 'update', entity: 'users', record: '$agent' }],
    },
    {
      title: 'has a name still',
      as: 'agent',
      call: { act: 'users.edit_profile', id: '$agent', input: { name: null } },
      expect: { refused: 422, field: 'name', code: 'required' },
    },
    {
      title: 'has no login, department or rights to edit [SC-03]',
      as: 'agent',
      call: { act: 'users.edit_profile', id: '$agent', input: { login: 'neo' } },
      expect: { refused: 400, field: 'login' },
    },
    {
      title: 'is not changed past the action',
      as: 'agent',
      call: { update: 'users', id: '$agent', values: { nickname: 'x' } },
      expect: { refused: 403 },
    },
    {
      title: 'of others is theirs',
      as: 'agent',
      call: { act: 'users.edit_profile', id: '$below', input: { nickname: 'x' } },
      expect: { refused: 404 },
    },
    {
      title: 'of others is theirs, for root too',
      as: 'root',
      call: { act: 'users.edit_profile', id: '$below', input: { nickname: 'x' } },
      expect: { refused: 409 },
    },
    {
      title: 'is nothing for who has no rights [TT-08]',
      as: 'nobody',
      call: { act: 'users.edit_profile', id: '$nobody', input: { nickname: 'x' } },
      expect: { refused: 403 },
    },
  ]);

  it('has a password that is changed by who knows the old one [SC-02] [CS-002]', async () => {
    const { id } = await at.system.records.create('users', {
      login: 'changer',
      name: 'Changer',
      department: at.ids.south,
      password: 'first horse',
      permission_sets: [at.ids['set:Customer']],
    });
    const context = await at.as(String(id));
    const change = (current: string, password: string, repeat = password) =>
      context.act('users', String(id), 'change_password', { current, password, repeat });
    await expect(change('wrong horse', 'second horse')).rejects.toMatchObject({
      status: 422,
      problems: [{ field: 'current', code: 'wrong' }],
    });
    await expect(change('first horse', 'second horse', 'third horse')).rejects.toMatchObject({
      status: 422,
      problems: [{ field: 'repeat' }],
    });
    await expect(change('first horse', 'short')).rejects.toMatchObject({
      status: 422,
      problems: [{ field: 'password', code: 'too_short' }],
    });
    await change('first horse', 'second horse');
    const workspace = await at.engine.workspace(at.name);
    if (!workspace) throw new Error('The workspace is not there.');
    expect(await proveByPassword(at.system, 'changer', 'first horse')).toMatchObject({ user: null });
    expect(await proveByPassword(at.system, 'changer', 'second horse')).toMatchObject({ user: { id } });
  });
});

describe('passwords', () => {
  const input = { password: 'correct horse', repeat: 'correct horse' };

  scenarios(at, [
    {
      title: 'is set by who may [SC-17]',
      as: 'clerk',
      call: { act: 'users.set_password', id: '$staff', input },
      expect: { record: { login: 'staff' } },
    },
    {
      title: 'is refused when the repetition differs [SC-17]',
      as: 'clerk',
      call: { act: 'users.set_password', id: '$staff', input: { ...input, repeat: 'x' } },
      expect: { refused: 422, field: 'repeat', code: 'unequal' },
    },
    {
      title: 'is refused when it is weak [CS-008]',
      as: 'clerk',
      call: { act: 'users.set_password', id: '$staff', input: { password: 'short', repeat: 'short' } },
      expect: { refused: 422, field: 'password', code: 'too_short' },
    },
    {
      title: 'of root is set by root only',
      as: 'chief',
      call: { act: 'users.set_password', id: '$root', input },
      expect: { refused: 403 },
    },
    { title: 'is not set by staff', as: 'staff', call: { act: 'users.set_password', id: '$agent', input }, expect: { refused: 403 } },
    {
      title: 'comes with a new account, and stays unseen [SC-07]',
      as: 'clerk',
      call: { create: 'users', values: { ...somebody, password: 'correct horse' } },
      expect: { record: { login: 'new.one' } },
      changes: [{ verb: 'create', entity: 'users', after: { login: 'new.one' } }],
    },
    {
      title: 'of a new account is strong enough [CS-008]',
      as: 'clerk',
      call: { create: 'users', values: { ...somebody, password: 'NEW.one' } },
      expect: { refused: 422, field: 'password', code: 'too_short' },
    },
    {
      title: 'is not written past the action',
      as: 'root',
      call: { update: 'users', id: '$staff', values: { password: 'x' } },
      expect: { refused: 422, field: 'password' },
    },
  ]);

  it('is kept as a hash, opens the account, and shows up nowhere [CS-006]', async () => {
    const root = await at.person('root');
    await root.act('users', String(at.ids.reader), 'set_password', input);
    const workspace = await at.engine.workspace(at.name);
    if (!workspace) throw new Error('The workspace is not there.');
    expect(await proveByPassword(at.system, 'reader', input.password)).toMatchObject({ user: { login: 'reader' } });
    expect(await proveByPassword(at.system, 'reader', 'wrong horse')).toMatchObject({ user: null, why: 'wrong_password' });
    const record = await root.records.get('users', String(at.ids.reader));
    const { changes } = await root.records.history('users', String(at.ids.reader));
    const shown = JSON.stringify([record, changes]);
    expect(shown).not.toContain('argon2');
    expect(shown).not.toContain(input.password);
    await expect(root.records.list('users', { fields: ['password'] })).rejects.toBeInstanceOf(Refusal);
    await expect(root.records.list('users', { filter: 'password is not empty' })).rejects.toBeInstanceOf(Refusal);
  });
});

describe('administration without root, in one step [NV-06]', () => {
  it('takes root away and gives all but finance and auth, by a root user alone', async () => {
    const { records } = at.system;
    const values = { name: 'Second root', department: at.ids.top, permission_sets: [at.ids['set:Root'], at.ids['set:Agent']] };
    const id = String((await records.create('users', { login: 'second.root', ...values })).id);
    const [chief, root] = [await at.person('chief'), await at.person('root')];
    await expect(chief.act('users', id, 'administer')).rejects.toMatchObject({ status: 403 });
    await root.act('users', id, 'administer');

    expect((await records.get('users', id, ['permission_sets'])).permission_sets).toMatchObject([{ title: 'Agent' }]);
    const second = await at.as(id);
    expect(second.actor.rights.root).toBe(false);
    expect([...second.actor.rights.features]).toEqual(expect.arrayContaining(['administration']));
    expect(second.actor.rights.features.has('set_authorization')).toBe(false);
    // Everybody's deals, departments, settings.
    expect(await second.records.update('deals', String((await records.create('deals', { name: 'D' })).id), { name: 'E' })).toBeDefined();
    expect(await second.records.create('departments', { name: 'New', parent: at.ids.top })).toBeDefined();
    expect((await second.records.list('general_settings')).records).toHaveLength(1);
    // Colleagues are seen, not changed; nothing of what gives rights.
    expect((await second.records.list('users', { limit: 1 })).records).toHaveLength(1);
    const auth: [string, object][] = [
      ['users', { login: 'x', name: 'X', department: at.ids.top }],
      ['permission_sets', { name: 'X' }],
      ['roles', { name: 'X' }],
      ['sharing_rules', {}],
      ['api_keys', {}],
    ];
    for (const [noun, given] of auth) await expect(second.records.create(noun, { ...given })).rejects.toMatchObject({ status: 403 });
    await expect(root.act('users', id, 'administer')).rejects.toMatchObject({ status: 409, code: 'no_root' });
  });

  it('leaves the last root user as he is', async () => {
    const root = await at.person('root');
    await expect(root.act('users', String(at.ids.root), 'administer')).rejects.toMatchObject({
      problems: [{ field: 'permission_sets', code: 'last_root' }],
    });
  });
});
