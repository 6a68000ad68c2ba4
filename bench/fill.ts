// Puts the data set where it is measured: into the tables of the plain server, and from there into workspaces.

import type { Instance } from '../app/instance.ts';
import { idOf, plainTables, workspaceRows } from './data.ts';

export async function fillPlain({ engine }: Instance, contacts: number): Promise<void> {
  for (const text of plainTables(contacts)) await engine.database.transaction(null, (tx) => tx.query({ text, values: [] }), { timeout: 0 });
}

/** A new workspace gets what the plain server has, or so many contacts of it. */
export async function fillWorkspace({ engine }: Instance, name: string, contacts = Number.MAX_SAFE_INTEGER): Promise<void> {
  const space = (await engine.workspace(name))!;
  const { records } = engine.system(space, { kind: 'system', detail: 'bench' });
  await records.create('custom_fields', { entity: 'contacts', label: 'Amount', name: 'c_amount', type: 'decimal' });
  const department = (await records.list('departments', { fields: ['id'], limit: 1 })).records[0]!;
  const root = (await records.list('permission_sets', { filter: 'root = true', fields: ['id'] })).records[0]!;
  for (const text of workspaceRows(space.space, String(department.id), String(root.id), contacts))
    await engine.database.transaction(null, (tx) => tx.query({ text, values: [] }), { timeout: 0 });
}

/** An API key of the first user, who is root. */
export async function issueKey({ engine }: Instance, name: string): Promise<string> {
  const system = engine.system((await engine.workspace(name))!, { kind: 'system', detail: 'bench' });
  const made = await system.records.create('api_keys', { name: `bench ${Date.now()}`, user: idOf('users', 1) });
  const { result } = await system.act('api_keys', String(made.id), 'issue');
  return (result as { key: string }).key;
}
