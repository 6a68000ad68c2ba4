// Records to choose a reference from, found while one types.

import { keepPreviousData, type UseQueryResult, useQueries } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { AnyReference, EntityDescription } from '../../client/index.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { tellingText, titleOf } from './lookup.ts';

export interface Choice extends AnyReference {
  /** Tells records of one name apart. */
  readonly detail: string;
}

/** Records to be given to somebody: one that is there, a new one, or any of the noun. */
export interface Owned {
  readonly entity: string;
  readonly record: 'new' | (string & {}) | undefined;
}

/** The best matches in each of the nouns, in their order. `owned`: what they would own, else null. */
export function useChoices(to: readonly string[], q: string, enabled: boolean, owned: Owned | null) {
  const { entities } = useSetup();
  const targets = entities.filter((entity) => to.includes(entity.name) && entity.can.view);
  const owners = useQueries({
    queries: (owned === null ? [] : [owned]).map(({ entity, record }) => ({
      queryKey: keys.owners(entity, { q, record }),
      queryFn: ({ signal }: { signal: AbortSignal }) => client.records(entity).owners({ q, record }, { signal }),
      enabled,
      staleTime: 60_000,
      placeholderData: keepPreviousData,
      select: (answer: { owners: readonly Choice[] }) => answer.owners,
    })),
    combine,
  });
  const found = useQueries({
    queries: (owned === null ? targets : []).map((entity) => {
      const details = detailFields(entity);
      const fields = [...new Set(['id', ...entity.title, ...details])];
      return {
        queryKey: keys.choices(entity.name, q),
        queryFn: ({ signal }: { signal: AbortSignal }) => client.records(entity.name).list({ q, fields, limit: 20 }, { signal }),
        enabled,
        staleTime: 60_000,
        placeholderData: keepPreviousData,
        select: ({ records }: { records: readonly { id: string; [field: string]: unknown }[] }): readonly Choice[] =>
          records.map((record) => ({
            entity: entity.name,
            id: record.id,
            title: titleOf(entity, record) || record.id,
            detail: details
              .map((name) => detailText(entity, name, record[name]))
              .filter(Boolean)
              .join(' · '),
          })),
      };
    }),
    combine,
  });
  return owned === null ? found : owners;
}

function combine(results: readonly UseQueryResult<readonly Choice[]>[]) {
  return {
    choices: results.flatMap((result) => result.data ?? []),
    pending: results.some((result) => result.isFetching),
    /** These are the choices for what was asked, not those of before. */
    answered: results.every(({ isPending, isPlaceholderData }) => !isPending && !isPlaceholderData),
    failed: results.find((result) => result.error)?.error ?? null,
  };
}

function detailFields(entity: EntityDescription): string[] {
  return entity.list.columns.filter((name) => !entity.title.includes(name) && name !== 'owner' && !name.includes('.')).slice(0, 2);
}

function detailText(entity: EntityDescription, name: string, value: unknown): string {
  const field = entity.fields.find((candidate) => candidate.name === name);
  return field ? tellingText(field, value) : '';
}

/** Makes a record in place and answers it, or null when the person thought better of it. Provided by the record form. */
export type CreateInPlace = (entity: string, title: string) => Promise<AnyReference | null>;

export const CreateInPlaceContext = createContext<CreateInPlace | null>(null);

export function useCreateInPlace(): CreateInPlace | null {
  return useContext(CreateInPlaceContext);
}
