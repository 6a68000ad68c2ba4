// A kept mapping is checked when it is saved: its fields must be there for the one who saves it.

import type { Context, Draft } from '../../engine/index.ts';
import { type Entity, nearest } from '../../schema/index.ts';

export function checkMapping(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { entities } = context.actor.rights.schema;
  const { entity: name, mapping, match_fields: match } = draft.values;
  const entity = entities[String(name)];
  if (!entity || entity.parent) {
    draft.refuse('entity', 'unknown', missing(String(name), Object.keys(entities)));
    return;
  }
  const columns = readColumns(String(mapping ?? ''));
  if (typeof columns === 'string') {
    draft.refuse('mapping', 'malformed', columns);
    return;
  }
  for (const { field } of columns) checkField(draft, 'mapping', field, entity);
  const fields = String(match ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter(Boolean);
  for (const field of fields) {
    checkField(draft, 'match_fields', field, entity);
    if (!columns.some((column) => column.field === field)) draft.refuse('match_fields', 'not_mapped', `No column goes into “${field}”.`);
  }
}

const KEYS = new Set(['column', 'field', 'format', 'values', 'create_missing']);

/** The columns, or what is wrong with the text. */
function readColumns(text: string): readonly { readonly field: string }[] | string {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return 'This is not JSON.';
  }
  if (!Array.isArray(given) || given.length === 0) return 'A mapping is a list of columns, at least one.';
  for (const column of given as unknown[]) {
    if (typeof column !== 'object' || column === null || Array.isArray(column)) return 'Each column is an object.';
    const odd = Object.keys(column).find((key) => !KEYS.has(key));
    if (odd !== undefined) return `A column has no “${odd}”.`;
    const { column: name, field } = column as { column?: unknown; field?: unknown };
    if (!(typeof name === 'string' || Number.isInteger(name))) return '“column” is the name of a column, or its number from 0.';
    if (typeof field !== 'string') return '“field” is the name of a field.';
  }
  return given as { field: string }[];
}

function checkField(draft: Draft, at: string, name: string, entity: Entity): void {
  if (!Object.hasOwn(entity.fields, name)) draft.refuse(at, 'unknown', missing(name, Object.keys(entity.fields)));
}

function missing(name: string, candidates: readonly string[]): string {
  const meant = nearest(name, candidates);
  return `There is no “${name}”.${meant ? ` Did you mean “${meant}”?` : ''}`;
}
