// Who signs in: staff, or somebody of a customer company. Names, place in the organisation, rights.

import {
  checkbox,
  children,
  datetime,
  defineAction,
  defineEntity,
  email,
  image,
  integer,
  json,
  password,
  phone,
  picklist,
  reference,
  references,
  secret,
  text,
  textArea,
} from '../../schema/index.ts';
import { userFieldRights, userGrants } from '../permission-sets/module.ts';
import { become, setPassword } from './actions.ts';
import { administer } from './administer.ts';
import { beginApp, confirmApp, removeApp, renewRecovery, resetSecondFactor } from './authenticator.ts';
import { handOver } from './hand-over.ts';
import { copyUser, removeUser } from './leave.ts';
import { changePassword, editProfile } from './profile.ts';
import { afterSave, beforeSave } from './save.ts';
import { welcomeAgain } from './welcome.ts';

export const users = defineEntity('users', {
  label: 'User',
  plural: 'Users',
  icon: 'user-circle',
  title: 'name',
  area: 'administration',
  owned: false,
  deletable: 'never',
  customer: 'id = me()',
  // Row CS-011: gone from the register; a filter for the status finds who has left.
  hidden: 'status = "archived"',
  fields: {
    login: text({
      required: true,
      unique: true,
      searched: true,
      length: 120,
      help: 'An e-mail address is a good choice. In an import without, it is made of the name. It can’t be changed later.',
    }),
    name: text({ required: true, searched: true, length: 120 }),
    nickname: text({ length: 120 }),
    password: password(),
    email: email({ searched: true }),
    phone: phone(),
    avatar: image(),
    department: reference('departments', { required: true }),
    role: reference('roles'),
    manager: reference('users', { acyclic: true }),
    status: picklist(
      [
        { value: 'enabled', label: 'Enabled', color: 'green' },
        { value: 'disabled', label: 'Disabled', color: 'orange' },
        { value: 'archived', label: 'Archived', color: 'gray' },
      ],
      { required: true, default: '"enabled"' },
    ),
    permission_sets: references('permission_sets', { help: 'Without any, the user can do nothing.' }),
    grants: children(userGrants, { label: 'Individual rights', help: 'Rights of this user alone, besides the permission sets.' }),
    field_rights: children(userFieldRights, { label: 'Individual field rights' }),
    report_units: references('departments', {
      label: 'Units read in reports',
      help: 'With all below them. Empty: the units one is a member of. It counts when reports are for the sales organisation.',
    }),
    own_rights_only: checkbox({ label: 'Gives own rights only', help: 'May pass on no more than the rights held.' }),
    account: reference('accounts', { label: 'Company', help: 'Of a customer’s user: what it reaches in customer mode.' }),
    category: text({ length: 120, help: 'A label for lists and statistics; it gives no rights.' }),
    language: picklist(['en', 'fi', 'sv', 'de', 'ru'], { default: '"en"' }),
    time_zone: text({ length: 60, names: 'time_zone', default: '"Europe/Helsinki"' }),
    locale: text({ length: 20 }),
    notes: textArea(),
    last_sign_in_at: datetime({ label: 'Last sign-in', readOnly: true }),
    welcome_mail: picklist(
      [
        { value: 'sent', label: 'Sent', color: 'green' },
        { value: 'not_configured', label: 'E-mail not configured', color: 'orange' },
        { value: 'no_address', label: 'No e-mail address', color: 'orange' },
      ],
      { readOnly: true, help: 'Has a link to choose a password, unless one was given.' },
    ),
    second_factor: picklist([{ value: 'app', label: 'Authenticator app', color: 'green' }], { readOnly: true }),
    totp: secret({ internal: true }),
    totp_pending: secret({ internal: true }),
    totp_last: integer({ internal: true }),
    recovery_codes: json({ internal: true }),
    spared_until: datetime({ internal: true }),
  },
  list: {
    columns: ['login', 'name', 'department', 'role', 'status', 'permission_sets', 'last_sign_in_at', 'created_at', 'created_by'],
    sort: 'name',
  },
  board: null,
  blocks: [
    { label: 'User', fields: ['login', 'name', 'nickname', 'avatar', 'status'] },
    { label: 'Contact details', fields: ['email', 'phone'] },
    { label: 'Organisation', fields: ['department', 'role', 'manager', 'category', 'account'] },
    { label: 'Rights', fields: ['permission_sets', 'own_rights_only', 'report_units', 'grants', 'field_rights'] },
    { label: 'Language and time', fields: ['language', 'time_zone', 'locale'] },
    { label: 'Sign-in', fields: ['last_sign_in_at', 'second_factor', 'welcome_mail'] },
    { label: 'More', fields: ['notes'] },
  ],
  hooks: { beforeSave, afterSave },
  actions: {
    edit_profile: editProfile,
    change_password: changePassword,
    set_password: defineAction({
      label: 'Set password',
      input: { password: password({ required: true }), repeat: password({ required: true }) },
      run: setPassword,
    }),
    send_welcome: defineAction({
      label: 'Send a link to choose a password',
      when: 'status = "enabled"',
      verb: 'set_password',
      run: welcomeAgain,
    }),
    reset_second_factor: defineAction({ label: 'Reset second factor', verb: 'set_password', run: resetSecondFactor }),
    begin_app: beginApp,
    confirm_app: confirmApp,
    renew_recovery: renewRecovery,
    remove_app: removeApp,
    enable: defineAction({ label: 'Enable', when: 'status != "enabled"', verb: 'update', run: (call) => become(call, 'enabled') }),
    disable: defineAction({ label: 'Disable', when: 'status = "enabled"', verb: 'update', run: (call) => become(call, 'disabled') }),
    administer: defineAction({ label: 'Administrator instead of root', verb: 'update', run: administer }),
    hand_over: defineAction({
      label: 'Hand records over',
      verb: 'update',
      input: { to: reference('users', { label: 'New owner', required: true }) },
      run: handOver,
    }),
    copy: defineAction({
      label: 'Copy',
      verb: 'create',
      input: {
        login: text({ required: true, length: 120 }),
        name: text({ required: true, length: 120 }),
        email: email(),
        password: password(),
      },
      run: copyUser,
    }),
    remove: defineAction({
      label: 'Remove user',
      when: 'status != "archived"',
      verb: 'update',
      input: {
        to: reference('users', { label: 'Successor', help: 'Becomes the owner of all records of this user.' }),
        keep: checkbox({ label: 'Archive: the records keep their owner', help: 'Each gets another one when it is next edited.' }),
      },
      run: removeUser,
    }),
    archive: defineAction({ label: 'Archive', when: 'status != "archived"', verb: 'update', run: (call) => become(call, 'archived') }),
  },
});
