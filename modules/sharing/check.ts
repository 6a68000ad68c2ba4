// Who may share with whom: administrators with everybody, managers with their unit or group, everybody may take back (row CS-059).

import type { Actor, Context, Draft } from '../../engine/index.ts';
import { idOf, rowsOf } from '../../schema/index.ts';

/** Call it in the entity's `beforeSave`. A shared definition is kept by those who may share it: others would change what all see. */
export async function checkSharing(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete' || mayShareWithAll(context.actor)) return;
  const { shared, shared_unit: unit, shared_group: group } = draft.values;
  if (shared === 'everybody') {
    draft.refuse('shared', 'not_granted', 'Only administrators share with everybody.');
  } else if (shared === 'unit' && unit && !(await isManagerAbove(String(unit), context))) {
    draft.refuse('shared_unit', 'not_granted', 'Only the manager of a unit, or of one above it, shares with the unit.');
  } else if (shared === 'group' && group && !(await isGroupManager(String(group), context))) {
    draft.refuse('shared_group', 'not_granted', 'Only the manager of a group shares with it.');
  }
}

export function mayShareWithAll({ kind, rights }: Actor): boolean {
  return kind === 'system' || rights.root || rights.features.has('administration');
}

async function isManagerAbove(unit: string, context: Context): Promise<boolean> {
  const { records } = context.system('looks up who manages the unit that something is shared with');
  const seen = new Set<string>();
  for (let id: string | null = unit; id && !seen.has(id); ) {
    seen.add(id);
    const { records: found } = await records.list('departments', {
      filter: `id = "${id}"`,
      fields: ['manager', 'members', 'parent'],
      limit: 1,
    });
    const members = rowsOf(found[0]?.members);
    const managers = [found[0]?.manager, ...members.filter((member) => member.manager === true).map((member) => member.user)];
    if (managers.some((manager) => idOf(manager) === context.actor.id)) return true;
    id = idOf(found[0]?.parent);
  }
  return false;
}

async function isGroupManager(group: string, context: Context): Promise<boolean> {
  const { records } = context.system('looks up who manages the group that something is shared with');
  const { records: found } = await records.list('owner_groups', { filter: `id = "${group}"`, fields: ['manager'], limit: 1 });
  return context.actor.id !== null && idOf(found[0]?.manager) === context.actor.id;
}
