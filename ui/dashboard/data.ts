// Dashboards and what the reader chose of them, read and written.

import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError, type RecordValues, type Reference } from '../../client/index.ts';
import { localToday } from '../fields/date-text.ts';
import { showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import type { Dashboard, Widget } from './model.ts';
import { builtIn, presetNames, presetOf } from './presets.ts';

const boards = client.records('dashboards');
const choices = client.records('dashboard_choices');
const NAMES = { fields: ['id', 'name', 'shared', 'owner', 'order', 'version'], sort: 'order,name', limit: 200 };
const CHOICE = { fields: ['id', 'choice', 'version'], limit: 1 };

export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly builtIn: boolean;
  readonly own: boolean;
  readonly shared: Dashboard['shared'];
  readonly owner: Reference | null;
}

interface Choice {
  readonly home?: string | null;
  readonly hidden?: readonly string[];
}

/** All dashboards within reach: own ones, shared ones, those that come with Kontor. */
export function useDashboards(): {
  readonly all: readonly Entry[];
  readonly shown: readonly Entry[];
  readonly home: string;
  readonly ready: boolean;
} {
  const { t } = useTranslation();
  const { me, entities } = useSetup();
  const sees = entities.some(({ name, can }) => name === 'dashboards' && can.view);
  const { data, isPending } = useQuery({
    queryKey: keys.list('dashboards', NAMES),
    queryFn: ({ signal }) => boards.list(NAMES, { signal }),
    enabled: sees,
  });
  const { choice, ready } = useChoice();
  const own = (data?.records ?? []).map((record): Entry => {
    const owner = record.owner as Reference | null;
    return {
      id: record.id,
      name: String(record.name),
      builtIn: false,
      own: owner?.id === me.id,
      shared: record.shared as Dashboard['shared'],
      owner,
    };
  });
  const all = [
    ...own,
    ...presetNames(t).map((preset): Entry => ({ ...preset, builtIn: true, own: false, shared: 'everybody', owner: null })),
  ];
  const hidden = choice?.hidden ?? [];
  const wished = choice?.home && all.some(({ id }) => id === choice.home) ? choice.home : null;
  const shown = all.filter(({ id }) => !hidden.includes(id) || id === wished);
  return { all, shown, home: wished ?? shown[0]?.id ?? builtIn[0], ready: ready && (!sees || !isPending) };
}

function useChoice() {
  const { entities } = useSetup();
  const may = entities.some(({ name }) => name === 'dashboard_choices');
  const { data, isPending } = useQuery({
    queryKey: keys.list('dashboard_choices', CHOICE),
    queryFn: ({ signal }) => choices.list(CHOICE, { signal }),
    enabled: may,
  });
  const record = data?.records[0];
  return { record, choice: (record?.choice ?? null) as Choice | null, ready: !may || !isPending };
}

export function useChoose(): (change: Choice) => Promise<void> {
  const { record, choice } = useChoice();
  return async (change) => {
    const next = { home: null, hidden: [], ...choice, ...change };
    try {
      if (record) await choices.update(record.id, { choice: next });
      else await choices.create({ choice: next });
      await queryClient.invalidateQueries({ queryKey: keys.entity('dashboard_choices') });
    } catch (error) {
      showError(error);
    }
  };
}

/** One dashboard, whether a record or one that comes with Kontor. */
export function useDashboard(id: string): { readonly dashboard: Dashboard | null; readonly error: unknown } {
  const { t } = useTranslation();
  const { entities, me } = useSetup();
  const isBuiltIn = (builtIn as readonly string[]).includes(id);
  const { data, error } = useQuery({
    queryKey: keys.record('dashboards', id),
    queryFn: ({ signal }) => boards.get(id, { signal }),
    enabled: !isBuiltIn,
  });
  const signs = useSigns(id === 'management');
  const dashboard = useMemo((): Dashboard | null => {
    if (isBuiltIn) return signs === undefined ? null : presetOf(id, { t, entities, old: signs.old, unvalued: signs.unvalued });
    return data ? ofRecord(data.record, me.id, data.can.update) : null;
  }, [isBuiltIn, id, t, entities, signs, data, me.id]);
  return { dashboard, error };
}

function ofRecord(record: RecordValues, me: string, may: boolean): Dashboard {
  const owner = record.owner as Reference | null;
  return {
    id: record.id,
    name: String(record.name),
    widgets: (record.widgets as Widget[] | null) ?? [],
    own: may || owner?.id === me,
    builtIn: false,
    version: Number(record.version),
    shared: record.shared as Dashboard['shared'],
    owner,
  };
}

