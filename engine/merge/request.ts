// A merge as it is asked for, and who may ask: merging is a right of its own, and gives no more than its holder may do by hand.

import type { Entity } from '../../schema/index.ts';
import { granted, isMergeable } from '../access.ts';
import type { BoundContext } from '../context.ts';
import { dataSettingsOf } from '../data-settings.ts';
import { malformed, notGranted } from '../errors.ts';
import { entityOf, isId } from '../read.ts';
import type { Rights, Verb } from '../types.ts';

export type MergeRequest = {
  readonly target: string;
  readonly sources: readonly string[];
  /** By field whose value stays: the id of one of the records, `all` to join them, null for none. Else the target's. */
  readonly keep?: Readonly<Record<string, string | null>>;
  /** What the target lacks is taken from the others, in their order; lists are joined. */
  readonly fill?: boolean;
};

/** In `keep`: the values of all records, joined. */
export const ALL = 'all';
export const MOST_SOURCES = 1000;

/** Whether this actor could merge any records of the entity, were it switched on. */
export function mayMerge(rights: Rights, entity: Entity): boolean {
  return isMergeable(entity) && ['merge', 'update', removing(entity)].every((verb) => granted(rights, entity, verb));
}

/** What takes the others away: deletion, where that is a right at all. */
export function removing({ deletable }: Entity): Verb {
  return deletable === 'right' ? 'delete' : 'merge';
}

/** @throws Refusal 403 without the rights, or where no administrator has switched merging on. */
export async function assertMayMerge(context: BoundContext, name: string): Promise<Entity> {
  await context.refreshed();
  const entity = entityOf(context.actor.rights, name);
  if (!mayMerge(context.actor.rights, entity)) throw notGranted(`You may not merge ${entity.plural.toLowerCase()}.`);
  const { merge } = await context.read((reader) => dataSettingsOf(reader, name));
  if (!merge) throw notGranted(`Merging ${entity.plural.toLowerCase()} is switched off; an administrator switches it on.`);
  return context.space.state.schema.entities[name]!;
}

/** @throws Refusal 400 for ids that are none, or a target among its own sources. */
export function checkedMerge(request: MergeRequest): MergeRequest {
  const target = request.target.toLowerCase();
  const sources = [...new Set(request.sources.map((id) => id.toLowerCase()))];
  const refuse = (field: string, message: string) => malformed(message, [{ field, code: 'invalid', message }]);
  if (!isId(target)) throw refuse('target', '"target" is the id of a record.');
  if (sources.length === 0 || sources.length > MOST_SOURCES || !sources.every(isId))
    throw refuse('sources', `"sources" are the ids of 1 to ${MOST_SOURCES} records.`);
  if (sources.includes(target)) throw refuse('sources', 'A record is not merged into itself.');
  return { ...request, target, sources };
}
