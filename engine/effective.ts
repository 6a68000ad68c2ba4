// What somebody may do at all, noun by noun and verb by verb, each with the lines that say so (row PX-03).

import type { Entity, Schema } from '../schema/index.ts';
import { granted, rulesFor, verbsOf } from './access.ts';
import type { Rights, RuleSource, Scope, Verb } from './types.ts';

/** A verb with how far it reaches and by which lines. */
export interface EffectiveVerb {
  readonly verb: Verb;
  readonly scopes: readonly Scope[];
  readonly sources: readonly { readonly scope: Scope; readonly source: RuleSource }[];
}

export interface EffectiveRights {
  /** The sets that give root rights. */
  readonly root: readonly RuleSource[] | null;
  /** The sets that keep to the own company. */
  readonly customer: readonly RuleSource[] | null;
  readonly bound: boolean;
  readonly features: readonly { readonly name: string; readonly sources: readonly RuleSource[] }[];
  /** Nouns of which anything is granted; none for root, who has everything. */
  readonly nouns: readonly { readonly entity: string; readonly area: string; readonly verbs: readonly EffectiveVerb[] }[];
  readonly fields: readonly {
    readonly entity: string;
    readonly field: string;
    readonly right: string;
    readonly sources: readonly RuleSource[];
  }[];
}

/** @param known the schema of whoever asks: nobody hears of fields that are hidden from him. */
export function effectiveRights(rights: Rights, known: Schema): EffectiveRights {
  const { root, customer, bound, origins, features, cuts } = rights;
  return {
    root: root ? origins.root : null,
    customer: customer ? origins.customer : null,
    bound,
    features: root ? [] : [...features].map((name) => ({ name, sources: origins.features.get(name) ?? [] })),
    nouns: root ? [] : Object.values(known.entities).flatMap((entity) => ofNoun(rights, entity)),
    fields: root
      ? []
      : [...cuts].flatMap(([key, { right, sources }]) => {
          const [entity = '', field = ''] = key.split('.');
          return known.entities[entity]?.fields[field] ? [{ entity, field, right, sources }] : [];
        }),
  };
}

function ofNoun(rights: Rights, entity: Entity): EffectiveRights['nouns'] {
  if (entity.parent) return [];
  const actions = Object.values(entity.actions).map(({ verb }) => verb);
  const verbs = [...new Set([...verbsOf(entity), ...actions])].flatMap((verb) => {
    // What the noun says of itself holds for everybody and is nobody's right.
    if (entity.access[verb] || !granted(rights, entity, verb)) return [];
    const sources = rulesFor(rights, entity, verb).map(({ scope, source }) => ({ scope, source }));
    return [{ verb, scopes: [...new Set(sources.map(({ scope }) => scope))], sources }];
  });
  return verbs.length > 0 ? [{ entity: entity.name, area: entity.area, verbs }] : [];
}
