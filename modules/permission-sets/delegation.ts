// Passing on rights: who may give which permission sets to somebody (rows SC-13, SC-14).

import type { Context, Values } from '../../engine/index.ts';
import type { RowOf, Schema } from '../../schema/index.ts';
import type { grants } from './permission-set.ts';

export type Grant = Pick<RowOf<typeof grants>, 'target' | 'verb' | 'scopes'>;

interface Given {
  readonly name: string;
  readonly root: boolean | null;
  readonly grants: readonly Grant[];
}

/** Why the actor may not pass on these rights, in words for people; null when it may. */
export async function whyNotGive(context: Context, given: readonly Given[]): Promise<string | null> {
  const { rights } = context.actor;
  if (rights.root) return null;
  if (!rights.features.has('set_authorization')) return 'Changing rights needs the permission “Set authorization”.';
  const rooted = given.find((set) => set.root);
  if (rooted) return `“${rooted.name}” gives root rights; only a root user can pass those on.`;
  const giver = await readGiver(context);
  if (!giver.own_rights_only) return null;
  const own = (await readSets(context, idsOf(giver.permission_sets))).flatMap((set) => set.grants);
  for (const set of given) {
    const beyond = set.grants.find((grant) => !covers(own, grant, context.schema));
    if (beyond) return `“${set.name}” grants ${beyond.verb} on ${beyond.target}, which you don’t hold yourself.`;
  }
  return null;
}

/** Whether the actor may pass on own rights only. */
export async function isBound(context: Context): Promise<boolean> {
  return !context.actor.rights.root && Boolean((await readGiver(context)).own_rights_only);
}

function readGiver(context: Context): Promise<Values> {
  const { records } = context.system('reads what the giver of rights holds');
  return records.get('users', String(context.actor.id), ['own_rights_only', 'permission_sets']);
}

/** Whether the grants in `own` reach at least as far as `wanted` does. */
export function covers(own: readonly Grant[], wanted: Grant, schema: Schema): boolean {
  const business = schema.entities[wanted.target]?.area === 'business';
  const matching = own.filter(
    ({ target, verb }) => (target === wanted.target || (target === '*' && business)) && (verb === wanted.verb || verb === '*'),
  );
  if (wanted.target.startsWith('feature:')) return matching.length > 0;
  const scopes = new Set(matching.flatMap((grant) => grant.scopes ?? []));
  return matching.length > 0 && (scopes.has('all') || (wanted.scopes ?? []).every((scope) => scopes.has(scope)));
}

export async function readSets(context: Context, ids: readonly string[]): Promise<readonly (Given & { readonly id: string })[]> {
  if (ids.length === 0) return [];
  const { records } = context.system('reads permission sets that are about to be given');
  const filter = `id in (${ids.map((id) => `"${id}"`).join(', ')})`;
  const found = await records.list('permission_sets', { fields: ['name', 'root', 'grants'], filter, limit: 500 });
  return found.records as unknown as readonly (Given & { id: string })[];
}

/** References are read as `{ id, title }`. */
function idsOf(references: unknown): string[] {
  return ((references as readonly { id: string }[] | null) ?? []).map(({ id }) => id);
}
