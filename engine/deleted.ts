// Records that are gone: who may still read what happened to them is who could see them when they went.

import { prepare, sql } from '../db/index.ts';
import { type Entity, fieldTypes } from '../schema/index.ts';
import { notFound } from './errors.ts';
import { parseJson } from './json.ts';
import { planned } from './planned.ts';
import { checkEpoch, type Reader, scopeCondition } from './read.ts';
import { bind, environment, slot } from './slots.ts';
import { columnsOf, storedFields } from './store.ts';
import type { Values } from './types.ts';

/** @throws Refusal 404 for a record that was never there, is there, or was out of reach with the values it had at last. */
export async function assertSawDeleted(reader: Reader, { name }: Entity, id: string): Promise<void> {
  const entity = reader.workspace.state.schema.entities[name] as Entity;
  await checkEpoch(reader, null);
  const last = await lastValues(reader, name, id);
  if (last === null || !(await isInScope(reader, entity, { ...last, id }))) throw notFound(`This ${entity.label.toLowerCase()}`);
}

/** What the deletion noted; null when the last change was none. */
async function lastValues(reader: Reader, entity: string, id: string): Promise<Values | null> {
  const statement = planned(reader.workspace, 'last-values', () => {
    const of = sql`"entity" = ${slot('of', 0)}::text and "record" = ${slot('of', 1)}::uuid`;
    const changes = sql.identifier(reader.workspace.space, 'changes');
    return prepare(sql`select "before", "after" is null from ${changes} where ${of} order by "seq" desc limit 1`);
  });
  const { rows } = await reader.db.query(bind(statement, { of: [entity, id] }));
  const [before, isGone] = rows[0] ?? [];
  return before && isGone === 't' ? (parseJson(before) as Values) : null;
}

/** The rules are asked of the row as it was, put together for this one question. */
async function isInScope(reader: Reader, entity: Entity, values: Values): Promise<boolean> {
  const row = sql.identifier('t');
  const condition = scopeCondition(reader, entity, row, 'view');
  if (condition === null) return true;
  const cells: Record<string, unknown> = { id: values['id'] };
  for (const field of storedFields(entity)) {
    const value = values[field.name];
    if (value === null || value === undefined) continue;
    const written = fieldTypes[field.type]?.toColumns(value, field) ?? [];
    for (const [at, { name }] of columnsOf(field).entries()) cells[name] = written[at] ?? null;
  }
  const statement = planned(reader.workspace, `was-seen|${reader.rights.key}|${entity.name}`, () => {
    const source = sql`jsonb_populate_record(null::${sql.identifier(reader.workspace.space, entity.name)}, ${slot('row', 0)}::jsonb)`;
    return prepare(sql`select coalesce((${condition}), false) from ${source} ${row}`);
  });
  const { rows } = await reader.db.query(bind(statement, { row: [JSON.stringify(cells)], bind: environment(reader.rights), literal: [] }));
  return rows[0]?.[0] === 't';
}
