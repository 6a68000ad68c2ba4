// Whether a person may write a field at all.

import type { EntityDescription, FieldDescription, Me } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';

export function canType(field: FieldDescription): boolean {
  return !field.read_only && field.formula === null && !widgetFor(field).readOnly;
}

/** Whether the form of the noun would have anything to write in. */
export function hasForm({ fields }: EntityDescription): boolean {
  return fields.some(canType);
}

/** An administrator decided that nobody gives records of the noun to somebody else: forms show the owner and say so. */
export function staysWithOwner({ owners }: Me, entity: EntityDescription, { name, system }: FieldDescription): boolean {
  return system && name === 'owner' && owners[entity.name]?.fixed === true;
}
