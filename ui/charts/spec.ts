// What a chart is: plain data, kept in dashboards and saved views. Everything in it is an expression of the records it counts.

import type { Measure } from '../../client/index.ts';
import type { Days, Range } from '../../schema/index.ts';

export const chartKinds = ['bar', 'line', 'pie', 'stacked', 'percent', 'funnel', 'table', 'target', 'number'] as const;
export type ChartKind = (typeof chartKinds)[number];

export interface ChartMeasure extends Measure {
  /** Default: made of the words of the measure in the reader's language. */
  readonly label?: string;
}

export interface ChartSpec {
  readonly entity: string;
  readonly kind: ChartKind;
  readonly measures: readonly ChartMeasure[];
  /** `stage`, `owner.department`, `month(closed_on)`; absent: one figure over all. */
  readonly by?: string;
  /** A second group: bars stacked by it, lines side by side. */
  readonly split?: string;
  /** A list of rows that is counted instead, e.g. `lines`. */
  readonly over?: string;
  readonly filter?: string;
  readonly period?: { readonly field: string; readonly range: Range | Days };
  /** The same for the time before, or the same days of the year before. */
  readonly compare?: 'previous' | 'year';
  /** So many groups, the greatest first; the rest is one group called others. */
  readonly top?: number;
  /** `false`: the rest is left out instead. */
  readonly others?: boolean;
  /** Of a time: only so many periods, the last ones in which there is anything. */
  readonly latest?: number;
  /** Default: time and options in their order, everything else by the first measure. */
  readonly sort?: 'value' | 'name';
  readonly horizontal?: boolean;
  /** Figures stand at the marks. */
  readonly labels?: boolean;
  /** Of the series or slices, in their order. */
  readonly colors?: readonly string[];
  /** Named goal whose targets are shown beside what came true, period by period. */
  readonly goal?: string;
  /** What is expected on top of it, e.g. the weighted value of open deals by closing date. */
  readonly forecast?: { readonly measure: ChartMeasure; readonly by: string; readonly filter?: string };
}

/** As kept in a view or an address; undefined where it is none of this noun. */
export function readSpec(kept: unknown, entity: string): ChartSpec | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const spec = kept as ChartSpec;
  const sound = spec.entity === entity && chartKinds.includes(spec.kind) && Array.isArray(spec.measures) && spec.measures.length > 0;
  return sound ? spec : undefined;
}

export const DEFAULT_TOP = 12;
export const MOST_GROUPS = 200;

/** Without what is not set: two specs that say the same are the same. */
export function clean<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
