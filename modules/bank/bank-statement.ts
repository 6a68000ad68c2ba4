// A file of the bank as somebody uploaded it, and what was read from it.

import { date, defineAction, defineEntity, integer, json, money, picklist, text, textArea } from '../../schema/index.ts';
import { bookCertain } from './jobs.ts';

export const bankStatements = defineEntity('bank_statements', {
  label: 'Bank statement',
  plural: 'Bank statements',
  icon: 'building-bank',
  title: 'name',
  // It tells of salaries too: whoever sees business records need not see it.
  area: 'administration',
  menu: true,
  owned: false,
  deletable: 'never',
  // Made by who uploads a file.
  access: { create: 'false', import: 'false' },
  fields: {
    name: text({ required: true, searched: true, length: 250 }),
    // Not among the files of records, which more people see: name and place of the bytes.
    file: json({ internal: true }),
    state: picklist(
      [
        { value: 'reading', label: 'Being read', color: 'blue' },
        { value: 'read', label: 'Read', color: 'green' },
        { value: 'failed', label: 'Not readable', color: 'red' },
      ],
      { readOnly: true, required: true, default: '"reading"' },
    ),
    account_number: text({ label: 'Own account', readOnly: true, length: 34 }),
    first_on: date({ label: 'First entry', readOnly: true }),
    last_on: date({ label: 'Last entry', readOnly: true }),
    opening: money({ label: 'Opening balance', readOnly: true }),
    closing: money({ label: 'Closing balance', readOnly: true }),
    entries_new: integer({ label: 'New entries', readOnly: true }),
    entries_known: integer({ label: 'Entries known before', readOnly: true }),
    problems: textArea({ label: 'What does not fit', readOnly: true, length: 20_000, visibleIf: 'problems is not empty' }),
  },
  list: {
    columns: ['name', 'account_number', 'first_on', 'last_on', 'closing', 'state', 'entries_new', 'entries_known'],
    sort: '-created_at',
  },
  blocks: [
    { label: 'Statement', fields: ['name', 'account_number', 'state', 'problems'] },
    { label: 'Contents', fields: ['first_on', 'last_on', 'opening', 'closing', 'entries_new', 'entries_known'] },
  ],
  actions: {
    book_certain: defineAction({
      label: 'Book all certain ones',
      verb: 'update',
      when: 'state = "read"',
      run: ({ context, id }) => bookCertain(context, id),
    }),
  },
});
