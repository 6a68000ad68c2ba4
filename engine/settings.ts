// Settings: nouns with exactly one record. It comes with the workspace; every process obeys a change with its next request.

import { compile, sql } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import type { BoundContext } from './context.ts';
import { Item } from './draft.ts';
import { checkEpoch, list, type Reader } from './read.ts';
import { assertOk, save } from './records.ts';
import { systemRights } from './system-rights.ts';
import type { Values } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Makes the records that are missing: in a new workspace, and in an old one that a later version of Kontor opens. */
export async function ensureSettings(system: BoundContext): Promise<void> {
  const nouns = Object.values(system.schema.entities).filter(({ single }) => single);
  if (nouns.length === 0 || (await missing(system, nouns)).length === 0) return;
  await system.write(async (writer) => {
    // Another process may be at it.
    await writer.tx.query(compile(sql`select from ${sql.identifier(system.space.space, 'epoch')} for update`));
    for (const entity of await missing(system, nouns, writer)) {
      const item = new Item(entity.name, 'create', 0, null, {});
      await save(writer, entity, 'create', [item]);
      assertOk(item);
    }
  });
}

async function missing(system: BoundContext, nouns: readonly Entity[], reader?: Pick<Reader, 'db'>): Promise<Entity[]> {
  const there = nouns.map(({ name }) => sql`exists (select from ${sql.identifier(system.space.space, name)})`);
  const { rows } = await (reader?.db ?? system.space.db).query(compile(sql`select ${sql.join(there, ', ')}`));
  return nouns.filter((_, i) => rows[0]?.[i] !== 't');
}

/** As they stand now: out of memory where the epoch is still the same, as this transaction left them inside of one. */
export async function settingsOf(reader: Reader, name: string): Promise<Values> {
  if (reader.directory === null) return readSettings(reader, name);
  await checkEpoch(reader, null);
  return knownSettings(reader.workspace, name);
}

/**
 * Without asking the database whether they are the newest: for what is decided with every request, whose own statements notice a newer
 * epoch. Whoever decides without reading anything asks `context.settings`.
 */
export function knownSettings(workspace: Workspace, name: string): Promise<Values> {
  const known = workspace.settings.get(name) ?? readSettings({ workspace, db: workspace.db }, name);
  workspace.settings.set(name, known);
  known.catch(() => workspace.settings.delete(name));
  return known;
}

async function readSettings({ workspace, db }: Pick<Reader, 'workspace' | 'db'>, name: string): Promise<Values> {
  const { state } = workspace;
  if (!state.schema.entities[name]?.single) throw new Error(`"${name}" are no settings.`);
  const reader: Reader = { workspace, db, rights: systemRights(state), directory: null, assertCurrent: () => {} };
  const { records } = await list(reader, name, { limit: 1 });
  if (!records[0]) throw new Error(`The workspace "${workspace.name}" has no ${name}.`);
  return records[0];
}
