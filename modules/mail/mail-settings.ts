// The server that mails of this workspace leave by.

import { datetime, defineAction, defineEntity, email, integer, picklist, secret, text, textArea } from '../../schema/index.ts';
import { checkServer } from './check-settings.ts';
import { sendTest } from './test-mail.ts';

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
    certificate: textArea({
      length: 20_000,
      help: 'PEM, of the server or of who signed it. Only for servers whose certificate no public authority has signed.',
    }),
    state: picklist(
      [
        { value: 'off', label: 'Not configured', color: 'gray' },
        { value: 'untested', label: 'Not tested yet', color: 'blue' },
        { value: 'works', label: 'Works', color: 'green' },
        { value: 'failed', label: 'Does not work', color: 'red' },
      ],
      { required: true, readOnly: true, default: '"off"' },
    ),
    state_text: textArea({ label: 'The server’s answer', readOnly: true }),
    state_at: datetime({ label: 'Answered', readOnly: true }),
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
    { label: 'Server', fields: ['host', 'port', 'encryption', 'user', 'password', 'certificate'] },
    { label: 'Sender', fields: ['sender_name', 'sender_address'] },
    { label: 'State', fields: ['state', 'state_text', 'state_at'] },
  ],
  hooks: { beforeSave: checkServer },
  actions: {
    send_test: defineAction({
      label: 'Send a test mail',
      verb: 'update',
      when: 'host is not empty and sender_address is not empty',
      input: { to: email({ label: 'To', help: 'Empty: to your own address.' }) },
      run: sendTest,
    }),
  },
});
