// Targets: what is to be reached, by whom, in which month, quarter or year (row CS-235). Charts put what came true beside them.

import { date, decimal, defineEntity, defineModule, picklist, radio, reference, text, textArea } from '../../schema/index.ts';
import { firstDay } from './first-day.ts';

const targets = defineEntity('targets', {
  label: 'Target',
  plural: 'Targets',
  icon: 'target',
  title: 'name',
  fields: {
    name: text({ searched: true, length: 200, help: 'Left empty, it is made of the goal and the period.' }),
    goal: picklist(['Won deals', 'New customers', 'Activities'], {
      open: true,
      required: true,
      indexed: true,
      help: 'What is counted or summed up. Charts ask for it by this name.',
    }),
    period: radio(
      [
        { value: 'month', label: 'Month' },
        { value: 'quarter', label: 'Quarter' },
        { value: 'year', label: 'Year' },
      ],
      { required: true, default: '"month"' },
    ),
    starts_on: date({
      label: 'First day',
      required: true,
      indexed: true,
      default: 'start_of_month(today())',
      help: 'Any day of the period; the first one is kept.',
    }),
    value: decimal({ required: true, scale: 2, label: 'Target value' }),
    department: reference('departments', { help: 'For a unit as a whole; otherwise it is its owner’s.' }),
    description: textArea(),
  },
  list: { columns: ['name', 'goal', 'period', 'starts_on', 'value', 'owner', 'department'], sort: '-starts_on' },
  blocks: [
    { label: 'Target', fields: ['goal', 'period', 'starts_on', 'value', 'owner', 'department', 'name'] },
    { label: 'More', fields: ['description'] },
  ],
  board: null,
  hooks: { beforeSave: firstDay },
});

export default defineModule({ name: 'targets', needs: ['departments'], entities: [targets] });
