// That a log was cleared: which, up to which day, how much of it, by whose decision. Written by the house alone, and never cleared itself.

import { byTheHouse, date, defineEntity, integer, picklist, text, user } from '../../schema/index.ts';
import { clearable } from './logs.ts';

export const logClearings = defineEntity('log_clearings', {
  label: 'Clearing of a log',
  plural: 'Clearings of logs',
  icon: 'archive',
  title: 'name',
  area: 'administration',
  owned: false,
  searchable: false,
  deletable: 'never',
  access: byTheHouse,
  fields: {
    name: text({ label: 'What was cleared', readOnly: true, searched: true, length: 60 }),
    log: picklist(clearable, { label: 'Log', readOnly: true }),
    way: picklist(
      [
        { value: 'rule', label: 'By the rule' },
        { value: 'now', label: 'By hand' },
      ],
      { label: 'How cleared', readOnly: true },
    ),
    before: date({ label: 'Older than', readOnly: true }),
    count: integer({ label: 'Entries removed', readOnly: true, help: 'Empty: it was stopped before its end.' }),
    decided_by: user({ label: 'Decided by', readOnly: true }),
  },
  list: { columns: ['created_at', 'log', 'way', 'before', 'count', 'decided_by'], sort: '-created_at' },
  board: null,
  blocks: [{ label: 'Clearing of a log', fields: ['name', 'log', 'way', 'before', 'count', 'decided_by'] }],
});
