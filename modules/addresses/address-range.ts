// Network addresses and what they are for: who may sign in from where, who is never banned, where the office is.

import { type Context, type Draft, normalRange, readAddressRules, whyNotFrom } from '../../engine/index.ts';
import { datetime, defineEntity, picklist, text } from '../../schema/index.ts';

export const addressRanges = defineEntity('address_ranges', {
  label: 'Address rule',
  plural: 'Address rules',
  icon: 'shield-check',
  title: 'range',
  area: 'administration',
  owned: false,
  searchable: false,
  fields: {
    range: text({
      label: 'Address or range',
      required: true,
      searched: true,
      length: 60,
      example: '192.0.2.0/24',
      help: 'E.g. 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32.',
    }),
    purpose: picklist(
      [
        { value: 'sign_in_allow', label: 'Sign-in allowed', color: 'green' },
        { value: 'sign_in_deny', label: 'Sign-in denied', color: 'red' },
        { value: 'trusted', label: 'Trusted: never banned', color: 'blue' },
        { value: 'office', label: 'Office', color: 'gray' },
      ],
      {
        required: true,
        help: 'As soon as one address is allowed, staff sign in from no other. What is denied stays denied. Customers’ users are held back by denials only.',
      },
    ),
    kind: picklist(
      [
        { value: 'permanent', label: 'Permanent' },
        { value: 'temporary', label: 'Not permanent' },
        { value: 'provider', label: 'Permanent, of the provider' },
      ],
      {
        label: 'Type',
        required: true,
        default: '"permanent"',
        help: 'Addresses of the provider may always sign in; they are kept on the machine with “npx kontor address” and not changed here.',
      },
    ),
    until: datetime({ label: 'Until', example: null, visibleIf: 'kind = "temporary"', requiredIf: 'kind = "temporary"' }),
    note: text({ length: 250 }),
  },
  rules: [{ when: 'kind != "temporary" and until is not empty', field: 'until', message: 'is for rules that are not permanent' }],
  list: { columns: ['range', 'purpose', 'kind', 'until', 'note', 'updated_by', 'updated_at'], sort: 'range' },
  board: null,
  blocks: [{ label: 'Address rule', fields: ['range', 'purpose', 'kind', 'until', 'note'] }],
  hooks: { beforeSave: check, afterSave: keepAuthorIn },
});

function check(draft: Draft, { actor }: Context): void {
  const { values, old } = draft;
  // Only the machine's own hand knows which addresses are the provider's.
  if (actor.rights.key !== 'system' && (old?.kind === 'provider' || values.kind === 'provider')) {
    draft.refuse('kind', 'provider', 'Addresses of the provider are kept on the machine, with “npx kontor address”.');
    return;
  }
  if (draft.verb === 'delete') return;
  const range = normalRange(String(values.range ?? ''));
  if (range === null) draft.refuse('range', 'format', 'is no address or range, e.g. 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32');
  else values.range = range;
}

/** Whoever writes a rule must be able to sign in again from where he is. */
async function keepAuthorIn(_draft: Draft, context: Context): Promise<void> {
  const address = context.actor.visit?.address;
  if (!address) return;
  const rules = await readAddressRules(context.system('reads all address rules, so that their author is not locked out'));
  if (whyNotFrom(address, rules) === null) return;
  _draft.refuse('range', 'locks_out', `Your own address ${address} could not sign in any more. Allow it first.`);
}
