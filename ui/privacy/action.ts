// The action by which a noun shows that its records are people.

import type { EntityDescription } from '../../client/index.ts';

export const ERASE = 'erase_personal_data';

export function isPerson(entity: EntityDescription): boolean {
  return entity.actions.some(({ name }) => name === ERASE);
}
