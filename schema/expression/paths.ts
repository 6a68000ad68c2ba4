// Names in an expression -> columns: walks references, and finds the lists that aggregates go over.

import { fieldTypes } from '../fields/registry.ts';
import { fieldMeant, nearest } from '../names.ts';
import type { Entity, ExpressionType, Field, Schema } from '../types.ts';
import type { Span } from './ast.ts';
import { ExpressionError } from './error.ts';
import { nameOfType } from './literals.ts';
import { type FieldRead, type Rows, type Step, TEXT } from './typed.ts';

/** Longer walks are no longer understood by anybody, and each step is a join. */
const MOST_STEPS = 8;

/** Where names are looked up. `reach`: `reachable()` and the like exist. */
export interface PathScope {
  readonly schema: Schema;
  readonly entity: string;
  /** Fields that never leave the server exist too. */
  readonly internal: boolean;
  readonly reach?: boolean;
}

/** What a path ends in. */
export type Found = FieldRead | (Rows & { readonly kind: 'rows'; readonly rest: readonly string[] });

/**
 * Walks a path from a record. It ends at a column or, at the latest, at the first list on the way; `rest` is what follows
 * the list.
 * @throws ExpressionError that names the nearest right name.
 */
export function findPath(scope: PathScope, path: readonly string[], at: Span | null | undefined): Found {
  let entity = entityOf(scope, scope.entity, at);
  const steps: Step[] = [];
  for (const [place, name] of path.entries()) {
    const next = path[place + 1];
    const field = meant(scope, entity, name);
    if (!field) {
      const rows = backReference(scope, entity, name, steps);
      if (rows) return { ...rows, kind: 'rows', rest: path.slice(place + 1) };
      throw unknownName(scope, entity, name, path, place, at);
    }
    const type = typeOf(entity, field);
    if (type.kind === 'rows') return { ...childRows(entity, field, type.entity, steps), kind: 'rows', rest: path.slice(place + 1) };
    if (next === undefined) return column(entity, field, '', type, steps);
    // The id of what is referred to is the reference itself.
    if (type.kind === 'reference' && next === 'id' && place + 2 === path.length) return column(entity, field, '', type, steps);
    if (place + 2 === path.length) {
      const beside = fieldTypes[field.type]?.columns(field).find(({ suffix }) => suffix === `_${next}`);
      if (beside) return column(entity, field, beside.suffix, TEXT, steps);
    }
    if (type.kind !== 'reference') throw noReference(name, type, path, place, at);
    if (steps.length === MOST_STEPS) throw new ExpressionError(`A path walks at most ${MOST_STEPS} references`, at);
    const to = target(scope, field, next, at);
    steps.push({ field: field.name, to: to.name, anyEntity: fieldTypes[field.type]?.columns(field).length === 2 });
    entity = to;
  }
  throw new ExpressionError('A path needs a name', at);
}

/** @throws ExpressionError with the nearest right name for an entity that is not in the schema. */
export function entityOf(scope: PathScope, name: string, at?: Span | null): Entity {
  const entity = Object.hasOwn(scope.schema.entities, name) ? scope.schema.entities[name] : undefined;
  if (!entity) throw new ExpressionError(`There is no "${name}"`, at, nearest(name, Object.keys(scope.schema.entities)));
  return entity;
}

function visible(scope: PathScope, entity: Entity, name: string): Field | null {
  const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
  return field?.usable && (scope.internal || !field.internal) ? field : null;
}

/** Another spelling of a field stands behind the names that there are. */
function meant(scope: PathScope, entity: Entity, name: string): Field | null {
  const field = visible(scope, entity, name);
  if (field || backReference(scope, entity, name, [])) return field;
  return visible(scope, entity, fieldMeant(entity.fields, name)?.name ?? '');
}

function typeOf(entity: Entity, field: Field): ExpressionType {
  const type = fieldTypes[field.type]?.expression(field);
  if (!type) throw new Error(`No field type "${field.type}"`);
  return type.kind === 'reference' && type.to.length === 0 && field.name === 'id' ? { kind: 'reference', to: [entity.name] } : type;
}

function column(entity: Entity, field: Field, suffix: string, type: ExpressionType, steps: readonly Step[]): FieldRead {
  const column = fieldTypes[field.type]?.columns(field).find((one) => one.suffix === suffix)?.type ?? 'text';
  return { kind: 'field', type, steps, field: field.name, suffix, column, isTitle: steps.length > 0 && entity.title.includes(field.name) };
}

function childRows(entity: Entity, field: Field, child: string, steps: readonly Step[]): Rows {
  return { steps, name: field.name, entity: child, link: 'parent', linkKind: 'reference', of: entity.name, isChildren: true };
}

function backReference(scope: PathScope, entity: Entity, name: string, steps: readonly Step[]): Rows | null {
  const back = Object.hasOwn(entity.backReferences, name) ? entity.backReferences[name] : undefined;
  const from = back && Object.hasOwn(scope.schema.entities, back.entity) ? scope.schema.entities[back.entity] : undefined;
  const field = from && back ? visible(scope, from, back.field) : null;
  if (!from || !field) return null;
  const columns = fieldTypes[field.type]?.columns(field) ?? [];
  const linkKind = columns.length === 2 ? 'any_reference' : columns[0]?.type === 'uuid[]' ? 'references' : 'reference';
  return { steps, name, entity: from.name, link: field.name, linkKind, of: entity.name, isChildren: false };
}

/** A reference may point to several entities; the first that knows the next name is meant. */
function target(scope: PathScope, field: Field, next: string, at: Span | null | undefined): Entity {
  const targets = field.to.flatMap((name) => (Object.hasOwn(scope.schema.entities, name) ? (scope.schema.entities[name] ?? []) : []));
  const first = targets[0];
  if (!first) throw new ExpressionError(`Nothing behind "${field.name}" can be read`, at);
  return targets.find((entity) => meant(scope, entity, next) || backReference(scope, entity, next, [])) ?? first;
}

function noReference(
  name: string,
  type: ExpressionType,
  path: readonly string[],
  place: number,
  at: Span | null | undefined,
): ExpressionError {
  const what = type.kind === 'references' ? 'refers to several records' : `is ${nameOfType(type)}, not a reference`;
  return new ExpressionError(`"${name}" ${what}; nothing can be read behind it`, spanOf(path, place + 1, at));
}

function unknownName(
  scope: PathScope,
  entity: Entity,
  name: string,
  path: readonly string[],
  place: number,
  at: Span | null | undefined,
): ExpressionError {
  const names = [
    ...Object.keys(entity.fields).filter((field) => visible(scope, entity, field)),
    ...Object.keys(entity.backReferences).filter((back) => backReference(scope, entity, back, [])),
  ];
  return new ExpressionError(`${entity.plural} have no field "${name}"`, spanOf(path, place, at), nearest(name, names));
}

/** Where one name of a path stands. */
function spanOf(path: readonly string[], place: number, at: Span | null | undefined): Span | null {
  if (!at) return null;
  // With blanks around the points nobody knows.
  if (at[1] - at[0] < path.join('.').length) return at;
  const start = at[0] + path.slice(0, place).reduce((sum, name) => sum + name.length + 1, 0);
  return [start, start + (path[place]?.length ?? 0)];
}
