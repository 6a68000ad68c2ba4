// A set as a start for another one, and the end of a set: its holders get another one instead (rows CS-024, TT-08).

import { type ActionCall, invalid, type Values } from '../../engine/index.ts';
import { rowsOf } from '../../schema/index.ts';
import { readSets, whyNotGive } from './delegation.ts';
import { replaceSet } from './save.ts';

export async function copySet({ context, id, input }: ActionCall): Promise<Values> {
  const fields = ['description', 'root', 'customer_mode', 'grants', 'field_rights'];
  const source = await context.records.get('permission_sets', id, fields);
  const rows = (value: unknown, names: readonly string[]) =>
    rowsOf(value).map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
  const made = await context.records.create('permission_sets', {
    ...{ name: input.name, description: source.description, root: source.root, customer_mode: source.customer_mode },
    grants: rows(source.grants, ['target', 'verb', 'scopes']),
    field_rights: rows(source.field_rights, ['target', 'field', 'right']),
  });
  return { open: { entity: 'permission_sets', id: made.id, title: made.name } };
}

export async function retireSet({ context, id, input }: ActionCall): Promise<Values> {
  const replacement = input.replacement ? String(input.replacement) : null;
  if (replacement === id) throw invalid([{ field: 'replacement', code: 'same', message: 'Choose another one.' }]);
  if (replacement) {
    await context.records.get('permission_sets', replacement, ['id']);
    const refusal = await whyNotGive(context, { sets: await readSets(context, [replacement]) });
    if (refusal) throw invalid([{ field: 'replacement', code: 'not_granted', message: refusal }]);
    // Elevated: who may delete a set and pass on the other need not see its holders.
    await replaceSet(context.system('gives the holders of a permission set another one'), id, replacement);
  }
  await context.records.delete('permission_sets', id);
  return {};
}
