// The query client and every query key in one place, so that whoever changes data knows what to refresh.

import { QueryClient, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type EntityDescription, type FieldDescription, KontorError, type ListQuery } from '../client/index.ts';
import { setCurrencySigns } from './fields/format.ts';
import { adoptWords, currentWords, offerLanguages } from './i18n.ts';
import { translateNouns, withoutHidden } from './nouns.ts';
import { client } from './workspace.ts';
import { setZone } from './zone.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && isPassing(error),
      refetchOnWindowFocus: true,
    },
  },
});

/** What the server understood and refused stays refused; only the road there is worth another try. */
export function isPassing(error: unknown): boolean {
  return error instanceof KontorError && (error.status === 0 || error.status >= 500);
}

export const keys = {
  entities: ['entities'] as const,
  record: (entity: string, id: string) => ['record', entity, id] as const,
  history: (entity: string, id: string) => ['history', entity, id] as const,
  /** Everything derived from an entity's records: counts, boards, choices, related lists. */
  entity: (entity: string) => ['of', entity] as const,
  list: (entity: string, query: ListQuery) => ['of', entity, 'list', query] as const,
  count: (entity: string, query: ListQuery) => ['of', entity, 'count', query] as const,
  choices: (entity: string, q: string) => ['of', entity, 'choices', q] as const,
  owners: (entity: string, query: { q: string; record?: string | undefined }) => ['of', entity, 'owners', query] as const,
  aggregate: (entity: string, query: unknown) => ['of', entity, 'aggregate', query] as const,
  search: (q: string) => ['search', q] as const,
  jobs: ['jobs'] as const,
  job: (id: string) => ['jobs', id] as const,
};

export const entitiesQuery = queryOptions({
  queryKey: keys.entities,
  queryFn: async ({ signal }) => {
    const answer = await client.entities({ signal });
    setZone(answer.me.zone);
    setCurrencySigns(answer.workspace.currency_signs);
    offerLanguages(answer.workspace.languages);
    adoptWords(answer.words);
    return answer;
  },
  staleTime: 5 * 60_000,
});

/** Nouns (in the user's language), the signed-in user and the workspace. Inside the shell this never waits. */
export function useSetup() {
  // Draws again when the language changes.
  useTranslation();
  return withoutHidden(translateNouns(useSuspenseQuery(entitiesQuery).data, currentWords()));
}

/** The same with the fields that are taken off the screens, and with the words of the modules beside the translated ones. */
export function useWholeNoun(name: string): { noun: EntityDescription; asWritten: EntityDescription } | undefined {
  useTranslation();
  const { data } = useSuspenseQuery(entitiesQuery);
  const find = (entities: readonly EntityDescription[]) => entities.find((entity) => entity.name === name);
  const [noun, asWritten] = [find(translateNouns(data, currentWords()).entities), find(data.entities)];
  return noun && asWritten && { noun, asWritten };
}

export type WholeNoun = NonNullable<ReturnType<typeof useWholeNoun>>;

/** All of them, in the order of the menu. */
export function useWholeNouns(): readonly WholeNoun[] {
  useTranslation();
  const { data } = useSuspenseQuery(entitiesQuery);
  return translateNouns(data, currentWords()).entities.map((noun, at) => ({ noun, asWritten: data.entities[at]! }));
}

export function useEntity(name: string): EntityDescription | undefined {
  return useSetup().entities.find((entity) => entity.name === name);
}

export function fieldOf(entity: EntityDescription, name: string): FieldDescription | undefined {
  return entity.fields.find((field) => field.name === name);
}

export const recordQuery = (entity: string, id: string) =>
  queryOptions({
    queryKey: keys.record(entity, id),
    queryFn: ({ signal }) => client.records(entity).get(id, { signal }),
  });

export function useRecord(entity: string, id: string) {
  return useQuery(recordQuery(entity, id));
}

/** How many records match. A call of its own, so that counting a million never holds up the first rows. */
export function useExactCount(entity: string, query: ListQuery, enabled: boolean): number | undefined {
  const { data } = useQuery({
    queryKey: keys.count(entity, query),
    queryFn: ({ signal }) => client.records(entity).list({ ...query, fields: ['id'], limit: 1, count: 'exact' }, { signal }),
    enabled,
  });
  return data?.count;
}
