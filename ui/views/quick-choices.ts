// Fields that can be a quick filter above a list.

import type { EntityDescription } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import { type Column, possibleConditions } from '../list/columns.ts';

export function quickChoices(entities: readonly EntityDescription[], entity: EntityDescription): Column[] {
  return possibleConditions(entities, entity).filter(({ field }) => {
    switch (widgetFor(field).comparedAs) {
      case 'option':
      case 'record':
        return field.operators.includes('in');
      case 'boolean':
      case 'date':
        return true;
      case undefined:
      case 'text':
        return field.operators.includes('contains');
      default:
        return false;
    }
  });
}
