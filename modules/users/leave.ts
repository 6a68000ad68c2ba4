// Copying a user as a start for another, and parting from one: the records get an heir, or keep their owner (rows CS-010, CS-011).

import { type ActionCall, invalid, type Values } from '../../engine/index.ts';
import { become } from './actions.ts';
import { handOver } from './hand-over.ts';

const COPIED = [
  ...['department', 'role', 'manager', 'account', 'category', 'language', 'time_zone', 'locale'],
  ...['permission_sets', 'grants', 'field_rights', 'own_rights_only'],
];

/** Rights and place of one user for a new one. Whoever copies passes those rights on, so he must be allowed to. */
export async function copyUser({ context, id, input }: ActionCall): Promise<Values> {
  // Elevated: what the copying one does not see, limits among it, belongs to the copy all the same.
  const source = await context.system('copies a user with all rights and limits').records.get('users', id, COPIED);
  const made = await context.records.create('users', { ...asGiven(source), ...input });
  return { open: { entity: 'users', id: made.id, title: made.name } };
}

/** As somebody would write it: ids instead of references, and rows that are new. */
export function asGiven(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name !== 'id' && name !== 'version')
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(given) : given(value)]),
  );
}

const ROW_OWN = ['id', 'parent', 'position'];

function given(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('title' in value) return (value as { id?: unknown }).id;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !ROW_OWN.includes(name)));
}

/** The account ends at once; the records follow in the background, or stay until they are edited. */
export async function removeUser(call: ActionCall): Promise<Values> {
  const { context, id, input } = call;
  if (id === context.actor.id) throw invalid([{ field: 'to', code: 'oneself', message: 'Nobody removes the own account.' }]);
  if (!input.keep && !input.to) throw invalid([{ field: 'to', code: 'required', message: 'Choose who takes over the records.' }]);
  const handed = input.keep ? {} : await handOver({ ...call, input: { to: input.to } });
  await become(call, 'archived');
  return handed;
}
