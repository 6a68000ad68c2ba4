// What holds for the workspace as a whole: its name, and the address people open it at.

import { defineEntity, defineModule, picklist, text, url } from '../../schema/index.ts';
import { languages } from './seed-words.ts';

export { languages, type SeedWords, seedWords } from './seed-words.ts';

export const generalSettings = defineEntity('general_settings', {
  label: 'General',
  plural: 'General',
  icon: 'settings',
  single: true,
  fields: {
    name: text({ label: 'Name of the workspace', length: 120, help: 'Stands above the menu and in mails. Empty: made of the address.' }),
    time_zone: text({
      length: 60,
      names: 'time_zone',
      default: '"Europe/Helsinki"',
      help: 'When a day begins for what nobody orders, such as reminders by night. People have their own.',
    }),
    language: picklist(languages, {
      required: true,
      default: '"en"',
      help: 'What comes with a new version, such as accounts, is named in it. What is there keeps its name.',
    }),
    address: url({
      label: 'Web address',
      help: 'Links in mails begin with it, e.g. https://crm.example.com. No links are mailed without it.',
    }),
  },
  rules: [
    {
      when: 'address is not empty and not (starts_with(address, "https://") or starts_with(address, "http://"))',
      field: 'address',
      message: 'begins with https:// or http://',
    },
  ],
  blocks: [{ label: 'Workspace', fields: ['name', 'time_zone', 'language', 'address'] }],
});

export default defineModule({ name: 'general', entities: [generalSettings] });
