// One mail on its way out: queue and log in one. Written by the house alone; codes and links are not readable in it.

import {
  byTheHouse,
  checkbox,
  datetime,
  defineAction,
  defineEntity,
  email,
  integer,
  json,
  picklist,
  secret,
  text,
  textArea,
  user,
} from '../../schema/index.ts';
import { resend } from './resend.ts';

export const outgoingMails = defineEntity('outgoing_mails', {
  label: 'Sent mail',
  plural: 'Sent mails',
  icon: 'mail',
  title: 'subject',
  area: 'administration',
  owned: false,
  searchable: false,
  deletable: 'never',
  access: byTheHouse,
  fields: {
    to: email({ label: 'To', required: true, readOnly: true, searched: true }),
    subject: text({ required: true, readOnly: true, searched: true, length: 500 }),
    state: picklist(
      [
        { value: 'queued', label: 'Waiting', color: 'blue' },
        { value: 'sent', label: 'Sent', color: 'green' },
        { value: 'failed', label: 'Failed', color: 'red' },
        { value: 'written', label: 'Not sent: no mail server', color: 'gray' },
      ],
      { required: true, readOnly: true, default: '"queued"' },
    ),
    answer: textArea({ label: 'The server’s answer', readOnly: true }),
    attempts: integer({ label: 'Tries', readOnly: true, required: true, default: '0', min: 0 }),
    next_at: datetime({ label: 'Next try', readOnly: true, indexed: true }),
    sent_at: datetime({ label: 'Sent', readOnly: true }),
    until: datetime({ label: 'Not after', readOnly: true, help: 'Later it is not worth sending.' }),
    purpose: picklist(
      [
        { value: 'welcome', label: 'Welcome' },
        { value: 'password', label: 'Forgotten password' },
        { value: 'code', label: 'Sign-in code' },
        { value: 'test', label: 'Test' },
        { value: 'report', label: 'Report' },
        { value: 'workflow', label: 'Workflow' },
      ],
      { open: true, readOnly: true },
    ),
    user: user({ label: 'For', readOnly: true }),
    text: textArea({ readOnly: true, help: 'Codes and links for the receiver alone are left out.' }),
    html: textArea({ internal: true }),
    confidential: checkbox({ readOnly: true, help: 'Has a code or link for the receiver alone.' }),
    secrets: secret({ readOnly: true, label: 'Codes and links' }),
    attached: text({ label: 'Attachments', readOnly: true, length: 2000 }),
    attachments: json({ internal: true }),
  },
  list: { columns: ['created_at', 'to', 'subject', 'state', 'attempts', 'purpose', 'answer'], sort: '-created_at' },
  board: null,
  blocks: [
    { label: 'Mail', fields: ['to', 'subject', 'purpose', 'user', 'text', 'attached', 'confidential', 'secrets'] },
    { label: 'On its way', fields: ['state', 'answer', 'attempts', 'next_at', 'sent_at', 'until'] },
  ],
  actions: {
    resend: defineAction({
      label: 'Send again',
      // A code or link may have ended meanwhile; whoever needs one asks for a new one.
      when: 'state in ("failed", "written") and not confidential',
      run: resend,
    }),
  },
});
