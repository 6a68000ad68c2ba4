// Merging has a right of its own since this version: who could delete, and so merge, goes on merging the same records.

import { uuidv7 } from '../ids.ts';
import type { Patch } from '../patches.ts';
import type { Transaction } from '../pool.ts';
import { compile, sql } from '../sql.ts';

const TABLES = ['permission_grants', 'user_grants', 'key_grants', 'department_grants'];

export const mergingIsARight: Patch = {
  name: '0335-merging-is-a-right',
  async run(tx, space) {
    for (const name of TABLES) if (await hasColumn(tx, space, name, 'verb')) await mergeAsDeleted(tx, space, name);
    if (await hasColumn(tx, space, 'permission_sets', 'given')) await rememberGiven(tx, space);
  },
};

async function hasColumn(tx: Transaction, space: string, table: string, column: string): Promise<boolean> {
  const { rows } = await tx.query(
    compile(sql`select exists (select from information_schema.columns
      where table_schema = ${sql.value(space)} and table_name = ${sql.value(table)} and column_name = ${sql.value(column)})`),
  );
  return rows[0]?.[0] === 't';
}

async function mergeAsDeleted(tx: Transaction, space: string, name: string): Promise<void> {
  const grants = sql.identifier(space, name);
  const { rows } = await tx.query(compile(sql`select id from ${grants} where verb = 'delete'`));
  const ids = rows.map(([id]) => ({ line: id!, fresh: uuidv7() }));
  await tx.query(
    compile(sql`insert into ${grants} (id, parent, position, target, verb, scopes)
      select one.fresh, g.parent, (select max(o.position) from ${grants} o where o.parent = g.parent)
        + row_number() over (partition by g.parent order by g.position), g.target, 'merge', g.scopes
      from ${grants} g join jsonb_to_recordset(${sql.value(JSON.stringify(ids))}::jsonb) as one (line uuid, fresh uuid) on one.line = g.id`),
  );
}

/** What a preset gave is compared with what it has: it would pass for changed by somebody. */
async function rememberGiven(tx: Transaction, space: string): Promise<void> {
  const sets = sql.identifier(space, 'permission_sets');
  const { rows } = await tx.query(compile(sql`select id, given from ${sets} where given is not null`));
  for (const [id, text] of rows) {
    const given = JSON.parse(text!) as { grants: readonly string[]; field_rights: readonly string[] };
    const merging = given.grants.flatMap((line) => (line.match(/^\S+ delete(:|$)/) ? line.replace(' delete', ' merge') : []));
    const known = { ...given, grants: [...new Set([...given.grants, ...merging])].sort() };
    await tx.query(compile(sql`update ${sets} set given = ${sql.value(JSON.stringify(known))} where id = ${sql.value(id!)}::uuid`));
  }
}
