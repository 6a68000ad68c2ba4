// Nobody hands out what he does not have, by any path. Careful passes on own rights only; the clerk keeps accounts without "Set
// authorization"; both may write every record that gives rights.

import { describe, expect, it } from 'vitest';
import { bulk, merge, type Refusal, restoreRecord, undoChange } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const keeps = ['users', 'departments', 'roles', 'owner_groups', 'permission_sets', 'sharing_rules', 'sharing_levels', 'api_keys'].map(
  (target) => ({ target, verb: '*', scopes: ['all'] }),
);
const viewDeals = { target: 'deals', verb: 'view', scopes: ['own'] };
const allDeals = { target: 'deals', verb: 'view', scopes: ['all'] };
const passesOn = { target: 'feature:set_authorization', verb: '*' };

const at = await house({
  keeper: ['permission_sets', { name: 'Keeper', grants: keeps }],
  giver: [
    'permission_sets',
    { name: 'Giver', grants: [...keeps, viewDeals, passesOn], field_rights: [{ target: 'deals', field: 'amount', right: 'hidden' }] },
  ],
  less: ['permission_sets', { name: 'Less', grants: [viewDeals], field_rights: [{ target: 'deals', field: 'amount', right: 'hidden' }] }],
  open: ['permission_sets', { name: 'Open', grants: [viewDeals] }],
  more: ['permission_sets', { name: 'More', grants: [allDeals] }],
  lead: ['roles', { name: 'Lead' }],
  worker: ['roles', { name: 'Worker', parent: '$lead', permission_sets: ['$more'] }],
  plain: ['roles', { name: 'Plain' }],
  clerk: ['users', { login: 'clerk', name: 'Clerk', department: '$north', permission_sets: ['$keeper'] }],
  chief: ['users', { login: 'chief', name: 'Chief', department: '$north', permission_sets: ['$giver'] }],
  careful: ['users', { login: 'careful', name: 'Careful', department: '$north', permission_sets: ['$giver'], own_rights_only: true }],
  client: ['users', { login: 'client', name: 'Client', department: '$south', permission_sets: ['$set:Customer', '$more'] }],
  mine: ['owner_groups', { name: 'Mine', members: ['$careful', '$clerk'] }],
  theirs: ['owner_groups', { name: 'Theirs', members: ['$stranger'] }],
  wealthy: ['departments', { name: 'Wealthy', parent: '$north', new_user_sets: ['$more'] }],
});

const refused = (field: string) => ({ refused: 422, field, code: 'not_granted' });
const somebody = { login: 'somebody', name: 'Somebody', department: '$north', password: 'correct horse' };
const rule = { entity: 'deals', level: 'read', target_unit: '$north' };

