// What one change did, as lines a person can read: field, before, after.

import i18next from 'i18next';
import type { ChangeEntry, EntityDescription, FieldDescription, Values } from '../../client/index.ts';
import { isEmpty, plainText } from '../fields/lookup.ts';
import { same } from '../form/draft.ts';
import { columnsOf } from '../form/lines-wire.ts';

export interface HistoryLine {
  readonly key: string;
  readonly label: string;
  /** null: there was nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Fields that only follow from others or say what the line itself says are left out. */
const SILENT = new Set(['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'position']);

export function historyLines(entity: EntityDescription, change: Pick<ChangeEntry, 'before' | 'after'>): HistoryLine[] {
  const names = [...new Set([...Object.keys(change.before ?? {}), ...Object.keys(change.after ?? {})])];
  return entity.fields
    .filter((field) => names.includes(field.name) && !SILENT.has(field.name))
    .flatMap((field) => {
      const before = change.before?.[field.name] ?? null;
      const after = change.after?.[field.name] ?? null;
      if (field.fields) return rowLines(field, before as Values | null, after as Values | null);
      if (isEmpty(before) && isEmpty(after)) return [];
      return [{ key: field.name, label: field.label, before: printed(field, before), after: printed(field, after) }];
    });
}

/** Rows by id; null where the row was not. */
function rowLines(field: FieldDescription, before: Values | null, after: Values | null): HistoryLine[] {
  const ids = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return ids.flatMap((id) => {
    const was = (before?.[id] ?? null) as Values | null;
    const is = (after?.[id] ?? null) as Values | null;
    const columns = columnsOf(field).filter((column) => !same(was?.[column.name], is?.[column.name]));
    const line = (row: Values | null) =>
      row &&
      (columns
        .map((column) => [column.label, printed(column, row[column.name])] as const)
        .filter(([, text]) => text !== null)
        .map(([label, text]) => `${label} ${text}`)
        .join(', ') ||
        null);
    // Only its place among the others changed.
    if (was && is && columns.length === 0) return [];
    const words = !was ? 'history.rowAdded' : !is ? 'history.rowRemoved' : 'history.rowChanged';
    return [{ key: `${field.name} ${id}`, label: i18next.t(words, { field: field.label }), before: line(was), after: line(is) }];
  });
}

function printed(field: FieldDescription, value: unknown): string | null {
  if (isEmpty(value)) return null;
  // A record that is out of reach or gone has no title here.
  if (typeof value === 'object' && value !== null && 'id' in value && !(value as { title?: string }).title)
    return i18next.t('history.gone');
  return plainText(field, value) || null;
}
