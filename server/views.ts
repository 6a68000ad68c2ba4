// A saved view as parameters of a list: what the request says itself goes before what the view says.

import { type Context, invalid, type ListQuery } from '../engine/index.ts';

export async function withView(context: Context, entity: string, id: string, query: ListQuery): Promise<ListQuery> {
  const view = await context.records.get('saved_views', id, ['entity', 'columns', 'filter', 'sort']);
  if (view.entity !== entity) {
    throw invalid([{ field: 'view', code: 'other_entity', message: `is a view of ${String(view.entity)}` }]);
  }
  const filters = [text(view.filter), query.filter ?? null].filter((filter) => filter !== null && filter !== '');
  return {
    ...query,
    ...(query.fields === undefined && text(view.columns) !== null ? { fields: names(text(view.columns) ?? '') } : {}),
    ...(query.sort === undefined && text(view.sort) !== null ? { sort: text(view.sort) ?? '' } : {}),
    ...(filters.length > 0
      ? { filter: filters.length === 1 ? (filters[0] ?? null) : filters.map((one) => `(${String(one)})`).join(' and ') }
      : {}),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function names(columns: string): string[] {
  const paths = columns.split(',').map((name) => name.trim());
  return paths.includes('id') ? paths : ['id', ...paths];
}
