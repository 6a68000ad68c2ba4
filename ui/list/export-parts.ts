// What of a list goes into one file: its columns, and of line items those of one kind, for a row of a file is one of them.

import type { EntityDescription } from '../../client/index.ts';
import type { Column } from './columns.ts';

export interface ExportPart {
  /** Of which line items its rows are; null: there is no choice. */
  readonly label: string | null;
  readonly paths: readonly string[];
}

/** One part, unless columns are of several kinds of line items: then one for each, with everything else in it. */
export function exportParts(entity: EntityDescription, columns: readonly Pick<Column, 'path' | 'over'>[]): readonly ExportPart[] {
  const kindOf = ({ path, over }: Pick<Column, 'path' | 'over'>) => (over > 0 ? (path.split('.')[0] ?? null) : null);
  const kinds = [...new Set(columns.flatMap((column) => kindOf(column) ?? []))];
  if (kinds.length < 2) return [{ label: null, paths: columns.map(({ path }) => path) }];
  return kinds.map((kind) => ({
    label: entity.fields.find(({ name }) => name === kind)?.label ?? kind,
    paths: columns.filter((column) => [null, kind].includes(kindOf(column))).map(({ path }) => path),
  }));
}
