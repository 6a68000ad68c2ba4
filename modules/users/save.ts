// Rules of user records: defaults of the department, names that stay, hashed passwords, rights that can't be taken by oneself.

import {
  activeLanguages,
  type BoundContext,
  type Context,
  type Draft,
  type Given,
  hashPassword,
  passwordProblem,
  securityRules,
} from '../../engine/index.ts';
import { fold } from '../../schema/index.ts';
import { added, checkFieldRights, checkLines, isBound, isRootLeft, type Part, readSets, whyNotGive } from '../permission-sets/module.ts';
import { refuseRoot } from './root.ts';
import { needWayIn } from './way-in.ts';
import { planWelcome, sendWelcome } from './welcome.ts';

export async function beforeSave(draft: Draft, context: Context): Promise<void> {
  const { old, values, changed } = draft;
  if (old && changed.has('login')) draft.refuse('login', 'read_only', 'The login of a user can’t be changed.');
  if (old) await refuseRoot(context, old.permission_sets);
  if (context.cause.kind === 'import' && !old && !values.login && values.name) values.login = loginOf(String(values.name));
  await checkLanguage(draft, context);
  await checkGivenRights(draft, context);
  if (!old) await takeDefaults(draft, context);
  await planWelcome(draft, context);
  await needWayIn(draft, context);
  if (changed.has('password') && values.password) await keepPassword(draft, context);
}

/** A list of staff has names and no logins: `Anna Snelling` signs in as `anna.snelling`. */
function loginOf(name: string): string {
  return fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join('.');
}

/** Mails come in it as well (row CS-041). */
async function checkLanguage(draft: Draft, context: Context): Promise<void> {
  const { old, values, changed } = draft;
  if (!old || !changed.has('language') || !values.language) return;
  if (!(await activeLanguages((context as BoundContext).space)).includes(String(values.language)))
    draft.refuse('language', 'inactive', 'This language is switched off here.');
}

/** What people choose must be strong enough; what the house itself sets (the demo's logins) is its own business. */
async function keepPassword(draft: Draft, context: Context): Promise<void> {
  const password = String(draft.values.password);
  const isHouse = context.actor.rights.key === 'system';
  const problem = isHouse ? null : passwordProblem(password, String(draft.values.login), (await securityRules(context)).password);
  if (problem) draft.refuse('password', problem.code, problem.message);
  else draft.values.password = await hashPassword(password);
}

const RIGHTS = ['permission_sets', 'grants', 'field_rights', 'own_rights_only', 'role'] as const;

/** Only rights that are given by hand need "Set authorization"; those of the department are given by the house. */
async function checkGivenRights(draft: Draft, context: Context): Promise<void> {
  const { old, values, changed } = draft;
  checkLines(draft, 'grants', context.schema);
  checkFieldRights(draft, context.schema);
  const touched = RIGHTS.find((field) => changed.has(field) && (field === 'role' ? values.role : old || isGiven(values[field])));
  if (touched) {
    const given = await givenTo(draft, context);
    // A role that brings no sets is a place in the house, as a department is.
    const refusal = touched === 'role' && given.length === 0 ? null : await whyNotGive(context, { sets: given });
    if (refusal) draft.refuse(touched, 'not_granted', refusal);
    if (await isBound(context)) keepBound(draft, given);
  }
  for (const [field, entity] of PLACES) if (changed.has(field) && values[field]) await checkPlace(draft, field, entity, context);
}

