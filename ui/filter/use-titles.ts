// Titles of the records that a filter names by id, so that its sentence says `Account is Konex` and no number.

import { useQueries } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { EntityDescription } from '../../client/index.ts';
import { titleOf, widgetFor } from '../fields/lookup.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { fieldAt } from './describe.ts';
import type { Group, Item } from './model.ts';

export function useTitles(entity: EntityDescription, group: Group): Map<string, string> {
  const { entities } = useSetup();
  const titles = useRef(new Map<string, string>()).current;
  const wanted = useMemo(() => {
    const byNoun = new Map<string, Set<string>>();
    collect(group, (path, id) => {
      const field = fieldAt({ entities, entity }, path)?.field;
      if (!field || widgetFor(field).comparedAs !== 'record') return;
      for (const noun of field.to) byNoun.set(noun, (byNoun.get(noun) ?? new Set()).add(id));
    });
    return [...byNoun].map(([noun, ids]) => ({ noun, ids: [...ids].sort() }));
  }, [entities, entity, group]);

  useQueries({
    queries: wanted.map(({ noun, ids }) => {
      const target = entities.find((candidate) => candidate.name === noun);
      const filter = `id in (${ids.map((id) => JSON.stringify(id)).join(', ')})`;
      const fields = ['id', ...(target?.title ?? [])];
      return {
        queryKey: keys.list(noun, { filter, fields }),
        queryFn: async ({ signal }: { signal: AbortSignal }) => {
          const { records } = await client.records(noun).list({ filter, fields, limit: 500 }, { signal });
          if (target) for (const record of records) titles.set(record.id, titleOf(target, record));
          return records;
        },
        enabled: !!target?.can.view && ids.some((id) => !titles.has(id)),
        staleTime: Number.POSITIVE_INFINITY,
      };
    }),
  });
  return titles;
}

function collect(item: Item, found: (path: readonly string[], id: string) => void): void {
  if (item.kind === 'group') for (const inner of item.items) collect(inner, found);
  else if (item.kind === 'condition') for (const value of item.values) if (value.kind === 'text') found(item.path, value.value);
}
