// Makes an Entity of what modules say about it: fields in form order, system fields, title, list, board, blocks.

import { fieldTypes } from '../fields/registry.ts';
import type { Action, Entity, Field } from '../types.ts';
import { blankField, type FieldDraft, isSearchable, makeField } from './fields.ts';
import { hint, type Mistakes, type Place } from './mistakes.ts';
import { checkColumns, checkFieldName, checkName, OWN_VERBS } from './names.ts';
import { arrangeBlocks } from './overlays.ts';
import type { Source, SourceField } from './sources.ts';

/** An entity while it is being made; frozen in the end. */
export interface EntityDraft
  extends Omit<{ -readonly [K in keyof Entity]: Entity[K] }, 'fields' | 'backReferences' | 'rules' | 'actions' | 'access'> {
  fields: Record<string, FieldDraft>;
  backReferences: Record<string, { entity: string; field: string }>;
  access: Record<string, Entity['access'][string]>;
  rules: { when: Entity['rules'][number]['when']; field: string; code: string; message: string }[];
  actions: Record<string, ActionDraft>;
}

export type ActionDraft = Omit<{ -readonly [K in keyof Action]: Action[K] }, 'input'> & { input: Record<string, FieldDraft> };

/** Without what expressions, references and forms add, which want all entities to be there. */
export function makeEntity(source: Source, mistakes: Mistakes): EntityDraft {
  const { definition, module, parent } = source;
  const place: Place = { module, entity: definition.name };
  const single = definition.single ?? false;
  const owned = parent === null && !single && (definition.owned ?? true);
  const area = definition.area ?? (single ? 'administration' : 'business');
  if (!definition.label?.trim() || !definition.plural?.trim()) mistakes.add(place, 'needs a label and a plural');
  const fields = makeFields(source, owned, mistakes);
  const entity: EntityDraft = {
    name: definition.name,
    module,
    label: definition.label,
    plural: definition.plural,
    icon: definition.icon ?? 'database',
    area,
    title: makeTitle(source, fields, place, mistakes),
    fields,
    parent,
    backReferences: {},
    searched: [],
    searchesArchived: source.search?.archived ?? false,
    single,
    owned,
    customer: null,
    access: {},
    rootOnly: null,
    personal: definition.personal ?? false,
    searchable: !single && (definition.searchable ?? true),
    shared: null,
    hidden: null,
    deletable: single ? 'never' : (definition.deletable ?? 'right'),
    ...(definition.appendOnly ? { appendOnly: true as const } : {}),
    ...(definition.kept ? { kept: true as const } : {}),
    rules: [],
    actions: makeActions(source, mistakes),
    list: { columns: [], sort: '' },
    board: null,
    blocks: [],
    menu: parent === null && !single && (definition.menu ?? area === 'business'),
    formulas: [],
  };
  if (source.search?.fields) searchChosen(entity, source.search.fields);
  searchTitleAtLeast(entity, mistakes, place);
  entity.searched = Object.values(fields)
    .filter((field) => field.searched && field.usable)
    .map(({ name }) => name);
  return entity;
}

/** Board, blocks and the list's default, which want the fields to be there. */
export function arrange(entity: EntityDraft, source: Source, mistakes: Mistakes): void {
  const place: Place = { module: source.module, entity: entity.name };
  entity.board = boardOf(entity, source, place, mistakes);
  entity.blocks = blocksOf(entity, source, place, mistakes);
  const columns = source.definition.list?.columns ?? defaultColumns(entity);
  entity.list = {
    columns: [...new Set([...added(({ leads }) => leads), ...columns, ...added(({ custom }) => custom?.inList)])],
    sort: source.definition.list?.sort ?? (entity.parent ? 'position' : '-updated_at'),
  };

  /** What administrators added, and the list shows from the start. */
  function added(isShown: (field: SourceField) => boolean | undefined): string[] {
    return [...source.fields].flatMap(([name, field]) => (isShown(field) && entity.fields[name]?.usable ? [name] : []));
  }
}

