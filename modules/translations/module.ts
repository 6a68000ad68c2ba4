// Words of the workspace's own, by language: labels of modules, fields and choices, and texts of the program (rows CS-042, CS-043, CS-054).

import { type Draft, PROGRAM } from '../../engine/index.ts';
import { defineEntity, defineModule, picklist, text } from '../../schema/index.ts';

export const translations = defineEntity('translations', {
  label: 'Translation',
  plural: 'Translations',
  icon: 'language',
  title: 'text',
  area: 'administration',
  owned: false,
  fields: {
    language: picklist(
      [
        { value: 'en', label: 'English' },
        { value: 'fi', label: 'Finnish' },
        { value: 'sv', label: 'Swedish' },
        { value: 'de', label: 'German' },
        { value: 'ru', label: 'Russian' },
      ],
      { required: true },
    ),
    place: text({
      label: 'Module',
      length: 63,
      example: 'accounts',
      help: `The module whose words they are, e.g. accounts; “${PROGRAM}” for texts of the program itself. Empty: in all modules.`,
    }),
    original: text({
      label: 'As it comes',
      required: true,
      searched: true,
      length: 500,
      example: 'Name',
      help: 'The words as the module writes them, in English or as an administrator did; of the program their key.',
    }),
    text: text({ label: 'Own words', required: true, searched: true, length: 1000 }),
    key: text({ unique: true, internal: true, length: 600 }),
  },
  list: { columns: ['language', 'place', 'original', 'text', 'updated_at'], sort: 'place,original' },
  hooks: {
    beforeSave({ verb, values }: Draft) {
      if (verb !== 'delete') values.key = [values.language, values.place ?? '', values.original].join('|');
    },
  },
});

export default defineModule({ name: 'translations', entities: [translations] });
