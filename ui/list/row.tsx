// One row of the list: a check box, then a cell for each column.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus; cells are told by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys for all of its cells
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard

import { Checkbox, Skeleton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { isEmpty, plainText, titleOf, widgetFor } from '../fields/lookup.ts';
import { CellEditor, type Move } from './cell-editor.tsx';
import { type Column, isEditable, valueAt } from './columns.ts';
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
  const named = columns.some(({ path }) => entity.title.includes(path) && !isEmpty(valueAt(record, path)));
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
          named={named}
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
  /** Some cell of the row shows the record's title, or part of it. */
  named: boolean;
  active: boolean;
  editing: { start: unknown } | undefined;
  failure: Failure | undefined;
  onActivate: () => void;
  onEdit: () => void;
  onSave: (value: unknown, move: Move) => void;
  onCancel: () => void;
}

function Cell({ id, entity, column, record, first, named, active, editing, failure, onActivate, onEdit, onSave, onCancel }: CellProps) {
  const { t } = useTranslation();
  const { field, path } = column;
  const value = valueAt(record, path);
  const { align, linked } = widgetFor(field);
  const pencil = !editing && (linked || first || entity.title.includes(path)) && isEditable(entity, column);
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
          <Value entity={entity} column={column} record={record} value={value} stands={first && !named} />
        </div>
      )}
      {pencil && (
        <button
          type="button"
          className={classes.pencil}
          tabIndex={-1}
          aria-label={t('list.editCell', { column: column.label })}
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

interface ValueProps {
  entity: EntityDescription;
  column: Column;
  record: RecordValues;
  value: unknown;
  /** First in a row that shows no title: it stands for the record. */
  stands: boolean;
}

/** What names the record leads to it. */
function Value({ entity, column, record, value, stands }: ValueProps) {
  const { t } = useTranslation();
  const { field, path } = column;
  const { Show } = widgetFor(field);
  const empty = isEmpty(value);
  if (!stands && (empty || !entity.title.includes(path))) return empty ? null : <Show field={field} value={value} place="cell" />;
  return (
    <Link to="/$entity/$id" params={{ entity: entity.name, id: record.id }} className={classes.title} tabIndex={-1} draggable={false}>
      {empty ? <span className={classes.untitled}>{titleOf(entity, record) || t('list.untitled')}</span> : plainText(field, value)}
    </Link>
  );
}

export function cellId(row: number, column: number): string {
  return `cell-${row}-${column}`;
}
