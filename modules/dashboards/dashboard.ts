// A dashboard: widgets in a grid, under a name (row CS-220). What widgets show is read with the rights of whoever looks.

import { defineEntity, integer, json, text } from '../../schema/index.ts';
import { checkSharing, sharedWith, sharingFields } from '../sharing/module.ts';
import { checkWidgets } from './check.ts';

export const dashboards = defineEntity('dashboards', {
  label: 'Dashboard',
  plural: 'Dashboards',
  icon: 'chart-bar',
  title: 'name',
  area: 'administration',
  menu: false,
  searchable: false,
  shared: sharedWith,
  fields: {
    name: text({ required: true, searched: true, length: 120 }),
    widgets: json({ length: 100_000, help: 'A list of {id, kind, title, x, y, w, h, settings}; the grid has 12 columns.' }),
    order: integer({ min: 0, help: 'Place among the own dashboards.' }),
    ...sharingFields(),
  },
  list: { columns: ['name', 'shared', 'owner', 'updated_at'], sort: 'name' },
  hooks: {
    async beforeSave(draft, context) {
      if (draft.verb === 'delete') return;
      checkWidgets(draft, context);
      await checkSharing(draft, context);
    },
  },
});
