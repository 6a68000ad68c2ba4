// Saved views, dashboards and reports, as places one can jump to; read when the palette opens.

import { useQueries } from '@tanstack/react-query';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';

interface Place {
  readonly key: string;
  readonly title: string;
  readonly icon: string;
  readonly to: object;
}

const MOST = 200;

export function useShared(): readonly { readonly label: string; readonly places: readonly Place[] }[] {
  const { entities } = useSetup();
  const kinds = entities.filter(({ name, can }) => can.view && ['saved_views', 'dashboards', 'reports'].includes(name));
  return useQueries({
    queries: kinds.map(({ name }) => {
      const query = { fields: ['id', 'name', ...(name === 'saved_views' ? ['entity'] : [])], sort: 'name', limit: MOST };
      return {
        queryKey: keys.list(name, query),
        queryFn: ({ signal }: { signal: AbortSignal }) => client.records(name).list(query, { signal }),
      };
    }),
    combine: (answers) =>
      answers.map(({ data }, i) => {
        const kind = kinds[i]!;
        const places = (data?.records ?? []).map(({ id, name, entity }): Place => {
          const noun = entities.find((candidate) => candidate.name === entity);
          return {
            key: `${kind.name} ${id}`,
            title: noun ? `${noun.plural}: ${String(name)}` : String(name),
            icon: kind.icon,
            to: addressOf(kind.name, id, noun?.name),
          };
        });
        return { label: kind.plural, places };
      }),
  });
}

function addressOf(kind: string, id: string, noun: string | undefined): object {
  if (kind === 'saved_views' && noun) return { to: '/$entity', params: { entity: noun }, search: { view: id } };
  if (kind === 'dashboards') return { to: '/home/{-$id}', params: { id } };
  return { to: `/${kind}/${id}` };
}
