// From root to administration without root, in one step (row NV-06): root goes, all other rights but those of finance and auth come.

import { type ActionCall, Refusal, type Values } from '../../engine/index.ts';
import { administratorGrants, readSets } from '../permission-sets/module.ts';

export async function administer({ context, id }: ActionCall): Promise<Values> {
  const user = await context.records.get('users', id, ['permission_sets']);
  const held = await readSets(
    context,
    ((user.permission_sets as readonly { id: string }[] | null) ?? []).map((set) => set.id),
  );
  if (!held.some((set) => set.root)) throw new Refusal(409, 'no_root', 'This user has no root rights to part from.');
  const kept = held.filter((set) => !set.root).map((set) => set.id);
  await context.records.update('users', id, { permission_sets: kept, grants: administratorGrants(context.schema) });
  return {};
}
