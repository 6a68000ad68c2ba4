// Modules and a workspace's custom fields become one schema: frozen plain data, checked as a whole. Runs once, not per request.

import type { Adaptations, CustomField, ModuleDefinition } from './define.ts';
import { freeze } from './freeze.ts';
import { type Behaviour, behaviourOf } from './resolve/behaviour.ts';
import { arrange, type EntityDraft, makeEntity } from './resolve/entities.ts';
import { readExpressions } from './resolve/expressions.ts';
import { orderFormulas } from './resolve/formulas.ts';
import { link } from './resolve/links.ts';
import { type Mistake, Mistakes, SchemaError } from './resolve/mistakes.ts';
import { checkName } from './resolve/names.ts';
import { keyOfOverlay } from './resolve/overlays.ts';
import { checkList } from './resolve/paths.ts';
import { gather, orderModules } from './resolve/sources.ts';
import type { Problem, Schema } from './types.ts';

export interface Resolved {
  readonly schema: Schema;
  /** What modules do: hooks, actions, jobs. */
  readonly behaviour: Behaviour;
  /** Custom fields, and changes of administrators at other fields, that were left out, and why. `field` is `entity.name`. */
  readonly problems: readonly Problem[];
}

const NOTHING: Adaptations = { fields: [], overlays: [], layouts: [], searches: [], numbers: [] };

/**
 * @throws SchemaError that lists every mistake of the modules. A custom field that does not fit never throws: an
 * administrator's slip must not stop a workspace.
 */
export function resolve(modules: readonly ModuleDefinition[], adapted: readonly CustomField[] | Adaptations = []): Resolved {
  const problems: Problem[] = [];
  let usable: Adaptations = 'overlays' in adapted ? adapted : { ...NOTHING, fields: adapted };
  for (;;) {
    const { schema, behaviour, mistakes } = build(modules, usable);
    const ofModules = mistakes.filter(({ custom }) => custom === undefined);
    if (ofModules.length > 0) throw new SchemaError(ofModules);
    if (mistakes.length === 0) return { schema: freeze(schema), behaviour, problems: freeze(problems) };
    problems.push(...mistakes.map(toProblem));
    const broken = new Set(mistakes.map(({ custom }) => custom));
    // Others may have stood on the broken ones: look again without them.
    usable = {
      ...usable,
      fields: usable.fields.filter(({ entity, name }) => !broken.has(`${entity}.${name}`)),
      overlays: usable.overlays.filter((overlay) => !broken.has(keyOfOverlay(overlay))),
    };
  }
}

function build(
  modules: readonly ModuleDefinition[],
  adapted: Adaptations,
): { schema: Schema; behaviour: Behaviour; mistakes: readonly Mistake[] } {
  const mistakes = new Mistakes();
  const ordered = orderModules(modules, mistakes);
  const sources = gather(ordered, adapted, mistakes);
  const entities: Record<string, EntityDraft> = {};
  for (const [name, source] of sources) entities[name] = makeEntity(source, mistakes);
  const schema: Schema = { modules: ordered.map(({ name }) => name), entities, features: featuresOf(ordered, mistakes) };
  link(entities, sources, mistakes);
  readExpressions(schema, entities, sources, mistakes);
  for (const [name, source] of sources) {
    const entity = entities[name];
    if (!entity) continue;
    arrange(entity, source, mistakes);
    checkList(entity, entities, { module: source.module, entity: name }, mistakes);
    const placeOf = (of: string, field: string) =>
      sources.get(of)?.fields.get(field)?.place ?? { module: source.module, entity: of, field };
    orderFormulas(entity, entities, placeOf, mistakes);
  }
  return { schema, behaviour: behaviourOf(ordered, sources, mistakes), mistakes: mistakes.all };
}

function featuresOf(modules: readonly ModuleDefinition[], mistakes: Mistakes): Schema['features'] {
  const features: Record<string, { label: string; module: string }> = {};
  for (const module of modules) {
    for (const [name, label] of Object.entries(module.features ?? {})) {
      const place = { module: module.name };
      if (!checkName(name, 'a feature', place, mistakes)) continue;
      const other = features[name];
      if (other) mistakes.add(place, `the feature "${name}" is defined already, by the module ${other.module}`);
      features[name] = { label, module: module.name };
    }
  }
  return features;
}

function toProblem({ entity = '', field = '', message }: Mistake): Problem {
  return { field: `${entity}.${field}`, code: 'custom_field', message };
}
