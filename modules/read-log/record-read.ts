// One reading: who, what, how. Written by the house alone; nobody changes or deletes it.

import { anyReference, byTheHouse, defineEntity, integer, picklist, reference, text, textArea, user } from '../../schema/index.ts';

export const recordReads = defineEntity('record_reads', {
  label: 'Reading',
  plural: 'Readings',
  icon: 'eye',
  title: 'noun',
  area: 'administration',
  owned: false,
  searchable: false,
  deletable: 'never',
  access: byTheHouse,
  fields: {
    user: user({ label: 'Who read', readOnly: true, indexed: true }),
    noun: text({ label: 'Module', readOnly: true, searched: true, indexed: true, length: 120 }),
    about: anyReference(['*'], { label: 'Record read', readOnly: true, help: 'Empty: a list.' }),
    way: picklist(
      [
        { value: 'record', label: 'Opened' },
        { value: 'list', label: 'In a list' },
        { value: 'export', label: 'Exported' },
        { value: 'file', label: 'File opened' },
        { value: 'history', label: 'History read' },
        { value: 'past', label: 'As it stood once' },
        { value: 'report', label: 'In a report' },
        { value: 'sums', label: 'In groups and sums' },
        { value: 'log', label: 'In the activity log' },
      ],
      { open: true, readOnly: true, label: 'How read' },
    ),
    through: picklist(
      [
        { value: 'user', label: 'On the screen' },
        { value: 'api', label: 'Through the API' },
        { value: 'see_as', label: 'Through somebody’s eyes' },
        { value: 'job', label: 'Background work' },
      ],
      { open: true, readOnly: true, label: 'By way of' },
    ),
    api_key: reference('api_keys', { label: 'API key', readOnly: true, visibleIf: 'api_key is not empty' }),
    count: integer({ label: 'Records read', readOnly: true }),
    fields: textArea({ label: 'Fields read', readOnly: true, searched: true, length: 2000 }),
    asked: textArea({ label: 'Filter', readOnly: true, searched: true, length: 2000 }),
  },
  list: { columns: ['created_at', 'user', 'noun', 'about', 'way', 'through', 'count', 'fields', 'asked'], sort: '-created_at' },
  blocks: [{ label: 'Reading', fields: ['user', 'noun', 'about', 'way', 'through', 'api_key', 'count', 'fields', 'asked'] }],
});
