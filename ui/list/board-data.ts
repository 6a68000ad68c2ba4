// The cards of a board: a keyset list for each column, one aggregate for all totals.

import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { EntityDescription, FieldDescription, ListAnswer, Money, RecordValues, Values } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import { both } from '../filter/model.ts';
import { keys, queryClient } from '../queries.ts';
import type { BoardSettings } from '../views/view.ts';
import { client } from '../workspace.ts';
import type { Column } from './columns.ts';
import type { RowsQuery } from './use-pages.ts';

const PAGE = 30;

export interface BoardQuery {
  readonly entity: EntityDescription;
  readonly field: FieldDescription;
  readonly query: RowsQuery;
  readonly columns: readonly Column[];
  readonly settings: BoardSettings;
}

/** What the column of records without a value is called inside. */
export const NO_VALUE = '';

export function columnFilter({ field, query }: BoardQuery, value: string): string | undefined {
  return both(query.filter, value === NO_VALUE ? `${field.name} is empty` : `${field.name} = ${JSON.stringify(value)}`);
}

function columnKey(board: BoardQuery, value: string) {
  const { fields, sort, q, as_of, reporting } = board.query;
  return [
    ...keys.list(board.entity.name, {
      fields,
      sort,
      q,
      ...(as_of ? { as_of } : {}),
      ...(reporting ? { reporting } : {}),
      filter: columnFilter(board, value),
    }),
    'board',
  ] as const;
}

type Pages = InfiniteData<ListAnswer, string | undefined>;

export function useColumn(board: BoardQuery, value: string) {
  const { fields, sort, q, as_of, reporting } = board.query;
  const filter = columnFilter(board, value);
  return useInfiniteQuery({
    queryKey: columnKey(board, value),
    queryFn: ({ pageParam, signal }) =>
      client.records(board.entity.name).list({ fields, sort, q, as_of, reporting, filter, limit: PAGE, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export interface Total {
  readonly count: number;
  /** null currency: several were added up, which makes no sum one could name. */
  readonly sum: (Omit<Money, 'currency'> & { currency: string | null }) | null;
}

/** The money that columns add up: the first such field of the list, else of the noun. */
export function summedField(entity: EntityDescription, { total }: BoardSettings = {}): FieldDescription | undefined {
  const chosen = total ? entity.fields.find((field) => field.name === total) : undefined;
  if (chosen) return chosen;
  const summed = entity.fields.filter((field) => widgetFor(field).summed);
  return entity.list.columns.flatMap((name) => summed.find((field) => field.name === name) ?? [])[0] ?? summed[0];
}

export function useTotals({ entity, field, query, settings }: BoardQuery): ReadonlyMap<string, Total> | undefined {
  const money = summedField(entity, settings);
  const measures = [{ fn: 'count' as const }, ...(money ? [{ fn: 'sum' as const, field: money.name }] : [])];
  const ask = {
    filter: query.filter,
    ...(query.q ? { q: query.q } : {}),
    ...(query.as_of ? { as_of: query.as_of } : {}),
    ...(query.reporting ? { reporting: true } : {}),
    group_by: [field.name],
    measures,
  };
  const { data } = useQuery({
    queryKey: keys.aggregate(entity.name, ask),
    queryFn: ({ signal }) => client.records(entity.name).aggregate(ask, { signal }),
    select: ({ rows }) =>
      new Map(
        rows.map((row) => {
          const sum = money ? row[`sum(${money.name})`] : null;
          // A plain number is a sum without a currency.
          const total =
            sum === null || sum === undefined || typeof sum === 'object' ? (sum ?? null) : { amount: String(sum), currency: '' };
          return [String(row[field.name] ?? NO_VALUE), { count: Number(row.count ?? 0), sum: total as Total['sum'] }];
        }),
      ),
  });
  return data;
}

/**
 * Puts a card into another column and saves it, with `more` that the column asks for; when the server refuses, the card goes back.
 */
export async function moveCard(board: BoardQuery, record: RecordValues, from: string, to: string, more: Values = {}): Promise<void> {
  const { entity, field } = board;
  const moved = { ...record, [field.name]: to === NO_VALUE ? null : to };
  const [fromKey, toKey] = [columnKey(board, from), columnKey(board, to)];
  await Promise.all([queryClient.cancelQueries({ queryKey: fromKey }), queryClient.cancelQueries({ queryKey: toKey })]);
  const before = [fromKey, toKey].map((key) => [key, queryClient.getQueryData<Pages>(key)] as const);
  queryClient.setQueryData<Pages>(fromKey, (data) => withRecords(data, (records) => records.filter((other) => other.id !== record.id)));
  queryClient.setQueryData<Pages>(toKey, (data) => withRecords(data, (records, page) => (page === 0 ? [moved, ...records] : records)));
  try {
    const version = typeof record.version === 'number' ? record.version : undefined;
    await client.records(entity.name).update(record.id, { ...more, [field.name]: moved[field.name] }, { version });
  } catch (error) {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
    throw error;
  } finally {
    void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
  }
}

function withRecords(
  data: Pages | undefined,
  change: (records: readonly RecordValues[], page: number) => readonly RecordValues[],
): Pages | undefined {
  return data && { ...data, pages: data.pages.map((page, at) => ({ ...page, records: change(page.records, at) })) };
}
