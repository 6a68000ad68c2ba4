import { describe, expect, it } from 'vitest';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  giver: [
    'permission_sets',
    {
      name: 'Giver',
      grants: [
        { target: 'feature:set_authorization' },
        { target: 'permission_sets', verb: '*', scopes: ['all'] },
        { target: 'deals', verb: 'view', scopes: ['own'] },
      ],
    },
  ],
  chief: ['users', { login: 'chief', name: 'Chief', department: '$top', permission_sets: ['$giver'] }],
  careful: ['users', { login: 'careful', name: 'Careful', department: '$top', permission_sets: ['$giver'], own_rights_only: true }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  globex: ['accounts', { name: 'Globex', owner: '$below' }],
  initech: ['accounts', { name: 'Initech', owner: '$stranger' }],
  deal: ['deals', { name: 'Deal', account: '$acme', amount: '100', probability: '35', owner: '$agent' }],
});

const viewDeals = { target: 'deals', verb: 'view', scopes: ['own'] };
const set = (values: object) => ({ create: 'permission_sets', values: { name: 'New', ...values } });

describe('permission sets', () => {
  scenarios(at, [
    {
      title: 'has grants with targets, verbs and scopes [TT-12] [CS-014]',
      as: 'root',
      call: set({
        grants: [
          viewDeals,
          { target: '*', verb: 'view', scopes: ['all'] },
          { target: 'feature:administration' },
          { target: 'leads', verb: 'convert', scopes: ['own'] },
        ],
      }),
      expect: { refused: 422, field: 'grants.3.verb', code: 'unknown' },
    },
    {
      title: 'is saved when all names are right',
      as: 'root',
      call: set({
        grants: [viewDeals, { target: 'users', verb: 'set_password', scopes: ['sub_units'] }, { target: 'feature:administration' }],
      }),
      expect: {
        record: { name: 'New', grants: [{ target: 'deals' }, { verb: 'set_password' }, { target: 'feature:administration', verb: '*' }] },
      },
      changes: [{ verb: 'create', entity: 'permission_sets', after: { name: 'New' } }],
    },
    {
      title: 'tells the nearest name of a target',
      as: 'root',
      call: set({ grants: [{ ...viewDeals, target: 'deal' }] }),
      expect: { refused: 422, field: 'grants.0.target', code: 'unknown' },
    },
    {
      title: 'has no grant without a scope',
      as: 'root',
      call: set({ grants: [{ target: 'deals', verb: 'view' }] }),
      expect: { refused: 422, field: 'grants.0.scopes', code: 'required' },
    },
    {
      title: 'knows the fields it hides [CS-023]',
      as: 'root',
      call: set({ field_rights: [{ target: 'deals', field: 'amout', right: 'hidden' }] }),
      expect: { refused: 422, field: 'field_rights.0.field', code: 'unknown' },
    },
    {
      title: 'has a name of its own',
      as: 'root',
      call: set({ name: 'Staff' }),
      expect: { refused: 422, field: 'name', code: 'not_unique' },
    },
    {
      title: 'is not made root by others than root',
      as: 'chief',
      call: set({ root: true }),
      expect: { refused: 422, field: 'root', code: 'not_granted' },
    },
    {
      title: 'with root rights is not edited by others than root',
      as: 'chief',
      call: { update: 'permission_sets', id: '$set:Root', values: { description: 'x' } },
      expect: { refused: 422, code: 'not_granted' },
    },
    {
      title: 'is edited by others within what they may pass on [SC-14]',
      as: 'careful',
      call: { update: 'permission_sets', id: '$giver', values: { grants: [viewDeals, { ...viewDeals, verb: 'delete' }] } },
      expect: { refused: 422, field: 'grants', code: 'not_granted' },
    },
    {
      title: 'is made by others within what they hold [SC-14]',
      as: 'careful',
      call: set({ grants: [viewDeals] }),
      expect: { record: { name: 'New' } },
    },
    {
      title: 'with root rights stays as long as it is the last one in use',
      as: 'root',
      call: { update: 'permission_sets', id: '$set:Root', values: { root: false } },
      expect: { refused: 422, field: 'root', code: 'last_root' },
    },
    {
      title: 'with root rights is not deleted either',
      as: 'root',
      call: { delete: 'permission_sets', id: '$set:Root' },
      expect: { refused: 422, code: 'last_root' },
    },
    {
      title: 'is taken from its holders when it is deleted [TT-07]',
      as: 'root',
      call: { delete: 'permission_sets', id: '$giver' },
      expect: {},
      changes: [
        { verb: 'delete', entity: 'permission_sets', record: '$giver' },
        { verb: 'update', entity: 'users', after: { permission_sets: null } },
        { verb: 'update', entity: 'users', after: { permission_sets: null } },
      ],
    },
    { title: 'is not read by staff', as: 'staff', call: { list: 'permission_sets' }, expect: { refused: 403 } },
  ]);
});

