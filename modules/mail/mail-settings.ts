// The server that mails of this workspace leave by.

import { defineEntity, email, integer, picklist, secret, text } from '../../schema/index.ts';

export const mailSettings = defineEntity('mail_settings', {
  label: 'Mail server',
  plural: 'Mail server',
  icon: 'server',
  single: true,
  fields: {
    host: text({ label: 'Server', length: 250, help: 'E.g. smtp.example.com. Without one, mails are written down and not sent.' }),
    port: integer({ min: 1, max: 65_535, grouping: false, required: true, default: '587' }),
    encryption: picklist(
      [
        { value: 'starttls', label: 'STARTTLS' },
        { value: 'tls', label: 'TLS from the start' },
        { value: 'none', label: 'None' },
      ],
      { required: true, default: '"starttls"', help: 'Usual are STARTTLS at port 587 and TLS at port 465.' },
    ),
    user: text({ label: 'User name', length: 250 }),
    password: secret({ help: 'Is stored encrypted and never shown again.' }),
    sender_name: text({ length: 120 }),
    sender_address: email({ requiredIf: 'host is not empty', help: 'Mails come from it.' }),
  },
  rules: [
    {
      when: 'encryption = "none" and password is not empty and not (host in ("localhost", "127.0.0.1", "::1"))',
      field: 'encryption',
      code: 'unencrypted_password',
      message: 'The password would travel unencrypted.',
    },
  ],
  blocks: [
    { label: 'Server', fields: ['host', 'port', 'encryption', 'user', 'password'] },
    { label: 'Sender', fields: ['sender_name', 'sender_address'] },
  ],
});
