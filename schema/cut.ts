// The schema without what somebody may not read. What is not in it cannot be named in a filter, a list or an error.

import { freeze } from './freeze.ts';
import type { Entity, Field, Schema } from './types.ts';

/**
 * Leaves out the fields in `hidden` (`entity.field`) and the entities in `hiddenEntities`, and everything that shows them:
 * columns, blocks, back references. Internal fields and custom fields out of use are always left out. Entities without any
 * such are shared with `schema`.
 *
 * References to a hidden entity stay, because a title travels with its reference: `to` may name an entity that is not there.
 * Expressions stay as they are; the engine evaluates those of the whole schema.
 */
export function cut(schema: Schema, hidden: ReadonlySet<string>, hiddenEntities: ReadonlySet<string> = new Set()): Schema {
  const isGone = (name: string): boolean => {
    const entity = schema.entities[name];
    if (!entity || hiddenEntities.has(name)) return true;
    // Rows are seen through their record.
    return entity.parent !== null && (isGone(entity.parent.entity) || isHidden(entity.parent.entity, entity.parent.field));
  };
  const isHidden = (entity: string, name: string): boolean => {
    const field = schema.entities[entity]?.fields[name];
    return (
      !field ||
      field.internal ||
      !field.usable ||
      hidden.has(`${entity}.${name}`) ||
      (isRows(field, schema) && hiddenEntities.has(field.to[0] ?? ''))
    );
  };
  const entities: Record<string, Entity> = {};
  for (const [name, entity] of Object.entries(schema.entities)) {
    if (!isGone(name))
      entities[name] = cutEntity(
        entity,
        (field) => isHidden(name, field),
        (of, field) => isGone(of) || isHidden(of, field),
        schema,
      );
  }
  return freeze({ ...schema, entities });
}

function cutEntity(
  entity: Entity,
  isHidden: (field: string) => boolean,
  isHiddenIn: (entity: string, field: string) => boolean,
  schema: Schema,
): Entity {
  const sees = (path: string) => seesPath(path, entity, isHiddenIn, schema);
  const backReferences = Object.entries(entity.backReferences).filter(([, from]) => !isHiddenIn(from.entity, from.field));
  const columns = entity.list.columns.filter(sees);
  const sort = entity.list.sort.split(',').filter((part) => sees(part.replace(/^-/, '')));
  const isWhole =
    !Object.keys(entity.fields).some(isHidden) &&
    backReferences.length === Object.keys(entity.backReferences).length &&
    columns.length === entity.list.columns.length &&
    sort.length === entity.list.sort.split(',').length;
  if (isWhole) return entity;
  const keep = (names: readonly string[]) => names.filter((name) => !isHidden(name));
  return {
    ...entity,
    fields: Object.fromEntries(Object.entries(entity.fields).filter(([name]) => !isHidden(name))),
    title: keep(entity.title),
    searched: keep(entity.searched),
    backReferences: Object.fromEntries(backReferences),
    list: { columns, sort: sort.join(',') || (isHidden('id') ? '' : 'id') },
    board: entity.board !== null && isHidden(entity.board) ? null : entity.board,
    blocks: entity.blocks.map(({ label, fields }) => ({ label, fields: keep(fields) })).filter(({ fields }) => fields.length > 0),
    formulas: entity.formulas.filter(sees),
  };
}

/** `account.city`, `lines.total`: hidden when any name on the way is. */
function seesPath(path: string, entity: Entity, isHiddenIn: (entity: string, field: string) => boolean, schema: Schema): boolean {
  let at: Entity | undefined = entity;
  for (const name of path.trim().split('.')) {
    if (!at || isHiddenIn(at.name, name)) return false;
    at = schema.entities[at.fields[name]?.to[0] ?? ''];
  }
  return true;
}

function isRows(field: Field, schema: Schema): boolean {
  return schema.entities[field.to[0] ?? '']?.parent?.field === field.name;
}
