// What a permission set must hold to: right names, no rights beyond the giver's, and always a root user left.

import { type Context, type Draft, eachRecord } from '../../engine/index.ts';
import { nearest, OWN_VERBS, rowsOf, type Schema } from '../../schema/index.ts';
import { type FieldRight, type Grant, whyNotGive } from './delegation.ts';

export async function checkSet(draft: Draft, context: Context): Promise<void> {
  if (draft.verb !== 'delete') {
    checkLines(draft, 'grants', context.schema);
    checkFieldRights(draft, context.schema);
    // Who has changed the grants has seen what they lack.
    if (context.actor.kind !== 'system' && draft.changed.has('grants')) draft.values.lacking = null;
  }
  const { name, root, customer_mode, field_rights } = draft.values;
  const given = {
    ...{ name: String(name), root: Boolean(root || draft.old?.root), customer_mode: customer_mode === true },
    ...{ grants: grantsOf(draft.values), field_rights: rowsOf<FieldRight>(field_rights) },
  };
  const refusal = await whyNotGive(context, { sets: [given] });
  if (refusal) draft.refuse(root ? 'root' : 'grants', 'not_granted', refusal);
}

/** Lines of rights, wherever they stand: right names, and scopes where scopes are due. */
export function checkLines(draft: Draft, field: string, schema: Schema, services: readonly string[] = []): void {
  for (const [i, grant] of rowsOf<Grant>(draft.values[field]).entries()) {
    const service = grant.target?.startsWith('service:') ? grant.target.slice('service:'.length) : null;
    if (service === null || services.length === 0) checkGrant(draft, `${field}.${i}`, grant, schema);
    else if (!services.includes(service)) unknown(draft, `${field}.${i}.target`, service, services);
  }
}

function checkGrant(draft: Draft, at: string, { target, verb, scopes }: Grant, { entities, features }: Schema): void {
  if (target?.startsWith('feature:')) {
    if (!features[target.slice(8)])
      unknown(
        draft,
        `${at}.target`,
        target,
        Object.keys(features).map((name) => `feature:${name}`),
      );
    return;
  }
  const nouns = Object.values(entities).filter((entity) => !entity.parent);
  const meant = target === '*' ? nouns.filter(({ area }) => area === 'business') : nouns.filter(({ name }) => name === target);
  if (meant.length === 0) {
    unknown(draft, `${at}.target`, target, ['*', ...nouns.map(({ name }) => name)]);
    return;
  }
  const known = ['*', ...OWN_VERBS, ...meant.flatMap(({ actions }) => Object.values(actions).map((action) => action.verb))];
  if (!known.includes(verb)) unknown(draft, `${at}.verb`, verb, known);
  if (!scopes?.length) draft.refuse(`${at}.scopes`, 'required', 'Choose at least one scope.');
}

export function checkFieldRights(draft: Draft, schema: Schema): void {
  for (const [i, row] of rowsOf<FieldRight>(draft.values.field_rights).entries()) checkFieldRight(draft, `field_rights.${i}`, row, schema);
}

function checkFieldRight(draft: Draft, at: string, { target, field }: FieldRight, { entities }: Schema): void {
  const entity = entities[target];
  if (!entity) unknown(draft, `${at}.target`, target, Object.keys(entities));
  else if (!entity.fields[field]) unknown(draft, `${at}.field`, field, Object.keys(entity.fields));
}

function unknown(draft: Draft, field: string, given: string, candidates: readonly string[]): void {
  const meant = nearest(given ?? '', candidates);
  draft.refuse(field, 'unknown', `There is no “${given}”.${meant ? ` Did you mean “${meant}”?` : ''}`);
}

/** After a write that may have taken root rights away: somebody must still hold them. */
export async function keepRoot(draft: Draft, context: Context): Promise<void> {
  const lost = draft.entity === 'permission_sets' && draft.old?.root && (draft.verb === 'delete' || !draft.values.root);
  if (lost && !(await isRootLeft(context))) draft.refuse('root', 'last_root', 'No active user with root rights would be left.');
}

/** Whether at least one enabled user holds a set with root rights. */
export async function isRootLeft(context: Context): Promise<boolean> {
  const { records } = context.system('looks whether an active root user is left');
  const sets = await records.list('permission_sets', { fields: ['id'], filter: 'root = true', limit: 500 });
  if (sets.records.length === 0) return false;
  const holds = sets.records.map(({ id }) => `contains(permission_sets, "${id}")`).join(' or ');
  const users = await records.list('users', { fields: ['id'], filter: `status = "enabled" and (${holds})`, limit: 1 });
  return users.records.length > 0;
}

/** A deleted set is taken from its holders, and from what departments give to new users. */
export async function takeFromHolders(draft: Draft, context: Context): Promise<void> {
  await replaceSet(context.system('takes a deleted permission set from its holders'), draft.id, null);
}

const HOLDERS = [
  ['users', 'permission_sets'],
  ['departments', 'new_user_sets'],
  ['roles', 'permission_sets'],
] as const;

/** Holders of a set hold another one instead, or none. */
export async function replaceSet({ records, schema }: Context, set: string, replacement: string | null): Promise<void> {
  for (const [entity, field] of HOLDERS) {
    if (!schema.entities[entity]?.fields[field]) continue;
    // Archived users hold sets, too: a filter for the status finds them.
    const status = entity === 'users' ? ' and status is not empty' : '';
    const holders = eachRecord({ records }, entity, { fields: ['id', field], filter: `contains(${field}, "${set}")${status}` });
    for await (const holder of holders) {
      const ids = (holder[field] as readonly { id: string }[]).map(({ id }) => id);
      const kept = ids.filter((id) => id !== set && id !== replacement);
      await records.update(entity, String(holder.id), { [field]: replacement ? [...kept, replacement] : kept });
    }
  }
}

function grantsOf(values: Draft['values']): readonly Grant[] {
  return rowsOf<Grant>(values.grants);
}
