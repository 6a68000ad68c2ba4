// Many new records, and the history of many, by COPY: what it costs the server and us is in docs/decisions/0043-bulk-by-copy.md.

import { insertChanges, insertRows } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import type { ChangeRow } from './changes.ts';
import type { Item } from './draft.ts';
import type { Writer } from './records.ts';
import { cellsOf, columnsOf, filledFields } from './store.ts';

/** From so many on; below, one statement saves two round trips. */
const MANY = 50;

/** Whether COPY is worth it. */
export function isMany(items: readonly unknown[]): boolean {
  return items.length >= MANY;
}

/** PostgreSQL reads the word as the time at which the transaction began, as `now()` gives it. */
const NOW = 'now';

/** New records as they are in `values`. Answers how many. */
export function copyItems({ tx, workspace, actor }: Writer, entity: Entity, items: readonly Item[]): Promise<number> {
  const fields = filledFields(entity, items);
  const system = ['created_at', 'created_by', 'updated_at', 'updated_by', 'version'].map((name) => ({ name }));
  const end = [NOW, actor.id, NOW, actor.id, 1];
  function* rows() {
    for (const { id, values } of items) {
      const cells: unknown[] = [id];
      for (const field of fields) cells.push(...cellsOf(field, values[field.name]));
      cells.push(...end);
      yield cells;
    }
  }
  const columns = [{ name: 'id' }, ...fields.flatMap(columnsOf), ...system];
  return insertRows(tx, { schema: workspace.space, table: entity.name, columns, rows: rows() });
}

/** All rows of one call share actor, cause, verb and entity. */
export function copyChanges({ tx, workspace }: Writer, rows: readonly ChangeRow[]): Promise<number> {
  const { actor, cause, verb, entity } = rows[0]!;
  function* lines() {
    for (const { record, before, after } of rows)
      yield { record, before: before && JSON.stringify(before), after: after && JSON.stringify(after) };
  }
  return insertChanges(tx, { schema: workspace.space, actor, cause, verb, entity, rows: lines() });
}
