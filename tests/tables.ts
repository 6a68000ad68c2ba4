// All that stands in a workspace's tables, as text: where tests look for what must not be there.

import type { Engine } from '../engine/index.ts';

/** Table by table. */
export async function* tablesAsText({ database }: Engine, space: string): AsyncGenerator<readonly [table: string, text: string]> {
  const ask = (text: string, values: string[] = []) => database.transaction(null, (tx) => tx.query({ text, values }));
  const { rows: tables } = await ask('select tablename from pg_tables where schemaname = $1', [space]);
  for (const [name] of tables) {
    const { rows } = await ask(`select coalesce(string_agg(t::text, ' '), '') from "${space}"."${name}" t`);
    yield [String(name), String(rows[0]?.[0])];
  }
}
