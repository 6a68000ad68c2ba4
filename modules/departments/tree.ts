// Keeps the department tree whole: one top that stays, and nobody is left without a department (rows SC-18 to SC-22).

import type { Context, Draft, Given } from '../../engine/index.ts';
import { checkLines, readSets, whyNotGive } from '../permission-sets/module.ts';

export async function keepTree(draft: Draft, context: Context): Promise<void> {
  // Elevated: the tree must be whole also where the actor sees a part of it.
  const system = context.system('checks the whole department tree');
  if (draft.verb === 'delete') return refuseInUse(draft, system);
  await keepOneTop(draft, context, system);
  checkLines(draft, 'new_user_grants', system.schema);
  await checkDefaults(draft, context, system);
  // Whoever stands above sees what is below.
  if (!draft.old || !draft.changed.has('parent')) return;
  const refusal = await whyNotGive(context, { reach: [{ entity: 'departments', id: draft.id }] });
  if (refusal) draft.refuse('parent', 'not_granted', refusal);
}

async function keepOneTop(draft: Draft, { actor, cause }: Context, { records }: Context): Promise<void> {
  const isTop = draft.old !== null && !draft.old.parent;
  if (isTop && draft.values.parent) draft.refuse('parent', 'top', 'The top department can’t be put below another one.');
  if (isTop || draft.values.parent) return;
  const tops = await records.list('departments', { fields: ['name'], filter: `parent is empty and id != "${draft.id}"`, limit: 1 });
  const [top] = tops.records;
  if (!top) return;
  // What the house makes by itself, or a file names, stands right below the top; people say where theirs belong (row SC-19).
  if (draft.old === null && (actor.rights.key === 'system' || cause.kind === 'import')) draft.values.parent = top.id;
  else draft.refuse('parent', 'required', `Choose a parent department; the top is “${top.name}”, and there is only one.`);
}

async function refuseInUse(draft: Draft, { records }: Context): Promise<void> {
  if (!draft.old?.parent) draft.refuse('parent', 'top', 'The top department can’t be deleted.');
  const below = await records.list('departments', { fields: ['name'], filter: `parent = "${draft.id}"`, limit: 1 });
  if (below.records[0]) draft.refuse('parent', 'in_use', `“${below.records[0].name}” belongs to this department; move or delete it first.`);
  const users = await records.list('users', { fields: ['name'], filter: `department = "${draft.id}"`, limit: 1 });
  if (users.records[0]) draft.refuse('parent', 'in_use', `${users.records[0].name} belongs to this department; move its users first.`);
}

/** What new users get is passed on like all rights; and the right to pass on rights never comes by default (row SC-20), let alone root. */
async function checkDefaults(draft: Draft, context: Context, system: Context): Promise<void> {
  const { old, values, changed } = draft;
  const lines = (values.new_user_grants as Given['grants'] | null) ?? [];
  const touched = ['new_user_sets', 'new_user_grants'].find((field) => changed.has(field));
  if (!touched || (!old && lines.length === 0 && !(values.new_user_sets as string[] | null)?.length)) return;
  const sets = await readSets(system, (values.new_user_sets as string[] | null) ?? []);
  const own = { name: 'Individual rights of new users', grants: lines };
  const high = [...sets, own].find(
    (set) => ('root' in set && set.root) || set.grants.some(({ target }) => target === 'feature:set_authorization'),
  );
  if (high) draft.refuse(touched, 'too_high', `“${high.name}” can’t be given by default; give it to each user by hand.`);
  const refusal = await whyNotGive(context, { sets: [...sets, ...(lines.length > 0 ? [own] : [])] });
  if (refusal) draft.refuse(touched, 'not_granted', refusal);
}
