// A user as a start for another one, and parting from users, sets and roles with an heir.

import { describe, expect, it } from 'vitest';
import { work } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const viewDeals = { target: 'deals', verb: 'view', scopes: ['own'] };
const at = await house({
  clerks: [
    'permission_sets',
    {
      name: 'Clerks',
      grants: [
        { target: 'users', verb: '*', scopes: ['all'] },
        { target: 'permission_sets', verb: '*', scopes: ['all'] },
        { target: 'roles', verb: '*', scopes: ['all'] },
        { target: 'departments', verb: 'view', scopes: ['all'] },
      ],
    },
  ],
  old: ['permission_sets', { name: 'Old', grants: [viewDeals] }],
  fresh: ['permission_sets', { name: 'Fresh', grants: [viewDeals] }],
  lead: ['roles', { name: 'Lead', permission_sets: ['$old'] }],
  worker: ['roles', { name: 'Worker', parent: '$lead' }],
  other: ['roles', { name: 'Other' }],
  group: ['owner_groups', { name: 'Group', roles: ['$lead'] }],
  office: ['departments', { name: 'Office', parent: '$top', new_user_sets: ['$old'] }],
  clerk: ['users', { login: 'clerk', name: 'Clerk', department: '$top', permission_sets: ['$clerks'] }],
  model: [
    'users',
    {
      ...{ login: 'model', name: 'Model', department: '$north', role: '$lead', permission_sets: ['$old'] },
      ...{ grants: [{ target: 'leads', verb: 'view', scopes: ['same_unit'] }], own_rights_only: true },
      field_rights: [{ target: 'deals', field: 'amount', right: 'hidden' }],
    },
  ],
  gone: ['users', { login: 'gone', name: 'Gone', department: '$north', permission_sets: ['$old'], status: 'archived' }],
  acme: ['accounts', { name: 'Acme', owner: '$model' }],
});

const copy = { act: 'users.copy', id: '$model', input: { login: 'second', name: 'Second', password: 'correct horse' } } as const;

describe('copies', () => {
  scenarios(at, [
    {
      title: 'has place, sets, individual rights and limits of the other user [CS-010] [CS-024]',
      as: 'root',
      given: [copy],
      call: {
        list: 'users',
        query: { filter: 'login = "second"', fields: ['department', 'role', 'permission_sets', 'grants', 'own_rights_only'] },
      },
      expect: {
        records: [
          {
            ...{ department: { title: 'North' }, role: { title: 'Lead' }, permission_sets: [{ title: 'Old' }], own_rights_only: true },
            grants: [{ target: 'leads', verb: 'view', scopes: ['same_unit'] }],
          },
        ],
      },
    },
    {
      title: 'leads to the new user [CS-010]',
      as: 'root',
      call: copy,
      expect: { result: { open: { entity: 'users', title: 'Second' } } },
    },
    {
      title: 'passes rights on, which not everybody may [CS-010] [SC-14]',
      as: 'clerk',
      call: copy,
      expect: { refused: 422, code: 'not_granted' },
    },
    {
      title: 'of a set has its lines [CS-024]',
      as: 'root',
      given: [{ act: 'permission_sets.copy', id: '$old', input: { name: 'Older' } }],
      call: { list: 'permission_sets', query: { filter: 'name = "Older"', fields: ['grants'] } },
      expect: { records: [{ grants: [viewDeals] }] },
    },
    {
      title: 'of a role has its sets and its place [CS-024]',
      as: 'root',
      given: [{ act: 'roles.copy', id: '$worker', input: { name: 'Second worker' } }],
      call: { list: 'roles', query: { filter: 'name = "Second worker"', fields: ['parent'] } },
      expect: { records: [{ parent: { title: 'Lead' } }] },
    },
  ]);
});

describe('replacements', () => {
  const retire = { act: 'permission_sets.retire', id: '$old', input: { replacement: '$fresh' } } as const;
  scenarios(at, [
    {
      title: 'of a set reach its users, archived ones too [CS-024] [TT-08]',
      as: 'root',
      given: [retire],
      call: { list: 'users', query: { filter: 'login in ("model", "gone") and status is not empty', fields: ['permission_sets'] } },
      expect: { records: [{ permission_sets: [{ title: 'Fresh' }] }, { permission_sets: [{ title: 'Fresh' }] }] },
    },
    {
      title: 'of a set reach roles and what departments give [CS-024]',
      as: 'root',
      given: [retire],
      call: { get: 'departments', id: '$office', fields: ['new_user_sets'] },
      expect: { record: { new_user_sets: [{ title: 'Fresh' }] } },
    },
    {
      title: 'are passed on like all rights [CS-024] [SC-14]',
      as: 'clerk',
      call: retire,
      expect: { refused: 422, code: 'not_granted' },
    },
    {
      title: 'of a role reach its people [CS-024]',
      as: 'root',
      given: [{ act: 'roles.retire', id: '$lead', input: { replacement: '$worker' } }],
      call: { get: 'users', id: '$model', fields: ['role'] },
      expect: { record: { role: { title: 'Worker' } } },
    },
    {
      title: 'of a role reach groups and what stands below [CS-024]',
      as: 'root',
      given: [{ act: 'roles.retire', id: '$lead', input: { replacement: '$other' } }],
      call: { get: 'roles', id: '$worker', fields: ['parent'] },
      expect: { record: { parent: { title: 'Other' } } },
    },
  ]);
});

describe('parting from a user', () => {
  scenarios(at, [
    {
      title: 'asks for a successor [CS-010]',
      as: 'root',
      call: { act: 'users.remove', id: '$model' },
      expect: { refused: 422, field: 'to', code: 'required' },
    },
    {
      title: 'is not parting from oneself [CS-010]',
      as: 'root',
      call: { act: 'users.remove', id: '$root', input: { to: '$staff' } },
      expect: { refused: 422, field: 'to', code: 'oneself' },
    },
    {
      title: 'may leave the records with the archived user [CS-011]',
      as: 'root',
      given: [{ act: 'users.remove', id: '$model', input: { keep: true } }],
      call: { get: 'accounts', id: '$acme', fields: ['owner'] },
      expect: { record: { owner: { title: 'Model' } } },
    },
  ]);

  it('gives the records to the heir and takes the account out of the register [CS-010]', async () => {
    const root = await at.person('root');
    const { result } = await root.act('users', at.ids.model!, 'remove', { to: at.ids.staff });
    await work(at.engine, { workspace: at.name, job: String((result as { job: string }).job) });
    expect(await root.records.get('accounts', at.ids.acme!, ['owner'])).toMatchObject({ owner: { id: at.ids.staff } });
    expect((await root.records.list('users', { filter: 'login = "model"' })).records).toEqual([]);
    await expect(at.person('model')).rejects.toThrow();
  });
});
