// The nouns of a report's levels, and what one may link next.

import type { EntityDescription } from '../../client/index.ts';
import type { ReportDefinition } from '../../schema/index.ts';

/** Names of the noun of each level; line items have the name of their child noun. Stops where a link is not known. */
export function levelEntities(entities: readonly EntityDescription[], definition: Pick<ReportDefinition, 'entity' | 'links'>): string[] {
  const levels = [definition.entity];
  for (const { name } of definition.links ?? []) {
    const found = linksOf(entities, levels.at(-1) ?? '').find((link) => link.name === name);
    if (!found) break;
    levels.push(found.entity);
  }
  return levels;
}

export interface PossibleLink {
  readonly name: string;
  readonly entity: string;
  readonly label: string;
}

export function linksOf(entities: readonly EntityDescription[], name: string): PossibleLink[] {
  const from = entities.find((entity) => entity.name === name);
  if (!from) return [];
  const rows = from.fields.flatMap((field) =>
    field.type === 'children' && field.to[0] ? [{ name: field.name, entity: field.to[0], label: field.label }] : [],
  );
  const back = from.back_references.flatMap((reference) => {
    const source = entities.find((entity) => entity.name === reference.entity);
    const field = source?.fields.find((one) => one.name === reference.field);
    return source && field && source.area === 'business' && source.can.view && !field.system
      ? [{ name: reference.name, entity: source.name, label: `${source.plural} (${field.label})` }]
      : [];
  });
  return [...rows, ...back];
}

/** A noun as filters and fields know it; line items are described by their fields alone. */
export function describedLevel(entities: readonly EntityDescription[], name: string): EntityDescription | null {
  const noun = entities.find((entity) => entity.name === name);
  if (noun) return noun;
  for (const entity of entities) {
    const holder = entity.fields.find((field) => field.type === 'children' && field.to[0] === name);
    if (holder?.fields)
      return {
        ...entity,
        name,
        label: holder.label,
        plural: holder.label,
        fields: holder.fields,
        back_references: [],
        title: [],
        board: null,
      };
  }
  return null;
}
