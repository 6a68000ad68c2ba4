// Codes of rights: what a noun or a function belongs to, then its name, e.g. `deals.deals`, `auth.users`. And the rights of somebody
// who administers the house without being root: all but those whose code starts with `finance` or `auth` (row NV-06).

import type { Scope } from '../../engine/index.ts';
import type { Entity, Schema } from '../../schema/index.ts';
import type { Grant } from './delegation.ts';

/** Who may sign in and what people may do; under one word, so that it can be withheld as a whole. */
const AUTH: ReadonlySet<string> = new Set([
  ...['users', 'roles', 'permission-sets', 'sharing-rules', 'api-keys', 'single-sign-on', 'company-directory'],
  'set_authorization',
]);

/** Who keeps the books (row NV-31). */
const FINANCE: ReadonlySet<string> = new Set(['ledger']);

const WITHHELD = /^(finance|auth)/;

export function codeOf({ name, module }: Pick<Entity, 'name' | 'module'>): string {
  return `${AUTH.has(module) ? 'auth' : FINANCE.has(module) ? 'finance' : module}.${name}`;
}

export function featureCode(name: string): string {
  return `${AUTH.has(name) ? 'auth' : 'feature'}.${name}`;
}

export function isWithheld(code: string): boolean {
  return WITHHELD.test(code);
}

/** Colleagues are seen by who works with them, and everybody keeps the own name and language. */
const NEVERTHELESS: readonly Grant[] = [
  ...['users', 'roles', 'permission_sets'].map((target) => ({ target, verb: 'view', scopes: ['all'] satisfies Scope[] })),
  { target: 'users', verb: 'profile', scopes: ['own'] },
];

export function administratorGrants({ entities, features }: Schema): Grant[] {
  const nouns = Object.values(entities).filter((entity) => !entity.parent);
  const given = nouns.filter((entity) => !isWithheld(codeOf(entity)));
  const business = nouns.filter(({ area }) => area === 'business');
  // `*` holds for business nouns of later modules, too, as long as none of them is withheld.
  const isWhole = business.every((entity) => given.includes(entity));
  const named = given.filter(({ area }) => area === 'administration' || !isWhole);
  const everything = (target: string): Grant => ({ target, verb: '*', scopes: ['all'] });
  return [
    ...(isWhole ? [everything('*')] : []),
    ...named.map(({ name }) => everything(name)),
    ...Object.keys(features)
      .filter((name) => !isWithheld(featureCode(name)))
      .map((name): Grant => ({ target: `feature:${name}`, verb: '*', scopes: null })),
    ...NEVERTHELESS.filter(({ target }) => entities[target]),
  ];
}
