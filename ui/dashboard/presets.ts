// Two dashboards that come with Kontor, in the reader's language: a salesperson's day and a manager's figures. They are no records;
// who wants another makes a copy.

import type { TFunction } from 'i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { fieldOf } from '../queries.ts';
import type { Dashboard, Place, Widget, WidgetKind } from './model.ts';

export const builtIn = ['sales', 'management'] as const;

interface Preset {
  readonly t: TFunction;
  readonly entities: readonly EntityDescription[];
  /** Nothing was closed in the last twelve months: figures over all time say more. */
  readonly old: boolean;
  /** Open deals have no value yet: how many there are says more. */
  readonly unvalued: boolean;
}

export function presetNames(t: TFunction): Pick<Dashboard, 'id' | 'name'>[] {
  return builtIn.map((id) => ({ id, name: t(`dashboard.presets.${id}`) }));
}

export function presetOf(id: string, preset: Preset): Dashboard | null {
  const widgets = id === 'sales' ? sales(preset) : id === 'management' ? management(preset) : null;
  if (!widgets) return null;
  const name = preset.t(`dashboard.presets.${id}`);
  return { id, name, widgets, own: false, builtIn: true, version: null, shared: 'everybody', owner: null };
}

function sales({ t, entities }: Preset): Widget[] {
  const deals = dealsOf(entities);
  const make = maker();
  const widgets: (Widget | null)[] = [];
  if (deals) {
    const mine = `owner = me() and ${deals.open}`;
    widgets.push(
      chart(make, { x: 0, y: 0, w: 3, h: 3 }, t('dashboard.presets.myPipeline'), {
        entity: 'deals',
        kind: 'number',
        measures: [deals.worth],
        filter: mine,
      }),
      chart(make, { x: 3, y: 0, w: 3, h: 3 }, t('dashboard.presets.myOpen'), {
        entity: 'deals',
        kind: 'number',
        measures: [{ fn: 'count' }],
        filter: mine,
      }),
      chart(make, { x: 6, y: 0, w: 3, h: 3 }, t('dashboard.presets.wonThisMonth'), {
        entity: 'deals',
        kind: 'number',
        measures: [deals.worth],
        filter: 'owner = me() and stage = "won"',
        period: { field: 'closed_on', range: 'this_month' },
        compare: 'previous',
      }),
      chart(make, { x: 9, y: 0, w: 3, h: 3 }, t('dashboard.presets.closingSoon'), {
        entity: 'deals',
        kind: 'number',
        measures: [deals.worth, { fn: 'count' }],
        filter: mine,
        period: { field: 'closing_date', range: 'next_30_days' },
      }),
      chart(make, { x: 4, y: 3, w: 5, h: 9 }, t('dashboard.presets.myFunnel'), {
        entity: 'deals',
        kind: 'funnel',
        measures: [deals.worth, { fn: 'count' }],
        by: 'stage',
        filter: mine,
      }),
      make('list', { x: 0, y: 12, w: 8, h: 8 }, t('dashboard.presets.nextToClose'), {
        entity: 'deals',
        filter: mine,
        sort: 'closing_date',
        columns: ['name', 'account', 'stage', 'amount', 'closing_date'].filter((name) => fieldOf(deals.entity, name)),
      }),
    );
  }
  const row = deals ? 3 : 0;
  widgets.push(
    sees(entities, 'activities') ? make('today', { x: 0, y: row, w: 4, h: 9 }, '', {}) : null,
    make('recent', { x: deals ? 9 : 4, y: row, w: deals ? 3 : 4, h: 9 }, '', {}),
    make('create', { x: 8, y: deals ? 12 : 9, w: 4, h: 3 }, '', {}),
    sees(entities, 'notifications') ? make('notifications', { x: 8, y: deals ? 15 : 12, w: 4, h: 5 }, '', {}) : null,
    sees(entities, 'activities')
      ? make('calendar', { x: 0, y: deals ? 20 : 9, w: deals ? 12 : 8, h: 8 }, '', { span: 'workweek', mine: true })
      : null,
  );
  return widgets.filter((widget) => widget !== null);
}

function management(preset: Preset): Widget[] {
  const terms = termsOf(preset);
  return terms ? [...figures(terms), ...pipeline(terms), ...agents(terms), ...results(terms)] : [];
}

type Terms = NonNullable<ReturnType<typeof termsOf>>;

/** What a manager's widgets are made of. */
function termsOf({ t, entities, old, unvalued }: Preset) {
  const deals = dealsOf(entities);
  if (!deals) return null;
  const make = maker();
  const ended = 'stage in ("won", "lost")';
  const won = 'stage = "won"';
  const count = { fn: 'count' as const };
  const year: Pick<ChartSpec, 'period'> = old ? {} : { period: { field: 'closed_on', range: 'last_12_months' } };
  return {
    ...{ t, old, unvalued, deals, ended, won, year },
    open: unvalued ? [count] : [deals.worth],
    rate: { ...count, where: won, per: { ...count, where: ended }, label: t('dashboard.presets.winRate') },
    /** With the stretch of time it is about. */
    bounded: (title: string) => (old ? title : `${title} · ${t('charts.ranges.last_12_months')}`),
    chart: (place: Place, title: string, settings: Omit<ChartSpec, 'entity'>) =>
      chart(make, place, title, { entity: 'deals', ...settings }),
  };
}

