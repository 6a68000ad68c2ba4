// A dashboard as screens see it: widgets in a grid of twelve columns. What a widget shows is in its settings.

import type { EntityDescription, Reference } from '../../client/index.ts';
import type { ChartSpec } from '../charts/spec.ts';

export const COLUMNS = 12;
export const ROW = 40;
export const GAP = 14;

export const widgetKinds = [
  'chart',
  'list',
  'calendar',
  'today',
  'whiteboard',
  'create',
  'notifications',
  'jobs',
  'recent',
  'note',
  'companies',
] as const;
export type WidgetKind = (typeof widgetKinds)[number];

export interface ListSettings {
  readonly entity: string;
  /** Id of a saved view; what it says goes for whatever is not said here. */
  readonly view?: string;
  readonly filter?: string;
  readonly sort?: string;
  readonly columns?: readonly string[];
}

export interface CalendarSettings {
  readonly span: 'month' | 'week' | 'workweek';
  readonly mine: boolean;
}

interface Kinds {
  chart: ChartSpec;
  list: ListSettings;
  calendar: CalendarSettings;
  today: Record<never, never>;
  whiteboard: { readonly board?: string };
  create: { readonly entity?: readonly string[] };
  notifications: Record<never, never>;
  jobs: Record<never, never>;
  recent: Record<never, never>;
  note: { readonly text?: string };
  companies: Record<never, never>;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Widget = {
  [K in WidgetKind]: Place & { readonly id: string; readonly kind: K; readonly title?: string; readonly settings: Kinds[K] };
}[WidgetKind];

export interface Dashboard {
  /** A record's id, or the name of one that comes with Kontor. */
  readonly id: string;
  readonly name: string;
  readonly widgets: readonly Widget[];
  /** May this person change it? What comes with Kontor can be copied. */
  readonly own: boolean;
  readonly builtIn: boolean;
  readonly version: number | null;
  readonly shared: 'private' | 'unit' | 'group' | 'everybody';
  readonly owner: Reference | null;
}

const sizes: Readonly<Record<WidgetKind, readonly [w: number, h: number]>> = {
  chart: [6, 7],
  list: [6, 7],
  calendar: [6, 10],
  today: [4, 9],
  whiteboard: [12, 9],
  create: [4, 3],
  notifications: [4, 7],
  jobs: [4, 5],
  recent: [4, 6],
  note: [4, 4],
  companies: [6, 8],
};

export function newId(): string {
  return crypto.randomUUID().slice(0, 8);
}

/** Below everything that is there. */
export function placeFor(widgets: readonly Widget[], kind: WidgetKind, figure = false): Place {
  const [w, h] = figure ? [3, 3] : sizes[kind];
  return { x: 0, y: widgets.reduce((lowest, widget) => Math.max(lowest, widget.y + widget.h), 0), w, h };
}

export function firstSettings(kind: WidgetKind, entities: readonly EntityDescription[]): Widget['settings'] {
  const business = entities.filter((entity) => entity.menu && entity.can.view && entity.area === 'business');
  const first = business.find(({ name }) => name === 'deals') ?? business[0];
  if (kind === 'chart')
    return {
      entity: first?.name ?? '',
      kind: 'bar',
      measures: [{ fn: 'count' }],
      ...(first?.board ? { by: first.board } : {}),
    } satisfies ChartSpec;
  if (kind === 'list') return { entity: first?.name ?? '' } satisfies ListSettings;
  if (kind === 'calendar') return { span: 'month', mine: true } satisfies CalendarSettings;
  return {};
}

/** From top to bottom, as one reads them on a phone. */
export function inOrder(widgets: readonly Widget[]): Widget[] {
  return [...widgets].sort((a, b) => a.y - b.y || a.x - b.x);
}