describe('presets', () => {
  const names = { query: { fields: ['name'], sort: 'name' } };
  const seen = (...wanted: string[]) => ({ records: wanted.map((name) => ({ name })) });

  scenarios(at, [
    { title: 'sees everything [TT-09]', as: 'root', call: { list: 'accounts', ...names }, expect: seen('Acme', 'Globex', 'Initech') },
    {
      title: 'sees all business records [NV-06]',
      as: 'admin',
      call: { list: 'accounts', ...names },
      expect: seen('Acme', 'Globex', 'Initech'),
    },
    {
      title: 'does not touch users [NV-06]',
      as: 'admin',
      call: { update: 'users', id: '$staff', values: { name: 'x' } },
      expect: { refused: 403 },
    },
    {
      title: 'sees the own department and those below [SC-11] [SC-12]',
      as: 'manager',
      call: { list: 'accounts', ...names },
      expect: seen('Acme', 'Globex'),
    },
    { title: 'sees all [CS-012]', as: 'staff', call: { list: 'accounts', ...names }, expect: seen('Acme', 'Globex', 'Initech') },
    {
      title: 'changes what is of the own department',
      as: 'staff',
      call: { update: 'accounts', id: '$acme', values: { phone: '+358 9 1' } },
      expect: { record: { name: 'Acme' } },
    },
    {
      title: 'does not change what is of another',
      as: 'staff',
      call: { update: 'accounts', id: '$initech', values: { phone: '+358 9 1' } },
      expect: { refused: 404 },
    },
    { title: 'sees the own only [PX-04]', as: 'agent', call: { list: 'accounts', ...names }, expect: seen('Acme') },
    { title: 'reads all', as: 'reader', call: { list: 'accounts', ...names }, expect: seen('Acme', 'Globex', 'Initech') },
    { title: 'creates nothing', as: 'reader', call: { create: 'accounts', values: { name: 'x' } }, expect: { refused: 403 } },
    { title: 'has nothing [TT-08]', as: 'nobody', call: { list: 'accounts' }, expect: { refused: 403 } },
    { title: 'sees nothing without a company [TT-10]', as: 'customer', call: { list: 'accounts', ...names }, expect: { records: [] } },
  ]);

  it('shows a customer the own company only, without the odds of its deals [TT-10]', async () => {
    await at.system.records.update('users', String(at.ids.customer), { account: at.ids.acme });
    const { records } = await at.person('customer');
    expect((await records.list('accounts', names.query)).records.map(({ name }) => name)).toEqual(['Acme']);
    const deal = await records.get('deals', String(at.ids.deal));
    expect(deal).toMatchObject({ name: 'Deal', amount: { amount: '100.00' } });
    expect(deal).not.toHaveProperty('probability');
    await expect(records.list('deals', { filter: 'probability > 10' })).rejects.toMatchObject({ status: 400 });
    await expect(records.get('accounts', String(at.ids.globex))).rejects.toMatchObject({ status: 404 });
    expect((await records.list('users', { fields: ['login'] })).records).toMatchObject([{ login: 'customer' }]);
    await expect(records.list('departments')).rejects.toMatchObject({ status: 403 });
  });

  it('lets root beat customer mode [TT-11] [NV-04]', async () => {
    const both = await at.system.records.create('users', {
      login: 'both',
      name: 'Both',
      department: at.ids.top,
      permission_sets: [at.ids['set:Root'], at.ids['set:Customer']],
    });
    const { records } = await at.as(String(both.id));
    expect((await records.list('accounts')).records).toHaveLength(3);
  });

  it('takes effect with the next request [TT-12] [SC-23]', async () => {
    const made = await at.system.records.create('permission_sets', { name: 'Later', grants: [viewDeals] });
    const user = await at.system.records.create('users', {
      login: 'later',
      name: 'Later',
      department: at.ids.north,
      permission_sets: [made.id],
    });
    const list = async () => (await at.as(String(user.id))).records.list('deals', { fields: ['name'] });
    expect((await list()).records).toEqual([]);
    await at.system.records.update('permission_sets', String(made.id), { grants: [{ ...viewDeals, scopes: ['same_unit'] }] });
    expect((await list()).records).toMatchObject([{ name: 'Deal' }]);
    await at.system.records.update('permission_sets', String(made.id), { grants: [] });
    await expect(list()).rejects.toMatchObject({ status: 403 });
  });
});

describe('roles and owner groups', () => {
  it('lets a higher role reach what lower ones own [CS-012]', async () => {
    const head = await at.system.records.create('roles', { name: 'Head' });
    const hand = await at.system.records.create('roles', { name: 'Hand', parent: head.id });
    const branch = await at.system.records.create('permission_sets', {
      name: 'Branch',
      grants: [{ target: 'accounts', verb: 'view', scopes: ['role_branch'] }],
    });
    await at.system.records.update('users', String(at.ids.stranger), { role: hand.id });
    const chief = await at.system.records.create('users', {
      login: 'head',
      name: 'Head',
      department: at.ids.north,
      role: head.id,
      permission_sets: [branch.id],
    });
    const { records } = await (await at.as(String(chief.id))).records.list('accounts', { fields: ['name'] });
    expect(records).toMatchObject([{ name: 'Initech' }]);
    await expect(at.system.records.update('roles', String(head.id), { parent: hand.id })).rejects.toMatchObject({ status: 422 });
  });

  it('lets all members reach what their group owns [CS-015] [CS-016]', async () => {
    const group = await at.system.records.create('owner_groups', { name: 'Tender team', members: [at.ids.agent, at.ids.stranger] });
    await at.system.records.create('accounts', { name: 'Shared', owner: group.id });
    const names = async (who: string) =>
      (await (await at.person(who)).records.list('accounts', { fields: ['name'], filter: 'name = "Shared"' })).records.length;
    expect([await names('agent'), await names('stranger'), await names('below')]).toEqual([1, 1, 0]);
  });
});
