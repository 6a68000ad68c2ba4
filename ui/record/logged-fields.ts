// Which fields have a log of their own on the page.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { useCard } from '../card/card.ts';
import { fieldOf } from '../queries.ts';

/** Fields that have a log and that this reader may see at all. */
export function useLoggedFields(entity: EntityDescription): readonly FieldDescription[] {
  const { change_log: names } = useCard(entity.name);
  return names.flatMap((name) => fieldOf(entity, name) ?? []).filter((field) => !field.fields);
}
