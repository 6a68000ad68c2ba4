// Groups of users that own records together; all members reach what the group owns (row CS-015).

import { defineEntity, defineModule, references, text, textArea, user } from '../../schema/index.ts';

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
    manager: user({ help: 'Shares views, dashboards and reports with the group.' }),
    description: textArea(),
  },
  list: { columns: ['name', 'manager', 'members', 'description'], sort: 'name' },
});

export default defineModule({ name: 'owner-groups', entities: [ownerGroups] });
