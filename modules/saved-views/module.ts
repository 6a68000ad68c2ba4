// Saved views: columns, filter, sort, face and figures of a list, under a name (row CS-055), and which of them each user has as
// tabs. The view "All" of a noun is no record, so nobody can change or delete it.

import { defineEntity, defineModule, json, picklist, text, textArea } from '../../schema/index.ts';
import { checkSharing, sharedWith, sharingFields } from '../sharing/module.ts';
import { checkView } from './check.ts';
import { checkTabs } from './check-tabs.ts';

export const savedViews = defineEntity('saved_views', {
  label: 'Saved view',
  plural: 'Saved views',
  icon: 'filter',
  title: 'name',
  area: 'administration',
  shared: sharedWith,
  fields: {
    entity: text({ label: 'Module', required: true, length: 120, indexed: true, names: 'any_noun', example: 'accounts' }),
    name: text({ required: true, searched: true, length: 120 }),
    layout: picklist(['list', 'board', 'calendar', 'chart'], { required: true, default: '"list"' }),
    columns: text({ length: 2000, help: 'Field paths with commas between them: name,account.city' }),
    filter: textArea({ length: 10_000 }),
    sort: text({ length: 500, help: 'Field paths with commas between them, - for descending: -amount,name' }),
    settings: json({ length: 20_000, help: 'Widths, frozen columns, quick filters, figures, grouping and what the faces keep.' }),
    ...sharingFields(),
  },
  list: { columns: ['name', 'entity', 'layout', 'shared', 'owner', 'updated_at'], sort: 'name' },
  hooks: {
    async beforeSave(draft, context) {
      checkView(draft, context);
      await checkSharing(draft, context);
    },
  },
});

export const listTabs = defineEntity('list_tabs', {
  label: 'Tabs of a list',
  plural: 'Tabs of lists',
  icon: 'star',
  title: 'entity',
  area: 'administration',
  menu: false,
  fields: {
    entity: text({ label: 'Module', required: true, length: 120, indexed: true, names: 'any_noun', example: 'accounts' }),
    tabs: json({ length: 20_000, help: 'Ids of saved views: {order, starred, hidden, default}.' }),
  },
  hooks: { beforeSave: checkTabs },
});

export default defineModule({ name: 'saved-views', needs: ['sharing'], entities: [savedViews, listTabs] });
