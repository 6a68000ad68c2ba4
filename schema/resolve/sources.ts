// Gathers what all modules say about each entity: its definition, its rows, extensions by others, custom fields.

import type { FieldDefinition } from '../builders.ts';
import type {
  ActionDefinition,
  Adaptations,
  BlockDefinition,
  CustomField,
  EntityDefinition,
  FormLayout,
  HooksOfRuntime,
  ModuleDefinition,
  RuleDefinition,
  SearchChoice,
} from '../define.ts';
import { hint, type Mistakes, type Place } from './mistakes.ts';
import { checkEntityName, checkName } from './names.ts';
import { addOverlay, type Overlay } from './overlays.ts';
import { addNumbers } from './running-numbers.ts';

export interface SourceField {
  readonly definition: FieldDefinition;
  readonly place: Place;
  readonly custom: CustomField | null;
  /** What an administrator changed at it; `definition` has it in it. */
  readonly overlay?: Overlay;
  /** It is the first column of lists, whatever the module says of them. */
  readonly leads?: boolean;
}

/** Everything known of an entity before it is looked at as a whole. */
export interface Source {
  readonly definition: EntityDefinition;
  readonly module: string;
  /** Set on a child entity. */
  readonly parent: { readonly entity: string; readonly field: string } | null;
  readonly fields: Map<string, SourceField>;
  readonly blocks: { label: string; fields: string[] }[];
  readonly rules: { readonly definition: RuleDefinition; readonly place: Place }[];
  readonly actions: Map<string, { readonly definition: ActionDefinition; readonly place: Place }>;
  readonly hooks: HooksOfRuntime[];
  /** What administrators changed at system fields, which no module makes. */
  readonly ofSystem: Map<string, Overlay>;
  layout: FormLayout | null;
  search: SearchChoice | null;
}

/** Modules after those they need; the order of the list decides the rest. */
export function orderModules(modules: readonly ModuleDefinition[], mistakes: Mistakes): readonly ModuleDefinition[] {
  const byName = new Map<string, ModuleDefinition>();
  for (const module of modules) {
    const place = { module: module.name };
    if (!checkName(module.name.replaceAll('-', '_'), 'a module', place, mistakes)) continue;
    if (byName.has(module.name)) mistakes.add(place, 'is in the list twice');
    byName.set(module.name, module);
  }
  const ordered = new Set<ModuleDefinition>();
  const visit = (module: ModuleDefinition, path: readonly string[]): void => {
    if (ordered.has(module)) return;
    if (path.includes(module.name)) {
      mistakes.add({ module: module.name }, `needs itself: ${[...path.slice(path.indexOf(module.name)), module.name].join(' -> ')}`);
      return;
    }
    for (const need of module.needs ?? []) {
      const needed = byName.get(need);
      if (needed) visit(needed, [...path, module.name]);
      else mistakes.add({ module: module.name }, `needs "${need}", which is not in the list of modules${hint(need, byName.keys())}`);
    }
    ordered.add(module);
  };
  for (const module of byName.values()) visit(module, []);
  return [...ordered];
}

/** By name of the entity. Modules must be in order: an extension finds what it extends. */
export function gather(
  modules: readonly ModuleDefinition[],
  { fields, overlays, layouts, searches, numbers }: Adaptations,
  mistakes: Mistakes,
): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const module of modules) {
    for (const definition of module.entities ?? []) addEntity(definition, module.name, sources, mistakes);
  }
  for (const module of modules) {
    for (const extension of module.extends ?? []) {
      const place = { module: module.name, entity: extension.entity };
      const source = sources.get(extension.entity);
      if (source) addParts(source, extension, place, sources, mistakes);
      else mistakes.add(place, `is extended but defined by no module${hint(extension.entity, sources.keys())}`);
    }
  }
  for (const choice of numbers) addNumbers(choice, sources);
  for (const custom of fields) addCustomField(custom, sources, mistakes);
  for (const overlay of overlays) addOverlay(overlay, sources, mistakes);
  for (const layout of layouts) {
    const source = sources.get(layout.entity);
    if (source) source.layout = layout;
  }
  for (const search of searches) {
    const source = sources.get(search.entity);
    if (source) source.search = search;
  }
  return sources;
}

