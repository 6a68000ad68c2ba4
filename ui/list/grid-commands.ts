// What the keys of the grid do, once it is known which command they mean.

import type { EntityDescription } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import { type Column, isEditable } from './columns.ts';
import type { KeyCommand } from './keys.ts';
import type { Rows } from './pages.ts';
import type { SelectionState } from './selection.ts';
import type { Cells } from './use-cells.ts';
import type { CursorState } from './use-cursor.ts';
import type { Groups } from './use-groups.ts';

export interface GridCommandsOptions {
  readonly entity: EntityDescription;
  readonly columns: readonly Column[];
  readonly pages: Rows;
  readonly groups: Groups | undefined;
  readonly selection: SelectionState;
  readonly place: CursorState;
  readonly sheet: Cells['sheet'];
  /** Rows there are. */
  readonly total: number;
  /** Where keys begin before there is a cursor. */
  readonly firstRow: number;
  readonly select: (row: number, on: boolean, range: boolean) => void;
  readonly open: (row: number) => void;
}

/** @returns whether the command meant something here */
export function runCommand(command: KeyCommand, options: GridCommandsOptions): boolean {
  const { entity, columns, pages, groups, selection, place, sheet, total, firstRow, select, open } = options;
  const { cursor, block } = place;
  const at = cursor ?? { row: firstRow, column: 0 };
  const heading = groups?.rows.heading(at.row);
  if (heading && (command.do === 'enter' || command.do === 'select')) {
    groups?.rows.toggle(heading.key);
    return true;
  }
  const record = pages.row(at.row);
  const column = columns[at.column];
  switch (command.do) {
    case 'move': {
      const anchor = command.extend && cursor ? { anchor: cursor.anchor ?? cursor } : {};
      place.goTo(cursor ? { ...place.step(at, command.rows, command.cells), ...anchor } : at);
      return true;
    }
    case 'jump': {
      const start = command.to === 'start';
      place.goTo({ row: command.rows ? (start ? 0 : total - 1) : at.row, column: start ? 0 : columns.length - 1 });
      return true;
    }
    case 'edit':
      place.edit(at.row, at.column);
      return true;
    case 'open':
      open(at.row);
      return true;
    case 'enter':
      if (column && isEditable(entity, column)) place.edit(at.row, at.column);
      else open(at.row);
      return true;
    case 'select':
      if (record) select(at.row, !selection.ids.has(record.id), command.range);
      return true;
    case 'escape':
      if (selection.all || selection.ids.size) selection.clear();
      else place.put(cursor?.anchor ? { row: cursor.row, column: cursor.column } : null);
      return true;
    case 'copy':
      if (!block || getSelection()?.toString()) return false;
      sheet.copy(block);
      return true;
    case 'fill':
      if (block) sheet.fillDown(block);
      return true;
    case 'empty':
      if (block) sheet.empty(block);
      return true;
    case 'undo':
      sheet.undo();
      return true;
    case 'type':
      if (!column || !widgetFor(column.field).typed) return false;
      place.edit(at.row, at.column, command.sign);
      return true;
  }
}
