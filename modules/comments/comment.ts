// A comment: about any record, as visible as that record, changed by its author alone. One that is shared is read by customers with a link too.

import { anyReference, checkbox, datetime, defineEntity, formattedText, reference, references, text } from '../../schema/index.ts';
import { checkComment, tellOf } from './save.ts';

export const comments = defineEntity('comments', {
  label: 'Comment',
  plural: 'Comments',
  icon: 'message-circle',
  title: 'excerpt',
  area: 'administration',
  owned: false,
  menu: false,
  access: {
    view: 'reachable(about)',
    create: 'reachable(about)',
    update: 'created_by = me()',
    delete: 'created_by = me()',
  },
  fields: {
    about: anyReference(['*'], { required: true }),
    text: formattedText({ required: true, length: 20_000 }),
    excerpt: text({ label: 'Comment', readOnly: true, searched: true, length: 400 }),
    reply_to: reference('comments', { acyclic: true }),
    mentions: references('users', { help: 'They are told of it.' }),
    not_told: references('users', { readOnly: true, help: 'Mentioned, but they may not see the record.' }),
    shared: checkbox({ help: 'Whoever has a link to the record reads it there too.' }),
    guest: text({ label: 'From outside', readOnly: true, length: 120, help: 'Who wrote it on the page of a link.' }),
    edited_at: datetime({ label: 'Edited', readOnly: true }),
  },
  list: { columns: ['excerpt', 'about', 'created_by', 'created_at'], sort: '-created_at' },
  hooks: { beforeSave: checkComment, afterSave: tellOf },
});
