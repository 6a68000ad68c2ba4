// All sources as one paged stream, newest first. Each is asked for a page; what is not shown yet waits for the next one.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { AnyReference, EntityDescription } from '../../../client/index.ts';
import { titleOf } from '../../fields/lookup.ts';
import { listenLive } from '../../live.tsx';
import { keys, queryClient, useSetup } from '../../queries.ts';
import { client } from '../../workspace.ts';
import { type Positions, readPage } from './pages.ts';
import type { TimelineSource } from './source.ts';

const PAGE = 25;

export const timelineKey = (entity: string, id: string) => ['timeline', entity, id] as const;

export function useTimeline(entity: EntityDescription, id: string, sources: readonly TimelineSource[], belowNames: readonly string[]) {
  const below = useBelow(entity, id, belowNames);
  const kinds = sources.map(({ kind }) => kind);
  const key = timelineKey(entity.name, id);
  const nouns = [...new Set([entity.name, ...sources.flatMap((source) => source.nouns)])].join();

  useEffect(() => {
    const again = () => void queryClient.invalidateQueries({ queryKey: timelineKey(entity.name, id) });
    const ends = nouns.split(',').map((noun) => listenLive(noun, again));
    return () => {
      for (const end of ends) end();
    };
  }, [entity.name, id, nouns]);

  return useInfiniteQuery({
    queryKey: [...key, kinds, belowNames, below?.map((record) => record.id)],
    enabled: below !== undefined,
    initialPageParam: {} as Positions,
    queryFn: ({ pageParam, signal }) => readPage(sources, pageParam, { entity, id, below: below ?? [], belowNames, limit: PAGE, signal }),
    getNextPageParam: ({ positions }) =>
      Object.values(positions).some(({ waiting, after }) => waiting.length > 0 || after !== undefined) ? positions : undefined,
  });
}

const MOST_BELOW = 150;

/** Undefined while they are on their way. */
function useBelow(entity: EntityDescription, id: string, names: readonly string[]): readonly AnyReference[] | undefined {
  const { entities } = useSetup();
  const { data } = useQuery({
    queryKey: [...keys.record(entity.name, id), 'below', names],
    enabled: names.length > 0,
    queryFn: async ({ signal }) => {
      const found = await Promise.all(
        names.map(async (name) => {
          const back = entity.back_references.find((one) => one.name === name);
          const noun = entities.find((one) => one.name === back?.entity);
          if (!back || !noun) return [];
          const query = {
            filter: `${back.field} = ${JSON.stringify(id)}`,
            fields: ['id', ...noun.title],
            sort: '-updated_at',
            limit: MOST_BELOW,
          };
          const { records } = await client.records(noun.name).list(query, { signal });
          return records.map((record) => ({ entity: noun.name, id: record.id, title: titleOf(noun, record) }));
        }),
      );
      return found.flat();
    },
  });
  return names.length === 0 ? NONE : data;
}

const NONE: readonly AnyReference[] = [];
