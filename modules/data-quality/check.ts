// Settings name what is there; rules of duplicates can be answered by an index.

import type { Context, Draft, Values } from '../../engine/index.ts';
import { duplicateRuleProblems } from '../../engine/index.ts';
import { type Entity, isSearchable, nearest } from '../../schema/index.ts';

function checkSensitive(draft: Draft, { fields }: Entity): void {
  const names = draft.values.sensitive_fields ?? [];
  if (!Array.isArray(names)) draft.refuse('sensitive_fields', 'malformed', 'This is a list of fields, e.g. ["iban"].');
  for (const name of Array.isArray(names) ? names : []) {
    if (typeof name === 'string' && Object.hasOwn(fields, name) && !fields[name]?.internal) continue;
    const meant = nearest(String(name), Object.keys(fields));
    draft.refuse('sensitive_fields', 'unknown', `There is no field “${name}”.${meant ? ` Did you mean “${meant}”?` : ''}`);
  }
}

export function checkSettings(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { entities } = context.actor.rights.schema;
  const name = String(draft.values.entity ?? '');
  const entity = Object.hasOwn(entities, name) ? entities[name] : undefined;
  if (!entity || entity.parent) {
    const meant = nearest(name, Object.keys(entities));
    draft.refuse('entity', 'unknown', `There is no “${name}” here.${meant ? ` Did you mean “${meant}”?` : ''}`);
    return;
  }
  checkSensitive(draft, entity);
  if (!checkSearched(draft, entity)) return;
  for (const message of duplicateRuleProblems(searchedBy(entity, draft.values), draft.values.duplicates ?? null))
    draft.refuse('duplicates', 'malformed', message);
  if (!draft.values.archive) return;
  if (!entity.fields.archived_at) draft.refuse('archive', 'unknown', `${entity.plural} cannot be archived.`);
  const { archive_operator: operator, archive_value: value } = draft.values;
  if (operator === 'older_than_days' && !/^[1-9]\d{0,4}$/.test(String(value ?? '')))
    draft.refuse('archive_value', 'type', 'This is a number of days, e.g. 730.');
  if (operator === 'before' && Number.isNaN(Date.parse(`${String(value)}T00:00:00Z`)))
    draft.refuse('archive_value', 'type', 'This is a day, e.g. 2024-01-01.');
}

/** Fields that modules made and that search can look at. */
function searchable(entity: Entity): string[] {
  return Object.values(entity.fields)
    .filter((field) => !field.custom && isSearchable(field))
    .map(({ name }) => name);
}

function checkSearched(draft: Draft, entity: Entity): boolean {
  const { searched } = draft.values;
  if (searched === null || searched === undefined) return true;
  const known = searchable(entity);
  const isList = Array.isArray(searched) && searched.every((name) => typeof name === 'string');
  const odd = isList ? searched.find((name: string) => !known.includes(name)) : undefined;
  if (isList && searched.length > 0 && odd === undefined) {
    draft.values.searched = [...new Set(searched as string[])];
    return true;
  }
  const meant = odd === undefined ? undefined : nearest(odd, known);
  draft.refuse(
    'searched',
    odd === undefined ? 'type' : 'unknown',
    odd === undefined
      ? 'This is a list of names of fields, with one at least; empty is as the module has it.'
      : `Search cannot look at “${odd}”: ${meant ? `did you mean “${meant}”?` : 'that is no text of this module.'}`,
  );
  return false;
}

/** The noun as it will be: rules of duplicates rest on what is searched. */
function searchedBy(entity: Entity, { searched }: Values): Entity {
  if (!Array.isArray(searched)) return entity;
  const own = entity.searched.filter((name) => entity.fields[name]?.custom);
  return { ...entity, searched: [...(searched as string[]), ...own] };
}
