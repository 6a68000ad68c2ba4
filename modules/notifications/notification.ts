// The two nouns: what one was told, and what one does not want to be told.

import { anyReference, datetime, defineEntity, json, multiPicklist, text, textArea, user } from '../../schema/index.ts';

/** What can be switched off. Modules may tell of other kinds too; those are named by their own word. */
export const kinds = [
  'mention',
  'comment',
  'job',
  'reminder',
  'assignment',
  'report',
  'invitation',
  'mail',
  'mail_server',
  'answer',
] as const;

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
    kind: text({ required: true, readOnly: true, length: 60 }),
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
