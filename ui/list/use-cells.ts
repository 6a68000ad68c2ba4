// Saving from the grid: one cell or a block, what was refused kept beside its cell, what the line lost tried again.

import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { useReturn } from '../live.tsx';
import { type Column, valueAt } from './columns.ts';
import type { Rows } from './pages.ts';
import { saveCell } from './save-cell.ts';
import { useFailures } from './use-failures.ts';
import { useSheet } from './use-sheet.ts';

interface CellsOptions {
  readonly entity: EntityDescription;
  readonly columns: readonly Column[];
  readonly pages: Rows;
}

export function useCells({ entity, columns, pages }: CellsOptions) {
  const { failures, note } = useFailures();
  const sheet = useSheet({ entity, columns, pages, note });

  /** With a version it is written over whatever somebody else has written there. */
  const save = async (record: RecordValues, column: Column, value: unknown, version?: number) => {
    note(record.id, column.path, null);
    const before = valueAt(record, column.path);
    const saved = saveCell(entity.name, pages, record, column.field, value, version);
    sheet.remember(saved.then((failure) => (failure ? [] : [{ id: record.id, column, value: before }])));
    note(record.id, column.path, await saved);
  };
  useReturn(() => {
    for (const [id, cells] of Object.entries(failures)) {
      const record = pages.find(id);
      for (const [path, { lost, attempted }] of Object.entries(cells)) {
        const column = columns.find((one) => one.path === path);
        if (lost && record && column) void save(record, column, attempted);
      }
    }
  });
  return { failures, note, save, sheet };
}

export type Cells = ReturnType<typeof useCells>;
