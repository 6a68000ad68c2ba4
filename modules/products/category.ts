// What products are sorted by: a tree. Whoever looks in a category finds what is in those below it too.

import { defineEntity, reference, text } from '../../schema/index.ts';

export const productCategories = defineEntity('product_categories', {
  label: 'Product category',
  plural: 'Product categories',
  icon: 'category',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, searched: true, length: 120 }),
    parent: reference('product_categories', { label: 'Above it', acyclic: true }),
  },
  list: { columns: ['name', 'parent', 'updated_at'], sort: 'name' },
  board: null,
});
