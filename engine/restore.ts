// A record, or single fields of it, back to what they were at an instant: an update like any other, with its own cause.

import { prepare, sql } from '../db/index.ts';
import { type Entity, nearest, type Schema } from '../schema/index.ts';
import { readInstant } from './as-of.ts';
import type { BoundContext } from './context.ts';
import { malformed, Refusal } from './errors.ts';
import { parseJson } from './json.ts';
import { planned } from './planned.ts';
import { entityOf, get, type Reader } from './read.ts';
import { bind, slot } from './slots.ts';
import { childOf, loadChildren } from './store.ts';
import type { Values } from './types.ts';
import { rowsFrom, writable } from './undo.ts';

/** Back to what it was at an instant. */
export interface RestoreRequest {
  readonly asOf: string;
  /** Default: all that may be written. */
  readonly fields?: readonly string[];
}

/**
 * Takes back what happened to the record since, as far as the actor may write it; the change itself may be undone.
 * @throws Refusal 404 for a record out of reach or gone, 422 for one that was not there yet.
 */
export async function restoreRecord(context: BoundContext, name: string, id: string, request: RestoreRequest): Promise<Values> {
  const asOf = readInstant(request.asOf);
  const values = await context.read(async (reader) => {
    const entity = entityOf(reader.rights, name);
    await get(reader, name, id, ['id']);
    for (const field of request.fields ?? []) if (!Object.hasOwn(entity.fields, field)) throw unknownField(entity, field);
    const whole = reader.workspace.state.schema.entities[name]!;
    const was = rewound(whole, await changesSince(reader, name, id, asOf));
    if (was === null) throw notThereYet(entity);
    return inputOf(reader, whole, id, was, request.fields);
  });
  return context.because({ ...context.cause, kind: 'restored', detail: asOf }).records.update(name, id, values);
}

interface Step {
  readonly before: Values | null;
  readonly after: Values | null;
}

async function changesSince(reader: Reader, entity: string, id: string, asOf: string): Promise<Step[]> {
  const statement = planned(reader.workspace, 'changes-since', () => {
    const changes = sql.identifier(reader.workspace.space, 'changes');
    const own = sql`"record" = ${slot('of', 1)}::uuid and "entity" = ${slot('of', 0)}::text and "at" > ${slot('of', 2)}::timestamptz`;
    return prepare(sql`select "before", "after" from ${changes} where ${own} order by "seq"`);
  });
  const { rows } = await reader.db.query(bind(statement, { of: [entity, id, asOf] }));
  const read = (cell: string | null | undefined) => (cell ? (parseJson(cell) as Values) : null);
  return rows.map(([before, after]) => ({ before: read(before), after: read(after) }));
}

interface Was {
  readonly values: Values;
  /** It was gone meanwhile: what `values` does not tell was empty. */
  readonly whole: boolean;
}

/** Of each field the earliest value; of rows, cell by cell. Null when the first that happened was that it was made. */
function rewound(entity: Entity, steps: readonly Step[]): Was | null {
  if (steps[0]?.before === null) return null;
  const gone = steps.findIndex((step) => step.after === null);
  const known = gone < 0 ? steps : steps.slice(0, gone + 1);
  return { values: known.reduceRight<Values>((values, { before }) => overlaid(entity, values, before ?? {}), {}), whole: gone >= 0 };
}

function overlaid(entity: Entity, later: Values, earlier: Values): Values {
  const result: Values = { ...later };
  for (const [name, value] of Object.entries(earlier)) {
    const isRows = entity.fields[name]?.type === 'children';
    result[name] = isRows ? overlaidRows((later[name] ?? {}) as Values, value as Values) : value;
  }
  return result;
}

/** Line items stand in changes by their ids. */
function overlaidRows(later: Values, earlier: Values): Values {
  const rows: Values = { ...later };
  for (const [id, cells] of Object.entries(earlier))
    rows[id] = cells && rows[id] ? { ...(rows[id] as Values), ...(cells as Values) } : cells;
  return rows;
}

async function inputOf(reader: Reader, entity: Entity, id: string, was: Was, fields: readonly string[] | undefined): Promise<Values> {
  const values = was.whole ? { ...emptied(entity), ...was.values } : was.values;
  const wanted = (name: string) => (fields ? fields.includes(name) : isWritable(reader.rights.fields, reader.rights.schema, entity, name));
  const input: Values = {};
  for (const [name, value] of Object.entries(writable(entity, values))) if (wanted(name)) input[name] = value;
  for (const field of Object.values(entity.fields)) {
    const before = values[field.name];
    if (field.type !== 'children' || !before || !wanted(field.name)) continue;
    const child = childOf(reader, field);
    const current = (await loadChildren(reader, field, [id])).get(id) ?? [];
    const there = new Set(current.map((row) => row['id']));
    // Rows that came since go; one that went comes back as a new row.
    input[field.name] = rowsFrom(child, current, before as Values, {})
      .filter((row) => (before as Values)[String(row['id'])] !== null)
      .map(({ id: row, ...cells }) => (there.has(row) ? { id: row, ...cells } : cells));
  }
  return input;
}

function emptied(entity: Entity): Values {
  return Object.fromEntries(Object.keys(entity.fields).map((name) => [name, null]));
}

function isWritable(rights: Reader['rights']['fields'], schema: Schema, entity: Entity, name: string): boolean {
  const field = schema.entities[entity.name]?.fields[name];
  return field !== undefined && !field.readOnly && rights.get(`${entity.name}.${name}`) !== 'read';
}

function unknownField(entity: Entity, name: string): Refusal {
  const near = nearest(name, Object.keys(entity.fields));
  const message = `${entity.plural} have no field "${name}".${near ? ` Did you mean "${near}"?` : ''}`;
  return malformed(message, [{ field: 'fields', code: 'unknown_field', message }], 'unknown_field');
}

function notThereYet(entity: Entity): Refusal {
  return new Refusal(422, 'not_there_yet', `This ${entity.label.toLowerCase()} was not there yet at that time.`, [
    { field: 'as_of', code: 'not_there_yet', message: 'is before the record was made' },
  ]);
}
