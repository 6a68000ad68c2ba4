import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({ empty: ['departments', { name: 'Empty', parent: '$south', kind: 'office' }] });

scenarios(at, [
  {
    title: 'names its parent, for there is one top only [SC-18] [SC-19]',
    as: 'admin',
    call: { create: 'departments', values: { name: 'Second top' } },
    expect: { refused: 422, field: 'parent', code: 'required' },
  },
  {
    title: 'is added below another one, introduction optional [SC-19]',
    as: 'admin',
    call: { create: 'departments', values: { name: 'West', parent: '$north', introduction: 'The far west.' } },
    expect: { record: { name: 'West', parent: { title: 'North' }, kind: 'department' } },
    changes: [{ verb: 'create', entity: 'departments' }],
  },
  {
    title: 'at the top gets no parent [SC-18]',
    as: 'root',
    call: { update: 'departments', id: '$top', values: { parent: '$north' } },
    expect: { refused: 422, field: 'parent', code: 'top' },
  },
  {
    title: 'at the top can be renamed [SC-21]',
    as: 'root',
    call: { update: 'departments', id: '$top', values: { name: 'Head office' } },
    expect: { record: { name: 'Head office', parent: null } },
  },
  {
    title: 'does not lose its parent [SC-18]',
    as: 'admin',
    call: { update: 'departments', id: '$north', values: { parent: null } },
    expect: { refused: 422, field: 'parent', code: 'required' },
  },
  {
    title: 'moves to another parent [SC-21]',
    as: 'admin',
    call: { update: 'departments', id: '$coast', values: { parent: '$south' } },
    expect: { record: { parent: { title: 'South' } } },
  },
  {
    title: 'does not move below itself [SC-21]',
    as: 'admin',
    call: { update: 'departments', id: '$north', values: { parent: '$coast' } },
    expect: { refused: 422, field: 'parent', code: 'cycle' },
  },
  {
    title: 'at the top is not deleted, by root neither [SC-18]',
    as: 'root',
    call: { delete: 'departments', id: '$top' },
    expect: { refused: 422, code: 'top' },
  },
  {
    title: 'with departments below is not deleted [SC-22]',
    as: 'root',
    call: { delete: 'departments', id: '$north' },
    expect: { refused: 422, code: 'in_use' },
  },
  {
    title: 'with users is not deleted [SC-22]',
    as: 'root',
    call: { delete: 'departments', id: '$coast' },
    expect: { refused: 422, code: 'in_use' },
  },
  {
    title: 'without either is deleted [SC-22]',
    as: 'admin',
    call: { delete: 'departments', id: '$empty' },
    expect: {},
    changes: [{ verb: 'delete', entity: 'departments', record: '$empty' }],
  },
  {
    title: 'gives new users no right to pass on rights [SC-20]',
    as: 'root',
    given: [{ create: 'permission_sets', values: { name: 'Giver', grants: [{ target: 'feature:set_authorization' }] } }],
    call: { update: 'departments', id: '$north', values: { new_user_sets: ['$set:Root'] } },
    expect: { refused: 422, field: 'new_user_sets', code: 'too_high' },
  },
  {
    title: 'is read but not changed by staff',
    as: 'staff',
    call: { update: 'departments', id: '$north', values: { name: 'x' } },
    expect: { refused: 403 },
  },
]);
