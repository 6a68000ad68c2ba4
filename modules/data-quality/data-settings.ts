// What administrators decide about the data of a noun; one record a noun.

import { checkbox, defineEntity, integer, json, owner, picklist, reference, text } from '../../schema/index.ts';
import { checkSettings } from './check.ts';

export const dataSettings = defineEntity('data_settings', {
  label: 'Data quality',
  plural: 'Data quality',
  icon: 'checklist',
  title: 'entity',
  area: 'administration',
  owned: false,
  searchable: false,
  // Screens ask what is switched on. Changing that is granted.
  access: { view: 'true' },
  fields: {
    entity: text({ label: 'Module', required: true, unique: true, length: 120, names: 'any_noun', example: 'products' }),
    merge: checkbox({ label: 'Merging', help: 'Records may be merged by who may change and delete them.' }),
    mass_edit: checkbox({ label: 'Mass editing', default: 'true', help: 'Many records may be changed at once, by who is granted it.' }),
    owner_from: picklist(
      [
        { value: 'everybody', label: 'All users and groups' },
        { value: 'users', label: 'Users' },
        { value: 'groups', label: 'Groups' },
        { value: 'unit', label: 'The own department, those below and own groups' },
        { value: 'group', label: 'One group and its members' },
      ],
      { label: 'Who may be the owner', required: true, default: '"everybody"', help: 'Root chooses freely.' },
    ),
    owner_group: reference('owner_groups', { label: 'Group', visibleIf: 'owner_from = "group"', requiredIf: 'owner_from = "group"' }),
    owner_default: owner({ label: 'Owner of new records', help: 'Empty: whoever makes them.' }),
    owner_fixed: checkbox({ label: 'Owner stays', help: 'Nobody but root gives records to somebody else.' }),
    mass_edit_most: integer({
      label: 'At most at once',
      min: 1,
      max: 1_000_000,
      visibleIf: 'mass_edit',
      help: 'E.g. 100. Empty: as many as one likes.',
    }),
    duplicates: json({
      label: 'What makes duplicates',
      length: 8000,
      help: 'Rules, each a list of fields that agree: [[{"field":"email","how":"exact"}]]. How: exact, normalised, similar.',
    }),
    tell_hidden: checkbox({
      label: 'Tell of hidden duplicates',
      help: 'Who may not see the other record hears that there is one, not which.',
    }),
    log_reads: checkbox({ label: 'Log who reads', help: 'Whoever opens, lists or exports these records is written down.' }),
    sensitive_fields: json({
      label: 'Sensitive fields',
      length: 4000,
      help: 'Names of fields, e.g. ["iban"]: reading them is written down, whatever is decided for the module.',
    }),
    searched: json({
      label: 'Fields that search looks at',
      length: 4000,
      help: 'A list of names of texts, e.g. ["name","city"]. Empty: as the module has it. An own field says it at the field itself.',
    }),
    search_archived: checkbox({ label: 'Search finds archived ones too', visibleIf: 'archive' }),
    archive: checkbox({ label: 'Archiving', help: 'Old records are left out of search. They stay in lists, filters and reports.' }),
    archive_field: picklist(
      [
        { value: 'created_at', label: 'Created' },
        { value: 'updated_at', label: 'Changed' },
      ],
      { label: 'Archive by', requiredIf: 'archive and not archive_passive', visibleIf: 'archive' },
    ),
    archive_operator: picklist(
      [
        { value: 'older_than_days', label: 'Longer ago than so many days' },
        { value: 'before', label: 'Before the day' },
      ],
      { label: 'Condition', requiredIf: 'archive and not archive_passive', visibleIf: 'archive' },
    ),
    archive_value: text({
      label: 'Days or day',
      length: 20,
      requiredIf: 'archive and not archive_passive',
      visibleIf: 'archive',
      help: 'E.g. 730, or 2024-01-01.',
    }),
    archive_passive: checkbox({ label: 'Archive passive ones', visibleIf: 'archive', help: 'Accounts and contacts that are passive too.' }),
  },
  blocks: [
    { label: 'Module', fields: ['entity', 'mass_edit', 'mass_edit_most', 'merge'] },
    { label: 'Owners', fields: ['owner_from', 'owner_group', 'owner_default', 'owner_fixed'] },
    { label: 'Duplicates', fields: ['duplicates', 'tell_hidden'] },
    { label: 'Sensitive data', fields: ['log_reads', 'sensitive_fields'] },
    { label: 'Search', fields: ['searched', 'search_archived'] },
    { label: 'Archive', fields: ['archive', 'archive_field', 'archive_operator', 'archive_value', 'archive_passive'] },
  ],
  list: { columns: ['entity', 'merge', 'mass_edit', 'archive', 'updated_at'], sort: 'entity' },
  hooks: { beforeSave: checkSettings },
});
