// Groups that own records together: users, roles and other groups; all of them reach what the group owns (row CS-015).

import { defineEntity, defineModule, references, text, textArea, user } from '../../schema/index.ts';
import { checkGroup } from './check.ts';

export const ownerGroups = defineEntity('owner_groups', {
  label: 'Owner group',
  plural: 'Owner groups',
  icon: 'users-group',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 120 }),
    members: references('users'),
    roles: references('roles', { help: 'Everybody who has one of these roles is a member.' }),
    groups: references('owner_groups', { label: 'Groups in it', help: 'Members of these groups are members too.' }),
    manager: user({ help: 'Shares views, dashboards and reports with the group.' }),
    description: textArea(),
  },
  list: { columns: ['name', 'manager', 'members', 'roles', 'groups', 'description'], sort: 'name' },
  hooks: { beforeSave: checkGroup },
});

export default defineModule({ name: 'owner-groups', needs: ['roles', 'permission-sets'], entities: [ownerGroups] });
