// What an administrator has switched on for a noun: merging, mass edit, archiving.

import { useQuery } from '@tanstack/react-query';
import type { DuplicateReason, Values } from '../../client/index.ts';
import { keys, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';

export interface DataSettings {
  readonly merge: boolean;
  readonly mass_edit: boolean;
  readonly archive: boolean;
  /** Fields that the rules of duplicates speak of. */
  readonly duplicates: readonly string[];
  readonly rules: readonly DuplicateReason['rule'][];
}

const NOUN = 'data_settings';
const usual: DataSettings = { merge: false, mass_edit: true, archive: false, duplicates: [], rules: [] };
const none: readonly (Values & { id: string })[] = [];
const query = { fields: ['id', 'entity', 'merge', 'mass_edit', 'archive', 'duplicates'], limit: 500 };

export function useDataSettings(entity: string): DataSettings {
  const found = useAll()?.find((record) => record.entity === entity);
  if (!found) return usual;
  const rules = rulesOf(found.duplicates);
  return {
    merge: found.merge === true,
    mass_edit: found.mass_edit !== false,
    archive: found.archive === true,
    duplicates: [...new Set(rules.flatMap((rule) => rule.map(({ field }) => field)))],
    rules,
  };
}

/** Nouns whose duplicates are looked for; undefined until that is known. */
export function useNounsWithRules(): ReadonlySet<string> | undefined {
  const all = useAll();
  return all && new Set(all.filter(({ duplicates }) => rulesOf(duplicates).length > 0).map(({ entity }) => String(entity)));
}

function useAll(): readonly (Values & { id: string })[] | undefined {
  // Customers are told nothing of how the house is set up.
  const readable = useEntity(NOUN)?.can.view === true;
  const { data } = useQuery({
    enabled: readable,
    queryKey: keys.list(NOUN, query),
    queryFn: ({ signal }) => client.records<Values & { id: string }>(NOUN).list(query, { signal }),
    staleTime: 60_000,
    retry: false,
  });
  return readable ? data?.records : none;
}

function rulesOf(rules: unknown): DataSettings['rules'] {
  return Array.isArray(rules) ? (rules as DataSettings['rules']) : [];
}
