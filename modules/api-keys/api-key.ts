// One key: who it acts as, until when, when it was last used. Only a hash of its text is kept.

import { type ActionCall, type Context, type Draft, newApiKey, type Values } from '../../engine/index.ts';
import { checkbox, datetime, defineAction, defineEntity, text, textArea, user } from '../../schema/index.ts';

export const apiKeys = defineEntity('api_keys', {
  label: 'API key',
  plural: 'API keys',
  icon: 'key',
  title: 'name',
  area: 'administration',
  fields: {
    name: text({ required: true, searched: true, length: 120 }),
    user: user({ label: 'Acts as', required: true, default: 'me()' }),
    start: text({ length: 12, readOnly: true, help: 'First characters of the key, to tell it from others.' }),
    key_hash: text({ internal: true, unique: true, length: 64 }),
    locked_by: user({ help: 'Only this user can change a locked key.' }),
    revoked: checkbox(),
    expires_at: datetime({ label: 'Expires' }),
    last_used_at: datetime({ label: 'Last used', readOnly: true }),
    description: textArea(),
  },
  list: { columns: ['name', 'user', 'start', 'revoked', 'expires_at', 'last_used_at', 'created_by'], sort: 'name' },
  hooks: { beforeSave: guard },
  actions: {
    issue: defineAction({ label: 'Issue key', when: 'revoked = false', verb: 'update', run: issue }),
    revoke: defineAction({
      label: 'Revoke',
      when: 'revoked = false',
      verb: 'update',
      run: ({ context, id }) => context.records.update('api_keys', id, { revoked: true }),
    }),
  },
});

/** A key gives its holder the user's rights, so only root makes keys that act as somebody else. */
function guard(draft: Draft, { actor }: Context): void {
  if (actor.kind === 'system') return;
  if (draft.old?.locked_by && draft.old.locked_by !== actor.id) {
    draft.refuse('locked_by', 'locked', 'This key is locked; only the one who locked it can change it.');
  }
  if (draft.values.user !== actor.id && !actor.rights.root)
    draft.refuse('user', 'not_granted', 'Only a root user makes keys that act as somebody else.');
}

/** Answers the new key's text; an earlier one stops working. It is nowhere to be read again. */
async function issue({ context, id }: ActionCall): Promise<Values> {
  const { key, start, hash } = newApiKey();
  const { records } = context.system('stores the hash of a new API key');
  await records.update('api_keys', id, { key_hash: hash, start });
  return { key };
}
