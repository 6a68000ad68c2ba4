// The list as a spreadsheet: copies and pastes blocks of cells, fills down, empties, and takes it all back.

import i18next from 'i18next';
import { useRef } from 'react';
import type { EntityDescription } from '../../client/index.ts';
import { showDone, showError } from '../messages.ts';
import { useSetup } from '../queries.ts';
import { showWithUndo } from '../undo-note.tsx';
import { type Block, isOne, laidOn, parseCells, printCells } from './block.ts';
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

interface CopiedCell {
  readonly column: Column;
  readonly value: unknown;
}

/** What was copied here last: pasted again, values are what they were, not what their text reads like. */
let copied: { readonly text: string; readonly cells: readonly (readonly CopiedCell[])[] } | null = null;

export function useSheet(options: SheetOptions) {
  const { entity, columns, pages } = options;
  const { entities } = useSetup();
  const { apply, remember, undo } = useApplied(options);
  /** Rows of the block that are at hand; headings of groups are none. */
  const rowsOf = ({ top, bottom }: Pick<Block, 'top' | 'bottom'>) =>
    Array.from({ length: bottom - top + 1 }, (_, at) => pages.row(top + at)).filter((record) => record !== undefined);
  const columnsOf = ({ left, right }: Block) => columns.slice(left, right + 1);

  return {
    remember,
    copy: told(async (block: Block) => {
      const within = columnsOf(block);
      const rows = rowsOf(block);
      const text = printCells(rows.map((record) => within.map((column) => cellText(column, record))));
      copied = { text, cells: rows.map((record) => within.map((column) => ({ column, value: valueAt(record, column.path) }))) };
      await navigator.clipboard.writeText(text);
      if (!isOne(block)) showDone(i18next.t('list.cellsCopied', { count: rows.length * within.length }));
    }),
    paste: told(async (block: Block, text: string) => {
      const own = copied && copied.text === text.replace(/\r\n?/g, '\n') ? copied.cells : null;
      const { over, cellAt } = laidOn<string | CopiedCell>(block, own ?? parseCells(text));
      const changes: CellChange[] = [];
      for (const [at, record] of rowsOf(over).entries()) {
        for (const [across, column] of columnsOf(over).entries()) {
          const cell = cellAt(at, across);
          if (cell !== undefined && isEditable(entity, column))
            changes.push({ id: record.id, column, value: await valueFor(column, cell, entities) });
        }
      }
      await apply(changes, (count) => i18next.t('list.cellsPasted', { count }));
    }),
    fillDown: told(async (block: Block) => {
      const [first, ...rest] = rowsOf(block);
      if (!first) return;
      const changes = rest.flatMap((record) =>
        columnsOf(block).map((column) => ({ id: record.id, column, value: valueAt(first, column.path) })),
      );
      await apply(changes, (count) => i18next.t('list.cellsFilled', { count }));
    }),
    empty: told(async (block: Block) => {
      const changes = rowsOf(block).flatMap((record) =>
        columnsOf(block)
          .filter((column) => !column.field.required)
          .map((column) => ({ id: record.id, column, value: null })),
      );
      await apply(changes, (count) => i18next.t('list.cellsEmptied', { count }));
    }),
    undo: told(undo),
  };
}

/** What was copied of a column of the same kind is taken as it is; anything else is read from its text. */
async function valueFor({ field }: Column, cell: string | CopiedCell, entities: readonly EntityDescription[]): Promise<unknown> {
  if (typeof cell !== 'string' && cell.column.field.type === field.type) return cell.value;
  const { readCell } = await import('./paste.ts');
  const text = typeof cell === 'string' ? cell : cellText(cell.column, { id: '', [cell.column.path]: cell.value });
  return readCell(field, text, entities);
}

/** A message that is still shown is not said again under its name. */
let notes = 0;

/** Changes many cells, and remembers what was done so that it can be taken back, the last first. */
function useApplied({ entity, pages, note }: SheetOptions) {
  const done = useRef<readonly Done[]>([]);
  const forget = (gone: Done) => {
    done.current = done.current.filter((other) => other !== gone);
  };
  /** In the order in which it was typed, whatever is answered first. */
  const remember = (one: Done) => {
    done.current = [...done.current.slice(1 - REMEMBERED), one];
    void one.then((changes) => changes.length > 0 || forget(one));
  };
  const takeBack = async (one: Done) => {
    forget(one);
    // It may still be on its way: nothing before it is meant.
    const changes = await one;
    if (changes.length === 0) return;
    const { saveBlock } = await import('./save-block.ts');
    const { saved, refused } = await saveBlock(entity.name, pages, changes, note);
    showDone(withRefused(i18next.t('list.cellsUndone', { count: saved }), refused));
  };
  return {
    remember,
    apply: async (changes: readonly CellChange[], said: (count: number) => string) => {
      const allowed = changes.filter((change) => isEditable(entity, change.column));
      if (allowed.length === 0) return showDone(i18next.t('list.nothingToChange'));
      if (allowed.length > MOST_CELLS) return showDone(i18next.t('list.tooManyCells', { most: MOST_CELLS }));
      const { saveBlock } = await import('./save-block.ts');
      const block = saveBlock(entity.name, pages, allowed, note);
      const one = block.then(({ undo }) => undo);
      remember(one);
      const { saved, refused, undo } = await block;
      const message = withRefused(said(saved), refused);
      if (undo.length) showWithUndo(`cells-${++notes}`, message, () => takeBack(one));
      else showDone(message);
    },
    undo: async () => {
      const last = done.current.at(-1);
      if (last) await takeBack(last);
    },
  };
}

function withRefused(words: string, refused: number): string {
  return refused ? `${words} ${i18next.t('list.cellsRefused', { count: refused })}` : words;
}

/** Begun by a key, which waits for nothing: what goes wrong is said. */
function told<Given extends unknown[]>(work: (...given: Given) => Promise<void>) {
  return (...given: Given): void => void work(...given).catch(showError);
}
