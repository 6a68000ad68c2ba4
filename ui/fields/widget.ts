// The React half of a field type: how it looks, how it is edited, how it reads as plain text.

import type { ComponentType } from 'react';
import type { FieldDescription } from '../../client/index.ts';

export interface ShowProps<V = unknown> {
  readonly field: FieldDescription;
  /** As read from the API; null is empty, and widgets are not asked to show it. */
  readonly value: V;
  /** `cell`: one line that may be cut off. `page`: as much room as it needs. */
  readonly place: 'cell' | 'page';
}

export interface EditProps<V = unknown> {
  /** The noun the field belongs to. */
  readonly entity: string;
  readonly field: FieldDescription;
  /** As read from the API, so that a reference keeps its title; see `toWire`. Input that cannot be read yet stays as typed. */
  readonly value: V | null;
  onChange(value: V | null): void;
  /** Cell: the choice is made, save it. Widgets one picks from call it; typed ones leave it to Enter and Tab. */
  onCommit?(value: V | null): void;
  /** `form`: label, help, star and message around the control. `cell`: the bare control in a row of the list. */
  readonly place: 'form' | 'cell';
  /** Form: named for screen readers only, where what stands around it says what it is. */
  readonly silentLabel?: string;
  /** The server's or the form's complaint. */
  readonly error?: string | null;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  /** Absent while the record is new, and where the value is that of no record. */
  readonly recordId?: string;
  /** The record is about to be made. */
  readonly isNew?: boolean;
}

/** What a filter compares a field's value with. */
export type ComparedAs = 'text' | 'number' | 'boolean' | 'date' | 'time' | 'option' | 'record';

export interface Widget<V = unknown> {
  readonly Show: ComponentType<ShowProps<V>>;
  readonly Edit: ComponentType<EditProps<V>>;
  /** One line of plain text: titles, screen readers, tooltips, copies. */
  text(value: V, field: FieldDescription): string;
  /** What the API takes; default: the value as it is. */
  toWire?(value: V): unknown;
  /** Default: text. */
  readonly comparedAs?: ComparedAs;
  /** Adding it up over records says something, e.g. money on a board. */
  readonly summed?: boolean;
  /** Numbers stand at the end of their column. */
  readonly align?: 'end';
  /** First width of a list column in pixels; default 160. */
  readonly width?: number;
  /** Shown as something to click on, so that a cell needs another place to begin editing. */
  readonly linked?: boolean;
  /** In a cell, the first key pressed begins a new value, as in a spreadsheet. */
  readonly typed?: boolean;
  /** Room its control needs beyond the cell: at least so wide, or as high as it grows. */
  readonly cellRoom?: 'wide' | 'tall';
  /** Takes the whole row of a form. */
  readonly wide?: boolean;
  /** Cannot be edited in a list cell: it needs more room, or a record that exists. */
  readonly formOnly?: boolean;
  /** Nobody types it. */
  readonly readOnly?: boolean;
}
