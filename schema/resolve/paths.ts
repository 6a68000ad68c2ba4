// Checks the field paths of lists and their sort orders: `name`, `account.city`, `-updated_at`.

import { fieldTypes } from '../fields/registry.ts';
import type { Field } from '../types.ts';
import type { EntityDraft } from './entities.ts';
import { hint, type Mistakes, type Place } from './mistakes.ts';

type Drafts = Readonly<Record<string, EntityDraft>>;

/** Complains of columns and sort orders that do not exist, are internal or have no order. */
export function checkList(entity: EntityDraft, entities: Drafts, place: Place, mistakes: Mistakes): void {
  for (const path of entity.list.columns) {
    const field = follow(path, 'its list', entity, entities, place, mistakes);
    if (field?.internal) mistakes.add(place, `its list shows "${path}", which is internal`);
  }
  for (const part of entity.list.sort.split(',')) {
    const field = follow(part.trim().replace(/^-/, ''), 'its sort order', entity, entities, place, mistakes);
    if (field && (field.internal || !fieldTypes[field.type]?.sortable))
      mistakes.add(place, `its list cannot be sorted by "${part.trim()}"`);
  }
}

function follow(path: string, what: string, entity: EntityDraft, entities: Drafts, place: Place, mistakes: Mistakes): Field | null {
  let at: EntityDraft | undefined = entity;
  let field: Field | undefined;
  for (const name of path.split('.')) {
    if (!at) {
      mistakes.add(place, `${what} has "${path}", but "${field?.name}" leads nowhere`);
      return null;
    }
    field = at.fields[name];
    if (!field) {
      mistakes.add(place, `${what} has "${path}", but ${at.name} has no "${name}"${hint(name, Object.keys(at.fields))}`);
      return null;
    }
    const leads: boolean = fieldTypes[field.type]?.expression(field).kind === 'reference' && field.to.length > 0;
    at = leads ? entities[field.to[0] ?? ''] : undefined;
  }
  return field ?? null;
}
