// Where references point: targets must be there, and each target learns who points at it.

import { fieldTypes } from '../fields/registry.ts';
import type { Field } from '../types.ts';
import type { EntityDraft } from './entities.ts';
import { hint, type Mistakes } from './mistakes.ts';
import type { Source } from './sources.ts';

/** Instead of targets: every business noun there is, those of modules yet to come too. */
const EVERY = '*';

type Drafts = Record<string, EntityDraft>;

/** Fills in `to: ['*']` and back references, and complains of targets that are not there. */
export function link(entities: Drafts, sources: ReadonlyMap<string, Source>, mistakes: Mistakes): void {
  const roots = Object.values(entities).filter(({ parent }) => parent === null);
  const rootNames = roots.map(({ name }) => name);
  const business = roots.filter(({ name, area }) => area === 'business' && !sources.get(name)?.definition.access).map(({ name }) => name);
  for (const entity of Object.values(entities)) {
    for (const field of Object.values(entity.fields)) {
      if (field.to.includes(EVERY)) field.to = business;
      const place = sources.get(entity.name)?.fields.get(field.name)?.place;
      if (place && choosesTarget(field)) checkTargets(field, entity, rootNames, place, mistakes);
    }
    for (const field of pointers(entity)) addBackReferences(field, entity, entities);
    for (const { input, name } of Object.values(entity.actions)) {
      const place = { module: entity.module, entity: entity.name };
      for (const field of Object.values(input)) {
        if (choosesTarget(field)) checkTargets(field, entity, rootNames, { ...place, field: `${name}.${field.name}` }, mistakes);
      }
    }
  }
}

/** The owner first: what a user's `deals` are must not change when deals get another field for users. */
function pointers(entity: EntityDraft): readonly Field[] {
  const fields = Object.values(entity.fields).filter((field) => field.usable && pointsElsewhere(field));
  return [...fields.filter(({ name, system }) => system && name === 'owner'), ...fields.filter(({ system }) => !system)];
}

function pointsElsewhere(field: Field): boolean {
  const kind = fieldTypes[field.type]?.expression(field).kind;
  return kind === 'reference' || kind === 'references';
}

/** People, owner groups and files are the platform's: a small set of modules may live without them. */
function choosesTarget(field: Field): boolean {
  return pointsElsewhere(field) && fieldTypes[field.type]?.targets === undefined;
}

function checkTargets(
  field: Field,
  entity: EntityDraft,
  names: readonly string[],
  place: Parameters<Mistakes['add']>[0],
  mistakes: Mistakes,
): void {
  if (field.to.length === 0) mistakes.add(place, 'does not say where it points');
  for (const target of field.to) {
    if (!names.includes(target)) mistakes.add(place, `points to "${target}", which is no entity${hint(target, names)}`);
  }
  const isOwn = field.to.length === 1 && field.to[0] === entity.name && fieldTypes[field.type]?.columns(field)[0]?.type === 'uuid';
  if (field.acyclic && !isOwn) {
    mistakes.add(place, 'is acyclic but does not point to its own entity');
  }
}

/** `deals` on an account; a second reference from deals is `deals_partner`, and so is one whose short name is taken. */
function addBackReferences(field: Field, entity: EntityDraft, entities: Drafts): void {
  for (const target of field.to) {
    const pointedAt = entities[target];
    if (!pointedAt) continue;
    const isFree = (name: string) => !(name in pointedAt.fields) && !(name in pointedAt.backReferences);
    const long = `${entity.name}_${field.name}`;
    const name = isFree(entity.name) ? entity.name : long;
    // Both taken: the records are still found from their own side, by filter.
    if (isFree(name)) pointedAt.backReferences[name] = { entity: entity.name, field: field.name };
  }
}