describe('who gives own rights only hands out no more [SC-14]', () => {
  scenarios(at, [
    ...(
      [
        ['by a set', { update: 'users', id: '$nobody', values: { permission_sets: ['$more'] } }, 'permission_sets'],
        [
          'by a set that opens a field hidden to the giver',
          { update: 'users', id: '$nobody', values: { permission_sets: ['$open'] } },
          'permission_sets',
        ],
        ['by an individual right', { update: 'users', id: '$nobody', values: { grants: [allDeals] } }, 'grants'],
        ['by an individual right to oneself', { update: 'users', id: '$careful', values: { grants: [allDeals] } }, 'grants'],
        ['by taking a limit off', { update: 'users', id: '$client', values: { permission_sets: ['$more'] } }, 'permission_sets'],
        [
          'by the sets of a new user, as a copy has them',
          { create: 'users', values: { ...somebody, permission_sets: ['$more'] } },
          'permission_sets',
        ],
        ['by the individual rights of a new user', { create: 'users', values: { ...somebody, grants: [allDeals] } }, 'grants'],
        ['by what a department gives', { create: 'users', values: { ...somebody, department: '$wealthy' } }, 'department'],
        [
          'by a department beyond the own one',
          { create: 'users', values: { ...somebody, department: '$south', permission_sets: ['$less'] } },
          'department',
        ],
        ['by a move', { update: 'users', id: '$agent', values: { department: '$south' } }, 'department'],
        ['by a role and its sets', { update: 'users', id: '$nobody', values: { role: '$worker' } }, 'role'],
        ['by a role above others', { update: 'users', id: '$nobody', values: { role: '$lead' } }, 'role'],
        ['by the sets of a role', { update: 'roles', id: '$plain', values: { permission_sets: ['$more'] } }, 'permission_sets'],
        ['by a place in the tree of roles', { update: 'roles', id: '$worker', values: { parent: '$plain' } }, 'parent'],
        ['by the sets of a department', { update: 'departments', id: '$north', values: { new_user_sets: ['$more'] } }, 'new_user_sets'],
        [
          'by the rights of a department',
          { update: 'departments', id: '$north', values: { new_user_grants: [allDeals] } },
          'new_user_grants',
        ],
        ['by a place in the tree of departments', { update: 'departments', id: '$south', values: { parent: '$north' } }, 'parent'],
        ['by the members of a group', { update: 'owner_groups', id: '$theirs', values: { members: ['$stranger', '$careful'] } }, 'members'],
        ['by a role in a group', { update: 'owner_groups', id: '$theirs', values: { roles: ['$plain'] } }, 'roles'],
        ['by a group in a group', { update: 'owner_groups', id: '$theirs', values: { groups: ['$mine'] } }, 'groups'],
        ['by a sharing rule', { create: 'sharing_rules', values: { ...rule, source_unit: '$south' } }, 'entity'],
        ['by a lowest level', { create: 'sharing_levels', values: { entity: 'deals', level: 'read' } }, 'level'],
        ['by a set of one’s own making', { create: 'permission_sets', values: { name: 'New', grants: [allDeals] } }, 'grants'],
        ['by a set that somebody has', { update: 'permission_sets', id: '$less', values: { field_rights: [] } }, 'grants'],
        ['by an API key', { create: 'api_keys', values: { name: 'Key', user: '$admin' } }, 'user'],
      ] as const
    ).map(([title, call, field]) => ({ title, as: 'careful', call, expect: refused(field) }) as never),
    {
      title: 'and hands out what he has: a set, a right, a place, a member, a rule',
      as: 'careful',
      given: [
        { update: 'users', id: '$nobody', values: { permission_sets: ['$less'] } },
        { update: 'owner_groups', id: '$mine', values: { members: ['$careful', '$nobody'] } },
      ],
      call: { update: 'users', id: '$agent', values: { department: '$coast', permission_sets: ['$less'] } },
      expect: { record: { department: { title: 'Coast' } } },
    },
    {
      title: 'and shares what is below him [CS-013]',
      as: 'careful',
      call: { create: 'sharing_rules', values: { ...rule, source_unit: '$coast' } },
      expect: { record: { name: 'Deals: Coast → North' } },
    },
  ]);

  it('by a mass edit, undo, restore or merge', async () => {
    const { records } = at.system;
    const careful = await at.person('careful');
    const nobody = String(at.ids.nobody);
    const { results } = await bulk(careful, 'users', { update: { ids: [nobody], set: { permission_sets: [at.ids.more] } } });
    expect(results?.[0]).toMatchObject({ errors: [{ field: 'permission_sets', code: 'not_granted' }] });
    const made = await bulk(careful, 'users', {
      create: [{ login: 'm', password: 'correct horse', name: 'M', department: at.ids.north, grants: [allDeals] }],
    });
    expect(made.results?.[0]).toMatchObject({ errors: [{ field: 'grants', code: 'not_granted' }] });

    // What he took away himself he does not give back when it is more than he holds.
    await records.update('users', nobody, { permission_sets: [at.ids.more] });
    const { rows } = await at.system.read(({ db }) => db.query({ text: 'select clock_timestamp()', values: [] }));
    const given = String(rows[0]?.[0]).replace(' ', 'T').replace(/\+00$/, 'Z');
    await careful.records.update('users', nobody, { permission_sets: [] });
    const { changes } = await careful.records.history('users', nobody);
    const undone = await undoChange(careful, changes[0]!.id);
    expect(undone).toMatchObject({ undone: 0 });
    await expect(restoreRecord(careful, 'users', nobody, { asOf: given, fields: ['permission_sets'] })).rejects.toMatchObject({
      problems: [{ field: 'permission_sets', code: 'not_granted' }],
    });
    expect((await records.get('users', nobody, ['permission_sets'])).permission_sets).toEqual([]);
    for (const entity of ['permission_sets', 'users', 'roles', 'owner_groups'])
      await expect(merge(careful, entity, { target: nobody, sources: [String(at.ids.agent)] })).rejects.toMatchObject({ status: 403 });
  });
});

