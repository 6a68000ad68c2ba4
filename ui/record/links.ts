// Whether records of a noun may be linked with others at all.

import type { EntityDescription } from '../../client/index.ts';
import { useSetup } from '../queries.ts';

export function useLinks(entity: EntityDescription): boolean {
  const { entities } = useSetup();
  return entities.some(
    ({ name, can, fields }) =>
      name === 'relations' && can.view && fields.some((field) => field.name === 'source' && field.to.includes(entity.name)),
  );
}
