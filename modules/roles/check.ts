// What a role must hold to: its sets and its place in the tree give rights, so they are passed on as rights are (row SC-14).

import type { Context, Draft } from '../../engine/index.ts';
import { isCurrency } from '../../schema/index.ts';
import { added, readSets, whyNotGive } from '../permission-sets/module.ts';

export async function checkRole(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { old, values, changed } = draft;
  const codes = String(values.currencies ?? '')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const unknown = codes.find((code) => !isCurrency(code));
  if (unknown) draft.refuse('currencies', 'unknown', `“${unknown}” is no currency; write codes such as EUR, SEK.`);
  const own = await readSets(context, added(old?.permission_sets, values.permission_sets));
  const rooted = own.find((set) => set.root);
  if (rooted) draft.refuse('permission_sets', 'root', `“${rooted.name}” gives root rights; give it to each user by hand.`);
  if (changed.has('permission_sets') && (old || own.length > 0)) {
    const refusal = await whyNotGive(context, { sets: own });
    if (refusal) draft.refuse('permission_sets', 'not_granted', refusal);
  }
  // Whoever stands above sees what is below; a new role has nobody yet.
  if (!old || !changed.has('parent') || !values.parent) return;
  const refusal = await whyNotGive(context, { reach: [{ entity: 'roles', id: draft.id }] });
  if (refusal) draft.refuse('parent', 'not_granted', refusal);
}
