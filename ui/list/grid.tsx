// The rows of a list as a spreadsheet: virtual rows, a cursor for the keyboard, editing in place.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a grid is interactive; its cells are reached with the arrow keys

import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { loadEdits } from '../fields/lazy-edit.tsx';
import { widgetFor } from '../fields/lookup.ts';
import { useReturn } from '../live.tsx';
import { useRowHeight } from '../preferences.tsx';
import { useStable } from '../stable.ts';
import { blockOf, isOne, type Place } from './block.ts';
import { type Column, isEditable, NARROWEST, valueAt, WIDEST } from './columns.ts';
import classes from './grid.module.css';
import { GroupHeading } from './group-heading.tsx';
import { Header } from './header.tsx';
import { type KeyCommand, keyCommand } from './keys.ts';
import type { Rows } from './pages.ts';
import { cellId, Row, type RowActions } from './row.tsx';
import { saveCell } from './save-cell.ts';
import type { SelectionState } from './selection.ts';
import { Trouble } from './trouble.tsx';
import { useFailures } from './use-failures.ts';
import type { Groups } from './use-groups.ts';
import { useRowWindow, useScrollTop } from './use-row-window.ts';
import { useSheet } from './use-sheet.ts';

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

interface Cursor {
  readonly row: number;
  readonly column: number;
  readonly edit?: { readonly start: unknown };
  /** Where a block was begun; the cursor is its other corner. */
  readonly anchor?: Place;
}

