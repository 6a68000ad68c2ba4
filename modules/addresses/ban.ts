// An address that failed too often. Written by the house; people read it and may end it before its time.

import { type ActionCall, forgetFailuresOf, type Values } from '../../engine/index.ts';
import { byTheHouse, datetime, defineAction, defineEntity, integer, picklist, text, user } from '../../schema/index.ts';

export const bans = defineEntity('bans', {
  label: 'Banned address',
  plural: 'Banned addresses',
  icon: 'shield',
  title: 'address',
  area: 'administration',
  owned: false,
  searchable: false,
  deletable: 'never',
  access: byTheHouse,
  fields: {
    address: text({ readOnly: true, searched: true, indexed: true, length: 60 }),
    reason: picklist([{ value: 'failed_sign_ins', label: 'Failed sign-ins' }], { open: true, readOnly: true }),
    failures: integer({ label: 'Failed tries', readOnly: true }),
    until: datetime({ label: 'Until', readOnly: true }),
    released_at: datetime({ label: 'Released', readOnly: true }),
    released_by: user({ readOnly: true }),
  },
  list: { columns: ['address', 'created_at', 'reason', 'failures', 'until', 'released_at', 'released_by'], sort: '-created_at' },
  board: null,
  blocks: [{ label: 'Banned address', fields: ['address', 'reason', 'failures', 'until', 'released_at', 'released_by'] }],
  actions: { release: defineAction({ label: 'Release', when: 'released_at is empty and until > now()', run: release }) },
});

async function release({ context, id, record }: ActionCall): Promise<Values> {
  const { records } = context.system('ends the ban of an address');
  await records.update('bans', id, { released_at: new Date().toISOString(), released_by: context.actor.id });
  await forgetFailuresOf(context, 'address', String(record.address));
  return records.get('bans', id);
}
