// The role tree: a higher role on the same branch reaches what users in lower roles own (row CS-012). A role brings permission sets.

import { defineAction, defineEntity, defineModule, reference, references, text, textArea } from '../../schema/index.ts';
import { checkRole } from './check.ts';
import { demo } from './demo.ts';
import { copyRole, retireRole } from './retire.ts';

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
    permission_sets: references('permission_sets', { help: 'Everybody who has this role holds them too.' }),
    currencies: text({
      length: 1000,
      names: 'currencies',
      help: 'Amounts in others are neither shown to who has this role nor entered. Empty: all.',
    }),
    description: textArea(),
  },
  list: { columns: ['name', 'parent', 'permission_sets', 'description'], sort: 'name' },
  actions: {
    copy: defineAction({ label: 'Copy', verb: 'create', input: { name: text({ required: true, length: 120 }) }, run: copyRole }),
    retire: defineAction({
      label: 'Delete and replace',
      verb: 'delete',
      input: { replacement: reference('roles', { label: 'Replacement', help: 'Its people get this one instead.' }) },
      run: retireRole,
    }),
  },
  hooks: { beforeSave: checkRole },
});

export default defineModule({ name: 'roles', needs: ['permission-sets'], entities: [roles], demo });
