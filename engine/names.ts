// Fills the directory with the names that rows just read ask for.

import { prepare, sql } from '../db/index.ts';
import { KEPT } from './directory.ts';
import { planned } from './planned.ts';
import type { Reader } from './read.ts';
import { titleSql } from './select.ts';
import { bind, slot } from './slots.ts';
import { epochSql } from './workspace.ts';

/** Makes sure of the names of the ids in these columns; mostly they are known, and this asks nothing. */
export async function learnNames(reader: Reader, rows: readonly (readonly (string | null)[])[], columns: readonly number[]): Promise<void> {
  const { directory } = reader;
  if (!directory) return;
  const unknown = new Set<string>();
  for (const cells of rows) {
    for (const column of columns) {
      const id = cells[column];
      if (id && !directory.has(id)) unknown.add(id);
    }
  }
  if (unknown.size === 0) return;
  const { rows: found } = await reader.db.query(bind(statement(reader), { ids: [[...unknown]] }));
  for (const [epoch, id, title] of found) {
    reader.assertCurrent(epoch!);
    // Read while the epoch rose, it could be the name of before.
    const { epoch: now } = reader.workspace.state;
    if (title && epoch === `${now.rights}.${now.schema}`) directory.learn(id!, title);
  }
}

function statement({ workspace }: Reader) {
  const { space, state } = workspace;
  return planned(workspace, 'names', () => {
    const row = sql.identifier('x');
    const parts = Object.values(state.schema.entities)
      .filter(({ name }) => KEPT.includes(name))
      .map(
        (entity) =>
          sql`select ${epochSql(space)}, ${row}."id", ${titleSql(entity, row)} from ${sql.identifier(space, entity.name)} ${row} where ${row}."id" = any(${slot('ids', 0)}::uuid[])`,
      );
    return prepare(sql.join(parts, ' union all '));
  });
}
