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
  json,
  picklist,
  radio,
  reference,
  references,
  state,
  text,
  textArea,
} from '../../schema/index.ts';
import { answer, answerOfContact } from './invitations.ts';
import { changeOccurrence, deleteOccurrence } from './occurrences.ts';
import { afterSave, beforeSave } from './save.ts';

const answers = ['yes', 'no', 'maybe'] as const;
const scopes = ['this', 'following', 'all'] as const;

export const activities = defineEntity('activities', {
  label: 'Activity',
  plural: 'Activities',
  icon: 'calendar-event',
  title: 'subject',
  customer: 'account = my_account()',
  // A calendar that is shared, except what is private; and what one is invited to.
  shared: 'owner in my_calendars() and coalesce(private, false) = false or contains(participants, me())',
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
    ends_at: datetime({ label: 'Ends', indexed: true, requiredIf: 'kind = "event"', visibleIf: 'kind = "event"' }),
    all_day: checkbox({ visibleIf: 'kind = "event"' }),
    time_zone: text({
      length: 60,
      names: 'time_zone',
      visibleIf: 'kind = "event"',
      help: 'Whose clocks a repetition follows, for example Europe/Helsinki.',
    }),
    recurrence: text({
      label: 'Repeats',
      length: 500,
      visibleIf: 'kind = "event"',
      help: 'A rule as calendars write it, for example FREQ=WEEKLY;BYDAY=MO.',
    }),
    repeats_until: datetime({ readOnly: true, indexed: true, visibleIf: 'recurrence is not empty' }),
    skipped: json({
      label: 'Left out',
      length: 20_000,
      visibleIf: 'recurrence is not empty',
      help: 'Times at which it does not take place.',
    }),
    series: reference('activities', { label: 'Part of the series', visibleIf: 'series is not empty' }),
    occurrence_at: datetime({ label: 'Instead of', visibleIf: 'occurrence_at is not empty' }),
    private: checkbox({ visibleIf: 'kind = "event"', help: 'With whom the calendar is shared sees only that the time is taken.' }),
    due_on: date({ label: 'Due', indexed: true, visibleIf: 'kind = "task"' }),
    completed_at: datetime({ label: 'Completed' }),
    priority: picklist([
      { value: 'low', label: 'Low', color: 'gray' },
      { value: 'normal', label: 'Normal', color: 'blue' },
      { value: 'high', label: 'High', color: 'red' },
    ]),
    related_to: anyReference(['accounts', 'contacts', 'leads', 'deals', 'products', 'quotes', 'sales_orders', 'invoices']),
    contact: reference('contacts'),
    account: reference('accounts'),
    participants: references('users', { visibleIf: 'kind = "event"' }),
    guests: references('contacts', { label: 'Invited contacts', visibleIf: 'kind = "event"' }),
    answers: json({ readOnly: true, visibleIf: 'kind = "event"', help: 'By id of whoever is invited: yes, no or maybe.' }),
    place: text({ length: 250, visibleIf: 'kind = "event"' }),
    reminder_minutes: integer({ label: 'Reminder (minutes before)', min: 0 }),
    description: textArea(),
    uid: text({ label: 'Calendar ID', indexed: true, length: 250, visibleIf: 'uid is not empty' }),
  },
  rules: [{ when: 'ends_at < starts_at', field: 'ends_at', code: 'order', message: 'is before the start' }],
  list: { columns: ['subject', 'kind', 'type', 'status', 'starts_at', 'due_on', 'contact', 'account', 'owner'], sort: '-updated_at' },
  blocks: [
    { label: 'Activity', fields: ['subject', 'kind', 'type', 'status', 'priority', 'owner'] },
    { label: 'Time', fields: ['starts_at', 'ends_at', 'all_day', 'due_on', 'recurrence', 'time_zone', 'reminder_minutes', 'completed_at'] },
    { label: 'With whom', fields: ['related_to', 'contact', 'account', 'participants', 'guests', 'place', 'private'] },
    { label: 'Description', fields: ['description'] },
    { label: 'Series', fields: ['repeats_until', 'series', 'occurrence_at', 'skipped', 'answers', 'uid'] },
  ],
  hooks: { beforeSave, afterSave },
  actions: {
    complete: defineAction({ label: 'Done', when: 'status = "open"', verb: 'update', run: (call) => become(call, 'done') }),
    cancel: defineAction({ label: 'Cancel', when: 'status = "open"', verb: 'update', run: (call) => become(call, 'cancelled') }),
    answer: defineAction({
      label: 'Answer',
      when: 'contains(participants, me())',
      verb: 'view',
      input: { answer: radio(answers, { required: true }) },
      run: answer,
    }),
    answer_of_contact: defineAction({
      label: 'Note a contact’s answer',
      when: 'guests is not empty',
      verb: 'update',
      input: { contact: reference('contacts', { required: true }), answer: radio(answers, { required: true }) },
      run: answerOfContact,
    }),
    change_occurrence: defineAction({
      label: 'Change one of the series',
      when: 'recurrence is not empty',
      verb: 'update',
      input: { occurrence: datetime({ required: true }), scope: radio(scopes, { required: true }), values: json() },
      run: changeOccurrence,
    }),
    delete_occurrence: defineAction({
      label: 'Delete one of the series',
      when: 'recurrence is not empty',
      verb: 'update',
      input: { occurrence: datetime({ required: true }), scope: radio(scopes, { required: true }) },
      run: deleteOccurrence,
    }),
    reopen: defineAction({ label: 'Reopen', when: 'status != "open"', verb: 'update', run: (call) => become(call, 'open') }),
  },
});

function become({ context, id }: ActionCall, status: string) {
  return context.records.update('activities', id, { status });
}
