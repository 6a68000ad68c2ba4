// The menu as administrators arrange it: headers, what stands below them, and who sees which (row CS-027).

import { defineEntity, defineModule, json } from '../../schema/index.ts';
import { checkMenu } from './check.ts';

export const menuSettings = defineEntity('menu_settings', {
  label: 'Menu',
  plural: 'Menu',
  icon: 'list',
  single: true,
  fields: {
    headers: json({
      length: 60_000,
      help: 'A list of {title, sets, items}; an item is {module}, {page} or {title, url}, and may have title, new_tab and sets. Empty: as it comes.',
    }),
    put_away: json({ length: 10_000, help: 'Names of modules and pages that are in nobody’s menu.' }),
  },
  hooks: { beforeSave: checkMenu },
});

export default defineModule({ name: 'menu', needs: ['permission-sets'], entities: [menuSettings] });
