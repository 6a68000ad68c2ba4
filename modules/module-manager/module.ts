// Which modules and which languages are there at all (rows CS-026, CS-041).

import { defineEntity, defineModule, json, multiPicklist } from '../../schema/index.ts';
import { checkModules, listModules } from './switches.ts';

export const moduleSettings = defineEntity('module_settings', {
  label: 'Modules and languages',
  plural: 'Modules and languages',
  icon: 'apps',
  single: true,
  fields: {
    inactive: json({ label: 'Modules switched off', length: 4000, help: 'Names of the modules that are switched off, e.g. ["leads"].' }),
    inactive_languages: multiPicklist(
      [
        { value: 'fi', label: 'Finnish' },
        { value: 'sv', label: 'Swedish' },
        { value: 'de', label: 'German' },
        { value: 'ru', label: 'Russian' },
      ],
      { label: 'Languages switched off', help: 'English is always there.' },
    ),
  },
  hooks: { beforeSave: checkModules },
});

export default defineModule({
  name: 'module-manager',
  needs: ['permission-sets'],
  entities: [moduleSettings],
  services: {
    modules: { summary: 'All modules of the menu, and which of them are switched off', run: ({ context }) => listModules(context) },
  },
});
