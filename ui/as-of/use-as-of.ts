// The instant a screen looks back to. It stands in the address (`?asof=`), goes along from list to record and back, and is gone
// wherever it means nothing.

import { useNavigate, useSearch } from '@tanstack/react-router';
import type { EntityDescription } from '../../client/index.ts';

export interface AsOf {
  /** undefined: now. */
  readonly at: string | undefined;
  set(at: string | undefined): void;
}

/** For any screen whose route knows `asof`: give `at` to what is read as `as_of`. */
export function useAsOf(): AsOf {
  const search = useSearch({ strict: false }) as { asof?: string };
  const navigate = useNavigate();
  return {
    at: search.asof,
    // Named even when it is nothing: an address that does not speak of it keeps it.
    set: (at) => void navigate({ to: '.', search: ((before: object) => ({ ...before, asof: at })) as never }),
  };
}

/** What was can be looked at and taken along, not changed. */
export function readOnly(entity: EntityDescription): EntityDescription {
  const { view, export: exported } = entity.can;
  const none = Object.fromEntries(Object.keys(entity.can).map((verb) => [verb, false])) as EntityDescription['can'];
  return { ...entity, can: { ...none, view, export: exported } };
}
