// Fields one may choose for columns, groups and questions of a level.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { possibleColumns } from '../list/columns.ts';
import { childFields } from './fields.ts';
import { describedLevel } from './levels.ts';

export interface Choice {
  readonly path: string;
  readonly label: string;
  readonly field: FieldDescription;
}

/** Own fields, those behind references, and behind the references of these. */
export function fieldChoices(entities: readonly EntityDescription[], level: string): Choice[] {
  const entity = describedLevel(entities, level);
  if (!entity) return [];
  const own = possibleColumns(entities, entity)
    .filter(({ over, path }) => over === 0 && !['parent', 'position'].includes(path))
    .map(({ path, label, field }) => ({ path, label, field }));
  const further = childFields(entities, level).length > 0 ? [] : entity.fields.flatMap((field) => secondStep(entities, field));
  return [...own, ...further];
}

function secondStep(entities: readonly EntityDescription[], field: FieldDescription): Choice[] {
  const target = field.type === 'reference' ? entities.find(({ name }) => name === field.to[0]) : undefined;
  return (target?.fields ?? []).flatMap((inner) => {
    const end = inner.type === 'reference' && !inner.system ? entities.find(({ name }) => name === inner.to[0]) : undefined;
    return (end?.fields ?? [])
      .filter((last) => !last.system && !['children', 'json', 'password'].includes(last.type))
      .map((last) => ({
        path: `${field.name}.${inner.name}.${last.name}`,
        label: `${field.label} › ${inner.label} › ${last.label}`,
        field: last,
      }));
  });
}
