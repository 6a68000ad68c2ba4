// What each person chose of the dashboards: the one that opens first, and those put away. Nobody else's business.

import type { Draft } from '../../engine/index.ts';
import { defineEntity, json, text, user } from '../../schema/index.ts';

export const dashboardChoices = defineEntity('dashboard_choices', {
  label: 'Dashboard choice',
  plural: 'Dashboard choices',
  icon: 'chart-bar',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  personal: true,
  access: { view: 'user = me()', create: 'user = me()', update: 'user = me()', delete: 'user = me()' },
  fields: {
    name: text({ default: '"Dashboards"', length: 60 }),
    user: user({ required: true, unique: true, default: 'me()' }),
    choice: json({ length: 10_000, help: '{home, hidden}: ids of dashboards. They may be gone by now.' }),
  },
  list: { columns: ['user'], sort: 'id' },
  hooks: { beforeSave: checkChoice },
});

function checkChoice(draft: Draft): void {
  const { choice } = draft.values;
  if (draft.verb === 'delete' || choice === null || choice === undefined) return;
  const { home = null, hidden = [], ...rest } = choice as Record<string, unknown>;
  const isId = (id: unknown) => typeof id === 'string' && id.length <= 60;
  const sound =
    typeof choice === 'object' &&
    !Array.isArray(choice) &&
    Object.keys(rest).length === 0 &&
    (home === null || isId(home)) &&
    Array.isArray(hidden) &&
    hidden.every(isId);
  if (!sound) draft.refuse('choice', 'malformed', 'is an object {home, hidden} with ids of dashboards');
}
