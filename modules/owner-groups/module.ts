// Groups of users that own records together; all members reach what the group owns (row CS-015).

import { defineEntity, defineModule, references, text, textArea } from '../../schema/index.ts';

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
    description: textArea(),
  },
  list: { columns: ['name', 'members', 'description'], sort: 'name' },
});

export default defineModule({ name: 'owner-groups', entities: [ownerGroups] });
