// The saved views of a noun that this person sees, and which of them stand as tabs above its list.

import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordValues } from '../../client/index.ts';
import { entitiesQuery, keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { ALL, builtIn, readView, VIEW_FIELDS, type View } from './view.ts';

export interface Tabs {
  readonly order?: readonly string[];
  readonly starred?: readonly string[];
  readonly hidden?: readonly string[];
  readonly default?: string | null;
}

interface KeptTabs {
  /** null: nothing was kept yet. */
  readonly record: string | null;
  readonly tabs: Tabs;
}

const MOST = 500;

const viewsQuery = (entity: string) =>
  queryOptions({
    queryKey: [...keys.entity('saved_views'), entity],
    queryFn: async ({ signal }) => {
      const filter = `entity = ${JSON.stringify(entity)}`;
      const { records } = await client.records('saved_views').list({ filter, fields: VIEW_FIELDS, sort: 'name', limit: MOST }, { signal });
      return records.map(readView);
    },
    staleTime: 60_000,
  });

const tabsQuery = (entity: string) =>
  queryOptions({
    queryKey: [...keys.entity('list_tabs'), entity],
    queryFn: async ({ signal }): Promise<KeptTabs> => {
      const filter = `entity = ${JSON.stringify(entity)} and owner = me()`;
      const { records } = await client.records('list_tabs').list({ filter, fields: ['tabs'], limit: 1 }, { signal });
      return { record: records[0]?.id ?? null, tabs: (records[0]?.tabs as Tabs | null | undefined) ?? {} };
    },
    staleTime: 60_000,
  });

export interface Views {
  /** False until it is known which views there are: a list that opens with one waits for it. */
  readonly ready: boolean;
  readonly all: View;
  readonly views: readonly View[];
  readonly tabs: Tabs;
  /** Views that stand as tabs, in their order, "All" among them. */
  readonly shown: readonly View[];
  /** Those that could be starred. */
  readonly others: readonly View[];
  readonly can: { readonly save: boolean; readonly shareWithAll: boolean; edit(view: View): boolean };
}

export function useViews(entity: string): Views {
  const { t } = useTranslation();
  const { entities, me } = useSetup();
  const nounOf = (name: string) => entities.find((candidate) => candidate.name === name)?.can;
  const [may, mayTabs] = [nounOf('saved_views'), nounOf('list_tabs')];
  // Whoever has no views of his own (a customer) does not ask for them: the list is "All".
  const views = useQuery({ ...viewsQuery(entity), enabled: !!may?.view });
  const kept = useQuery({ ...tabsQuery(entity), enabled: !!mayTabs?.view });
  const ready = (!may?.view || !views.isPending) && (!mayTabs?.view || !kept.isPending);
  const administrator = me.root || me.features.includes('administration');

  return useMemo(() => {
    const all = builtIn(t('views.all'));
    const known = views.data ?? [];
    const tabs = kept.data?.tabs ?? {};
    const isTab = (view: View) => (view.owner?.id === me.id ? !tabs.hidden?.includes(view.id) : (tabs.starred?.includes(view.id) ?? false));
    const place = (view: View) => {
      const at = tabs.order?.indexOf(view.id) ?? -1;
      return at === -1 ? (view.id === ALL ? -1 : 1000) : at;
    };
    return {
      ready,
      all,
      views: known,
      tabs,
      shown: [all, ...known.filter(isTab)].toSorted((a, b) => place(a) - place(b)),
      others: known.filter((view) => !isTab(view)),
      can: {
        save: !!may?.create,
        shareWithAll: administrator,
        edit: (view: View) => view.id !== ALL && !!may?.update && (administrator || view.owner?.id === me.id),
      },
    };
  }, [t, views.data, kept.data, ready, me.id, administrator, may]);
}

/** Asked for while the screen's code is still on its way: the list waits for them. */
export function readViewsAhead(entity: string): void {
  const may = (name: string) =>
    queryClient.getQueryData(entitiesQuery.queryKey)?.entities.some((noun) => noun.name === name && noun.can.view);
  if (may('saved_views')) void queryClient.prefetchQuery(viewsQuery(entity));
  if (may('list_tabs')) void queryClient.prefetchQuery(tabsQuery(entity));
}

/** Keeps which views stand as tabs. Shown at once; what the server says comes later. */
export async function changeTabs(entity: string, change: (tabs: Tabs) => Tabs): Promise<void> {
  const query = tabsQuery(entity);
  const was = await queryClient.fetchQuery({ ...query, staleTime: 60_000 });
  const tabs = change(was.tabs);
  queryClient.setQueryData(query.queryKey, { ...was, tabs });
  try {
    if (was.record) await client.records('list_tabs').update(was.record, { tabs });
    else {
      const made = await client.records('list_tabs').create({ entity, tabs });
      queryClient.setQueryData(query.queryKey, { record: made.id, tabs });
    }
  } catch (error) {
    queryClient.setQueryData(query.queryKey, was);
    throw error;
  }
}

/** After a view was saved or deleted. */
export function refreshViews(saved?: RecordValues): Promise<void> {
  if (saved) {
    const entity = String(saved.entity);
    const view = readView(saved);
    queryClient.setQueryData<View[]>(viewsQuery(entity).queryKey, (views) =>
      views?.some((other) => other.id === view.id) ? views.map((other) => (other.id === view.id ? view : other)) : [...(views ?? []), view],
    );
  }
  return queryClient.invalidateQueries({ queryKey: keys.entity('saved_views') });
}
