// What was or will be done: an event books time, a task has a due date only (row CS-093).

import type { ActionCall } from '../../engine/index.ts';
import {
  anyReference,
  checkbox,
  date,
  datetime,
  defineAction,
  defineEntity,
  integer,
  picklist,
  radio,
  reference,
  references,
  state,
  text,
  textArea,
} from '../../schema/index.ts';
import { findAccount } from './related.ts';

export const activities = defineEntity('activities', {
  label: 'Activity',
  plural: 'Activities',
  icon: 'calendar-event',
  title: 'subject',
  customer: 'account = my_account()',
  fields: {
    subject: text({ required: true, searched: true, length: 250 }),
    kind: radio(['event', 'task'], { default: '"task"', required: true }),
    type: picklist(['Call', 'Meeting', 'E-mail', 'Training', 'Visit', 'Note', 'To do'], { open: true }),
    status: state({
      open: { label: 'Open', color: 'blue' },
      done: { label: 'Done', color: 'green', means: 'done' },
      cancelled: { label: 'Cancelled', color: 'gray', means: 'cancelled' },
    }),
    starts_at: datetime({ label: 'Starts', indexed: true, requiredIf: 'kind = "event"', visibleIf: 'kind = "event"' }),
    ends_at: datetime({ label: 'Ends', requiredIf: 'kind = "event"', visibleIf: 'kind = "event"' }),
    all_day: checkbox({ visibleIf: 'kind = "event"' }),
    due_on: date({ label: 'Due', indexed: true, visibleIf: 'kind = "task"' }),
    completed_at: datetime({ label: 'Completed' }),
    priority: picklist([
      { value: 'low', label: 'Low', color: 'gray' },
      { value: 'normal', label: 'Normal', color: 'blue' },
      { value: 'high', label: 'High', color: 'red' },
    ]),
    related_to: anyReference(['accounts', 'contacts', 'leads', 'deals', 'products']),
    contact: reference('contacts'),
    account: reference('accounts'),
    participants: references('users', { visibleIf: 'kind = "event"' }),
    place: text({ length: 250, visibleIf: 'kind = "event"' }),
    reminder_minutes: integer({ label: 'Reminder (minutes before)', min: 0 }),
    description: textArea(),
  },
  rules: [{ when: 'ends_at < starts_at', field: 'ends_at', code: 'order', message: 'is before the start' }],
  list: { columns: ['subject', 'kind', 'type', 'status', 'starts_at', 'due_on', 'contact', 'account', 'owner'], sort: '-updated_at' },
  blocks: [
    { label: 'Activity', fields: ['subject', 'kind', 'type', 'status', 'priority', 'owner'] },
    { label: 'Time', fields: ['starts_at', 'ends_at', 'all_day', 'due_on', 'reminder_minutes', 'completed_at'] },
    { label: 'With whom', fields: ['related_to', 'contact', 'account', 'participants', 'place'] },
    { label: 'Description', fields: ['description'] },
  ],
  hooks: { beforeSave: findAccount },
  actions: {
    complete: defineAction({ label: 'Done', when: 'status = "open"', verb: 'update', run: (call) => become(call, 'done') }),
    cancel: defineAction({ label: 'Cancel', when: 'status = "open"', verb: 'update', run: (call) => become(call, 'cancelled') }),
    reopen: defineAction({ label: 'Reopen', when: 'status != "open"', verb: 'update', run: (call) => become(call, 'open') }),
  },
});

function become({ context, id }: ActionCall, status: string) {
  return context.records.update('activities', id, { status });
}
