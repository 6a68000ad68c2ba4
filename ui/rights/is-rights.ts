// Whether rows of a field are lines of rights, which have an editor of their own.

import type { FieldDescription } from '../../client/index.ts';

export function isRights(field: FieldDescription): boolean {
  const names = new Set(field.fields?.map(({ name }) => name));
  return names.has('target') && (names.has('scopes') || (names.has('field') && names.has('right')));
}
