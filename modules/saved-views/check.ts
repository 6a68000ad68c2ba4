// A view is checked when it is saved: columns, filter and sort must be there for the one who saves it.

import type { Context, Draft } from '../../engine/index.ts';
import { check, type Entity, ExpressionError, type Field, nearest, parse, type Schema } from '../../schema/index.ts';

export function checkView(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { rights } = context.actor;
  const { entities } = rights.schema;
  const { entity: name, columns, filter, sort } = draft.values;
  const entity = entities[String(name)];
  if (!entity || entity.parent) {
    draft.refuse('entity', 'unknown', missing(String(name), Object.keys(entities)));
    return;
  }
  for (const path of pathsOf(columns)) checkPath(draft, 'columns', path, entity, rights.schema);
  for (const path of pathsOf(sort)) checkPath(draft, 'sort', path.replace(/^-/, ''), entity, rights.schema);
  if (filter) checkFilter(draft, String(filter), entity, rights.schema);
}

function pathsOf(text: unknown): string[] {
  return String(text ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter(Boolean);
}

function checkPath(draft: Draft, field: string, path: string, start: Entity, schema: Schema): void {
  let entity: Entity | undefined = start;
  for (const step of path.split('.')) {
    const found: Field | undefined = entity?.fields[step];
    if (!found) {
      draft.refuse(field, 'unknown', missing(step, Object.keys(entity?.fields ?? {})));
      return;
    }
    entity = found.to.length === 1 ? schema.entities[String(found.to[0])] : undefined;
  }
}

function checkFilter(draft: Draft, filter: string, entity: Entity, schema: Schema): void {
  try {
    check(parse(filter), schema, entity.name, { kind: 'boolean' });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    draft.refuse('filter', 'expression', error.message);
  }
}

function missing(name: string, candidates: readonly string[]): string {
  const meant = nearest(name, candidates);
  return `There is no “${name}”.${meant ? ` Did you mean “${meant}”?` : ''}`;
}