function figures({ t, deals, chart, bounded, open, won, ended, rate, year, old }: Terms): Widget[] {
  const days = { fn: 'avg' as const, field: 'closed_on - opened_on', label: t('dashboard.presets.daysToClose') };
  return [
    chart({ x: 0, y: 0, w: 3, h: 3 }, t('dashboard.presets.pipeline'), {
      kind: 'number',
      measures: open,
      filter: deals.open,
    }),
    chart({ x: 3, y: 0, w: 3, h: 3 }, bounded(t('dashboard.presets.won')), {
      kind: 'number',
      measures: [deals.worth],
      filter: won,
      ...year,
      ...(old ? {} : { compare: 'year' as const }),
    }),
    chart({ x: 6, y: 0, w: 3, h: 3 }, bounded(t('dashboard.presets.winRate')), {
      kind: 'number',
      measures: [rate],
      filter: ended,
      ...year,
    }),
    chart({ x: 9, y: 0, w: 3, h: 3 }, bounded(t('dashboard.presets.daysToClose')), {
      kind: 'number',
      measures: [days],
      filter: ended,
      ...year,
    }),
  ];
}

function pipeline({ t, deals, chart, open, won, unvalued }: Terms): Widget[] {
  return [
    chart({ x: 0, y: 3, w: 8, h: 8 }, t('dashboard.presets.wonByMonth'), {
      kind: 'stacked',
      measures: [deals.worth],
      by: 'month(closed_on)',
      ...(fieldOf(deals.entity, 'owner') ? { split: 'owner.department' } : {}),
      filter: `${won} and closed_on is not empty`,
      latest: 12,
    }),
    chart({ x: 8, y: 3, w: 4, h: 8 }, t('dashboard.presets.pipelineByStage'), {
      kind: 'funnel',
      measures: unvalued ? open : [...open, { fn: 'count' }],
      by: 'stage',
      filter: deals.open,
    }),
  ];
}

function agents({ t, deals, chart, bounded, won, ended, rate, year }: Terms): Widget[] {
  const best = { kind: 'bar', by: 'owner', top: 10, others: false, horizontal: true, ...year } as const;
  return [
    chart({ x: 0, y: 11, w: 6, h: 9 }, bounded(t('dashboard.presets.topAgents')), { ...best, measures: [deals.worth], filter: won }),
    chart({ x: 6, y: 11, w: 6, h: 9 }, bounded(t('dashboard.presets.winRateByAgent')), { ...best, measures: [rate], filter: ended }),
  ];
}

function results({ t, deals, chart, bounded, won, ended, year, old }: Terms): Widget[] {
  return [
    chart({ x: 0, y: 20, w: 4, h: 7 }, bounded(t('dashboard.presets.byProduct')), {
      kind: 'pie',
      measures: [deals.worth],
      by: 'product',
      filter: won,
      top: 7,
      ...year,
    }),
    chart({ x: 4, y: 20, w: 4, h: 7 }, bounded(t('dashboard.presets.outcome')), {
      kind: 'percent',
      measures: [{ fn: 'count' }],
      by: 'quarter(closed_on)',
      split: 'stage',
      filter: `${ended} and closed_on is not empty`,
      ...(old ? { latest: 8 } : year),
    }),
    chart({ x: 8, y: 20, w: 4, h: 7 }, t('dashboard.presets.target'), {
      kind: 'target',
      measures: [{ ...deals.worth, label: t('dashboard.presets.won') }],
      by: 'month(closed_on)',
      filter: `${won} and closed_on is not empty`,
      goal: 'Won deals',
      ...(old ? { latest: 6 } : { period: { field: 'closed_on', range: 'this_year' as const } }),
      ...(fieldOf(deals.entity, 'expected')
        ? { forecast: { measure: { fn: 'sum' as const, field: 'expected' }, by: 'month(closing_date)', filter: deals.open } }
        : {}),
    }),
  ];
}

function dealsOf(entities: readonly EntityDescription[]) {
  const entity = entities.find(({ name, can }) => name === 'deals' && can.view);
  if (!entity || !fieldOf(entity, 'stage')) return null;
  const worth = fieldOf(entity, 'amount') ? { fn: 'sum' as const, field: 'amount' } : { fn: 'count' as const };
  return { entity, worth, open: 'stage not in ("won", "lost")' };
}

function sees(entities: readonly EntityDescription[], name: string): boolean {
  return entities.some((entity) => entity.name === name && entity.can.view);
}

type Make = ReturnType<typeof maker>;

function maker() {
  let count = 0;
  return <K extends WidgetKind>(kind: K, place: Place, title: string, settings: Extract<Widget, { kind: K }>['settings']): Widget => {
    count += 1;
    return { id: `w${count}`, kind, ...(title ? { title } : {}), ...place, settings } as Widget;
  };
}

function chart(make: Make, place: Place, title: string, settings: ChartSpec): Widget {
  return make('chart', place, title, settings);
}
