// All that can be granted, and how much of it the one who asks may give to others: what the editor of rights shows (rows SC-09, SC-14).

import { type Context, covers, notGranted, type Scope, scopeReach, verbsOf } from '../../engine/index.ts';
import { type Entity, OWN_VERBS, type Schema } from '../../schema/index.ts';
import { codeOf, featureCode, isWithheld } from './codes.ts';
import { type Grant, isBound } from './delegation.ts';

const SCOPES: readonly Scope[] = ['own', 'own_groups', 'same_unit', 'sub_units', 'role_branch', 'all'];

export interface CatalogueVerb {
  readonly verb: string;
  /** English; of an action. */
  readonly label?: string;
  /** Which of the target's scopes the one who asks may give. */
  readonly gives: readonly Scope[];
}

export interface CatalogueTarget {
  readonly target: string;
  readonly label: string;
  /** Not among the rights of who administers without being root. */
  readonly withheld: boolean;
  readonly area: 'business' | 'administration';
  /** The scopes that mean something here: products, for example, belong to nobody. */
  readonly scopes: readonly Scope[];
  /** The first is `*`, all of them. */
  readonly verbs: readonly CatalogueVerb[];
  readonly fields: readonly { readonly name: string; readonly label: string }[];
}

export interface Catalogue {
  readonly targets: readonly CatalogueTarget[];
  readonly features: readonly { readonly name: string; readonly label: string; readonly withheld: boolean; readonly gives: boolean }[];
  /** The one who asks gives own rights only. */
  readonly bound: boolean;
}

export async function catalogue(context: Context): Promise<Catalogue> {
  const { rights } = context.actor;
  const hands = rights.root || rights.features.has('set_authorization');
  // Administrators read what sets and departments grant, also those who may not hand anything out.
  if (!hands && !rights.features.has('administration')) throw notGranted('This needs the permission “Set authorization”.');
  const bound = await isBound(context);
  const own = rights.grants as readonly Grant[];
  const { schema } = rights;
  const gives = (target: string, verb: string, scope: Scope) => hands && (!bound || covers(own, { target, verb, scopes: [scope] }, schema));
  const targets = nounsOf(schema).map((noun) => ({
    ...noun,
    verbs: noun.verbs.map((one) => ({ ...one, gives: noun.scopes.filter((scope) => gives(noun.target, one.verb, scope)) })),
  }));
  const features = Object.entries(schema.features).map(([name, { label }]) => ({
    ...{ name, label, withheld: isWithheld(featureCode(name)) },
    gives: hands && (!bound || rights.features.has(name)),
  }));
  return { targets, features, bound };
}

type Noun = Omit<CatalogueTarget, 'verbs'> & { readonly verbs: readonly Omit<CatalogueVerb, 'gives'>[] };

/** What all business records have, then each noun of which anything is granted: of some, the noun itself says who may. */
function nounsOf(schema: Schema): Noun[] {
  const nouns = Object.values(schema.entities)
    .filter((entity) => !entity.parent)
    .flatMap((entity) => describe(entity) ?? []);
  const all: Noun = {
    ...{ target: '*', label: 'All business records', withheld: false, area: 'business', scopes: SCOPES, fields: [] },
    verbs: ['*', ...OWN_VERBS].map((verb) => ({ verb })),
  };
  return [all, ...nouns];
}

function describe(entity: Entity): Noun | null {
  const actions = Object.values(entity.actions).filter(({ verb }) => !OWN_VERBS.includes(verb));
  const labels = new Map(actions.map(({ verb, label }) => [verb, label]));
  const verbs = [...verbsOf(entity), ...labels.keys()].filter((verb) => !entity.access[verb]);
  if (verbs.length === 0) return null;
  return {
    target: entity.name,
    label: entity.plural,
    withheld: isWithheld(codeOf(entity)),
    area: entity.area,
    scopes: SCOPES.filter((scope) => scopeReach(entity, scope) !== null),
    verbs: [{ verb: '*' }, ...verbs.map((verb) => ({ verb, ...(labels.has(verb) ? { label: labels.get(verb)! } : {}) }))],
    fields: Object.values(entity.fields)
      .filter((field) => !field.internal && field.name !== 'id')
      .map(({ name, label }) => ({ name, label })),
  };
}
