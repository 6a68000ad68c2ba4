// Column headers: click sorts, Shift-click adds to the sort, the edge resizes, dragging moves.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus; cells are told by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys for all of its cells
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard

import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { widgetFor } from '../fields/lookup.ts';
import { useReorder } from '../reorder.ts';
import { type Column, frozenAt, NARROWEST, setColumnWidth, WIDEST } from './columns.ts';
import classes from './grid.module.css';
import { nextSort, sortOf } from './sort.ts';

export interface HeaderProps {
  /** Under which widths are kept. */
  widthsKey: string;
  frozen: number;
  onColumns: (paths: string[]) => void;
  columns: readonly Column[];
  sort: string;
  onSort: (sort: string) => void;
  /** State of the box that selects all rows at hand. */
  selected: 'none' | 'some' | 'all';
  /** Rows at hand: as long as there are none, there is nothing to select. */
  selectable: number;
  onSelectAll: (on: boolean) => void;
  /** While the edge is dragged: widths are put on the grid itself, rows are not drawn again. */
  onResizing: (path: string, width: number | null) => void;
}

export function Header({
  widthsKey,
  frozen,
  onColumns,
  columns,
  sort,
  onSort,
  selected,
  selectable,
  onSelectAll,
  onResizing,
}: HeaderProps) {
  const { t } = useTranslation();
  const order = useReorder(
    columns.map(({ path }) => path),
    onColumns,
  );
  const resizing = useRef(false);

  return (
    <div className={classes.head} role="row" aria-rowindex={1}>
      <div className={classes.check} role="columnheader">
        <input
          type="checkbox"
          className={classes.box}
          checked={selected === 'all'}
          disabled={selectable === 0}
          ref={(box) => {
            if (box) box.indeterminate = selected === 'some';
          }}
          onChange={(event) => onSelectAll(event.currentTarget.checked)}
          aria-label={t('list.selectAll')}
        />
      </div>
      {columns.map((column, at) => {
        const { direction, place } = sortOf(sort, column.path);
        const dragging = order.dragging(column.path, column.label, at);
        return (
          <div
            key={column.path}
            className={classes.headCell}
            role="columnheader"
            aria-sort={direction === null ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
            {...frozenAt(at, frozen)}
            data-align={widgetFor(column.field).align}
            {...dragging}
            onDragStart={(event) => {
              // The browser looks for what is dragged where the edge was, not where it has gone.
              if (resizing.current) event.preventDefault();
              else dragging.onDragStart(event);
            }}
          >
            {column.field.sortable && column.over === 0 ? (
              <button
                type="button"
                className={classes.sort}
                title={column.label}
                onClick={(event) => onSort(nextSort(sort, column.path, event.shiftKey))}
              >
                <span className={classes.headLabel}>{column.label}</span>
                {direction === 'asc' && <IconArrowUp size={14} aria-hidden="true" />}
                {direction === 'desc' && <IconArrowDown size={14} aria-hidden="true" />}
                {direction !== null && place > 0 && <sub>{place}</sub>}
              </button>
            ) : (
              <span className={classes.sort} title={column.label}>
                <span className={classes.headLabel}>{column.label}</span>
              </span>
            )}
            <Edge
              column={column}
              onBusy={(busy) => {
                resizing.current = busy;
              }}
              onResizing={onResizing}
              onDone={(width) => setColumnWidth(widthsKey, column.path, width)}
            />
          </div>
        );
      })}
      <div className={classes.filler} role="presentation" />
    </div>
  );
}

interface EdgeProps {
  column: Column;
  onBusy: (busy: boolean) => void;
  onResizing: HeaderProps['onResizing'];
  onDone: (width: number) => void;
}

function Edge({ column, onBusy, onResizing, onDone }: EdgeProps) {
  const { t } = useTranslation();
  const begin = useRef<{ x: number; width: number } | null>(null);
  const widthAt = (event: PointerEvent) => (begin.current ? begin.current.width + event.clientX - begin.current.x : column.width);
  return (
    <div
      className={classes.edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={t('list.resize', { column: column.label })}
      aria-valuenow={column.width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onBusy(true);
        begin.current = { x: event.clientX, width: column.width };
      }}
      onPointerMove={(event) => {
        if (begin.current) onResizing(column.path, widthAt(event));
      }}
      onPointerUp={(event) => {
        if (begin.current) {
          onDone(widthAt(event));
          onResizing(column.path, null);
        }
        begin.current = null;
        onBusy(false);
      }}
      onPointerCancel={() => {
        begin.current = null;
        onResizing(column.path, null);
        onBusy(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        event.stopPropagation();
        onDone(column.width + (event.key === 'ArrowRight' ? 16 : -16));
      }}
    />
  );
}
