// Saved views: columns, filter, sort and kind of a list, under a name (row CS-055). Private unless shared with everybody.

import { defineEntity, defineModule, picklist, radio, text, textArea } from '../../schema/index.ts';
import { checkView } from './check.ts';

export const savedViews = defineEntity('saved_views', {
  label: 'Saved view',
  plural: 'Saved views',
  icon: 'filter',
  title: 'name',
  area: 'administration',
  shared: 'shared = "everybody"',
  fields: {
    entity: text({ required: true, length: 120, indexed: true }),
    name: text({ required: true, searched: true, length: 120 }),
    layout: picklist(['list', 'board', 'calendar', 'chart'], { required: true, default: '"list"' }),
    columns: text({ length: 2000, help: 'Field paths with commas between them: name,account.city' }),
    filter: textArea({ length: 10_000 }),
    sort: text({ length: 500, help: 'Field paths with commas between them, - for descending: -amount,name' }),
    shared: radio(['private', 'everybody'], { required: true, default: '"private"' }),
  },
  list: { columns: ['name', 'entity', 'layout', 'shared', 'owner', 'updated_at'], sort: 'name' },
  hooks: { beforeSave: checkView },
});

export default defineModule({ name: 'saved-views', entities: [savedViews] });
