// The role tree: a higher role on the same branch reaches what users in lower roles own (row CS-012).

import { defineEntity, defineModule, reference, text, textArea } from '../../schema/index.ts';
import { demo } from './demo.ts';

export const roles = defineEntity('roles', {
  label: 'Role',
  plural: 'Roles',
  icon: 'hierarchy',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 120 }),
    parent: reference('roles', { label: 'Higher role', acyclic: true }),
    description: textArea(),
  },
  list: { columns: ['name', 'parent', 'description'], sort: 'name' },
});

export default defineModule({ name: 'roles', entities: [roles], demo });
