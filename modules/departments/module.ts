// The organisation: one tree with exactly one top (row SC-18). Users belong to it; scopes and new users' rights follow it.

import {
  checkbox,
  children,
  defineEntity,
  defineModule,
  picklist,
  reference,
  references,
  text,
  textArea,
  user,
} from '../../schema/index.ts';
import { departmentGrants } from '../permission-sets/module.ts';
import { demo } from './demo.ts';
import { keepTree } from './tree.ts';

/** People who belong to a unit besides their own department: the sales organisation (row CS-017). */
const unitMembers = defineEntity('unit_members', {
  label: 'Member of the unit',
  plural: 'Members of the unit',
  area: 'administration',
  fields: {
    user: user({ required: true }),
    manager: checkbox({ label: 'Manager', help: 'Reads in reports what belongs to the units below, too.' }),
  },
});

export const departments = defineEntity('departments', {
  label: 'Department',
  plural: 'Departments',
  icon: 'sitemap',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, searched: true, length: 120 }),
    parent: reference('departments', { label: 'Parent department', acyclic: true, help: 'Every department but the top one has one.' }),
    kind: picklist(['department', 'sales_channel', 'responsibility_unit', 'sales_group', 'office'], {
      default: '"department"',
      required: true,
    }),
    manager: user(),
    members: children(unitMembers, { help: 'Users may belong to several units on different levels.' }),
    introduction: textArea(),
    new_user_sets: references('permission_sets', {
      label: 'Permission sets of new users',
      help: 'What a user created in this department may do unless told otherwise. Nothing chosen: nothing at all.',
    }),
    new_user_grants: children(departmentGrants, { label: 'Individual rights of new users' }),
  },
  list: { columns: ['name', 'parent', 'kind', 'manager'], sort: 'name' },
  board: null,
  hooks: { beforeSave: keepTree },
});

export default defineModule({
  name: 'departments',
  needs: ['permission-sets'],
  entities: [departments],
  async setup({ workspace, records }) {
    await records.create('departments', { name: workspace.charAt(0).toUpperCase() + workspace.slice(1) });
  },
  demo,
});
