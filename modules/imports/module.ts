// Import mappings that are kept under a name: next month's file of the same program comes in with one choice (row CS-072).

import { defineEntity, defineModule, picklist, radio, text, textArea } from '../../schema/index.ts';
import { checkMapping } from './check.ts';

export const importMappings = defineEntity('import_mappings', {
  label: 'Import mapping',
  plural: 'Import mappings',
  icon: 'table-import',
  title: 'name',
  area: 'administration',
  menu: false,
  shared: 'shared = "everybody"',
  fields: {
    entity: text({ label: 'Module', required: true, length: 120, indexed: true, names: 'any_noun', example: 'accounts' }),
    name: text({ required: true, searched: true, length: 120 }),
    mapping: textArea({
      required: true,
      length: 60_000,
      help: 'JSON: a list of {column, field, format, values, create_missing}.',
      example: '[{"column": "Company", "field": "name"}]',
    }),
    match_fields: text({ length: 500, help: 'Names of fields with commas between them, which tell that a record is there already.' }),
    match_mode: picklist(['skip', 'update', 'create'], { required: true, default: '"create"' }),
    shared: radio(['private', 'everybody'], { required: true, default: '"private"' }),
  },
  list: { columns: ['name', 'entity', 'match_mode', 'shared', 'owner', 'updated_at'], sort: 'name' },
  hooks: { beforeSave: checkMapping },
});

export default defineModule({ name: 'imports', entities: [importMappings] });