function makeFields(source: Source, owned: boolean, mistakes: Mistakes): Record<string, FieldDraft> {
  const fields: Record<string, FieldDraft> = {};
  for (const [name, { definition, place, custom, overlay }] of source.fields) {
    if (!checkFieldName(name, source.parent !== null, place, mistakes)) continue;
    const field = makeField(name, definition, custom, overlay?.place ?? place, mistakes);
    if (!field) continue;
    field.hidden = overlay?.hidden ?? false;
    if (source.parent && field.searched) mistakes.add(place, 'cannot be searched: rows are found through their record');
    if (source.parent && field.pattern !== null) mistakes.add(place, 'cannot be a running number: rows have none');
    fields[name] = field;
  }
  for (const field of source.parent ? rowFields(source.parent.entity) : systemFields(owned)) {
    const { label = field.label, help = field.help } = source.ofSystem.get(field.name) ?? {};
    fields[field.name] = { ...field, label, help };
  }
  const columns = Object.values(fields).flatMap((field) =>
    (fieldTypes[field.type]?.columns(field) ?? []).map(({ suffix }) => ({
      field: field.name,
      column: field.name + suffix,
      place: source.fields.get(field.name)?.place ?? { module: source.module, entity: source.definition.name, field: field.name },
    })),
  );
  checkColumns(columns, mistakes);
  return fields;
}

function systemFields(owned: boolean): FieldDraft[] {
  const system = (name: string, type: string, more: Partial<Field>): FieldDraft => ({ ...blankField(name, type), system: true, ...more });
  return [
    system('id', 'id', { label: 'ID', required: true, readOnly: true }),
    ...(owned ? [system('owner', 'owner', {})] : []),
    system('created_at', 'datetime', { label: 'Created', required: true, readOnly: true }),
    system('created_by', 'user', { readOnly: true }),
    system('updated_at', 'datetime', { label: 'Changed', required: true, readOnly: true }),
    system('updated_by', 'user', { label: 'Changed by', readOnly: true }),
    system('version', 'integer', { required: true, readOnly: true }),
  ];
}

function rowFields(parent: string): FieldDraft[] {
  const system = (name: string, type: string, to: string[]): FieldDraft => ({
    ...blankField(name, type),
    system: true,
    required: true,
    readOnly: true,
    to,
  });
  return [system('id', 'id', []), system('parent', 'reference', [parent]), system('position', 'integer', [])];
}

function makeTitle(source: Source, fields: Record<string, FieldDraft>, place: Place, mistakes: Mistakes): readonly string[] {
  const given = source.definition.title;
  if (given === undefined) {
    if (source.parent || source.definition.single) return [];
    if (fields.name) return ['name'];
    mistakes.add(place, 'needs a title: the field or fields people know its records by');
    return [];
  }
  const names = typeof given === 'string' ? [given] : given;
  return names.filter((name) => {
    const field = fields[name];
    if (!field) mistakes.add(place, `its title "${name}" is no field${hint(name, Object.keys(fields))}`);
    else if (field.internal || !isPlain(field)) mistakes.add(place, `its title "${name}" is ${field.type}; only plain values make a title`);
    else return true;
    return false;
  });
}

/** Values that print without a look at other records. */
function isPlain(field: Field): boolean {
  const kind = fieldTypes[field.type]?.expression(field).kind;
  return kind !== undefined && !['reference', 'references', 'rows', 'file', 'choices'].includes(kind);
}

/** A field that is gone or no text any more leaves its place empty; an own field says itself whether it is searched. */
function searchChosen(entity: EntityDraft, chosen: readonly string[]): void {
  for (const field of Object.values(entity.fields)) if (!field.custom) field.searched = chosen.includes(field.name) && isSearchable(field);
}

