// One cell of the line items: shown, chosen, or being written in.

import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { FieldDescription } from '../../client/index.ts';
import { isEmpty, plainText, widgetFor } from '../fields/lookup.ts';
import classes from './lines.module.css';
import type { Row } from './lines-wire.ts';

export interface LineCellProps {
  row: Row;
  column: FieldDescription;
  writable: boolean;
  problem: string | null;
  active: 'select' | 'edit' | null;
  typed: string | undefined;
  /** The one cell that Tab comes to from outside. */
  tabStop: boolean;
  onEdit: (typed?: string) => void;
  onSelect: () => void;
  onLeave: () => void;
  onChange: (value: unknown) => void;
  onGo: (down: number, right: number, mode?: 'select' | 'edit') => void;
  /** False: there is no cell that way. */
  onStep: (by: 1 | -1, mode: 'select' | 'edit') => boolean;
  onMoveRow: (by: 1 | -1) => void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

export function LineCell(props: LineCellProps) {
  const { row, column, writable, problem, active, tabStop } = props;
  const cell = useRef<HTMLTableCellElement>(null);
  const { Show, align } = widgetFor(column);
  const value = row[column.name] ?? null;

  useEffect(() => {
    if (active === 'select') cell.current?.focus();
  }, [active]);

  if (active === 'edit' && writable) return <EditCell {...props} value={value} />;
  return (
    <td
      ref={cell}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell one walks to, in a table that is a grid
      role="gridcell"
      className={classes.cell}
      data-end={align === 'end' || undefined}
      data-readonly={!writable || undefined}
      data-bad={problem ? true : undefined}
      tabIndex={tabStop ? 0 : -1}
      aria-readonly={!writable || undefined}
      aria-invalid={problem ? true : undefined}
      title={problem ?? undefined}
      onFocus={() => active === null && props.onSelect()}
      onBlur={() => active === 'select' && props.onLeave()}
      onMouseDown={(event) => {
        if (!writable || event.button !== 0) return;
        event.preventDefault();
        props.onEdit();
      }}
      onKeyDown={(event) => selectKeys(event, props)}
    >
      {isEmpty(value) ? null : column.to.length > 0 ? plainText(column, value) : <Show field={column} value={value} place="cell" />}
    </td>
  );
}

function selectKeys(event: KeyboardEvent, props: LineCellProps): void {
  const { column, writable, onGo, onEdit, onChange, onStep, onMoveRow } = props;
  const arrow = ARROWS[event.key];
  if (arrow && event.altKey && arrow[0] !== 0) onMoveRow(arrow[0] as 1 | -1);
  else if (arrow && !event.ctrlKey && !event.metaKey) onGo(arrow[0], arrow[1]);
  else if (event.key === 'Tab') {
    if (!onStep(event.shiftKey ? -1 : 1, 'select')) return;
  } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) writable ? onEdit() : onGo(1, 0);
  else if (event.key === 'F2' && writable) onEdit();
  else if ((event.key === 'Delete' || event.key === 'Backspace') && writable) onChange(null);
  else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && writable)
    onEdit(widgetFor(column).typed ? event.key : undefined);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function EditCell({ column, problem, typed, value, onChange, onGo, onStep, onSelect, onLeave }: LineCellProps & { value: unknown }) {
  const { Edit, align, cellRoom } = widgetFor(column);
  const before = useRef(value);
  const cell = useRef<HTMLTableCellElement>(null);

  // The key that opened the cell is the first of the new value. Once.
  const opener = useRef(typed);
  useEffect(() => {
    const control = cell.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
    if (!control) return;
    control.focus();
    if (opener.current === undefined) control.select?.();
    else type(control, opener.current);
  }, []);

  const keyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isOpen = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true';
    if (event.key === 'Escape') {
      onChange(before.current);
      onSelect();
    } else if (event.defaultPrevented) return;
    // The answer to what was typed is still on its way: leaving now would lose it.
    else if (event.key === 'Enter' && isOpen && column.to.length > 0) event.preventDefault();
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.shiftKey) onGo(1, 0, 'edit');
    else if (event.key === 'Tab') {
      if (!onStep(event.shiftKey ? -1 : 1, 'edit')) return;
    } else if (
      (event.key === 'ArrowDown' || event.key === 'ArrowUp') &&
      !isOpen &&
      !(event.target instanceof HTMLTextAreaElement) &&
      column.to.length === 0
    )
      onGo(event.key === 'ArrowDown' ? 1 : -1, 0, 'edit');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <td
      ref={cell}
      className={classes.editing}
      data-end={align === 'end' || undefined}
      data-room={cellRoom}
      onKeyDown={keyDown}
      onBlur={(event) => {
        // A list of choices lies elsewhere in the page: leaving for it is not leaving the cell.
        if (event.relatedTarget === null || event.currentTarget.contains(event.relatedTarget)) return;
        if ((event.relatedTarget as HTMLElement).closest('[role="listbox"], [data-portal], [role="dialog"]')) return;
        onLeave();
      }}
    >
      <div className={classes.editor}>
        <Edit
          entity={column.to[0] ?? ''}
          field={column}
          value={value}
          onChange={onChange}
          onCommit={(next) => {
            onChange(next);
            onStep(1, 'edit');
          }}
          place="cell"
          error={problem}
          autoFocus
        />
      </div>
    </td>
  );
}

/** As if the key had been pressed in the control: React hears of it. */
function type(control: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const prototype = control instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, text);
  control.dispatchEvent(new Event('input', { bubbles: true }));
}
