// The groups of a list for React: one aggregate for the headings, counts and sums included, kept fresh by live events.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { AggregateQuery, EntityDescription, FieldDescription, Reference, Values } from '../../client/index.ts';
import { groupFilter, type PeriodUnit, unitOfGroup } from '../../schema/index.ts';
import { both } from '../filter/model.ts';
import { useLive } from '../live.tsx';
import { fieldOf, keys } from '../queries.ts';
import { groupPath } from '../views/view.ts';
import { client } from '../workspace.ts';
import type { Column } from './columns.ts';
import { GroupedRows, type Heading } from './grouped-rows.ts';
import { RecordPages } from './pages.ts';
import type { RowsQuery } from './use-pages.ts';

/** More groups than anybody scrolls through; the rest is not shown, and said so. */
export const MOST_GROUPS = 5000;

/** Sums that stand in the headings: those of columns with amounts and counts. */
const SUMMED = new Set(['money', 'decimal', 'integer']);

export interface Groups {
  readonly rows: GroupedRows;
  readonly field: FieldDescription;
  /** `month` of a date. */
  readonly unit: PeriodUnit | null;
  readonly cut: boolean;
  readonly error: unknown;
}

/** null: the list is not in groups. */
export function useGroups(entity: EntityDescription, query: RowsQuery, group: string | null, columns: readonly Column[]): Groups | null {
  const { fields, filter, sort, q, as_of, reporting } = query;
  const field = group ? fieldOf(entity, groupPath(group)) : undefined;
  const unit = unitOfGroup(group ?? '')?.unit ?? null;
  const sums = columns
    .filter((column) => column.over === 0 && !column.path.includes('.') && SUMMED.has(column.field.type))
    .map((one) => one.path);
  const ask: AggregateQuery = {
    ...(filter ? { filter } : {}),
    ...(q ? { q } : {}),
    ...(as_of ? { as_of } : {}),
    ...(reporting ? { reporting } : {}),
    group_by: [group ?? ''],
    measures: [{ fn: 'count' }, ...sums.map((path) => ({ fn: 'sum' as const, field: path }))],
    limit: MOST_GROUPS,
  };
  const { data, error } = useQuery({
    queryKey: keys.aggregate(entity.name, ask),
    queryFn: ({ signal }) => client.records(entity.name).aggregate(ask, { signal }),
    enabled: !!field,
  });
  const name = entity.name;
  const wanted = fields.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another grouping, other rows
  const rows = useMemo(
    () =>
      new GroupedRows(
        (these) =>
          new RecordPages((from, limit, signal) => {
            const page = { fields: wanted.split(','), filter: both(filter, these), sort, q, as_of, reporting, ...from, limit };
            return client.records(name).list(page, { signal });
          }),
      ),
    [name, wanted, filter, sort, q, as_of, reporting, group],
  );
  useSyncExternalStore(rows.subscribe, () => rows.version);
  useEffect(() => () => rows.dispose(), [rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the headings follow the data
  useEffect(() => {
    if (data && field) rows.setGroups(headingsOf(data.rows, group ?? '', field, sums));
  }, [data, rows]);
  useLive(name, () => {
    if (!as_of) void rows.reload();
  });
  return field ? { rows, field, unit, cut: (data?.rows.length ?? 0) >= MOST_GROUPS, error } : null;
}

function headingsOf(rows: readonly Values[], group: string, field: FieldDescription, sums: readonly string[]): Heading[] {
  const headings = rows.map((row): Heading => {
    const value = row[group] ?? null;
    return {
      key: JSON.stringify(value),
      value,
      count: Number(row.count ?? 0),
      sums: Object.fromEntries(sums.map((path) => [path, row[`sum(${path})`] ?? null])),
      filter: groupFilter({ text: group, type: field.type }, value),
    };
  });
  return headings.toSorted((a, b) => orderOf(field, a.value, b.value));
}

/** Options in their own order, records by name, dates as they pass; what has no value stands last. */
function orderOf(field: FieldDescription, a: unknown, b: unknown): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (field.options.length) {
    const place = (value: unknown) => field.options.findIndex((option) => option.value === value);
    return place(a) - place(b) || String(a).localeCompare(String(b));
  }
  const words = (value: unknown) => (typeof value === 'object' ? ((value as Reference).title ?? '') : String(value));
  return words(a).localeCompare(words(b));
}
