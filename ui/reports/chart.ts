// The chart on top of a report: its first groups, and one of its totals. Of the records it starts from, or of their line items.

import type { ReportHead } from '../../client/index.ts';
import type { ReportAnswers, ReportDefinition, TotalKind } from '../../schema/index.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { recordsFilter } from './records.ts';

/** Null where there is none, or where what it would show is not of one noun. */
export function chartOf(definition: ReportDefinition, head: ReportHead, answers: ReportAnswers): ChartSpec | null {
  const { chart, links = [], entity } = definition;
  const [by, split] = head.groups;
  const [all] = head.totals;
  if (!chart || !by || !all || by.level > 0 || (split && split.level > 0)) return null;
  const column = head.columns.find(({ id }) => id === chart.column);
  if (chart.column && !column) return null;
  if ((column?.level ?? 0) > 0 || links.some(({ required }) => required)) return null;
  const value = definition.columns.find(({ id }) => id === chart.column)?.value;
  if (value?.includes('ask(')) return null;
  const fn: TotalKind = column ? (chart.total ?? (column.totals[0] as TotalKind | undefined) ?? 'sum') : 'count';
  const filter = recordsFilter(definition, head, all, answers);
  return {
    entity,
    kind: chart.kind,
    measures: [{ fn, ...(value ? { field: value } : {}) }],
    by: by.value,
    ...(split && chart.kind !== 'pie' && chart.kind !== 'funnel' ? { split: split.value } : {}),
    ...(filter ? { filter } : {}),
  };
}
