// With whom somebody shares the own calendar (rows CS-094, CS-098). These records are rights: access.scope() reads them as my_calendars().

import { defineEntity, reference, text, user } from '../../schema/index.ts';

export const calendarShares = defineEntity('calendar_shares', {
  label: 'Shared calendar',
  plural: 'Shared calendars',
  icon: 'calendar',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  access: {
    view: 'user = me() or user in my_calendars()',
    create: 'user = me()',
    update: 'user = me()',
    delete: 'user = me()',
  },
  fields: {
    name: text({ default: '"Calendar"', length: 60 }),
    user: user({ label: 'Whose calendar', required: true, default: 'me()', indexed: true }),
    with_user: user({ label: 'Colleague', indexed: true }),
    with_role: reference('roles', { label: 'Role' }),
    with_group: reference('owner_groups', { label: 'Group' }),
  },
  rules: [
    {
      when: 'with_user is empty and with_role is empty and with_group is empty',
      field: 'with_user',
      code: 'required',
      message: 'is needed, or a role, or a group',
    },
  ],
  list: { columns: ['user', 'with_user', 'with_role', 'with_group'], sort: 'user' },
});
