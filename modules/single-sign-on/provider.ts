// Who else may say who somebody is: an OpenID Connect provider, and which accounts people linked with it.

import { type Context, type Draft, Refusal } from '../../engine/index.ts';
import { checkbox, datetime, defineEntity, email, integer, picklist, reference, secret, text, user } from '../../schema/index.ts';

export const signInProviders = defineEntity('sign_in_providers', {
  label: 'Sign-in provider',
  plural: 'Sign-in providers',
  icon: 'key',
  title: 'name',
  area: 'administration',
  owned: false,
  searchable: false,
  fields: {
    name: text({ required: true, searched: true, length: 60, help: 'Stands on the button: Sign in with …' }),
    issuer: text({
      required: true,
      example: 'https://accounts.example.com',
      length: 500,
      help: 'Its address, e.g. https://accounts.google.com. Everything else is read from there.',
    }),
    client_id: text({ label: 'Client ID', required: true, length: 500 }),
    client_secret: secret({ label: 'Client secret' }),
    audience: picklist(
      [
        { value: 'staff', label: 'Everybody with an account' },
        { value: 'root', label: 'Root users only' },
      ],
      { label: 'For', required: true, default: '"staff"' },
    ),
    by_email: checkbox({
      label: 'Link by verified e-mail',
      default: 'true',
      help: 'Whoever comes the first time is recognised by the address that the provider has verified. Without, people link their accounts themselves.',
    }),
    active: checkbox({ default: 'true' }),
  },
  list: { columns: ['name', 'issuer', 'audience', 'by_email', 'active', 'updated_at'], sort: 'name' },
  board: null,
  blocks: [{ label: 'Sign-in provider', fields: ['name', 'issuer', 'client_id', 'client_secret', 'audience', 'by_email', 'active'] }],
  hooks: { beforeSave: check },
});

/** Over plain HTTP only where no network is in between. */
function check(draft: Draft, { actor }: Context): void {
  // Whoever says which provider counts can sign in as anybody whose address it vouches for.
  if (!actor.rights.root && actor.rights.key !== 'system') throw new Refusal(403, 'not_granted', 'Only a root user sets up providers.');
  if (draft.verb === 'delete') return;
  const text = String(draft.values.issuer ?? '');
  const url = URL.canParse(text) ? new URL(text) : null;
  const near = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || (near && url.protocol === 'http:')))
    draft.refuse('issuer', 'format', 'is an address that begins with https://');
}

/** Written by the house when somebody proved both; its person may take it away. */
export const linkedLogins = defineEntity('linked_logins', {
  label: 'Linked login',
  plural: 'Linked logins',
  icon: 'key',
  title: 'email',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  access: { view: 'user = me()', delete: 'user = me()', create: 'false', update: 'false', import: 'false', bulk: 'false' },
  fields: {
    user: user({ required: true, readOnly: true, indexed: true }),
    provider: reference('sign_in_providers', { required: true, readOnly: true }),
    subject: text({ readOnly: true, internal: true, indexed: true, length: 300 }),
    email: email({ readOnly: true }),
  },
  list: { columns: ['user', 'provider', 'email', 'created_at'], sort: '-created_at' },
  board: null,
});

/** Keys of a person's devices. What is kept opens nothing: it only checks what the device signs. */
export const passkeys = defineEntity('passkeys', {
  label: 'Passkey',
  plural: 'Passkeys',
  icon: 'key',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  access: { view: 'user = me()', delete: 'user = me()', create: 'false', update: 'false', import: 'false', bulk: 'false' },
  fields: {
    name: text({ readOnly: true, length: 120 }),
    user: user({ required: true, readOnly: true, indexed: true }),
    credential: text({ readOnly: true, internal: true, length: 1500 }),
    credential_hash: text({ readOnly: true, internal: true, unique: true, length: 64 }),
    public_key: text({ readOnly: true, internal: true, length: 4000 }),
    counter: integer({ readOnly: true, internal: true }),
    last_used_at: datetime({ label: 'Last used', readOnly: true }),
  },
  list: { columns: ['name', 'user', 'last_used_at', 'created_at'], sort: '-created_at' },
  board: null,
});
