// A workflow: what happens by itself when records of a noun are made or changed (row CS-238).

import { checkbox, children, datetime, defineEntity, integer, json, picklist, secret, text, textArea } from '../../schema/index.ts';
import { checkWorkflow } from './check.ts';
import { workflowSteps } from './step.ts';

const events = [
  { value: 'created', label: 'When a record is made' },
  { value: 'changed', label: 'When a record is changed' },
  { value: 'saved', label: 'When a record is made or changed' },
  { value: 'deleted', label: 'When a record is deleted' },
] as const;

/** `fields`: names of fields of the noun, `["stage", "owner"]`; null: any. */
export const workflows = defineEntity('workflows', {
  label: 'Workflow',
  plural: 'Workflows',
  icon: 'arrow-ramp-right',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  kept: true,
  access: { import: 'false', bulk: 'false' },
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 120 }),
    entity: text({ label: 'Module', required: true, length: 63, names: 'noun', example: 'deals' }),
    active: checkbox({ default: 'false' }),
    order: integer({ required: true, default: '10', min: 0, max: 100_000, help: 'Of several with the same cause the lowest runs first.' }),
    event: picklist(events, { label: 'Starts', required: true, default: '"saved"' }),
    fields: json({ label: 'Only changes of', length: 4000, visibleIf: 'event in ("changed", "saved")', example: null }),
    condition: textArea({ length: 4000, help: 'An expression over the record. Empty: always.', example: null }),
    becomes: checkbox({
      label: 'Only when it begins to hold',
      default: 'false',
      visibleIf: 'event in ("changed", "saved")',
      help: 'Not when the condition held before the change already.',
    }),
    in_bulk: checkbox({ label: 'Also for imports and mass edits', default: 'true' }),
    description: textArea({ length: 4000 }),
    secret: secret({
      help: 'For headers of calls to other programs: {{secret}} stands for it. Is stored encrypted and never shown again.',
    }),
    steps: children(workflowSteps, { required: true }),
    // When it was switched on: it hears of changes from then on.
    since: datetime({ internal: true }),
  },
  list: { columns: ['name', 'entity', 'event', 'active', 'order', 'updated_at'], sort: 'entity,order,name' },
  board: null,
  hooks: { beforeSave: checkWorkflow },
  blocks: [
    { label: 'Workflow', fields: ['name', 'entity', 'active', 'order', 'description'] },
    { label: 'Starts', fields: ['event', 'fields', 'condition', 'becomes', 'in_bulk'] },
    { label: 'Steps', fields: ['steps', 'secret'] },
  ],
});
