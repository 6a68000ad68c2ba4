// What makes a tree of a noun.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';

/** The field that makes a tree of the noun: a reference to itself. Null where there is none that the reader may see. */
export function parentField(entity: EntityDescription): FieldDescription | null {
  return entity.fields.find((field) => field.type === 'reference' && field.to.length === 1 && field.to[0] === entity.name) ?? null;
}
