// One try to sign in: who, from where, how it went. Written by the house alone; nobody changes or deletes it.

import { byTheHouse, defineEntity, picklist, text, user } from '../../schema/index.ts';

export const signIns = defineEntity('sign_ins', {
  label: 'Sign-in',
  plural: 'Sign-ins',
  icon: 'login',
  title: 'login',
  area: 'administration',
  owned: false,
  searchable: false,
  deletable: 'never',
  access: byTheHouse,
  fields: {
    login: text({ label: 'Login as typed', readOnly: true, searched: true, length: 250 }),
    user: user({ readOnly: true, indexed: true }),
    by: user({ readOnly: true, label: 'Seen by', help: 'The administrator who saw the program as this user.' }),
    result: picklist(
      [
        { value: 'signed_in', label: 'Signed in', color: 'green' },
        { value: 'waits', label: 'Waits for the second step', color: 'blue' },
        { value: 'refused', label: 'Refused', color: 'red' },
        { value: 'seen', label: 'Seen as', color: 'violet' },
        { value: 'seen_over', label: 'Seen as, over', color: 'gray' },
      ],
      { readOnly: true },
    ),
    reason: picklist(
      [
        { value: 'unknown_login', label: 'Unknown login' },
        { value: 'wrong_password', label: 'Wrong password' },
        { value: 'no_password', label: 'No password set' },
        { value: 'not_enabled', label: 'Account not enabled' },
        { value: 'too_often', label: 'Too many tries' },
        { value: 'banned', label: 'Address banned' },
        { value: 'address_denied', label: 'Address denied' },
        { value: 'address_not_allowed', label: 'Address not allowed' },
        { value: 'sign_in_off', label: 'Sign-in switched off' },
        { value: 'wrong_passkey', label: 'Passkey not confirmed' },
        { value: 'openid_unknown', label: 'Provider: no such account' },
        { value: 'openid_root_only', label: 'Provider: root users only' },
        { value: 'openid_failed', label: 'Provider: not confirmed' },
        { value: 'openid_expired', label: 'Provider: too late or another browser' },
        { value: 'time_over', label: 'Time was over' },
        { value: 'openid_taken', label: 'Provider: linked to another account' },
      ],
      { open: true, readOnly: true },
    ),
    way: picklist(
      [
        { value: 'password', label: 'Password' },
        { value: 'openid', label: 'Sign-in provider' },
        { value: 'passkey', label: 'Passkey' },
        { value: 'see_as', label: 'Seen by an administrator' },
      ],
      { open: true, readOnly: true, label: 'How' },
    ),
    address: text({ readOnly: true, searched: true, indexed: true, length: 60 }),
    device: text({ readOnly: true, length: 120 }),
  },
  list: { columns: ['created_at', 'login', 'user', 'by', 'result', 'reason', 'way', 'address', 'device'], sort: '-created_at' },
  blocks: [{ label: 'Sign-in', fields: ['login', 'user', 'by', 'result', 'reason', 'way', 'address', 'device'] }],
});