/** What nobody chose to search is found by its title. */
function searchTitleAtLeast(entity: EntityDraft, mistakes: Mistakes, place: Place): void {
  if (entity.parent || entity.single || Object.values(entity.fields).some(({ searched }) => searched)) return;
  for (const name of entity.title) {
    const field = entity.fields[name];
    if (field && fieldTypes[field.type]?.expression(field).kind === 'text') field.searched = true;
  }
  if (entity.title.length > 0 && !Object.values(entity.fields).some(({ searched }) => searched)) {
    mistakes.add(place, 'has nothing to search: mark a text field as searched');
  }
}

function makeActions(source: Source, mistakes: Mistakes): Record<string, ActionDraft> {
  const actions: Record<string, ActionDraft> = {};
  for (const [name, { definition, place }] of source.actions) {
    if (!checkName(name, 'an action', place, mistakes)) continue;
    if (OWN_VERBS.includes(name)) mistakes.add(place, `"${name}" is what every entity has; an action needs a name of its own`);
    const input: Record<string, FieldDraft> = {};
    for (const [key, asked] of Object.entries(definition.input ?? {})) {
      const at = { ...place, field: `${name}.${key}` };
      const field = checkName(key, 'an input', at, mistakes) ? makeField(key, asked, null, at, mistakes) : null;
      if (field && asked.settings.rows) mistakes.add(at, 'asks for rows; an action asks for single values');
      if (field) input[key] = field;
    }
    actions[name] = { name, label: definition.label, input, when: null, verb: definition.verb ?? name, seldom: definition.seldom ?? false };
  }
  return actions;
}

function boardOf(entity: EntityDraft, source: Source, place: Place, mistakes: Mistakes): string | null {
  const given = source.definition.board;
  const choices = Object.values(entity.fields).filter(
    (field) => fieldTypes[field.type]?.expression(field).kind === 'choice' && !field.open && !field.internal,
  );
  if (given === null || entity.parent || entity.single) return null;
  // A state is what a board is about; of picklists nobody knows which one is meant.
  if (given === undefined) return choices.find((field) => field.type === 'state')?.name ?? null;
  if (choices.some(({ name }) => name === given)) return given;
  mistakes.add(
    place,
    `its board "${given}" is no field with fixed options${hint(
      given,
      choices.map(({ name }) => name),
    )}`,
  );
  return null;
}

function blocksOf(entity: EntityDraft, source: Source, place: Place, mistakes: Mistakes): Entity['blocks'] {
  const seen = new Set<string>();
  const blocks = source.blocks.map(({ label, fields }) => ({ label, fields: fields.filter((name) => isPlaced(name, label)) }));
  const missing = Object.values(entity.fields).filter((field) => isOnForm(field) && !seen.has(field.name));
  const last = source.definition.blocks ? blocks.at(-1) : undefined;
  if (last) last.fields.push(...missing.map(({ name }) => name));
  else blocks.unshift({ label: 'Details', fields: missing.map(({ name }) => name) });
  return source.layout ? arrangeBlocks(blocks, source.layout) : blocks;

  function isPlaced(name: string, label: string): boolean {
    const field = entity.fields[name];
    if (!field) mistakes.add(place, `its block "${label}" has "${name}", which is no field${hint(name, Object.keys(entity.fields))}`);
    else if (seen.has(name)) mistakes.add(place, `"${name}" stands in two blocks`);
    seen.add(name);
    return field?.usable ?? false;
  }
}

function isOnForm(field: Field): boolean {
  return field.usable && !field.internal && (!field.system || field.name === 'owner');
}

/** The title, what a board would show, then the first plain fields, the owner and the last change. */
function defaultColumns(entity: EntityDraft): readonly string[] {
  const plain = Object.values(entity.fields).filter(
    (field) => isOnForm(field) && fieldTypes[field.type]?.sortable && field.name !== 'owner',
  );
  const wanted = [...entity.title, ...(entity.board ? [entity.board] : []), ...plain.map(({ name }) => name)];
  const first = [...new Set(wanted)].slice(0, 6);
  if (entity.parent) return first;
  return [...first, ...(entity.owned ? ['owner'] : []), 'updated_at'];
}
