// Where the company's directory is, and which of its people have accounts here.

import { type Context, type Draft, Refusal } from '../../engine/index.ts';
import { checkbox, datetime, defineAction, defineEntity, integer, reference, secret, text, textArea } from '../../schema/index.ts';
import { runNow, tryOut } from './sync.ts';

export const directorySettings = defineEntity('directory_settings', {
  label: 'Company directory (LDAP)',
  plural: 'Company directory (LDAP)',
  icon: 'address-book',
  single: true,
  fields: {
    active: checkbox({ label: 'In use', help: 'Members of the group get accounts, whoever leaves it is disabled. Nobody is deleted.' }),
    url: text({ label: 'Server', length: 500, requiredIf: 'active', help: 'E.g. ldaps://ldap.example.com, or ldap://… with STARTTLS.' }),
    start_tls: checkbox({ label: 'STARTTLS', default: 'true' }),
    certificate: textArea({
      length: 20_000,
      help: 'PEM, of the server or of who signed it. Only for servers whose certificate no public authority has signed.',
    }),
    bind_dn: text({
      label: 'Read as',
      length: 500,
      requiredIf: 'active',
      help: 'DN of an account that may read, e.g. cn=kontor,dc=example,dc=com.',
    }),
    bind_password: secret({ label: 'Its password', help: 'Is stored encrypted and never shown again.' }),
    base: text({ label: 'People are below', length: 500, requiredIf: 'active', help: 'E.g. ou=people,dc=example,dc=com.' }),
    group: text({ label: 'Group', length: 500, requiredIf: 'active', help: 'DN of the one group whose members have accounts here.' }),
    login_attribute: text({
      label: 'Login from',
      length: 60,
      required: true,
      default: '"uid"',
      help: 'sAMAccountName in Active Directory.',
    }),
    name_attribute: text({ label: 'Name from', length: 60, required: true, default: '"cn"' }),
    email_attribute: text({ label: 'E-mail from', length: 60, default: '"mail"' }),
    phone_attribute: text({ label: 'Phone from', length: 60, default: '"telephoneNumber"' }),
    department: reference('departments', {
      label: 'Department of new users',
      requiredIf: 'active',
      help: 'They get the rights that it gives to new users.',
    }),
    sign_in: checkbox({
      label: 'Sign in with the directory’s password',
      default: 'true',
      help: 'Root users keep their password here, so that they come in when the directory is away.',
    }),
    every: integer({ label: 'Minutes between runs', required: true, default: '60', min: 10, max: 10_080 }),
    next_at: datetime({ label: 'Next run', readOnly: true }),
  },
  rules: [
    {
      when: 'active and not (starts_with(url, "ldaps://") or start_tls or starts_with(url, "ldap://127.0.0.1") or starts_with(url, "ldap://localhost"))',
      field: 'start_tls',
      code: 'unencrypted_password',
      message: 'Passwords would travel unencrypted.',
    },
    {
      when: 'active and not (starts_with(url, "ldaps://") or starts_with(url, "ldap://"))',
      field: 'url',
      message: 'begins with ldap:// or ldaps://',
    },
  ],
  blocks: [
    { label: 'Directory', fields: ['active', 'url', 'start_tls', 'certificate', 'bind_dn', 'bind_password'] },
    { label: 'People', fields: ['base', 'group', 'login_attribute', 'name_attribute', 'email_attribute', 'phone_attribute', 'department'] },
    { label: 'Sign-in', fields: ['sign_in'] },
    { label: 'Schedule', fields: ['every', 'next_at'] },
  ],
  hooks: { beforeSave },
  actions: {
    try_out: defineAction({ label: 'Try it out', verb: 'update', when: 'active', run: tryOut }),
    run_now: defineAction({ label: 'Synchronise now', verb: 'update', when: 'active', run: runNow }),
  },
});

/** Whoever says which directory counts can sign in as anybody whom it names: that is for root. */
function beforeSave(draft: Draft, { actor }: Context): void {
  const { rights } = actor;
  if (!rights.root && rights.key !== 'system') throw new Refusal(403, 'not_granted', 'Only a root user connects a directory.');
  if (draft.changed.has('active')) draft.values.next_at = draft.values.active ? new Date().toISOString() : null;
}
