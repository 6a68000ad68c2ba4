// Passing on rights: the one function that says what somebody may give to others, by whatever path (rows SC-13, SC-14; rule 10).

import { type Context, type Given, type Rights, type Values, whyBeyond } from '../../engine/index.ts';
import type { RowOf } from '../../schema/index.ts';
import type { fieldRights, grants } from './grant.ts';

export type Grant = Pick<RowOf<typeof grants>, 'target' | 'verb' | 'scopes'>;
export type FieldRight = Pick<RowOf<typeof fieldRights>, 'target' | 'field' | 'right'>;

/** A part of the house whose records come into somebody's reach. */
export interface Part {
  readonly entity: 'departments' | 'roles' | 'owner_groups';
  readonly id: string;
}

export interface Passed {
  /** Even an empty list says that rights are being changed, which needs "Set authorization". */
  readonly sets?: readonly Given[];
  readonly reach?: readonly Part[];
  /** The house gives it, as a department does to new users: it asks no "Set authorization", but nobody gets past own limits by it. */
  readonly house?: boolean;
}

/** Why the actor may not pass this on, in words for people; null when he may. */
export async function whyNotGive(context: Context, { sets, reach = [], house = false }: Passed): Promise<string | null> {
  const { rights } = context.actor;
  if (rights.root) return null;
  const rooted = sets?.find((set) => set.root);
  if (rooted) return `“${rooted.name}” gives root rights; only a root user can pass those on.`;
  const mayChange = house || rights.features.has('set_authorization');
  if (sets && !mayChange) return 'Changing rights needs the permission “Set authorization”.';
  const beyond = reach.find((part) => !isReached(rights, part));
  if (!sets && !beyond) return null;
  const limited = await isBound(context);
  if (beyond && (limited || !mayChange)) return `Records of “${await nameOf(context, beyond)}” are beyond your own reach.`;
  return limited ? whyBeyond(rights, sets ?? [], context.schema) : null;
}

/** Whether the actor may pass on own rights only. Read anew: who reads inside the write cannot work with rights of yesterday. */
export async function isBound(context: Context): Promise<boolean> {
  if (context.actor.rights.root) return false;
  if (context.actor.rights.limit) return true;
  const { records } = context.system('reads whether the giver of rights may give own ones only');
  const giver = await records.get('users', String(context.actor.id), ['own_rights_only']);
  return Boolean(giver.own_rights_only);
}

/** The own part of the house and what is below it; all of it for whoever sees all business records. */
function isReached({ grants, binds }: Rights, { entity, id }: Part): boolean {
  const everywhere = grants.some(
    ({ target, verb, scopes }) => target === '*' && (verb === '*' || verb === 'view') && scopes?.includes('all'),
  );
  if (everywhere) return true;
  const list = (name: string) => (binds[name] as readonly string[] | null) ?? [];
  if (entity === 'departments') return binds.my_department === id || list('my_departments').includes(id);
  return entity === 'roles' ? binds.my_role === id || list('my_roles').includes(id) : list('my_groups').includes(id);
}

async function nameOf(context: Context, { entity, id }: Part): Promise<string> {
  const { records } = context.system('names a part of the house that is beyond somebody’s reach');
  const { records: found } = await records.list(entity, { filter: `id = "${id}"`, fields: ['name'], limit: 1 });
  return String(found[0]?.name ?? 'this part');
}

export async function readSets(context: Context, ids: readonly string[]): Promise<readonly (Given & { readonly id: string })[]> {
  if (ids.length === 0) return [];
  const { records } = context.system('reads permission sets that are about to be given');
  const filter = `id in (${ids.map((id) => `"${id}"`).join(', ')})`;
  const fields = ['name', 'root', 'customer_mode', 'grants', 'field_rights'];
  const found = await records.list('permission_sets', { fields, filter, limit: 500 });
  return found.records as readonly (Values & Given & { id: string })[];
}

/** Ids in `after` that were not in `before`, of a field of references as hooks see it. */
export function added(before: Values[string], after: Values[string]): string[] {
  const known = new Set((before as readonly string[] | null) ?? []);
  return ((after as readonly string[] | null) ?? []).filter((id) => !known.has(id));
}
