// Finds the widget of a field and reads values through it. Apart from the registry, so that widgets may use it too.

import i18next from 'i18next';
import type { EntityDescription, FieldDescription, Values } from '../../client/index.ts';
import type { Widget } from './widget.ts';

let widgets: Readonly<Record<string, Widget>> = {};

/** Called once, by the registry. */
export function provideWidgets(all: Readonly<Record<string, Widget>>): void {
  widgets = all;
}

/** A type this build does not know yet is shown and edited as text. */
export function widgetFor(field: FieldDescription): Widget {
  const widget = widgets[field.type] ?? widgets.text;
  if (!widget) throw new Error('ui/fields/registry.ts has not been loaded');
  return widget;
}

export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** One line of plain text of any value; empty is ''. */
export function plainText(field: FieldDescription, value: unknown): string {
  return isEmpty(value) ? '' : widgetFor(field).text(value, field);
}

/** Where no heading says what it is: of a checkbox its name, when it is ticked. */
export function tellingText(field: FieldDescription, value: unknown): string {
  if (widgetFor(field).comparedAs === 'boolean') return value === true ? field.label : '';
  return plainText(field, value);
}

/** What the API takes for a value as the widgets keep it. */
export function toWire(field: FieldDescription, value: unknown): unknown {
  if (isEmpty(value)) return Array.isArray(value) ? [] : null;
  return widgetFor(field).toWire?.(value) ?? value;
}

/** A record's title: the printed values of its title fields. */
export function titleOf(entity: EntityDescription, record: Values): string {
  const parts = entity.title.map((name) => {
    const field = entity.fields.find((candidate) => candidate.name === name);
    return field ? plainText(field, record[name]) : '';
  });
  return parts.filter(Boolean).join(' ');
}

/** As above; what has no name yet is called by its noun, its state and whom it is for, as far as they were read: `Invoice · Draft · Virtanen Oy`. */
export function nameOf(entity: EntityDescription, record: Values, { alone = true } = {}): string {
  const title = titleOf(entity, record);
  if (title) return title;
  const told = (field: FieldDescription | undefined) => (field ? plainText(field, record[field.name]) : '');
  const columns = entity.list.columns.flatMap((name) => entity.fields.find((field) => field.name === name) ?? []);
  const state = told(columns.find(({ type }) => type === 'state'));
  const whom = alone ? told(columns.find(({ type, name }) => type === 'reference' && record[name])) : '';
  return state || whom ? [entity.label, state, whom].filter(Boolean).join(' · ') : i18next.t('list.untitled');
}
