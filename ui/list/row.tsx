// One row of the list: a check box, then a cell for each column.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus; cells are told by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys for all of its cells
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard

import { IconPencil } from '@tabler/icons-react';
import i18next from 'i18next';
import { memo, useState } from 'react';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { isEmpty, nameOf, plainText, titleOf, widgetFor } from '../fields/lookup.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { CellEditor, type Move } from './cell-editor.tsx';
import { type Column, cellText, frozenAt, isEditable, valueAt } from './columns.ts';
import classes from './grid.module.css';
import type { Failure } from './save-cell.ts';

export interface RowActions {
  select(index: number, on: boolean, range: boolean): void;
  activate(index: number, column: number, extend: boolean): void;
  edit(index: number, column: number): void;
  save(record: RecordValues, column: Column, value: unknown, move: Move): void;
  cancel(): void;
}

export interface RowProps {
  entity: EntityDescription;
  columns: readonly Column[];
  frozen: number;
  index: number;
  top: number;
  record: RecordValues | undefined;
  selected: boolean;
  /** Column with the cursor, or -1. */
  active: number;
  /** First and last column of a chosen block in this row, `2-4`; empty: none. */
  block: string;
  /** What the cell with the cursor is edited from; undefined: it is not edited. */
  editing: { start: unknown } | undefined;
  /** By column path. */
  failures: Readonly<Record<string, Failure>> | undefined;
  actions: RowActions;
}

export const Row = memo(function Row({
  entity,
  columns,
  frozen,
  index,
  top,
  record,
  selected,
  active,
  block,
  editing,
  failures,
  actions,
}: RowProps) {
  // The pencil beside links is made for the row under the pointer only: a hundred hidden buttons would cost more than the rows.
  const [hovered, setHovered] = useState(false);
  const style = { transform: `translateY(${top}px)` };
  if (!record) {
    return (
      <div className={classes.row} style={style} role="row" aria-rowindex={index + 2} aria-busy="true">
        <div className={classes.check} role="gridcell" />
        {columns.map((column, at) => (
          <div key={column.path} className={classes.cell} {...frozenAt(at, frozen)} role="gridcell">
            <span className={classes.bone} style={{ width: `${40 + ((index * 7 + at * 13) % 45)}%` }} />
          </div>
        ))}
        <div className={classes.filler} />
      </div>
    );
  }
  const [from = -1, until = -1] = block ? block.split('-').map(Number) : [];
  const named = columns.some(({ path }) => entity.title.includes(path) && !isEmpty(valueAt(record, path)));
  return (
    <div
      className={classes.row}
      style={style}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-selected={selected || undefined}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      <div className={classes.check} role="gridcell">
        {/* Not the library's box: with one in every row, its cost is half of the list's. */}
        <input
          type="checkbox"
          className={classes.box}
          tabIndex={-1}
          checked={selected}
          aria-label={i18next.t('list.selectRow', { title: titleOf(entity, record) })}
          onChange={(event) => actions.select(index, event.currentTarget.checked, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </div>
      {columns.map((column, at) =>
        cellOf({
          id: cellId(index, at),
          entity,
          column,
          record,
          first: at === 0,
          place: frozenAt(at, frozen),
          named,
          hovered,
          active: at === active,
          chosen: at >= from && at <= until && from >= 0,
          editing: at === active ? editing : undefined,
          failure: failures?.[column.path],
          onActivate: (extend) => actions.activate(index, at, extend),
          onEdit: () => actions.edit(index, at),
          onSave: (value, move) => actions.save(record, column, value, move),
          onCancel: actions.cancel,
        }),
      )}
      <div className={classes.filler} />
    </div>
  );
});

interface CellProps {
  id: string;
  entity: EntityDescription;
  column: Column;
  record: RecordValues;
  first: boolean;
  place: ReturnType<typeof frozenAt>;
  /** Some cell of the row shows the record's title, or part of it. */
  named: boolean;
  hovered: boolean;
  active: boolean;
  chosen: boolean;
  editing: { start: unknown } | undefined;
  failure: Failure | undefined;
  onActivate: (extend: boolean) => void;
  onEdit: () => void;
  onSave: (value: unknown, move: Move) => void;
  onCancel: () => void;
}

/** Cells are no components of their own: a list has hundreds, and what React keeps of each would cost more than what is in it. */
function cellOf({
  id,
  entity,
  column,
  record,
  first,
  place,
  named,
  hovered,
  active,
  chosen,
  editing,
  failure,
  onActivate,
  onEdit,
  onSave,
  onCancel,
}: CellProps) {
  const { field, path } = column;
  const value = valueAt(record, path);
  const { align, linked } = widgetFor(field);
  const pencil = hovered && !editing && (linked || first || entity.title.includes(path)) && isEditable(entity, column);
  return (
    <div
      key={column.path}
      id={id}
      className={classes.cell}
      role="gridcell"
      tabIndex={-1}
      {...place}
      data-active={active || undefined}
      data-chosen={chosen || undefined}
      data-failed={failure ? true : undefined}
      data-align={align}
      aria-invalid={failure ? true : undefined}
      onClick={(event) => onActivate(event.shiftKey)}
      onDoubleClick={onEdit}
    >
      {editing ? (
        <CellEditor
          entity={entity.name}
          field={field}
          record={record}
          start={editing.start}
          error={failure?.message ?? null}
          onSave={onSave}
          onCancel={onCancel}
        />
      ) : (
        <div className={classes.value}>{shown({ entity, column, record, value, stands: first && !named })}</div>
      )}
      {pencil && (
        <button
          type="button"
          className={classes.pencil}
          tabIndex={-1}
          aria-label={i18next.t('list.editCell', { column: column.label })}
          onClick={(event) => {
            event.stopPropagation();
            onEdit();
          }}
        >
          <IconPencil size={14} stroke={1.6} />
        </button>
      )}
    </div>
  );
}

interface ShownProps {
  entity: EntityDescription;
  column: Column;
  record: RecordValues;
  value: unknown;
  /** First in a row that shows no title: it stands for the record. */
  stands: boolean;
}

/** What names the record leads to it. */
function shown({ entity, column, record, value, stands }: ShownProps) {
  const { field, path } = column;
  const { Show } = widgetFor(field);
  if (column.over > 0) return <span className={classes.many}>{cellText(column, record)}</span>;
  const empty = isEmpty(value);
  if (!stands && (empty || !entity.title.includes(path))) return empty ? null : <Show field={field} value={value} place="cell" />;
  return (
    <RecordLink entity={entity.name} id={record.id} className={classes.title} tabIndex={-1} draggable={false}>
      {empty ? <span className={classes.untitled}>{nameOf(entity, record, { alone: false })}</span> : plainText(field, value)}
    </RecordLink>
  );
}

export function cellId(row: number, column: number): string {
  return `cell-${row}-${column}`;
}
