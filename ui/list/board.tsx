// Board placeholder.
import type { EntityDescription } from '../../client/index.ts';
import type { RowsQuery } from './use-pages.ts';
export function Board(_: { entity: EntityDescription; field: string; query: RowsQuery }) {
  return null;
}