/** What there is to tell of: whether nothing was closed for a year, and whether open deals have a value at all. */
function useSigns(asked: boolean): Signs | undefined {
  const { entities } = useSetup();
  const deals = entities.find(({ name, can }) => name === 'deals' && can.view);
  const sees = !!deals && ['closed_on', 'amount', 'stage'].every((name) => fieldOf(deals, name));
  const query = {
    measures: [
      { fn: 'max' as const, field: 'closed_on', as: 'last' },
      { fn: 'sum' as const, field: 'amount', where: 'stage not in ("won", "lost")', as: 'open' },
    ],
  };
  const { data, isPending } = useQuery({
    queryKey: ['signs of deals'],
    queryFn: ({ signal }) => client.records('deals').aggregate(query, { signal }),
    enabled: asked && sees,
    staleTime: 600_000,
    select: ({ rows }) => {
      const { last, open } = rows[0] ?? {};
      return {
        old: typeof last === 'string' && last < yearBefore(localToday()),
        unvalued: Number((open as { amount?: string } | null)?.amount ?? 0) === 0,
      };
    },
  });
  if (!asked || !sees) return USUAL;
  return data ?? (isPending ? undefined : USUAL);
}

const USUAL: Signs = { old: false, unvalued: false };

interface Signs {
  readonly old: boolean;
  readonly unvalued: boolean;
}

function yearBefore(day: string): string {
  return `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
}

/** The widgets being arranged: shown at once, saved one change after the other. */
export function useWidgets(dashboard: Dashboard) {
  const [draft, setDraft] = useState<readonly Widget[] | null>(null);
  const version = useRef(dashboard.version);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);
  const save = useCallback(
    (widgets: readonly Widget[]) => {
      setDraft(widgets);
      waiting.current += 1;
      line.current = line.current.then(async () => {
        waiting.current -= 1;
        // Only the last of several is worth sending.
        if (waiting.current > 0) return;
        try {
          const record = await boards.update(dashboard.id, { widgets }, version.current === null ? {} : { version: version.current });
          version.current = Number(record.version);
          queryClient.setQueryData(
            keys.record('dashboards', dashboard.id),
            (before: { record: RecordValues } | undefined) => before && { ...before, record },
          );
        } catch (error) {
          showError(error);
          if (error instanceof KontorError && error.status === 412)
            version.current = Number(error.body.current?.version ?? version.current);
          setDraft(null);
          await queryClient.invalidateQueries({ queryKey: keys.record('dashboards', dashboard.id) });
        }
      });
    },
    [dashboard.id],
  );
  return { widgets: draft ?? dashboard.widgets, save };
}

/** A copy that is one's own: of one's own, of another's shared one, of one that comes with Kontor. */
export async function copyDashboard(dashboard: Dashboard, name: string): Promise<string> {
  const copy = await boards.create({ name, widgets: dashboard.widgets });
  const replaced = new Map<string, string>();
  // Whiteboards belong to a dashboard: a copy has its own, with the same columns and cards.
  for (const widget of dashboard.widgets) {
    if (widget.kind !== 'whiteboard' || !widget.settings.board) continue;
    const { record } = await client.records('whiteboards').get(widget.settings.board);
    const { name: title, entity, columns, cards } = record;
    const made = await client
      .records('whiteboards')
      .create({ name: title, entity, columns, cards, dashboard: { entity: 'dashboards', id: copy.id } });
    replaced.set(widget.settings.board, made.id);
  }
  if (replaced.size > 0) {
    const widgets = dashboard.widgets.map((widget) =>
      widget.kind === 'whiteboard' && widget.settings.board
        ? { ...widget, settings: { board: replaced.get(widget.settings.board) } }
        : widget,
    );
    await boards.update(copy.id, { widgets });
  }
  await queryClient.invalidateQueries({ queryKey: keys.entity('dashboards') });
  return copy.id;
}

export async function newDashboard(): Promise<string> {
  const { id } = await boards.create({ name: i18next.t('dashboard.newName'), widgets: [] });
  await queryClient.invalidateQueries({ queryKey: keys.entity('dashboards') });
  return id;
}

export async function changeDashboard(id: string, values: RecordValues | Record<string, unknown>): Promise<void> {
  await boards.update(id, values);
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.record('dashboards', id) }),
    queryClient.invalidateQueries({ queryKey: keys.entity('dashboards') }),
  ]);
}
