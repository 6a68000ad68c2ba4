// A report: what it is made of, under a name and in a folder (row CS-230). Whoever opens it sees what his own rights reach.

import { type Context, checkReport, type Draft, Refusal } from '../../engine/index.ts';
import {
  checkbox,
  defineEntity,
  definitionProblem,
  ExpressionError,
  json,
  type ReportDefinition,
  text,
  textArea,
} from '../../schema/index.ts';
import { checkSharing, sharedWith, sharingFields } from '../sharing/module.ts';

export const reports = defineEntity('reports', {
  label: 'Report',
  plural: 'Reports',
  icon: 'report',
  title: 'name',
  area: 'administration',
  menu: false,
  searchable: false,
  shared: sharedWith,
  // Row NV-07.
  rootOnly: 'root_only = true',
  fields: {
    name: text({ required: true, searched: true, length: 120 }),
    folder: text({ searched: true, indexed: true, length: 80 }),
    description: textArea({ searched: true, length: 2000 }),
    definition: json({
      required: true,
      length: 100_000,
      help: 'What it starts from, links, columns, conditions, groups and questions.',
      example: { entity: 'accounts', columns: [{ id: 'name', level: 0, value: 'name' }] },
    }),
    ...sharingFields(),
    root_only: checkbox({ label: 'For root alone', help: 'Whoever it is shared with: nobody but root users sees it.' }),
  },
  list: { columns: ['name', 'folder', 'shared', 'owner', 'updated_at'], sort: 'name' },
  hooks: {
    async beforeSave(draft, context) {
      if (draft.verb === 'delete') return dropSchedules(draft, context);
      await checkDefinition(draft, context);
      await checkSharing(draft, context);
    },
  },
});

/** Nothing is sent of a report that is gone. */
async function dropSchedules({ id }: Draft, context: Context): Promise<void> {
  const { records } = context.system('a report takes along when it would have been sent');
  const found = await records.list('report_schedules', { filter: `report = "${id}"`, fields: ['id'], limit: 500 });
  for (const { id: schedule } of found.records) await records.delete('report_schedules', String(schedule));
}

async function checkDefinition(draft: Draft, context: Context): Promise<void> {
  const { definition } = draft.values;
  if (!draft.changed.has('definition') || definition === null || definition === undefined) return;
  const malformed = definitionProblem(definition);
  if (malformed) return draft.refuse('definition', 'malformed', malformed);
  try {
    await checkReport(context, definition as ReportDefinition);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ExpressionError)) throw error;
    draft.refuse('definition', error instanceof Refusal ? error.code : 'expression', error.message);
  }
}
