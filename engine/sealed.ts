// Fields of type `secret`: sealed with the installation's key before they are stored, opened by the engine alone.

import { prepare, sql } from '../db/index.ts';
import { type Entity, fieldTypes } from '../schema/index.ts';
import type { Item } from './draft.ts';
import { planned } from './planned.ts';
import type { Reader } from './read.ts';
import { UnreadableSecret } from './secrets.ts';
import { bind, slot } from './slots.ts';
import type { Workspace } from './workspace.ts';

/** After hooks, which may check what was typed, and before anything is written. */
export function sealSecrets(workspace: Workspace, entity: Entity, items: readonly Item[]): void {
  for (const item of items) {
    if (!item.ok) continue;
    for (const name of item.changed) {
      const value = item.values[name];
      if (fieldTypes[entity.fields[name]!.type]!.sealed && typeof value === 'string')
        item.values[name] = workspace.secrets.seal(value, placeOf(entity.name, item.id, name));
    }
  }
}

/** Null: there is none, or it cannot be read: the archive of another installation was restored without its key. */
export async function openSecret(reader: Reader, name: string, id: string, field: string): Promise<string | null> {
  const { workspace } = reader;
  const entity = workspace.state.schema.entities[name];
  if (!fieldTypes[entity?.fields[field]?.type ?? '']?.sealed) throw new Error(`"${name}.${field}" is no secret.`);
  const statement = planned(workspace, `secret|${name}|${field}`, () =>
    prepare(sql`select ${sql.identifier(field)} from ${sql.identifier(workspace.space, name)} where "id" = ${slot('id', 0)}::uuid`),
  );
  const { rows } = await reader.db.query(bind(statement, { id: [id] }));
  const sealed = rows[0]?.[0];
  if (!sealed) return null;
  try {
    return workspace.secrets.open(sealed, placeOf(name, id, field));
  } catch (error) {
    if (error instanceof UnreadableSecret) return null;
    throw error;
  }
}

/** Without the workspace's name: a workspace may be restored under another one. Ids are nobody else's. */
function placeOf(entity: string, id: string, field: string): string {
  return `${entity}/${id}/${field}`;
}
