// Who holds root rights, as far as one is to know.

import { useQuery } from '@tanstack/react-query';
import type { RecordValues, Reference } from '../../client/index.ts';
import { keys } from '../queries.ts';
import { client } from '../workspace.ts';

/** Of users as they are read with their permission sets. */
export function useIsRoot(asked: boolean): (user: RecordValues) => boolean {
  const query = { filter: 'root', fields: ['id'], limit: 500 };
  const { data } = useQuery({
    queryKey: keys.list('permission_sets', query),
    queryFn: ({ signal }) => client.records('permission_sets').list(query, { signal }),
    enabled: asked,
  });
  const rooted = new Set(data?.records.map(({ id }) => id));
  return ({ permission_sets: sets }) => asked && Array.isArray(sets) && sets.some((set: Reference) => rooted.has(set.id));
}
