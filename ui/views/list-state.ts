// What a list shows now: a view, and what one has changed about it since, which stands in the address until it is saved.

import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { EntityDescription } from '../../client/index.ts';
import { type ChartSpec, readSpec } from '../charts/spec.ts';
import { useSetup } from '../queries.ts';
import type { ListSearch } from '../routes.tsx';
import { useViews, type Views } from './use-views.ts';
import { ALL, type Face, type Readable, readableView, splitPaths, type View, type ViewSettings } from './view.ts';

/** In an address: the view has a filter (a grouping), and one has taken it away. */
const NO_FILTER = 'true';
const NONE = 'none';

export interface ListState {
  readonly views: Views;
  /** As it was saved, for whoever looks: without what one may not read. */
  readonly view: View;
  readonly left: Readable['left'];
  /** The address names a view that is not there for this person. */
  readonly lost: boolean;
  /** undefined: those of the noun, or what one chose for "All" in this browser. */
  readonly columns: readonly string[] | undefined;
  readonly filter: string;
  readonly sort: string;
  readonly face: Face;
  readonly group: string | null;
  readonly frozen: number;
  readonly chart: ChartSpec | undefined;
  /** Of the calendar. */
  readonly date: string | undefined;
  /** What is chosen in the quick filters, as an expression. */
  readonly quick: string;
  readonly q: string;
  readonly settings: ViewSettings;
  /** Something differs from the view as it was saved. */
  readonly changed: boolean;
  change(next: Change, replace?: boolean): void;
  open(view: string): void;
  reset(): void;
}

export interface Change {
  readonly columns?: readonly string[] | undefined;
  readonly filter?: string;
  readonly sort?: string;
  readonly face?: Face;
  readonly group?: string | null;
  readonly frozen?: number;
  readonly chart?: ChartSpec;
  readonly date?: string;
  readonly quick?: string;
  readonly q?: string;
}

export function useListState(entity: EntityDescription): ListState {
  const search = useSearch({ from: '/$entity' });
  const navigate = useNavigate({ from: '/$entity' });
  const router = useRouter();
  const { entities } = useSetup();
  const views = useViews(entity.name);
  // An address that says anything says all of it: the view one opens first is for those who just come by.
  const { asof: _, ...said } = search;
  const bare = Object.keys(said).length === 0;
  const wanted = search.view ?? (bare ? views.tabs.default : null) ?? ALL;
  const found = wanted === ALL ? views.all : views.views.find((view) => view.id === wanted);
  const readable = useMemo(() => readableView(found ?? views.all, entities, entity), [found, views.all, entities, entity]);
  const { view, left } = readable;

  return useMemo(() => {
    const { settings } = view;
    const sortOfView = view.sort || entity.list.sort;
    const state = {
      columns: splitPaths(search.columns ?? '') ?? view.columns,
      filter: search.filter === NO_FILTER ? '' : (search.filter ?? view.filter),
      sort: search.sort ?? sortOfView,
      face: search.face ?? view.face,
      group: search.group === NONE ? null : (search.group ?? settings.group ?? null),
      frozen: search.frozen === undefined ? (settings.frozen ?? 1) : Number(search.frozen),
      chart: chartIn(search.chart, entity.name) ?? settings.chart,
      date: search.date ?? settings.calendar?.field,
      quick: search.quick ?? '',
      q: search.q ?? '',
    };
    const { columns, filter, sort, face, group, frozen, chart, date } = search;
    const changed = [columns, filter, sort, face, group, frozen, chart, date].some((part) => part !== undefined);
    const go = (next: ListSearch, replace: boolean) => {
      // What was typed may be told a moment late: whoever is on the way to another screen is not called back.
      if (router.latestLocation.pathname.split('/').at(-1) === entity.name) void navigate({ search: next, replace });
    };
    return {
      ...{ views, view, left, settings, changed, ...state },
      lost: views.ready && found === undefined,
      change(next, replace = false) {
        const text = {
          columns: 'columns' in next ? (next.columns ? next.columns.join(',') : undefined) : search.columns,
          filter: next.filter === undefined ? search.filter : next.filter || NO_FILTER,
          sort: next.sort === undefined ? search.sort : next.sort || entity.list.sort,
          face: next.face ?? search.face,
          group: next.group === undefined ? search.group : (next.group ?? NONE),
          frozen: next.frozen === undefined ? search.frozen : String(next.frozen),
          chart: next.chart ? JSON.stringify(next.chart) : search.chart,
          date: next.date ?? search.date,
          quick: next.quick ?? search.quick,
          q: next.q ?? search.q,
        };
        const kept: ListSearch = {
          // What is as it was saved needs no word.
          ...(text.columns !== undefined && text.columns !== view.columns?.join(',') ? { columns: text.columns } : {}),
          ...(text.filter !== undefined && text.filter !== (view.filter || NO_FILTER) ? { filter: text.filter } : {}),
          ...(text.sort !== undefined && text.sort !== sortOfView ? { sort: text.sort } : {}),
          ...(text.face !== undefined && text.face !== view.face ? { face: text.face } : {}),
          ...(text.group !== undefined && text.group !== (settings.group ?? NONE) ? { group: text.group } : {}),
          ...(text.frozen !== undefined && Number(text.frozen) !== (settings.frozen ?? 1) ? { frozen: text.frozen } : {}),
          ...(text.chart && text.chart !== JSON.stringify(settings.chart) ? { chart: text.chart } : {}),
          ...(text.date && text.date !== settings.calendar?.field ? { date: text.date } : {}),
          ...(text.quick ? { quick: text.quick } : {}),
          ...(text.q ? { q: text.q } : {}),
        };
        const named = wanted !== ALL || views.tabs.default ? { view: wanted } : {};
        go({ ...named, ...kept }, replace);
      },
      open: (id) => go({ view: id }, false),
      reset: () => go({ view: wanted, ...(search.quick ? { quick: search.quick } : {}), ...(search.q ? { q: search.q } : {}) }, false),
    };
  }, [search, navigate, router, views, view, left, found, wanted, entity.name, entity.list.sort]);
}

function chartIn(text: string | undefined, entity: string): ChartSpec | undefined {
  if (!text) return undefined;
  try {
    return readSpec(JSON.parse(text), entity);
  } catch {
    return undefined;
  }
}
