// What administrators write in the expression language is checked when it is saved, against the whole schema.

import type { Context, Draft } from '../../engine/index.ts';
import {
  check,
  type Entity,
  ExpressionError,
  type ExpressionType,
  fieldTypes,
  nearest,
  parse,
  respelt,
  type Schema,
} from '../../schema/index.ts';

const BOOLEAN: ExpressionType = { kind: 'boolean' };

/** `visible_if` and `required_if`: true or false, over fields of the record itself. */
export function checkConditions(draft: Draft, entity: Entity, context: Context): void {
  for (const field of ['visible_if', 'required_if']) {
    if (!checkExpression(draft, field, entity, context, BOOLEAN)) continue;
    const relation = namesIn(respelt(parse(String(draft.values[field])), context.schema, entity.name)).find(({ path }) =>
      isRelation(context.schema, entity, path),
    );
    if (relation) {
      // Row CS-242: what is behind a relation is not at hand while somebody fills in a form.
      draft.refuse(field, 'relation', `“${relation.path.join('.')}” leads to another record; conditions use fields of this one.`);
    }
  }
}

/** False when there is none, or a mistake in it. */
export function checkExpression(draft: Draft, field: string, entity: Entity, context: Context, expect?: ExpressionType): boolean {
  const text = draft.values[field];
  if (!text) return false;
  try {
    check(parse(String(text)), context.schema, entity.name, expect);
    return true;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    draft.refuse(field, 'expression', error.message);
    return false;
  }
}

/** Every path in a tree, however deep. */
function namesIn(node: unknown): { readonly path: readonly string[] }[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'kind' in node && node.kind === 'path' && 'path' in node ? [node as { readonly path: readonly string[] }] : [];
  return [...own, ...Object.values(node).flatMap(namesIn)];
}

function isRelation({ entities }: Schema, entity: Entity, path: readonly string[]): boolean {
  const field = entities[entity.name]?.fields[path[0] ?? ''];
  const kind = field && fieldTypes[field.type]?.expression(field).kind;
  return kind === undefined || kind === 'reference' || kind === 'references' || kind === 'rows';
}

export function missing(name: unknown, candidates: readonly string[]): string {
  const meant = nearest(String(name), candidates);
  return `There is no “${name}”.${meant ? ` Did you mean “${meant}”?` : ''}`;
}

/** Base data of the system itself is not for everybody to extend. */
const closed = ['custom_fields', 'field_settings', 'form_layouts', 'saved_views', 'permission_sets', 'api_keys'];

export function adaptable(entities: Schema['entities']): readonly Entity[] {
  return Object.values(entities).filter(({ name, parent }) => !closed.includes(name) && !closed.includes(parent?.entity ?? ''));
}

/** The noun a definition is about; refused with the nearest right name where there is none. */
export function entityOf(draft: Draft, entities: Schema['entities']): Entity | null {
  const open = adaptable(entities);
  const entity = open.find(({ name }) => name === draft.values.entity) ?? null;
  if (!entity) {
    const names = open.map(({ name }) => name);
    draft.refuse('entity', 'unknown', missing(draft.values.entity, names));
  }
  return entity;
}
