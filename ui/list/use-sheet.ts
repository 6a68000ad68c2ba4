// The list as a spreadsheet: copies and pastes blocks of cells, fills down, empties, and takes it all back.

import i18next from 'i18next';
import { useRef } from 'react';
import type { EntityDescription } from '../../client/index.ts';
import { showDone, showError } from '../messages.ts';
import { useSetup } from '../queries.ts';
import { showWithUndo } from '../undo-note.tsx';
import { type Block, isOne, parseCells, printCells } from './block.ts';
import { type Column, cellText, isEditable, valueAt } from './columns.ts';
import type { Rows } from './pages.ts';
import type { CellChange } from './save-block.ts';
import type { Failure } from './save-cell.ts';

/** More than anybody checks by eye; many records are changed by the bulk bar. */
const MOST_CELLS = 2000;
const REMEMBERED = 50;

export interface SheetOptions {
  readonly entity: EntityDescription;
  readonly columns: readonly Column[];
  readonly pages: Rows;
  readonly note: (id: string, path: string, failure: Failure | null) => void;
}

/** What brings back what was done, once it is done; nothing where it was refused. */
type Done = Promise<readonly CellChange[]>;

/** A message that is still shown is not said again under its name. */
let notes = 0;

/** What was copied here last: pasted again, values are what they were, not what their text reads like. */
let copied: { readonly text: string; readonly cells: readonly (readonly { column: Column; value: unknown }[])[] } | null = null;

export function useSheet({ entity, columns, pages, note }: SheetOptions) {
  const { entities } = useSetup();
  const done = useRef<readonly Done[]>([]);

  const forget = (gone: Done) => {
    done.current = done.current.filter((other) => other !== gone);
  };
  /** In the order in which it was typed, whatever is answered first. */
  const remember = (one: Done) => {
    done.current = [...done.current.slice(1 - REMEMBERED), one];
    void one.then((changes) => changes.length > 0 || forget(one));
  };
  const apply = async (changes: readonly CellChange[], said: (count: number) => string) => {
    const allowed = changes.filter((change) => isEditable(entity, change.column));
    if (allowed.length === 0) {
      showDone(i18next.t('list.nothingToChange'));
      return;
    }
    if (allowed.length > MOST_CELLS) {
      showDone(i18next.t('list.tooManyCells', { most: MOST_CELLS }));
      return;
    }
    const { saveBlock } = await import('./save-block.ts');
    const block = saveBlock(entity.name, pages, allowed, note);
    const one = block.then(({ undo }) => undo);
    remember(one);
    const { saved, refused, undo } = await block;
    const message = [said(saved), ...(refused ? [i18next.t('list.cellsRefused', { count: refused })] : [])].join(' ');
    if (undo.length) showWithUndo(`cells-${++notes}`, message, () => takeBack(one));
    else showDone(message);
  };
  const takeBack = async (one: Done) => {
    forget(one);
    // It may still be on its way: nothing before it is meant.
    const changes = await one;
    if (changes.length === 0) return;
    const { saveBlock } = await import('./save-block.ts');
    const { saved, refused } = await saveBlock(entity.name, pages, changes, note);
    const words = i18next.t('list.cellsUndone', { count: saved });
    showDone(refused ? `${words} ${i18next.t('list.cellsRefused', { count: refused })}` : words);
  };
  /** Rows of the block that are at hand; headings of groups are none. */
  const rowsOf = ({ top, bottom }: Pick<Block, 'top' | 'bottom'>) =>
    Array.from({ length: bottom - top + 1 }, (_, at) => pages.row(top + at)).filter((record) => record !== undefined);

  return {
    remember,
    copy(block: Block) {
      const within = columns.slice(block.left, block.right + 1);
      const rows = rowsOf(block);
      const text = printCells(rows.map((record) => within.map((column) => cellText(column, record))));
      copied = { text, cells: rows.map((record) => within.map((column) => ({ column, value: valueAt(record, column.path) }))) };
      void navigator.clipboard.writeText(text);
      if (!isOne(block)) showDone(i18next.t('list.cellsCopied', { count: rows.length * within.length }));
    },
    async paste(block: Block, text: string) {
      try {
        const own = copied && copied.text === text.replace(/\r\n?/g, '\n') ? copied.cells : null;
        const cells = own ?? parseCells(text);
        const [height, width] = [cells.length, cells[0]?.length ?? 0];
        // One value fills the block that is chosen; a block is laid down from its corner.
        const single = height === 1 && width === 1;
        const bottom = single ? block.bottom : block.top + height - 1;
        const right = single ? block.right : block.left + width - 1;
        const { readCell } = await import('./paste.ts');
        const changes: CellChange[] = [];
        for (const [at, record] of rowsOf({ top: block.top, bottom }).entries()) {
          for (const [across, column] of columns.slice(block.left, right + 1).entries()) {
            if (!isEditable(entity, column)) continue;
            const cell = cells[single ? 0 : at]?.[single ? 0 : across];
            if (cell === undefined) continue;
            const value =
              typeof cell === 'string'
                ? await readCell(column.field, cell, entities)
                : cell.column.field.type === column.field.type
                  ? cell.value
                  : await readCell(column.field, cellText(cell.column, { id: '', [cell.column.path]: cell.value }), entities);
            changes.push({ id: record.id, column, value });
          }
        }
        await apply(changes, (count) => i18next.t('list.cellsPasted', { count }));
      } catch (error) {
        showError(error);
      }
    },
    async fillDown(block: Block) {
      const [first, ...rest] = rowsOf(block);
      if (!first) return;
      const changes = rest.flatMap((record) =>
        columns.slice(block.left, block.right + 1).map((column) => ({ id: record.id, column, value: valueAt(first, column.path) })),
      );
      await apply(changes, (count) => i18next.t('list.cellsFilled', { count }));
    },
    async empty(block: Block) {
      const changes = rowsOf(block).flatMap((record) =>
        columns
          .slice(block.left, block.right + 1)
          .filter((column) => !column.field.required)
          .map((column) => ({ id: record.id, column, value: null })),
      );
      await apply(changes, (count) => i18next.t('list.cellsEmptied', { count }));
    },
    async undo() {
      const last = done.current.at(-1);
      if (last) await takeBack(last);
    },
  };
}
