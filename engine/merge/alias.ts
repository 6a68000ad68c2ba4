// Where merged records went: links and calls with an old id lead to the target. The history knows it, so un-merging ends it by itself.

import { prepare, sql } from '../../db/index.ts';
import { planned } from '../planned.ts';
import type { Reader } from '../read.ts';
import { bind, slot } from '../slots.ts';

/** Word of the history for both ends of a merge: at the one that is gone `detail` names the target, at the target the others. */
export const MERGED = 'merge';

/** More steps than anybody merges one into the next. */
const STEPS = 50;

/** The record that this one is a part of now; null for one that is there or was never merged. */
export async function mergedInto(reader: Reader, entity: string, id: string): Promise<string | null> {
  let at = id.toLowerCase();
  for (let step = 0; step < STEPS; step++) {
    const next = await oneStep(reader, entity, at);
    if (next === null) return step === 0 ? null : at;
    at = next;
  }
  return null;
}

/** The record it was merged into itself; null while it is there. */
export async function oneStep(reader: Reader, entity: string, id: string): Promise<string | null> {
  const statement = planned(reader.workspace, 'merged-into', () => {
    const of = sql`"entity" = ${slot('of', 0)}::text and "record" = ${slot('of', 1)}::uuid`;
    const changes = sql.identifier(reader.workspace.space, 'changes');
    return prepare(sql`select "verb", "after" is null, "detail" from ${changes} where ${of} order by "seq" desc limit 1`);
  });
  const { rows } = await reader.db.query(bind(statement, { of: [entity, id] }));
  const [verb, gone, detail] = rows[0] ?? [];
  return verb === MERGED && gone === 't' ? (detail ?? null) : null;
}
