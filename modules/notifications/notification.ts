// The two nouns: what one was told, and what one does not want to be told.

import { anyReference, datetime, defineEntity, json, multiPicklist, picklist, text, textArea, user } from '../../schema/index.ts';

/** What people are told of, and can switch off. */
export const kinds = [
  { value: 'mention', label: 'Being mentioned' },
  { value: 'comment', label: 'Comments on my records' },
  { value: 'job', label: 'Background work that has ended' },
  { value: 'reminder', label: 'Reminders' },
  { value: 'report', label: 'Reports' },
  { value: 'invitation', label: 'Invitations' },
  { value: 'answer', label: 'Answers to offers' },
  { value: 'mail', label: 'Mails that could not be sent' },
  { value: 'mail_server', label: 'The mail server refuses mails' },
  { value: 'rates', label: 'Exchange rates that could not be fetched' },
  { value: 'rate_missing', label: 'Postings that wait for an exchange rate' },
  { value: 'workflow', label: 'Messages of workflows' },
  { value: 'workflow_failed', label: 'Workflows that failed' },
] as const;

/** A module from elsewhere names its own ones: `fleet.inspection`. */
export type Kind = (typeof kinds)[number]['value'] | `${string}.${string}`;

export const notifications = defineEntity('notifications', {
  label: 'Notification',
  plural: 'Notifications',
  icon: 'bell',
  title: 'title',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  customer: 'user = me()',
  personal: true,
  access: { view: 'user = me()', update: 'user = me()', delete: 'user = me()', bulk: 'user = me()' },
  fields: {
    user: user({ required: true, readOnly: true, indexed: true }),
    kind: picklist(kinds, { open: true, required: true, readOnly: true }),
    title: text({ required: true, readOnly: true, searched: true, length: 500 }),
    text: textArea({ readOnly: true }),
    about: anyReference(['*'], { readOnly: true }),
    link: text({ readOnly: true, length: 500, help: 'Where it leads when it is about no record: a path of the application.' }),
    values: json({ readOnly: true, help: 'What the sentence is made of in other languages.' }),
    read_at: datetime({ label: 'Read', indexed: true }),
  },
  list: { columns: ['title', 'kind', 'about', 'created_at', 'read_at'], sort: '-created_at' },
});

export const notificationChoices = defineEntity('notification_choices', {
  label: 'Notification choice',
  plural: 'Notification choices',
  icon: 'bell',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  customer: 'user = me()',
  personal: true,
  access: { view: 'user = me()', create: 'user = me()', update: 'user = me()', delete: 'user = me()' },
  fields: {
    name: text({ default: '"Notifications"', searched: true, length: 60 }),
    user: user({ required: true, unique: true, default: 'me()' }),
    muted: multiPicklist(kinds, { open: true, help: 'Kinds this person does not want to hear of.' }),
  },
  list: { columns: ['user', 'muted'], sort: 'id' },
});
