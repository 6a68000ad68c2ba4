// The rows of a list as a spreadsheet: virtual rows, a cursor for the keyboard, editing in place.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a grid is interactive; its cells are reached with the arrow keys

import { useNavigate } from '@tanstack/react-router';
import { type CSSProperties, type KeyboardEvent, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { EntityDescription } from '../../client/index.ts';
import { loadEdits } from '../fields/lazy-edit.tsx';
import { useRowHeight } from '../preferences.tsx';
import { useStable } from '../stable.ts';
import { isOne, type Place } from './block.ts';
import { type Column, NARROWEST, WIDEST } from './columns.ts';
import classes from './grid.module.css';
import { runCommand } from './grid-commands.ts';
import { GroupHeading } from './group-heading.tsx';
import { Header } from './header.tsx';
import { keyCommand } from './keys.ts';
import type { Rows } from './pages.ts';
import { cellId, Row, type RowActions } from './row.tsx';
import type { SelectionState } from './selection.ts';
import { Trouble } from './trouble.tsx';
import { type Cells, useCells } from './use-cells.ts';
import { type CursorState, useCursor } from './use-cursor.ts';
import type { Groups } from './use-groups.ts';
import { type RowWindow, useRowWindow, useScrollTop } from './use-row-window.ts';

const HEAD = 34;
const CHECK = 40;
const SKELETONS = 14;
/** Milliseconds. */
const SOON = 120;

export interface GridHandle {
  toTop(): void;
}

export interface GridProps {
  entity: EntityDescription;
  columns: readonly Column[];
  pages: Rows;
  /** The list is in groups: `pages` are their rows. */
  groups?: Groups | undefined;
  /** Columns that stay where one scrolls sideways. */
  frozen: number;
  onColumns: (paths: string[]) => void;
  widthsKey: string;
  count: number | undefined;
  sort: string;
  onSort: (sort: string) => void;
  selection: SelectionState;
  /** Scroll position to begin at. */
  startAt: number;
  onScroll: (top: number) => void;
  handle: React.Ref<GridHandle>;
}

export function Grid(props: GridProps) {
  const { entity, columns, pages, groups, count, sort, onSort, selection, startAt, onScroll, handle, onColumns, widthsKey } = props;
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const total = useTotal(pages, count);
  const view = useRowWindow(scroller, { count: total, started: pages.started, rowHeight, headHeight: HEAD });
  const frozen = fitting(props.frozen, columns, view.width || undefined);
  const cells = useCells({ entity, columns, pages });
  const { failures, save, sheet } = cells;
  const reveal = ({ row, column }: Place) => {
    view.scrollTo(row);
    revealColumn(scroller.current, columns, frozen, column);
  };
  const place = useCursor({ entity, columns, pages, failures, total, reveal });
  const { cursor, block } = place;
  const select = useRangeSelect(pages, selection);

  useEffect(() => pages.want(view.first, view.end + 20), [pages, view.first, view.end]);
  useScrollTop(scroller, startAt);
  useImperativeHandle(handle, () => ({ toTop: () => scroller.current?.scrollTo({ top: 0 }) }));

  // The first sign typed must find its control: it is fetched before it is needed.
  const prepare = () => {
    if (entity.can.update) void loadEdits().catch(() => undefined);
  };
  const focusGrid = () => scroller.current?.focus({ preventScroll: true });
  const actions = useRowActions(place, { save, select, focusGrid });

  const open = (row: number) => {
    const record = pages.row(row);
    if (record) void navigate({ to: '/$entity/$id', params: { entity: entity.name, id: record.id } });
  };
  const keyDown = (event: KeyboardEvent) => {
    // Header buttons and check boxes keep their own keys.
    if (event.target !== event.currentTarget || cursor?.edit) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const command = keyCommand(event, page);
    const here = { entity, columns, pages, groups, selection, place, sheet, total, firstRow: view.first, select, open };
    if (command && runCommand(command, here)) event.preventDefault();
  };
  const ids = pages.ids();
  const selectedHere = selection.all ? ids.length : ids.filter((id) => selection.ids.has(id)).length;

  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="grid"
        aria-label={entity.plural}
        aria-rowcount={count === undefined ? -1 : count + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        aria-activedescendant={cursor ? cellId(cursor.row, cursor.column) : undefined}
        tabIndex={0}
        onKeyDown={keyDown}
        onFocus={prepare}
        onPaste={(event) => {
          if (event.target !== event.currentTarget || !block) return;
          event.preventDefault();
          sheet.paste(block, event.clipboardData.getData('text/plain'));
        }}
        onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
        style={measures(columns, frozen, rowHeight)}
      >
        <Header
          widthsKey={widthsKey}
          frozen={frozen}
          onColumns={onColumns}
          columns={columns}
          sort={sort}
          onSort={onSort}
          selectable={ids.length}
          selected={selectedHere === 0 ? 'none' : selectedHere < ids.length ? 'some' : 'all'}
          onSelectAll={(on) => (on ? selection.toggle(ids, true) : selection.clear())}
          onResizing={(path, width) => {
            const at = columns.findIndex((column) => column.path === path);
            const bounded = width === null ? null : `${Math.max(NARROWEST, Math.min(WIDEST, width))}px`;
            scroller.current?.style.setProperty(`--w-${at}`, bounded);
          }}
        />
        <div className={classes.body} role="presentation" style={{ height: view.height }}>
          <div role="rowgroup" style={{ transform: `translateY(${view.offset}px)` }}>
            <GridRows {...{ entity, columns, frozen, pages, groups, selection, place, failures, actions }} rows={view.rows} />
          </div>
        </div>
      </div>
      <CursorTrouble columns={columns} pages={pages} place={place} cells={cells} />
    </div>
  );
}

interface GridRowsProps extends Pick<GridProps, 'entity' | 'columns' | 'frozen' | 'pages' | 'groups' | 'selection'> {
  rows: RowWindow['rows'];
  place: CursorState;
  failures: Cells['failures'];
  actions: RowActions;
}

function GridRows({ entity, columns, frozen, pages, groups, selection, rows, place: { cursor, block }, failures, actions }: GridRowsProps) {
  return rows.map(({ index, top }) => {
    const heading = groups?.rows.heading(index);
    if (groups && heading) {
      return (
        <GroupHeading
          key={`group ${heading.key}`}
          id={cellId(index, 0)}
          field={groups.field}
          unit={groups.unit}
          heading={heading}
          columns={columns}
          index={index}
          top={top}
          active={cursor?.row === index}
          onToggle={() => groups.rows.toggle(heading.key)}
        />
      );
    }
    const record = pages.row(index);
    return (
      <Row
        key={record?.id ?? index}
        entity={entity}
        columns={columns}
        frozen={frozen}
        index={index}
        top={top}
        record={record}
        selected={!!record && (selection.all || selection.ids.has(record.id))}
        active={cursor?.row === index ? cursor.column : -1}
        block={block && !isOne(block) && index >= block.top && index <= block.bottom ? `${block.left}-${block.right}` : ''}
        editing={cursor?.row === index ? cursor.edit : undefined}
        failures={record && failures[record.id]}
        actions={actions}
      />
    );
  });
}

/** With the count at hand the scrollbar covers all rows, so that it can be dragged anywhere; before, what was read and some more. */
function useTotal(pages: Rows, count: number | undefined): number {
  const late = useLate(!pages.started);
  if (!pages.started) return late ? SKELETONS : 0;
  return pages.complete ? pages.loaded : Math.max(count ?? pages.loaded + 30, pages.loaded + 1);
}

/** Chooses one row, or all between it and the one before. */
function useRangeSelect(pages: Rows, selection: SelectionState) {
  const last = useRef(0);
  return (row: number, on: boolean, range: boolean) => {
    const [from, to] = range ? [Math.min(last.current, row), Math.max(last.current, row)] : [row, row];
    last.current = row;
    const ids = Array.from({ length: to - from + 1 }, (_, at) => pages.row(from + at)?.id);
    selection.toggle(
      ids.filter((id) => id !== undefined),
      on,
    );
  };
}

interface RowActionsOptions {
  save: Cells['save'];
  select: RowActions['select'];
  focusGrid: () => void;
}

function useRowActions({ cursor, put, goTo, step, edit }: CursorState, { save, select, focusGrid }: RowActionsOptions): RowActions {
  return useStable<RowActions>({
    select,
    activate: (row, column, extend) => {
      if (cursor?.row === row && cursor.column === column) {
        // The keys are the grid's, also after a second click.
        if (!cursor.edit) focusGrid();
        return;
      }
      if (extend) getSelection()?.removeAllRanges();
      put({ row, column, ...(extend && cursor ? { anchor: cursor.anchor ?? cursor } : {}) });
      focusGrid();
    },
    edit,
    save: (record, column, value, move) => {
      void save(record, column, value);
      if (!cursor) return;
      const next = step(cursor, move === 'down' ? 1 : 0, move === 'right' ? 1 : move === 'left' ? -1 : 0);
      goTo(next);
      if (move === 'left' || move === 'right') edit(next.row, next.column);
      // Where focus went by itself (a click elsewhere) it stays.
      if (move !== 'stay' || document.activeElement === document.body) focusGrid();
    },
    cancel: () => {
      put((was) => was && { row: was.row, column: was.column });
      focusGrid();
    },
  });
}

interface CursorTroubleProps {
  columns: readonly Column[];
  pages: Rows;
  place: CursorState;
  cells: Cells;
}

/** Why the value of the cell one stands on was refused, and what can be done about it. */
function CursorTrouble({ columns, pages, place: { cursor, edit }, cells: { failures, note, save } }: CursorTroubleProps) {
  const column = cursor ? columns[cursor.column] : undefined;
  const record = cursor ? pages.row(cursor.row) : undefined;
  const failure = record && column ? failures[record.id]?.[column.path] : undefined;
  return (
    <div className={classes.trouble} role="alert">
      {failure && record && column && cursor && !cursor.edit && (
        <Trouble
          column={column}
          failure={failure}
          onEdit={() => edit(cursor.row, cursor.column)}
          onInsist={(version) => void save(record, column, failure.attempted, version)}
          onDiscard={() => note(record.id, column.path, null)}
        />
      )}
    </div>
  );
}

/** Sizes that rows and header share, as variables: while a column is dragged only they change. */
function measures(columns: readonly Column[], frozen: number, rowHeight: number): CSSProperties {
  const width = ({ width }: Column, at: number) => `var(--w-${at}, ${width}px)`;
  const places = columns.slice(0, frozen).map((_, at) => {
    const before = columns.slice(0, at).map((column, i) => ` + ${width(column, i)}`);
    return [`--f-${at}`, `calc(${CHECK}px${before.join('')})`];
  });
  const widths = columns.map(width).join(' ');
  return { '--columns': `${CHECK}px ${widths} minmax(0, 1fr)`, '--row': `${rowHeight}px`, ...Object.fromEntries(places) };
}

/** Rows that come soon need nothing in their place: it would only be drawn to be thrown away. */
function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(setLate, SOON, true);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waiting]);
  return late;
}

/** As many of the first columns as leave room for the others. */
function fitting(frozen: number, columns: readonly Column[], room = 1200): number {
  let width = CHECK;
  let fit = 0;
  while (fit < Math.min(frozen, columns.length)) {
    width += columns[fit]?.width ?? 0;
    if (fit > 0 && width > room * 0.7) break;
    fit += 1;
  }
  return fit;
}

/** Scrolls sideways until the column stands beside the frozen ones. */
function revealColumn(scroller: HTMLElement | null, columns: readonly Column[], frozen: number, index: number): void {
  if (!scroller) return;
  const width = (from: readonly Column[]) => from.reduce((sum, column) => sum + column.width, CHECK);
  const fixed = width(columns.slice(0, frozen));
  const left = width(columns.slice(0, index));
  const right = left + (columns[index]?.width ?? 0);
  if (index >= frozen && left < scroller.scrollLeft + fixed) scroller.scrollLeft = left - fixed;
  else if (right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = right - scroller.clientWidth;
}
