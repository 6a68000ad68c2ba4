// Two records that look the same and are not, as somebody has said. Written through the engine alone, which asks who sees both.

import { defineEntity, text } from '../../schema/index.ts';

export const notDuplicates = defineEntity('not_duplicates', {
  label: 'Pair that is no duplicate',
  plural: 'Pairs that are no duplicates',
  icon: 'checklist',
  title: 'pair',
  area: 'administration',
  menu: false,
  owned: false,
  searchable: false,
  fields: {
    entity: text({ label: 'Module', required: true, indexed: true, length: 120, names: 'any_noun', example: 'accounts' }),
    one: text({ label: 'First', required: true, indexed: true, length: 36 }),
    other: text({ label: 'Second', required: true, indexed: true, length: 36 }),
    pair: text({ required: true, unique: true, length: 80 }),
  },
  list: { columns: ['entity', 'one', 'other', 'created_at'], sort: '-created_at' },
});
