// What an administrator has switched on for a noun: merging, mass edit, archiving.

import { useQuery } from '@tanstack/react-query';
import type { Values } from '../../client/index.ts';
import { keys } from '../queries.ts';
import { client } from '../workspace.ts';

export interface DataSettings {
  readonly merge: boolean;
  readonly mass_edit: boolean;
  readonly archive: boolean;
  /** Fields that the rules of duplicates speak of. */
  readonly duplicates: readonly string[];
}

const NOUN = 'data_settings';
const usual: DataSettings = { merge: false, mass_edit: true, archive: false, duplicates: [] };
const query = { fields: ['id', 'entity', 'merge', 'mass_edit', 'archive', 'duplicates'], limit: 500 };

export function useDataSettings(entity: string): DataSettings {
  const { data } = useQuery({
    queryKey: keys.list(NOUN, query),
    queryFn: ({ signal }) => client.records<Values & { id: string }>(NOUN).list(query, { signal }),
    staleTime: 60_000,
    retry: false,
  });
  const found = data?.records.find((record) => record.entity === entity);
  if (!found) return usual;
  return {
    merge: found.merge === true,
    mass_edit: found.mass_edit !== false,
    archive: found.archive === true,
    duplicates: fieldsOf(found.duplicates),
  };
}

function fieldsOf(rules: unknown): string[] {
  if (!Array.isArray(rules)) return [];
  return [...new Set((rules as readonly (readonly { field: string }[])[]).flatMap((rule) => rule.map(({ field }) => field)))];
}
