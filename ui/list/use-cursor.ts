// The cursor of the grid: the cell it stands on, the block begun elsewhere, and what is being written in it.

import { type Dispatch, type SetStateAction, useState } from 'react';
import type { EntityDescription } from '../../client/index.ts';
import { type Block, blockOf, type Place } from './block.ts';
import { type Column, isEditable, valueAt } from './columns.ts';
import type { Rows } from './pages.ts';
import type { Failures } from './use-failures.ts';

export interface Cursor extends Place {
  readonly edit?: { readonly start: unknown };
  /** Where a block was begun; the cursor is its other corner. */
  readonly anchor?: Place;
}

interface CursorOptions {
  readonly entity: EntityDescription;
  readonly columns: readonly Column[];
  readonly pages: Rows;
  readonly failures: Failures;
  /** Rows there are, also those not read yet. */
  readonly total: number;
  /** Scrolls to it. */
  readonly reveal: (place: Place) => void;
}

export interface CursorState {
  readonly cursor: Cursor | null;
  readonly block: Block | null;
  readonly put: Dispatch<SetStateAction<Cursor | null>>;
  /** Puts it there and brings it into view. */
  goTo(cursor: Cursor): void;
  /** The place so many rows and cells away, no further than the edge. */
  step(from: Place, rows: number, cells: number): Place;
  /** `typed` replaces what stands there; a value that was refused is offered again. */
  edit(row: number, column: number, typed?: string): void;
}

export function useCursor({ entity, columns, pages, failures, total, reveal }: CursorOptions): CursorState {
  const [cursor, put] = useState<Cursor | null>(null);
  return {
    cursor,
    block: cursor && blockOf(cursor, cursor.anchor ?? cursor),
    put,
    goTo: (next) => {
      put(next);
      reveal(next);
    },
    step: (from, rows, cells) => ({
      row: Math.max(0, Math.min(total - 1, from.row + rows)),
      column: Math.max(0, Math.min(columns.length - 1, from.column + cells)),
    }),
    edit: (row, column, typed) => {
      const record = pages.row(row);
      const at = columns[column];
      if (!record || !at || !isEditable(entity, at)) return;
      const failed = failures[record.id]?.[at.path];
      put({ row, column, edit: { start: typed ?? (failed ? failed.attempted : valueAt(record, at.path)) } });
    },
  };
}
