// One key: who it acts as, what it may do of that, from where, until when, when it was last used. Only a hash of its text is kept.

import {
  type ActionCall,
  type BoundContext,
  type Context,
  type Draft,
  newApiKey,
  normalRange,
  Refusal,
  rangesIn,
  type Values,
} from '../../engine/index.ts';
import { checkbox, children, datetime, defineAction, defineEntity, integer, picklist, text, textArea, user } from '../../schema/index.ts';
import { checkFieldRights, checkLines, keyFieldRights, keyGrants } from '../permission-sets/module.ts';

export const apiKeys = defineEntity('api_keys', {
  label: 'API key',
  plural: 'API keys',
  icon: 'key',
  title: 'name',
  area: 'administration',
  fields: {
    name: text({ required: true, searched: true, length: 120 }),
    type: picklist(
      [
        'Website form',
        'Outlook',
        { value: 'ContactPortalv2', label: 'Contact portal' },
        'Phone system',
        'Accounting',
        'Reporting',
        'Custom',
      ],
      { open: true, default: '"Custom"' },
    ),
    user: user({ label: 'Acts as', required: true, default: 'me()' }),
    start: text({ length: 12, readOnly: true, help: 'First characters of the key, to tell it from others.' }),
    key_hash: text({ internal: true, unique: true, length: 64 }),
    description: textArea(),
    limited: checkbox({
      label: 'Own rights',
      help: 'The key does only what is listed here, and of that only what its user may do. Otherwise it does all that its user may.',
    }),
    grants: children(keyGrants, {
      visibleIf: 'limited',
      help: 'What each method may reach: view reads; create, update and delete write; other actions by their names.',
    }),
    field_rights: children(keyFieldRights, { label: 'Field rights', visibleIf: 'limited' }),
    addresses: textArea({
      label: 'Addresses',
      help: 'Where the key may be used from: addresses or ranges such as 192.0.2.0/24, one a line. Empty: anywhere.',
    }),
    per_minute: integer({ label: 'Requests a minute', min: 1, max: 1_000_000, help: 'More are refused until the minute is over.' }),
    expires_at: datetime({ label: 'Expires' }),
    revoked: checkbox(),
    locked_by: user({ help: 'Only this user can change or delete a locked key.' }),
    last_used_at: datetime({ label: 'Last used', readOnly: true }),
    last_used_from: text({ label: 'Last used from', readOnly: true, length: 60 }),
    uses: integer({ label: 'Number of uses', readOnly: true }),
  },
  list: {
    columns: ['name', 'type', 'user', 'start', 'limited', 'revoked', 'expires_at', 'last_used_at', 'uses', 'created_by'],
    sort: 'name',
  },
  blocks: [
    { label: 'Key', fields: ['name', 'type', 'user', 'start', 'description'] },
    { label: 'Rights', fields: ['limited', 'grants', 'field_rights'] },
    { label: 'Limits', fields: ['addresses', 'per_minute', 'expires_at', 'revoked', 'locked_by'] },
    { label: 'Use', fields: ['last_used_at', 'last_used_from', 'uses'] },
  ],
  hooks: { beforeSave: guard },
  actions: {
    issue: defineAction({ label: 'Issue key', when: 'revoked = false', verb: 'update', run: issue }),
    lock: defineAction({
      label: 'Lock',
      when: 'locked_by is empty',
      verb: 'update',
      run: ({ context, id }) => context.records.update('api_keys', id, { locked_by: context.actor.id }),
    }),
    unlock: defineAction({
      label: 'Unlock',
      when: 'locked_by = me()',
      verb: 'update',
      run: ({ context, id }) => context.records.update('api_keys', id, { locked_by: null }),
    }),
    revoke: defineAction({
      label: 'Revoke',
      when: 'revoked = false',
      verb: 'update',
      run: ({ context, id }) => context.records.update('api_keys', id, { revoked: true }),
    }),
  },
});

/** A key gives its holder the user's rights, so only root makes keys that act as somebody else. */
function guard(draft: Draft, context: Context): void {
  if (draft.verb !== 'delete') checkForm(draft, context);
  const { actor } = context;
  if (actor.kind === 'system') return;
  if (draft.old?.locked_by && draft.old.locked_by !== actor.id) {
    draft.refuse('locked_by', 'locked', 'This key is locked; only the one who locked it can change it.');
  }
  if (draft.verb === 'delete') return;
  if (draft.values.locked_by && draft.values.locked_by !== draft.old?.locked_by && draft.values.locked_by !== actor.id)
    draft.refuse('locked_by', 'not_granted', 'You can lock a key for yourself alone.');
  if (draft.values.user !== actor.id && !actor.rights.root)
    draft.refuse('user', 'not_granted', 'Only a root user makes keys that act as somebody else.');
  // Its own rights are less than its user's; a key of its making would have them all.
  if (actor.rights.limit) draft.refuse('name', 'not_granted', 'A key with rights of its own makes and changes no keys.');
}

function checkForm(draft: Draft, context: Context): void {
  checkLines(draft, 'grants', context.schema, Object.keys((context as BoundContext).space.state.behaviour.services));
  checkFieldRights(draft, context.schema);
  if (!draft.changed.has('addresses')) return;
  const ranges = rangesIn(String(draft.values.addresses ?? ''));
  const wrong = ranges.find((range) => normalRange(range) === null);
  if (wrong !== undefined) draft.refuse('addresses', 'not_a_range', `“${wrong}” is no address and no range, such as 192.0.2.0/24.`);
  else draft.values.addresses = ranges.map(normalRange).join('\n') || null;
}

/** Answers the new key's text; an earlier one stops working. It is nowhere to be read again. */
async function issue({ context, id }: ActionCall): Promise<Values> {
  if (context.actor.rights.limit) throw new Refusal(403, 'not_granted', 'A key with rights of its own issues no keys.');
  const { key, start, hash } = newApiKey();
  const { records } = context.system('stores the hash of a new API key');
  await records.update('api_keys', id, { key_hash: hash, start });
  return { key };
}
