// A role as a start for another one, and the end of a role: its people and what stands below get another one (row CS-024).

import { type ActionCall, type Context, eachRecord, invalid, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';
import { readSets, whyNotGive } from '../permission-sets/module.ts';

export async function copyRole({ context, id, input }: ActionCall): Promise<Values> {
  const source = await context.records.get('roles', id, ['parent', 'permission_sets', 'description']);
  const sets = ((source.permission_sets as readonly { id: string }[] | null) ?? []).map((set) => set.id);
  const parent = idOf(source.parent);
  const made = await context.records.create('roles', {
    name: input.name,
    description: source.description,
    parent,
    permission_sets: sets,
  });
  return { open: { entity: 'roles', id: made.id, title: made.name } };
}

export async function retireRole({ context, id, input }: ActionCall): Promise<Values> {
  const replacement = input.replacement ? String(input.replacement) : null;
  if (replacement === id) throw invalid([{ field: 'replacement', code: 'same', message: 'Choose another one.' }]);
  if (replacement) await checkGiven(context, replacement);
  // Elevated: who may delete a role and give the other need not see who has it.
  const system = context.system('gives the people of a role another one');
  const role = await system.records.get('roles', id, ['parent']);
  const above = idOf(role.parent);
  await replaceAll(system, 'users', 'role', id, replacement);
  // A role below the one that goes, which takes its place, goes up first: nobody stands below himself.
  if (replacement) await liftReplacement(system, id, replacement, above);
  await replaceAll(system, 'roles', 'parent', id, replacement ?? above);
  await replaceInGroups(system, id, replacement);
  await context.records.delete('roles', id);
  return {};
}

async function checkGiven(context: Context, role: string): Promise<void> {
  const given = await context.records.get('roles', role, ['permission_sets']);
  const ids = ((given.permission_sets as readonly { id: string }[] | null) ?? []).map((set) => set.id);
  const refusal = await whyNotGive(context, { sets: await readSets(context, ids), reach: [{ entity: 'roles', id: role }] });
  if (refusal) throw invalid([{ field: 'replacement', code: 'not_granted', message: refusal }]);
}

async function liftReplacement({ records }: Context, id: string, replacement: string, above: string | null): Promise<void> {
  const seen = new Set<string>();
  for (let at: string | null = replacement; at && !seen.has(at); ) {
    seen.add(at);
    const role: Values = await records.get('roles', at, ['parent']);
    at = idOf(role.parent);
    if (at === id) await records.update('roles', replacement, { parent: above });
  }
}

async function replaceAll({ records }: Context, entity: string, field: string, from: string, to: string | null): Promise<void> {
  // Archived users have a role, too: a filter for the status finds them.
  const status = entity === 'users' ? ' and status is not empty' : '';
  const holders = eachRecord({ records }, entity, { fields: ['id'], filter: `${field} = "${from}"${status}` });
  for await (const { id } of holders) await records.update(entity, String(id), { [field]: to });
}

async function replaceInGroups({ records }: Context, from: string, to: string | null): Promise<void> {
  const found = await records.list('owner_groups', { fields: ['roles'], filter: `contains(roles, "${from}")`, limit: 500 });
  for (const group of found.records) {
    const kept = (group.roles as readonly { id: string }[]).map(({ id }) => id).filter((id) => id !== from && id !== to);
    await records.update('owner_groups', String(group.id), { roles: to ? [...kept, to] : kept });
  }
}