describe('who lacks "Set authorization" [SC-13]', () => {
  scenarios(at, [
    ...(
      [
        ['gives no individual right', { update: 'users', id: '$nobody', values: { grants: [viewDeals] } }, 'grants'],
        [
          'takes no cut field back',
          { update: 'users', id: '$agent', values: { field_rights: [{ target: 'deals', field: 'name', right: 'read' }] } },
          'field_rights',
        ],
        ['gives no role with sets', { update: 'users', id: '$nobody', values: { role: '$worker' } }, 'role'],
        ['gives a role no sets', { update: 'roles', id: '$plain', values: { permission_sets: ['$less'] } }, 'permission_sets'],
        ['gives a department no defaults', { update: 'departments', id: '$south', values: { new_user_sets: ['$less'] } }, 'new_user_sets'],
        [
          'makes no sharing rule, not for what is his own either',
          { create: 'sharing_rules', values: { ...rule, source_unit: '$north' } },
          'entity',
        ],
        ['sets no lowest level', { create: 'sharing_levels', values: { entity: 'deals', level: 'private' } }, 'level'],
        ['does not move himself', { update: 'users', id: '$clerk', values: { department: '$south' } }, 'department'],
        ['does not let himself into a group', { update: 'owner_groups', id: '$theirs', values: { members: ['$clerk'] } }, 'members'],
      ] as const
    ).map(([title, call, field]) => ({ title, as: 'clerk', call, expect: refused(field) }) as never),
    {
      title: 'makes a user with what the department gives [SC-08]',
      as: 'clerk',
      call: { create: 'users', values: { ...somebody, department: '$wealthy' } },
      expect: { record: { permission_sets: [{ title: 'More' }] } },
    },
    {
      title: 'moves others, whose rights stay [SC-16]',
      as: 'clerk',
      call: { update: 'users', id: '$agent', values: { department: '$south' } },
      expect: { record: { permission_sets: [{ title: 'Agent' }] } },
    },
  ]);
});