export function Grid(props: GridProps) {
  const { entity, columns, pages, groups, count, sort, onSort, selection, startAt, onScroll, handle, onColumns, widthsKey } = props;
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const { failures, note } = useFailures();
  const lastSelected = useRef(0);
  const late = useLate(!pages.started);

  // With the count at hand the scrollbar covers all rows, so that it can be dragged anywhere; before, what was read and some more.
  const total = !pages.started
    ? late
      ? SKELETONS
      : 0
    : pages.complete
      ? pages.loaded
      : Math.max(count ?? pages.loaded + 30, pages.loaded + 1);
  const view = useRowWindow(scroller, { count: total, started: pages.started, rowHeight, headHeight: HEAD });
  const frozen = fitting(props.frozen, columns, view.width || undefined);

  useEffect(() => pages.want(view.first, view.end + 20), [pages, view.first, view.end]);
  useScrollTop(scroller, startAt);
  useImperativeHandle(handle, () => ({ toTop: () => scroller.current?.scrollTo({ top: 0 }) }));

  // The first sign typed must find its control: it is fetched before it is needed.
  const prepare = () => {
    if (entity.can.update) void loadEdits().catch(() => undefined);
  };
  const focusGrid = () => scroller.current?.focus({ preventScroll: true });

  const startEdit = (row: number, column: number, typed?: string) => {
    const record = pages.row(row);
    const at = columns[column];
    if (!record || !at || !isEditable(entity, at)) return;
    const failed = failures[record.id]?.[at.path];
    setCursor({ row, column, edit: { start: typed ?? (failed ? failed.attempted : valueAt(record, at.path)) } });
  };

  const sheet = useSheet({ entity, columns, pages, note });

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
  const block = cursor && blockOf(cursor, cursor.anchor ?? cursor);

  const step = (from: Cursor, rows: number, cells: number): Cursor => ({
    row: Math.max(0, Math.min(total - 1, from.row + rows)),
    column: Math.max(0, Math.min(columns.length - 1, from.column + cells)),
  });

  const goTo = (next: Cursor) => {
    setCursor(next);
    view.scrollTo(next.row);
    revealColumn(scroller.current, columns, frozen, next.column);
  };

  const select = (index: number, on: boolean, range: boolean) => {
    const [from, to] = range ? [Math.min(lastSelected.current, index), Math.max(lastSelected.current, index)] : [index, index];
    lastSelected.current = index;
    const rows = Array.from({ length: to - from + 1 }, (_, at) => pages.row(from + at)?.id);
    selection.toggle(
      rows.filter((id): id is string => id !== undefined),
      on,
    );
  };

  const actions = useStable<RowActions>({
    select,
    activate: (row, column, extend) => {
      if (cursor?.row === row && cursor.column === column) {
        // The keys are the grid's, also after a second click.
        if (!cursor.edit) focusGrid();
        return;
      }
      if (extend) getSelection()?.removeAllRanges();
      setCursor({ row, column, ...(extend && cursor ? { anchor: cursor.anchor ?? cursor } : {}) });
      focusGrid();
    },
    edit: startEdit,
    save: (record, column, value, move) => {
      void save(record, column, value);
      if (!cursor) return;
      const next = step(cursor, move === 'down' ? 1 : 0, move === 'right' ? 1 : move === 'left' ? -1 : 0);
      goTo(next);
      if (move === 'left' || move === 'right') startEdit(next.row, next.column);
      // Where focus went by itself (a click elsewhere) it stays.
      if (move !== 'stay' || document.activeElement === document.body) focusGrid();
    },
    cancel: () => {
      setCursor((was) => was && { row: was.row, column: was.column });
      focusGrid();
    },
  });

  const open = (row: number) => {
    const record = pages.row(row);
    if (record) void navigate({ to: '/$entity/$id', params: { entity: entity.name, id: record.id } });
  };

  /** Whether the command meant something here. */
  const run = (command: KeyCommand): boolean => {
    const at = cursor ?? { row: view.first, column: 0 };
    const heading = groups?.rows.heading(at.row);
    if (heading && (command.do === 'enter' || command.do === 'select')) {
      groups?.rows.toggle(heading.key);
      return true;
    }
    const record = pages.row(at.row);
    const column = columns[at.column];
    switch (command.do) {
      case 'move':
        goTo(cursor ? { ...step(at, command.rows, command.cells), ...(command.extend ? { anchor: cursor.anchor ?? cursor } : {}) } : at);
        return true;
      case 'jump': {
        const start = command.to === 'start';
        goTo({ row: command.rows ? (start ? 0 : total - 1) : at.row, column: start ? 0 : columns.length - 1 });
        return true;
      }
      case 'edit':
        startEdit(at.row, at.column);
        return true;
      case 'open':
        open(at.row);
        return true;
      case 'enter':
        if (column && isEditable(entity, column)) startEdit(at.row, at.column);
        else open(at.row);
        return true;
      case 'select':
        if (record) select(at.row, !selection.ids.has(record.id), command.range);
        return true;
      case 'escape':
        if (selection.all || selection.ids.size) selection.clear();
        else setCursor(cursor?.anchor ? { row: cursor.row, column: cursor.column } : null);
        return true;
      case 'copy':
        if (!block || getSelection()?.toString()) return false;
        sheet.copy(block);
        return true;
      case 'fill':
        if (block) void sheet.fillDown(block);
        return true;
      case 'empty':
        if (block) void sheet.empty(block);
        return true;
      case 'undo':
        void sheet.undo();
        return true;
      case 'type':
        if (!column || !widgetFor(column.field).typed) return false;
        startEdit(at.row, at.column, command.sign);
        return true;
    }
  };

  const keyDown = (event: KeyboardEvent) => {
    // Header buttons and check boxes keep their own keys.
    if (event.target !== event.currentTarget || cursor?.edit) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const command = keyCommand(event, page);
    if (command && run(command)) event.preventDefault();
  };

  const ids = pages.ids();
  const selectedHere = selection.all ? ids.length : ids.filter((id) => selection.ids.has(id)).length;
  const places = columns.slice(0, frozen).map((_, at) => {
    const before = columns.slice(0, at).map((column, i) => ` + var(--w-${i}, ${column.width}px)`);
    return [`--f-${at}`, `calc(${CHECK}px${before.join('')})`];
  });
  const widths = columns.map((column, at) => `var(--w-${at}, ${column.width}px)`).join(' ');
  const activeColumn = cursor ? columns[cursor.column] : undefined;
  const activeRecord = cursor ? pages.row(cursor.row) : undefined;
  const failure = activeRecord && activeColumn ? failures[activeRecord.id]?.[activeColumn.path] : undefined;

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
          void sheet.paste(block, event.clipboardData.getData('text/plain'));
        }}
        onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
        style={
          {
            '--columns': `${CHECK}px ${widths} minmax(0, 1fr)`,
            '--row': `${rowHeight}px`,
            ...Object.fromEntries(places),
          } as React.CSSProperties
        }
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
            {view.rows.map(({ index, top }) => {
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
            })}
          </div>
        </div>
      </div>
      <div className={classes.trouble} role="alert">
        {failure && activeRecord && activeColumn && cursor && !cursor.edit && (
          <Trouble
            column={activeColumn}
            failure={failure}
            onEdit={() => startEdit(cursor.row, cursor.column)}
            onInsist={(version) => void save(activeRecord, activeColumn, failure.attempted, version)}
            onDiscard={() => note(activeRecord.id, activeColumn.path, null)}
          />
        )}
      </div>
    </div>
  );
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