function addEntity(definition: EntityDefinition, module: string, sources: Map<string, Source>, mistakes: Mistakes): void {
  const place = { module, entity: definition.name };
  const known = sources.get(definition.name);
  // A child entity may stand in the module's list too; it is the same value then.
  if (known?.definition === definition && known.parent !== null) return;
  if (known) {
    mistakes.add(place, `is defined already, by the module ${known.module}`);
    return;
  }
  if (checkEntityName(definition.name, place, mistakes)) addSource(definition, place, null, sources, mistakes);
}

function addSource(
  definition: EntityDefinition,
  place: { module: string; entity: string },
  parent: Source['parent'],
  sources: Map<string, Source>,
  mistakes: Mistakes,
): void {
  const source: Source = {
    definition,
    module: place.module,
    parent,
    fields: new Map(),
    blocks: [],
    rules: [],
    actions: new Map(),
    hooks: [],
    ofSystem: new Map(),
    layout: null,
    search: null,
  };
  sources.set(definition.name, source);
  addParts(source, definition, place, sources, mistakes);
}

type Parts = Pick<EntityDefinition, 'fields' | 'rules' | 'hooks' | 'actions' | 'blocks'> | Omit<EntityDefinition, keyof EntityDefinition>;

/** The entity's own parts and those of extensions: alike, so that our own modules can do nothing a stranger's cannot. */
function addParts(
  source: Source,
  parts: Parts & Partial<EntityDefinition>,
  place: Place,
  sources: Map<string, Source>,
  mistakes: Mistakes,
): void {
  for (const [name, definition] of Object.entries(parts.fields ?? {})) {
    const at = { ...place, field: name };
    if (source.fields.has(name)) mistakes.add(at, 'is defined already');
    else source.fields.set(name, { definition, place: at, custom: null });
    if (definition.settings.rows) addRows(source, definition.settings.rows, at, sources, mistakes);
  }
  for (const [name, definition] of Object.entries(parts.actions ?? {})) {
    if (source.actions.has(name)) mistakes.add(place, `the action "${name}" is defined already`);
    else source.actions.set(name, { definition, place });
  }
  for (const definition of parts.rules ?? []) source.rules.push({ definition, place });
  for (const block of parts.blocks ?? []) addBlock(source, block);
  if (parts.hooks) source.hooks.push(parts.hooks);
}

function addRows(
  owner: Source,
  rows: EntityDefinition,
  place: Place & { field: string },
  sources: Map<string, Source>,
  mistakes: Mistakes,
): void {
  const known = sources.get(rows.name);
  if (owner.parent) {
    mistakes.add(place, 'is inside rows; rows have no rows of their own');
    return;
  }
  if (known?.parent) {
    mistakes.add(place, `"${rows.name}" are rows of ${known.parent.entity}.${known.parent.field} already`);
    return;
  }
  if (known && known.definition !== rows) {
    mistakes.add(place, `"${rows.name}" is defined already, by the module ${known.module}`);
    return;
  }
  const at = { module: place.module ?? owner.module, entity: rows.name };
  if (checkEntityName(rows.name, at, mistakes))
    addSource(rows, at, { entity: owner.definition.name, field: place.field }, sources, mistakes);
}

function addBlock(source: Source, { label, fields }: BlockDefinition): void {
  const known = source.blocks.find((block) => block.label === label);
  if (known) known.fields.push(...fields);
  else source.blocks.push({ label, fields: [...fields] });
}

function addCustomField(custom: CustomField, sources: Map<string, Source>, mistakes: Mistakes): void {
  const { entity, name, type, block, usable: _, ...settings } = custom;
  const place = { module: null, entity, field: name, custom: `${entity}.${name}` };
  const source = sources.get(entity);
  if (!source) {
    mistakes.add(place, `belongs to "${entity}", which no module defines${hint(entity, sources.keys())}`);
    return;
  }
  if (source.fields.has(name)) {
    mistakes.add(place, 'is defined already');
    return;
  }
  source.fields.set(name, { definition: { type, settings }, place, custom });
  if (block !== undefined) addBlock(source, { label: block, fields: [name] });
}
