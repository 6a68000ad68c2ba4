// What the engine's own hand may do: everything.

import { FREE } from './choices.ts';
import { NOBODY } from './people.ts';
import type { Rights } from './types.ts';
import type { State } from './workspace.ts';

/** Rights of the engine itself: everything, internal fields included. @param zone on whose clocks its days begin; null: in UTC */
export function systemRights({ schema, epoch }: Pick<State, 'schema' | 'epoch'>, zone: Rights['binds'][string] = null): Rights {
  return {
    epoch,
    key: 'system',
    root: true,
    customer: false,
    active: true,
    rules: new Map(),
    features: new Set(),
    sets: [],
    origins: { root: [], customer: [], features: new Map() },
    grants: [],
    bound: false,
    people: NOBODY,
    choices: FREE,
    reports: 'all',
    fields: new Map(),
    cuts: new Map(),
    binds: zone ? { zone } : {},
    schema,
  };
}
