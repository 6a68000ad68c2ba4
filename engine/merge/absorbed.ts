// Records that have become part of one: their history goes on in its.

import { prepare, sql } from '../../db/index.ts';
import { assertSawDeleted } from '../deleted.ts';
import { Refusal } from '../errors.ts';
import { planned } from '../planned.ts';
import type { Reader } from '../read.ts';
import { bind, slot } from '../slots.ts';
import { MERGED, oneStep } from './alias.ts';

/** Records that are part of this one now, whose history goes on here; only those whose last state the reader could see. */
export async function absorbed(reader: Reader, entity: string, id: string): Promise<string[]> {
  const statement = planned(reader.workspace, 'absorbed', () => {
    const of = sql`"entity" = ${slot('of', 0)}::text and "record" = ${slot('of', 1)}::uuid and "verb" = ${slot('of', 2)}::text and "after" is not null`;
    return prepare(sql`select "detail" from ${sql.identifier(reader.workspace.space, 'changes')} where ${of}`);
  });
  const found = new Set<string>();
  const queue = [id.toLowerCase()];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const { rows } = await reader.db.query(bind(statement, { of: [entity, at, MERGED] }));
    const merged = new Set(rows.flatMap(([detail]) => (detail ?? '').split(',').filter(Boolean)));
    for (const source of merged) {
      if (found.has(source) || (await oneStep(reader, entity, source)) !== at || !(await wasSeen(reader, entity, source))) continue;
      found.add(source);
      queue.push(source);
    }
  }
  return [...found];
}

async function wasSeen(reader: Reader, name: string, id: string): Promise<boolean> {
  const entity = reader.rights.schema.entities[name];
  if (!entity) return false;
  try {
    await assertSawDeleted(reader, entity, id);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
