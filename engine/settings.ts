// Settings: nouns with exactly one record. It comes with the workspace; every process obeys a change with its next request.

import { compile, type Queryable, sql } from '../db/index.ts';
import type { Checked, Entity } from '../schema/index.ts';
import type { BoundContext } from './context.ts';
import { Item } from './draft.ts';
import { type Default, defaultNow, partsOf } from './entity-parts.ts';
import { recall } from './kept.ts';
import { list } from './list.ts';
import type { Reader } from './read.ts';
import { assertOk, save } from './records.ts';
import { systemRights } from './system-rights.ts';
import type { Values } from './types.ts';
import type { Workspace } from './workspace.ts';

/**
 * Makes the records that are missing: in a new workspace, and in an old one that a later version of Kontor opens. What a later version
 * brings to a page that is there gets its default.
 */
export async function ensureSettings(system: BoundContext): Promise<void> {
  const nouns = Object.values(system.schema.entities).filter(({ single }) => single);
  if (nouns.length === 0 || (await lacking(system.space, nouns, system.space.db)).length === 0) return;
  await system.write(async (writer) => {
    const { workspace, tx, rights } = writer;
    // Another process may be at it.
    await tx.query(compile(sql`select from ${sql.identifier(workspace.space, 'epoch')} for update`));
    for (const { entity, record } of await lacking(workspace, nouns, tx)) {
      const known = record === null ? null : await readSettings({ workspace, db: tx }, entity.name);
      const absent = filledDefaults(entity, workspace).filter(({ field }) => known?.[field.name] === null);
      const values = Object.fromEntries(absent.map((one) => [one.field.name, unwrapped(defaultNow(one, rights))]));
      const item = new Item(entity.name, record === null ? 'create' : 'update', 0, record, values);
      await save(writer, entity, record === null ? 'create' : 'update', [item]);
      assertOk(item);
    }
  });
}

/** Nouns without a record, and those whose record has an empty field that never is empty where somebody has saved it. */
async function lacking(
  workspace: Workspace,
  nouns: readonly Entity[],
  db: Queryable,
): Promise<{ entity: Entity; record: string | null }[]> {
  const asked = nouns.map((entity) => {
    const empty = filledDefaults(entity, workspace).map(({ field }) => sql`${sql.identifier(field.name)} is null`);
    const isEmpty = empty.length > 0 ? sql.join(empty, ' or ') : sql`false`;
    return sql`(select id::text || case when ${isEmpty} then '' else ' whole' end from ${sql.identifier(workspace.space, entity.name)} limit 1)`;
  });
  const { rows } = await db.query(compile(sql`select ${sql.join(asked, ', ')}`));
  return nouns.flatMap((entity, i) => {
    const cell = rows[0]?.[i] ?? null;
    return cell?.endsWith(' whole') ? [] : [{ entity, record: cell }];
  });
}

/** An optional field may have been emptied on purpose; a required one and a checkbox were not there when the page was saved. */
function filledDefaults(entity: Entity, { state }: Workspace): Default[] {
  return partsOf(entity, state.schema).defaults.filter(({ field }) => field.required || field.type === 'checkbox');
}

function unwrapped(value: Checked<unknown>): unknown {
  return value.ok ? value.value : null;
}

/**
 * Without asking the database whether they are the newest: for what is decided with every request, whose own statements notice a newer
 * epoch. Whoever decides without reading anything asks `context.settings`.
 */
export function knownSettings(workspace: Workspace, name: string): Promise<Values> {
  return recall(workspace, name, () => readSettings({ workspace, db: workspace.db }, name));
}

/** The record as it is now, whoever asks. @throws Error for a noun that is none of settings */
export async function readSettings({ workspace, db }: Pick<Reader, 'workspace' | 'db'>, name: string): Promise<Values> {
  const { state } = workspace;
  if (!state.schema.entities[name]?.single) throw new Error(`"${name}" are no settings.`);
  const reader: Reader = { workspace, db, rights: systemRights(state), directory: null, assertCurrent: () => {} };
  const { records } = await list(reader, name, { limit: 1 });
  if (!records[0]) throw new Error(`The workspace "${workspace.name}" has no ${name}.`);
  return records[0];
}