describe('rights of other kinds', () => {
  scenarios(at, [
    {
      title: 'a department gives single rights to new users, too [SC-20] [SC-25]',
      as: 'chief',
      given: [{ update: 'departments', id: '$coast', values: { new_user_grants: [viewDeals] } }],
      call: { create: 'users', values: { ...somebody, department: '$coast' } },
      expect: { record: { grants: [{ target: 'deals', verb: 'view', scopes: ['own'] }] } },
    },
    {
      title: 'no department gives the right to pass on rights [SC-20]',
      as: 'root',
      call: { update: 'departments', id: '$coast', values: { new_user_grants: [passesOn] } },
      expect: { refused: 422, field: 'new_user_grants', code: 'too_high' },
    },
    {
      title: 'a role makes nobody root',
      as: 'root',
      call: { update: 'roles', id: '$plain', values: { permission_sets: ['$set:Root'] } },
      expect: { refused: 422, field: 'permission_sets', code: 'root' },
    },
    {
      title: 'individual rights have right names',
      as: 'root',
      call: { update: 'users', id: '$nobody', values: { grants: [{ target: 'deal', verb: 'view', scopes: ['own'] }] } },
      expect: { refused: 422, field: 'grants.0.target', code: 'unknown' },
    },
    {
      title: 'a group is not in itself, by others neither [CS-015]',
      as: 'root',
      given: [{ update: 'owner_groups', id: '$mine', values: { groups: ['$theirs'] } }],
      call: { update: 'owner_groups', id: '$theirs', values: { groups: ['$mine'] } },
      expect: { refused: 422, field: 'groups', code: 'circle' },
    },
    {
      title: 'a sharing rule has one source and one target [CS-013]',
      as: 'root',
      call: { create: 'sharing_rules', values: { ...rule, target_role: '$plain', source_unit: '$south' } },
      expect: { refused: 422, field: 'target_role', code: 'too_many' },
    },
    {
      title: 'a lowest level is of a module that is there [CS-013]',
      as: 'root',
      call: { create: 'sharing_levels', values: { entity: 'deal', level: 'read' } },
      expect: { refused: 422, field: 'entity', code: 'unknown' },
    },
  ]);

  it('what gives rights counts from the next request, and so does its end, in every process [SC-23] [CS-012] [CS-013] [CS-014] [CS-015]', async () => {
    const { records } = at.system;
    const lone = String((await records.create('users', { login: 'lone', name: 'Lone', department: at.ids.south })).id);
    const here = await at.as(lone);
    const second = at.another();
    const space = (await second.workspace(at.name))!;
    const seen = async () => {
      const there = second.context(space, here.actor, { kind: 'user' });
      const answers = [];
      for (const context of [here, there]) {
        await context.refreshed();
        answers.push(await context.records.list('deals', { fields: ['name'], sort: 'name' }).catch(({ status }: Refusal) => status));
      }
      const [one, other] = answers.map((answer) => (typeof answer === 'number' ? answer : answer.records.map(({ name }) => name).join()));
      expect(other).toEqual(one);
      return one;
    };
    expect(await seen()).toBe(403);
    await records.create('deals', { name: 'Lone', owner: lone });
    await records.create('deals', { name: 'Northern', owner: at.ids.clerk });
    await records.update('users', lone, { grants: [viewDeals] });
    expect(await seen()).toBe('Lone');
    await records.update('users', lone, { grants: [] });
    expect(await seen()).toBe(403);

    // The sets of a role, a rule, a lowest level, a group of a group.
    await records.update('users', lone, { role: at.ids.plain });
    await records.update('roles', String(at.ids.plain), { permission_sets: [at.ids.less] });
    expect(await seen()).toBe('Lone');
    const shared = await records.create('sharing_rules', { entity: 'deals', source_unit: at.ids.north, target_role: at.ids.plain });
    expect(await seen()).toBe('Lone,Northern');
    await records.delete('sharing_rules', String(shared.id));
    expect(await seen()).toBe('Lone');
    const level = await records.create('sharing_levels', { entity: 'deals', level: 'read' });
    expect(await seen()).toBe('Lone,Northern');
    await records.update('sharing_levels', String(level.id), { level: 'private' });
    expect(await seen()).toBe('Lone');
    await records.create('deals', { name: 'Of theirs', owner: at.ids.theirs });
    const groups = { target: 'deals', verb: 'view', scopes: ['own', 'own_groups'] };
    await records.update('users', lone, { grants: [groups] });
    await records.update('owner_groups', String(at.ids.mine), { roles: [at.ids.plain] });
    expect(await seen()).toBe('Lone');
    await records.update('owner_groups', String(at.ids.theirs), { groups: [at.ids.mine] });
    expect(await seen()).toBe('Lone,Of theirs');
  });
});
