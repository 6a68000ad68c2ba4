// The log of runs: what each did, person by person. Written by the house alone.

import { byTheHouse, checkbox, defineEntity, integer, picklist, text, textArea } from '../../schema/index.ts';

export const directoryRuns = defineEntity('directory_runs', {
  label: 'Run of the directory',
  plural: 'Runs of the directory',
  icon: 'address-book',
  title: 'summary',
  area: 'administration',
  owned: false,
  searchable: false,
  deletable: 'never',
  access: byTheHouse,
  fields: {
    summary: text({ readOnly: true, searched: true, length: 250 }),
    state: picklist(
      [
        { value: 'done', label: 'Done', color: 'green' },
        { value: 'partly', label: 'Done with problems', color: 'orange' },
        { value: 'failed', label: 'Failed', color: 'red' },
      ],
      { readOnly: true },
    ),
    dry_run: checkbox({ label: 'Tried out only', readOnly: true }),
    created: integer({ readOnly: true }),
    updated: integer({ readOnly: true }),
    disabled: integer({ readOnly: true }),
    enabled: integer({ readOnly: true }),
    unchanged: integer({ readOnly: true }),
    problems: integer({ readOnly: true }),
    details: textArea({ readOnly: true, length: 100_000 }),
  },
  list: {
    columns: ['created_at', 'summary', 'state', 'dry_run', 'created', 'updated', 'disabled', 'enabled', 'problems'],
    sort: '-created_at',
  },
  board: null,
});
