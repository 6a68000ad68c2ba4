// One cell being edited. Enter saves and goes down, Tab saves and goes on, Esc leaves everything as it was.

import { type KeyboardEvent, useRef, useState } from 'react';
import type { FieldDescription, RecordValues } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import classes from './grid.module.css';

export type Move = 'stay' | 'down' | 'right' | 'left';

export interface CellEditorProps {
  entity: string;
  field: FieldDescription;
  record: RecordValues;
  /** What it begins with: the value, what was refused before, or the first key typed. */
  start: unknown;
  error: string | null;
  onSave: (value: unknown, move: Move) => void;
  onCancel: () => void;
}

export function CellEditor({ entity, field, record, start, error, onSave, onCancel }: CellEditorProps) {
  const [draft, setDraft] = useState(start);
  // The choice of a widget and the save that follows it come before the next render.
  const latest = useRef(start);
  const done = useRef(false);
  const { Edit, cellRoom } = widgetFor(field);

  const change = (value: unknown) => {
    latest.current = value;
    setDraft(value);
  };
  const save = (move: Move) => {
    if (done.current) return;
    done.current = true;
    onSave(latest.current, move);
  };
  const keyDown = (event: KeyboardEvent) => {
    // The list's own keys must not act on what is typed here.
    event.stopPropagation();
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    const lines = event.target instanceof HTMLTextAreaElement;
    if (event.key === 'Escape') {
      done.current = true;
      onCancel();
    } else if (event.key === 'Enter' && !(lines && (event.shiftKey || event.altKey))) {
      event.preventDefault();
      save('down');
    } else if (event.key === 'Tab') {
      event.preventDefault();
      save(event.shiftKey ? 'left' : 'right');
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its control leaves unhandled
    <div
      className={classes.editor}
      data-room={cellRoom}
      onKeyDown={keyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) save('stay');
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Edit
        entity={entity}
        field={field}
        value={draft}
        onChange={change}
        onCommit={(value) => {
          change(value);
          save('stay');
        }}
        place="cell"
        error={error}
        autoFocus
        recordId={record.id}
      />
    </div>
  );
}
