// Adds lines to a permission set that came with the workspace; one that was renamed or deleted is its administrator's own affair.

import { uuidv7 } from '../ids.ts';
import type { Transaction } from '../pool.ts';
import { compile, sql } from '../sql.ts';

/** Everything on all records of these nouns, where the set says nothing of them yet. */
export async function grantPreset(tx: Transaction, space: string, name: string, targets: readonly string[]): Promise<void> {
  const { rows } = await tx.query(compile(sql`select to_regclass(${sql.value(`${space}.permission_grants`)}) is not null`));
  if (rows[0]?.[0] !== 't') return;
  const sets = sql.identifier(space, 'permission_sets');
  const grants = sql.identifier(space, 'permission_grants');
  for (const target of targets) {
    await tx.query(
      compile(sql`insert into ${grants} (id, parent, position, target, verb, scopes)
        select ${sql.value(uuidv7())}::uuid, s.id, coalesce((select max(g.position) from ${grants} g where g.parent = s.id), 0) + 1,
          ${sql.value(target)}, '*', '["all"]'
        from ${sets} s where s.name = ${sql.value(name)}
          and not exists (select from ${grants} g where g.parent = s.id and g.target = ${sql.value(target)})`),
    );
  }
}
