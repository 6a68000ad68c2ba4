// What somebody asked for about the own data, until when it is due, and what was done (articles 15 to 17 and 12 (3) of the GDPR).

import { type Context, type Draft, todayOf } from '../../engine/index.ts';
import { addMonths, anyReference, date, defineEntity, picklist, state, text, textArea, user } from '../../schema/index.ts';

export const KINDS = [
  { value: 'hand_out', label: 'Hand out' },
  { value: 'rectification', label: 'Rectification' },
  { value: 'erasure', label: 'Erasure' },
];

export const privacyRequests = defineEntity('privacy_requests', {
  label: 'Privacy request',
  plural: 'Privacy requests',
  icon: 'shield',
  title: 'name',
  area: 'administration',
  owned: false,
  deletable: 'never',
  fields: {
    name: text({ label: 'Request', readOnly: true, searched: true, length: 120 }),
    kind: picklist(KINDS, { required: true, label: 'Asked for' }),
    subject: anyReference(['contacts', 'leads'], { label: 'Person', required: true }),
    status: state({
      open: { label: 'Open', color: 'blue' },
      done: { label: 'Done', color: 'green', means: 'done' },
      refused: { label: 'Refused', color: 'gray', means: 'cancelled' },
    }),
    received_on: date({ label: 'Received', required: true, default: 'today()' }),
    due_on: date({ label: 'Due', indexed: true, help: 'Left empty, it is one month after the request was received.' }),
    handled_by: user({ label: 'Handled by', help: 'Left empty, it is whoever closes the request.' }),
    closed_on: date({ label: 'Closed', readOnly: true }),
    identity: text({ label: 'How the identity was checked', length: 250 }),
    note: textArea({ help: 'Do not write here what is to be erased.' }),
    log: textArea({ readOnly: true, help: 'What was handed out and erased, when and by whom.' }),
  },
  list: { columns: ['name', 'subject', 'kind', 'status', 'received_on', 'due_on', 'handled_by'], sort: 'due_on' },
  blocks: [
    { label: 'Request', fields: ['name', 'kind', 'subject', 'status', 'received_on', 'due_on', 'handled_by', 'closed_on'] },
    { label: 'How it was handled', fields: ['identity', 'note', 'log'] },
  ],
  hooks: { beforeSave },
});

function beforeSave({ verb, values, changed }: Draft, { actor }: Context): void {
  if (verb === 'delete') return;
  if (changed.has('received_on') && !changed.has('due_on')) values.due_on = addMonths(String(values.received_on), 1);
  const kind = KINDS.find(({ value }) => value === values.kind)?.label ?? '';
  values.name = `${kind} ${String(values.received_on)}`;
  if (!changed.has('status')) return;
  const open = values.status === 'open';
  values.closed_on = open ? null : todayOf(actor);
  if (!open) values.handled_by ??= actor.id;
}
