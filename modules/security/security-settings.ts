// How people sign in here, as an administrator decides; one record, obeyed by the next request.

import { addressOf, type Context, type Draft, endSessionsBut, mailWorks } from '../../engine/index.ts';
import { checkbox, defineEntity, integer, picklist, textArea } from '../../schema/index.ts';

export const securitySettings = defineEntity('security_settings', {
  label: 'Security',
  plural: 'Security',
  icon: 'shield',
  single: true,
  fields: {
    sign_in: checkbox({
      label: 'Sign-in is on',
      default: 'true',
      help: 'Off for maintenance: only root signs in, and everybody else’s sessions end at once.',
    }),
    sign_in_off_message: textArea({
      label: 'Message meanwhile',
      visibleIf: 'not sign_in',
      help: 'What people read who try to sign in. Empty: that the system is being maintained.',
    }),
    second_factor: picklist(
      [
        { value: 'off', label: 'Off' },
        { value: 'new_device', label: 'In a new browser' },
        { value: 'always', label: 'At every sign-in' },
      ],
      {
        label: 'Second step',
        default: '"off"',
        required: true,
        help: 'A code by mail, or an authenticator app or passkey for those who have set one up. It holds for root too, and needs mail that works.',
      },
    ),
    forgotten_password: checkbox({
      label: 'Forgotten password by mail',
      help: 'The sign-in page offers a link that is mailed to the user’s own address. It needs mail that works.',
    }),
    password_length: integer({ label: 'Least number of characters', default: '8', min: 8, max: 64, required: true }),
    password_kinds: picklist(
      [
        { value: '1', label: 'Any characters' },
        { value: '2', label: 'Two kinds' },
        { value: '3', label: 'Three kinds' },
        { value: '4', label: 'All four kinds' },
      ],
      {
        label: 'Kinds of characters',
        default: '"1"',
        required: true,
        help: 'Of small letters, capital letters, digits and other signs. Length makes a password strong; kinds make it hard to remember.',
      },
    ),
    password_not_login: checkbox({ label: 'Must differ from the login', default: 'true' }),
    failures_per_account: integer({
      label: 'Failed sign-ins that close an account',
      default: '10',
      min: 3,
      max: 1000,
      required: true,
      help: 'From one address; ten times as many from all addresses together.',
    }),
    failures_per_address: integer({
      label: 'Failed sign-ins that ban an address',
      default: '50',
      min: 3,
      max: 100_000,
      required: true,
      help: 'Trusted addresses are never banned.',
    }),
    ban_minutes: integer({
      label: 'Minutes it lasts',
      default: '15',
      min: 1,
      max: 525_600,
      required: true,
      help: 'Failed sign-ins are counted for as long, too.',
    }),
    reports_by_unit: checkbox({
      label: 'Reports are for the sales organisation',
      help: 'Whoever belongs to no unit reads no reports; the others read there what belongs to their units.',
    }),
    bind_sessions: picklist(
      [
        { value: 'no', label: 'Not bound' },
        { value: 'device', label: 'To the browser and system' },
        { value: 'address', label: 'To browser, system and address' },
      ],
      {
        label: 'Sessions are bound',
        default: '"no"',
        required: true,
        help: 'A stolen cookie is refused elsewhere. Bound to the address, people sign in again whenever their network changes.',
      },
    ),
  },
  blocks: [
    { label: 'Sign-in', fields: ['sign_in', 'sign_in_off_message', 'second_factor'] },
    { label: 'Passwords', fields: ['password_length', 'password_kinds', 'password_not_login', 'forgotten_password'] },
    { label: 'Failed sign-ins', fields: ['failures_per_account', 'failures_per_address', 'ban_minutes'] },
    { label: 'Sessions', fields: ['bind_sessions'] },
    { label: 'Reports', fields: ['reports_by_unit'] },
  ],
  hooks: { beforeSave: checkMail, afterSave: endOthers },
});

/** What needs mail to let people in is not switched on without it (row TT-03), nor by somebody it would lock out. */
async function checkMail(draft: Draft, context: Context): Promise<void> {
  const { values, changed, old } = draft;
  const stricter = changed.has('second_factor') && values.second_factor !== 'off' && (!old || old.second_factor === 'off');
  if (!stricter && !(changed.has('forgotten_password') && values.forgotten_password)) return;
  const field = stricter ? 'second_factor' : 'forgotten_password';
  if (!(await mailWorks(context))) {
    draft.refuse(
      field,
      'mail_not_working',
      'E-mail is not configured, or no test has shown that it works. See the page of the mail server.',
    );
    return;
  }
  if (!stricter || context.actor.id === null) return;
  const me = await context
    .system('asks whether the author could still sign in')
    .records.get('users', context.actor.id, ['login', 'email', 'second_factor']);
  if (!me.second_factor && addressOf(me) === null)
    draft.refuse(field, 'locks_you_out', 'Your own account has no e-mail address: you could not sign in any more.');
}

/** Switched off, sign-in ends what is open already; whoever holds root rights goes on, to switch it on again (rows TT-04, TT-05). */
async function endOthers({ old, values }: Draft, context: Context): Promise<void> {
  if (old?.sign_in === false || values.sign_in !== false) return;
  const { records } = context.system('ends the sessions of all but root while sign-in is off');
  const sets = await records.list('permission_sets', { fields: ['id'], filter: 'root = true', limit: 500 });
  const holds = sets.records.map(({ id }) => `contains(permission_sets, "${String(id)}")`).join(' or ');
  const roots = holds === '' ? [] : (await records.list('users', { fields: ['id'], filter: holds, limit: 500 })).records;
  await endSessionsBut(
    context,
    roots.map(({ id }) => String(id)),
  );
}
