// The saved views of a noun that this person sees, and which of them stand as tabs above its list.

import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListQuery, RecordValues } from '../../client/index.ts';
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
const FRESH = 60_000;

/** Kept views or tabs by the noun they belong to; null: there are too many to read those of all nouns. */
type ByNoun = Readonly<Record<string, readonly RecordValues[] | undefined>> | null;

const aheadQuery = (kept: 'saved_views' | 'list_tabs', query: ListQuery) =>
  queryOptions({
    queryKey: [...keys.entity(kept), '*'],
    queryFn: async ({ signal }): Promise<ByNoun> => {
      const { records } = await client.records(kept).list({ ...query, limit: MOST }, { signal });
      return records.length < MOST ? Object.groupBy(records, ({ entity }) => String(entity)) : null;
    },
    staleTime: FRESH,
    gcTime: Number.POSITIVE_INFINITY,
  });

const allViews = aheadQuery('saved_views', { fields: ['entity', ...VIEW_FIELDS], sort: 'name' });
const allTabs = aheadQuery('list_tabs', { fields: ['entity', 'tabs'], filter: 'owner = me()' });

/** What a query about one noun begins with, where those of all were read. */
function begunWith<Read>({ queryKey }: typeof allViews, entity: string, read: (records: readonly RecordValues[]) => Read) {
  const state = () => queryClient.getQueryState<ByNoun>(queryKey);
  return {
    initialData: () => {
      const known = state()?.data;
      return known ? read(known[entity] ?? []) : undefined;
    },
    initialDataUpdatedAt: () => (state()?.isInvalidated ? 0 : state()?.dataUpdatedAt),
    staleTime: FRESH,
  };
}

const readTabs = (records: readonly RecordValues[]): KeptTabs => ({
  record: records[0]?.id ?? null,
  tabs: (records[0]?.tabs as Tabs | null | undefined) ?? {},
});

const viewsQuery = (entity: string) =>
  queryOptions({
    queryKey: [...keys.entity('saved_views'), entity],
    queryFn: async ({ signal }) => {
      const filter = `entity = ${JSON.stringify(entity)}`;
      const { records } = await client.records('saved_views').list({ filter, fields: VIEW_FIELDS, sort: 'name', limit: MOST }, { signal });
      return records.map(readView);
    },
    ...begunWith(allViews, entity, (records) => records.map(readView)),
  });

const tabsQuery = (entity: string) =>
  queryOptions({
    queryKey: [...keys.entity('list_tabs'), entity],
    queryFn: async ({ signal }): Promise<KeptTabs> => {
      const filter = `entity = ${JSON.stringify(entity)} and owner = me()`;
      const { records } = await client.records('list_tabs').list({ filter, fields: ['tabs'], limit: 1 }, { signal });
      return readTabs(records);
    },
    ...begunWith(allTabs, entity, readTabs),
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

/** Asked for while the screen's code is still on its way: the list waits for them. Without a noun, those of all lists one may come to. */
export function readViewsAhead(entity?: string): void {
  const may = (name: string) =>
    queryClient.getQueryData(entitiesQuery.queryKey)?.entities.some((noun) => noun.name === name && noun.can.view);
  if (may('saved_views')) void (entity ? queryClient.prefetchQuery(viewsQuery(entity)) : queryClient.prefetchQuery(allViews));
  if (may('list_tabs')) void (entity ? queryClient.prefetchQuery(tabsQuery(entity)) : queryClient.prefetchQuery(allTabs));
}

/** Keeps which views stand as tabs. Shown at once; what the server says comes later. */
export async function changeTabs(entity: string, change: (tabs: Tabs) => Tabs): Promise<void> {
  const query = tabsQuery(entity);
  const was = await queryClient.fetchQuery({ ...query, staleTime: FRESH });
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