const PLACES = [
  ['department', 'departments'],
  ['role', 'roles'],
] as const;

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** What this write gives that was not there before. */
async function givenTo({ old, values, changed }: Draft, context: Context): Promise<Given[]> {
  // Without the set that kept the user to the own company, all others reach further.
  const before = await readSets(context, (old?.permission_sets as string[] | null) ?? []);
  const after = (values.permission_sets as string[] | null) ?? [];
  const freed = before.some((set) => set.customer_mode && !after.includes(set.id));
  const given: Given[] = [...(await readSets(context, freed ? after : added(old?.permission_sets, after)))];
  if (values.role && (changed.has('role') || freed)) given.push(...(await setsOfRole(context, String(values.role))));
  const cutsChanged = changed.has('field_rights');
  if (changed.has('grants') || cutsChanged || freed) {
    const known = (old?.grants as Given['grants'] | null) ?? [];
    const all = (values.grants as Given['grants'] | null) ?? [];
    const grants = cutsChanged || freed ? all : all.filter((grant) => !known.some((one) => isSame(one, grant)));
    const field_rights = (values.field_rights as Given['field_rights']) ?? [];
    if (grants.length > 0) given.push({ name: 'Individual rights', grants, field_rights });
  }
  return given;
}

function isSame(one: Given['grants'][number], other: Given['grants'][number]): boolean {
  return one.target === other.target && one.verb === other.verb && added(one.scopes, other.scopes).length === 0;
}

async function setsOfRole(context: Context, role: string): Promise<Given[]> {
  const { records } = context.system('reads what a role gives');
  const found = await records.list('roles', { filter: `id = "${role}"`, fields: ['permission_sets'], limit: 1 });
  const sets = (found.records[0]?.permission_sets as readonly { id: string }[] | null) ?? [];
  return [
    ...(await readSets(
      context,
      sets.map(({ id }) => id),
    )),
  ];
}

/** Who is bound to own rights can't take that from anybody, nor let others pass on more. */
function keepBound(draft: Draft, given: readonly Given[]): void {
  const { old, values } = draft;
  if (old?.own_rights_only && !values.own_rights_only)
    draft.refuse('own_rights_only', 'not_granted', 'Only somebody who is not bound by this can take it off.');
  if (given.some(passesOn)) values.own_rights_only = true;
}

function passesOn({ grants }: Given): boolean {
  return grants.some(({ target }) => target === 'feature:set_authorization');
}

/** Moving people is the daily work of whoever keeps the accounts; nobody moves himself to where there is more to see. */
async function checkPlace(draft: Draft, field: string, entity: Part['entity'], context: Context): Promise<void> {
  const { id, old, values } = draft;
  const house = old === null || id !== context.actor.id;
  const refusal = await whyNotGive(context, { reach: [{ entity, id: String(values[field]) }], house });
  if (refusal) draft.refuse(field, 'not_granted', refusal);
}

/** A new user gets the rights its department gives, at this moment only (rows SC-08, SC-25). */
async function takeDefaults(draft: Draft, context: Context): Promise<void> {
  const { values } = draft;
  if (values.permission_sets || isGiven(values.grants) || !values.department) return;
  const { records } = context.system('reads what the department gives to new users');
  const department = await records.get('departments', String(values.department), ['new_user_sets', 'new_user_grants']);
  const ids = ((department.new_user_sets as readonly { id: string }[] | null) ?? []).map(({ id }) => id);
  const grants = ((department.new_user_grants as Given['grants'] | null) ?? []).map(({ target, verb, scopes }) => ({
    target,
    verb,
    scopes,
  }));
  const given: Given[] = [...(await readSets(context, ids)), ...(grants.length > 0 ? [{ name: 'What the department gives', grants }] : [])];
  const refusal = await whyNotGive(context, { sets: given, house: true });
  if (refusal) draft.refuse('department', 'not_granted', refusal);
  values.permission_sets = ids;
  values.grants = grants;
}

export async function afterSave(draft: Draft, context: Context): Promise<void> {
  await sendWelcome(draft, context);
  const { old, changed } = draft;
  if (old?.status !== 'enabled' || !(changed.has('status') || changed.has('permission_sets'))) return;
  const wasRoot = (await readSets(context, (old.permission_sets as string[] | null) ?? [])).some((set) => set.root);
  if (!wasRoot || (await isRootLeft(context))) return;
  draft.refuse(changed.has('status') ? 'status' : 'permission_sets', 'last_root', 'The last active user with root rights must stay.');
}
