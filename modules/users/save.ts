// Rules of user records: defaults of the department, names that stay, hashed passwords, rights that can't be taken by oneself.

import { type Context, type Draft, hashPassword, passwordProblem } from '../../engine/index.ts';
import { fold } from '../../schema/index.ts';
import { isBound, isRootLeft, readSets, whyNotGive } from '../permission-sets/module.ts';
import { refuseRoot } from './root.ts';

export async function beforeSave(draft: Draft, context: Context): Promise<void> {
  const { old, values, changed } = draft;
  if (old && changed.has('login')) draft.refuse('login', 'read_only', 'The login of a user can’t be changed.');
  if (old) await refuseRoot(context, old.permission_sets);
  if (context.cause.kind === 'import' && !old && !values.login && values.name) values.login = loginOf(String(values.name));
  await checkGivenRights(draft, context);
  if (!old) await takeDefaults(draft, context);
  if (changed.has('password') && values.password) await keepPassword(draft, context);
}

/** A list of staff has names and no logins: `Anna Snelling` signs in as `anna.snelling`. */
function loginOf(name: string): string {
  return fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join('.');
}

/** What people choose must be strong enough; what the house itself sets (the demo's logins) is its own business. */
async function keepPassword(draft: Draft, { actor }: Context): Promise<void> {
  const password = String(draft.values.password);
  const problem = actor.rights.key === 'system' ? null : passwordProblem(password, String(draft.values.login));
  if (problem) draft.refuse('password', problem.code, problem.message);
  else draft.values.password = await hashPassword(password);
}

/** Only rights that are given by hand are checked; those of the department are given by the house. */
async function checkGivenRights(draft: Draft, context: Context): Promise<void> {
  const { old, values, changed } = draft;
  const touched = ['permission_sets', 'own_rights_only'].find((field) => changed.has(field) && (old || values[field]));
  if (!touched) return;
  const before = new Set((old?.permission_sets as string[] | null) ?? []);
  const given = await readSets(
    context,
    ((values.permission_sets as string[] | null) ?? []).filter((id) => !before.has(id)),
  );
  const refusal = await whyNotGive(context, given);
  if (refusal) draft.refuse(touched, 'not_granted', refusal);
  if (!(await isBound(context))) return;
  // Who is bound to own rights can't take that from anybody, nor let others pass on more.
  if (old?.own_rights_only && !values.own_rights_only)
    draft.refuse('own_rights_only', 'not_granted', 'Only somebody who is not bound by this can take it off.');
  if (given.some(passesOn)) values.own_rights_only = true;
}

function passesOn({ grants }: { readonly grants: readonly { readonly target: string }[] }): boolean {
  return grants.some(({ target }) => target === 'feature:set_authorization');
}

/** A new user gets the rights its department gives, at this moment only (rows SC-08, SC-25). */
async function takeDefaults({ values }: Draft, context: Context): Promise<void> {
  if (values.permission_sets || !values.department) return;
  const { records } = context.system('reads what the department gives to new users');
  const department = await records.get('departments', String(values.department), ['new_user_sets']);
  values.permission_sets = ((department.new_user_sets as readonly { id: string }[] | null) ?? []).map(({ id }) => id);
}

export async function afterSave(draft: Draft, context: Context): Promise<void> {
  const { old, changed } = draft;
  if (old?.status !== 'enabled' || !(changed.has('status') || changed.has('permission_sets'))) return;
  const wasRoot = (await readSets(context, (old.permission_sets as string[] | null) ?? [])).some((set) => set.root);
  if (!wasRoot || (await isRootLeft(context))) return;
  draft.refuse(changed.has('status') ? 'status' : 'permission_sets', 'last_root', 'The last active user with root rights must stay.');
}
