// What is shown on a screen as wide as a phone: which modules, which of their fields, and what opens first (row CS-049).

import type { Context, Draft } from '../../engine/index.ts';
import { defineEntity, json, nearest, type Schema, text } from '../../schema/index.ts';

/** Screens of their own that may open first; everything else is the list of a module. */
const SCREENS = ['home', 'today', 'calendar'];

export const phoneSettings = defineEntity('phone_settings', {
  label: 'Phones',
  plural: 'Phones',
  icon: 'phone',
  single: true,
  fields: {
    modules: json({ label: 'Modules on phones', length: 8000, help: 'Names of the modules that the menu of a phone has. Empty: all.' }),
    shown: json({
      label: 'Fields on phones',
      length: 40_000,
      help: 'By module the names of the fields that a phone shows in lists and on the page of a record. A module without any: as elsewhere.',
    }),
    start: text({ label: 'First screen', length: 120, help: 'home, today, calendar, or the name of a module. Empty: home.' }),
  },
  hooks: { beforeSave: checkPhone },
});

function checkPhone(draft: Draft, { schema }: Context): void {
  const { modules, shown, start } = draft.values;
  const nouns = Object.values(schema.entities).flatMap(({ name, menu }) => (menu ? [name] : []));
  checkNames(draft, 'modules', modules ?? [], nouns);
  if (start && !SCREENS.includes(String(start))) checkNames(draft, 'start', [start], [...SCREENS, ...nouns]);
  if (typeof (shown ?? {}) !== 'object' || Array.isArray(shown)) {
    draft.refuse('shown', 'type', 'This is an object of lists by module.');
    return;
  }
  for (const [noun, fields] of Object.entries(shown ?? {})) checkShown(draft, schema, nouns, noun, fields);
}

function checkShown(draft: Draft, { entities }: Schema, nouns: readonly string[], noun: string, fields: unknown): void {
  checkNames(draft, 'shown', [noun], nouns);
  if (nouns.includes(noun)) checkNames(draft, 'shown', fields, Object.keys(entities[noun]!.fields));
}

function checkNames(draft: Draft, setting: string, given: unknown, known: readonly string[]): void {
  if (!Array.isArray(given)) {
    draft.refuse(setting, 'type', 'This is a list of names.');
    return;
  }
  for (const name of given) {
    if (known.includes(name as string)) continue;
    const meant = nearest(String(name), known);
    draft.refuse(setting, 'unknown', `There is no “${String(name)}” here.${meant ? ` Did you mean “${meant}”?` : ''}`);
  }
}
