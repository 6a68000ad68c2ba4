// The address of what a list shows as a file.

import type { EntityDescription } from '../../client/index.ts';
import { client } from '../workspace.ts';
import type { Column } from './columns.ts';
import type { RowsQuery } from './use-pages.ts';

export function exportUrl(
  entity: EntityDescription,
  columns: readonly Column[],
  { filter, sort, q, as_of }: Omit<RowsQuery, 'fields'>,
  format: 'csv' | 'xlsx',
): string {
  return client.records(entity.name).exportUrl({ format, fields: columns.map((column) => column.path), filter, sort, q, as_of });
}
