// What an owner group must hold to: never a member of itself, and nobody is let in by who is not in (rows CS-015, SC-14).

import type { Context, Draft } from '../../engine/index.ts';
import { added, whyNotGive } from '../permission-sets/module.ts';

export async function checkGroup(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  await refuseCircle(draft, context);
  const { old, values } = draft;
  const gained = ['members', 'roles', 'groups'].find((field) => added(old?.[field], values[field]).length > 0);
  // A new group owns nothing yet.
  if (!old || !gained) return;
  const refusal = await whyNotGive(context, { reach: [{ entity: 'owner_groups', id: draft.id }] });
  if (refusal) draft.refuse(gained, 'not_granted', refusal);
}

async function refuseCircle(draft: Draft, context: Context): Promise<void> {
  const { id, values, changed } = draft;
  if (!changed.has('groups')) return;
  const { records } = context.system('looks whether a group would be in itself');
  const seen = new Set<string>();
  for (let level = (values.groups as readonly string[] | null) ?? []; level.length > 0; ) {
    if (level.includes(id)) return draft.refuse('groups', 'circle', 'A group can’t be in itself, nor in a group that is in it.');
    for (const one of level) seen.add(one);
    const filter = `id in (${level.map((one) => `"${one}"`).join(', ')})`;
    const found = await records.list('owner_groups', { fields: ['groups'], filter, limit: 500 });
    level = found.records.flatMap(({ groups }) => ((groups as readonly { id: string }[] | null) ?? []).map((group) => group.id));
    level = [...new Set(level)].filter((one) => !seen.has(one));
  }
}
