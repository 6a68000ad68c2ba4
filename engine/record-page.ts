// A record as its page needs it: its values and what may be done with it, in one statement and so of one moment.

import { prepare, sql } from '../db/index.ts';
import { type Permits, permitColumns, readPermits } from './actions.ts';
import { notFound } from './errors.ts';
import { mergedInto } from './merge/alias.ts';
import { planned } from './planned.ts';
import { and, checkEpoch, frameOf, get, isId, type Reader, readable, readRows, slotValues } from './read.ts';
import { noteReading } from './reading.ts';
import { defaultPaths, selectPaths } from './select.ts';
import { bind, slot } from './slots.ts';
import type { Values } from './types.ts';
import { epochSql } from './workspace.ts';

/** @throws Refusal 404 when the record is not there or out of scope. */
export async function openRecord(
  reader: Reader,
  name: string,
  id: string,
  fields?: readonly string[],
  asOf?: string,
): Promise<{ record: Values; can: Permits }> {
  // What was is not changed: nothing may be done with it.
  if (asOf !== undefined) return { record: await get(reader, name, id, fields, asOf), can: { update: false, delete: false, actions: [] } };
  const entity = readable(reader.rights, name);
  if (!isId(id)) throw notFound(`This ${entity.label.toLowerCase()}`);
  const key = `open|${reader.directory ? 'names' : ''}|${reader.rights.key}|${name}|${fields?.join() ?? '*'}`;
  const plan = planned(reader.workspace, key, () => {
    const frame = frameOf(reader, entity, 'view');
    const selection = selectPaths(frame, entity, frame.alias, fields ?? defaultPaths(entity, 'record'));
    const permits = permitColumns(reader, entity);
    const conditions = and([sql`${frame.alias}."id" = ${slot('id', 0)}::uuid`, ...frame.conditions]);
    const columns = sql.join([epochSql(frame.space), ...selection.columns, ...permits], ', ');
    return { selection, statement: prepare(sql`select ${columns} from ${frame.table} ${frame.joins.render()} where ${conditions}`) };
  });
  const { rows } = await reader.db.query(bind(plan.statement, { ...slotValues(reader, null, []), id: [id] }));
  await checkEpoch(reader, rows[0]?.[0]);
  const [cells] = rows;
  const merged = cells ? null : await mergedInto(reader, name, id);
  if (merged) return openRecord(reader, name, merged, fields);
  if (cells === undefined) throw notFound(`This ${entity.label.toLowerCase()}`);
  const [record] = await readRows(reader, plan.selection, rows, 1);
  noteReading(reader, entity, fields ?? defaultPaths(entity, 'record'), { way: 'record', record: id, asked: null, count: 1, page: '' });
  return { record: record!, can: readPermits(entity, cells.slice(1 + plan.selection.columns.length)) };
}
