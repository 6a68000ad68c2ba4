import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  harbour: ['interest_groups', { name: 'Harbour consortium', purpose: 'Consortium' }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  secret: ['accounts', { name: 'Secret', owner: '$stranger' }],
  one: ['group_members', { group: '$harbour', member: { entity: 'accounts', id: '$acme' }, role: 'Leader' }],
  two: ['group_members', { group: '$harbour', member: { entity: 'accounts', id: '$secret' }, role: 'Member' }],
});

scenarios(at, [
  {
    title: 'puts records of any noun into a group, with a role [CS-079]',
    as: 'admin',
    given: [{ create: 'leads', values: { name: 'Lead of the day' } }],
    call: { create: 'group_members', values: { group: '$harbour', member: { entity: 'departments', id: '$north' }, role: 'Observer' } },
    expect: { refused: 422, field: 'member', code: 'not_a_target' },
  },
  {
    title: 'puts nobody into a group twice [CS-079]',
    as: 'admin',
    call: { create: 'group_members', values: { group: '$harbour', member: { entity: 'accounts', id: '$acme' } } },
    expect: { refused: 422, field: 'member', code: 'not_unique' },
  },
  {
    title: 'manages groups and their members [CS-079]',
    as: 'admin',
    call: { update: 'group_members', id: '$one', values: { role: 'Sponsor' } },
    expect: { record: { role: 'Sponsor', name: 'Harbour consortium' } },
  },
  {
    title: 'sees on a card which groups it is in, with its role [CS-079]',
    as: 'agent',
    call: { list: 'group_members', query: { filter: 'member = "$acme"', fields: ['group', 'role'] } },
    expect: { records: [{ group: { title: 'Harbour consortium' }, role: 'Leader' }] },
  },
  {
    title: 'sees of a group the members he sees anyway [CS-079]',
    as: 'stranger',
    call: { list: 'group_members', query: { filter: 'group = "$harbour"', fields: ['member'] } },
    expect: { records: [{ member: { title: 'Secret' } }] },
  },
  {
    title: 'manages nothing [CS-079]',
    as: 'staff',
    call: { create: 'interest_groups', values: { name: 'Mine' } },
    expect: { refused: 403 },
  },
  {
    title: 'adds no members either [CS-079]',
    as: 'staff',
    call: { update: 'group_members', id: '$one', values: { role: 'x' } },
    expect: { refused: 403 },
  },
]);
