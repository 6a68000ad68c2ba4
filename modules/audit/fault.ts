// One fault of the server. Written by the house alone; nobody changes or deletes it.

import { byTheHouse, defineEntity, picklist, text, textArea } from '../../schema/index.ts';

export const faults = defineEntity('faults', {
  label: 'Fault',
  plural: 'Faults',
  icon: 'bug',
  title: 'place',
  area: 'administration',
  owned: false,
  searchable: false,
  deletable: 'never',
  access: byTheHouse,
  fields: {
    kind: picklist(
      [
        { value: 'request', label: 'Request' },
        { value: 'job', label: 'Background work' },
      ],
      { open: true, readOnly: true },
    ),
    place: text({ label: 'What failed', readOnly: true, searched: true, length: 250 }),
    error: text({ label: 'Kind of fault', readOnly: true, searched: true, length: 120 }),
    code: text({ label: 'Code', readOnly: true, searched: true, length: 60 }),
    stack: textArea({ label: 'Where in the program', readOnly: true, searched: true, length: 10_000 }),
    reference: text({ label: 'Reference in the log', readOnly: true, searched: true, length: 120 }),
  },
  list: { columns: ['created_at', 'kind', 'place', 'error', 'code', 'reference'], sort: '-created_at' },
  blocks: [{ label: 'Fault', fields: ['kind', 'place', 'error', 'code', 'stack', 'reference'] }],
});
