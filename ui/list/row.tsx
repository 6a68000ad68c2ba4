// One row of the list: a check box, then a cell for each column.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus; cells are told by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys for all of its cells
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard

import { Checkbox, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { isEmpty, plainText, titleOf, widgetFor } from '../fields/lookup.ts';
import { CellEditor, type Move } from './cell-editor.tsx';
import { type Column, valueAt } from './columns.ts';
import classes from './grid.module.css';
import type { Failure } from './save-cell.ts';

export interface RowActions {
  select(index: number, on: boolean, range: boolean): void;
  activate(index: number, column: number): void;
  edit(index: number, column: number): void;
  save(record: RecordValues, column: Column, value: unknown, move: Move): void;
  cancel(): void;
}

export interface RowProps {
  entity: EntityDescription;
  columns: readonly Column[];
  index: number;
  top: number;
  record: RecordValues | undefined;
  selected: boolean;
  /** Column with the cursor, or -1. */
  active: number;
  /** What the cell with the cursor is edited from; undefined: it is not edited. */
  editing: { start: unknown } | undefined;
  /** By column path. */
  failures: Readonly<Record<string, Failure>> | undefined;
  actions: RowActions;
}

export const Row = memo(function Row({ entity, columns, index, top, record, selected, active, editing, failures, actions }: RowProps) {
  const { t } = useTranslation();
  const style = { transform: `translateY(${top}px)` };
  if (!record) {
    return (
      <div className={classes.row} style={style} role="row" aria-rowindex={index + 2} aria-busy="true">
        <div className={classes.check} role="gridcell" />
        {columns.map((column, at) => (
          <div key={column.path} className={classes.cell} data-first={at === 0 || undefined} role="gridcell">
            <Skeleton height={10} width={`${40 + ((index * 7 + at * 13) % 45)}%`} animate={false} />
          </div>
        ))}
        <div className={classes.filler} />
      </div>
    );
  }
  return (
    <div
      className={classes.row}
      style={style}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-selected={selected || undefined}
    >
      <div className={classes.check} role="gridcell">
        <Checkbox
          size="xs"
          tabIndex={-1}
          checked={selected}
          aria-label={t('list.selectRow', { title: titleOf(entity, record) })}
          onChange={(event) => actions.select(index, event.currentTarget.checked, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </div>
      {columns.map((column, at) => (
        <Cell
          key={column.path}
          id={cellId(index, at)}
          entity={entity}
          column={column}
          record={record}
          first={at === 0}
          active={at === active}
          editing={at === active ? editing : undefined}
          failure={failures?.[column.path]}
          onActivate={() => actions.activate(index, at)}
          onEdit={() => actions.edit(index, at)}
          onSave={(value, move) => actions.save(record, column, value, move)}
          onCancel={actions.cancel}
        />
      ))}
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
  active: boolean;
  editing: { start: unknown } | undefined;
  failure: Failure | undefined;
  onActivate: () => void;
  onEdit: () => void;
  onSave: (value: unknown, move: Move) => void;
  onCancel: () => void;
}

function Cell({ id, entity, column, record, first, active, editing, failure, onActivate, onEdit, onSave, onCancel }: CellProps) {
  const { field, path } = column;
  const value = valueAt(record, path);
  const { align } = widgetFor(field);
  return (
    <div
      id={id}
      className={classes.cell}
      role="gridcell"
      tabIndex={-1}
      data-first={first || undefined}
      data-active={active || undefined}
      data-failed={failure ? true : undefined}
      data-align={align}
      aria-invalid={failure ? true : undefined}
      onClick={onActivate}
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
        <div className={classes.value} title={plainText(field, value) || undefined}>
          <Value entity={entity} column={column} record={record} value={value} first={first} />
        </div>
      )}
    </div>
  );
}

/** The title leads to the record; so does the first column, when the title is not among the columns or is empty. */
function Value({
  entity,
  column,
  record,
  value,
  first,
}: {
  entity: EntityDescription;
  column: Column;
  record: RecordValues;
  value: unknown;
  first: boolean;
}) {
  const { t } = useTranslation();
  const { field, path } = column;
  const empty = isEmpty(value);
  const { Show } = widgetFor(field);
  if (first || entity.title.includes(path)) {
    return (
      <Link to="/$entity/$id" params={{ entity: entity.name, id: record.id }} className={classes.title} tabIndex={-1} draggable={false}>
        {empty ? <span className={classes.untitled}>{titleOf(entity, record) || t('list.untitled')}</span> : plainText(field, value)}
      </Link>
    );
  }
  return empty ? null : <Show field={field} value={value} place="cell" />;
}

export function cellId(row: number, column: number): string {
  return `cell-${row}-${column}`;
}
