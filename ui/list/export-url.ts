// The address of what a list shows as a file.

import type { EntityDescription } from '../../client/index.ts';
import { client } from '../workspace.ts';
import type { ExportPart } from './export-parts.ts';
import type { RowsQuery } from './use-pages.ts';

export function exportUrl(
  entity: EntityDescription,
  { paths }: ExportPart,
  { filter, sort, q, as_of, reporting }: Omit<RowsQuery, 'fields'>,
  format: 'csv' | 'xlsx',
): string {
  return client.records(entity.name).exportUrl({ format, fields: paths, filter, sort, q, as_of, reporting });
}
