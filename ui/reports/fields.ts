// Fields of a report's columns as the client knows them, and stand-ins for what is computed.

import type { EntityDescription, FieldDescription, ReportHead } from '../../client/index.ts';

export const PLAIN: FieldDescription = {
  ...{ name: 'value', type: 'text', label: '', help: '', required: false, unique: false, read_only: true, custom: false, system: false },
  ...{ hidden: false, searched: false, default: null, visible_if: null, required_if: null, formula: null, options: [], open: true, to: [] },
  ...{ length: null, min: null, max: null, scale: null, grouping: true, currency: null, operators: [], sortable: false },
};

export function fieldOfPath(entities: readonly EntityDescription[], entity: string, path: string): FieldDescription | null {
  const at = entities.find(({ name }) => name === entity);
  let fields: readonly FieldDescription[] = at?.fields ?? childFields(entities, entity);
  let field: FieldDescription | undefined;
  for (const step of path.split('.')) {
    field = fields.find(({ name }) => name === step);
    if (!field) return null;
    fields = entities.find(({ name }) => name === field?.to[0])?.fields ?? [];
  }
  return field ?? null;
}

/** Line items are no noun of their own: their fields stand in the field that holds them. */
export function childFields(entities: readonly EntityDescription[], child: string): readonly FieldDescription[] {
  for (const { fields } of entities) {
    const holder = fields.find((field) => field.type === 'children' && field.to[0] === child);
    if (holder?.fields) return holder.fields;
  }
  return [];
}

export function columnField(entities: readonly EntityDescription[], head: ReportHead, at: number): FieldDescription {
  const column = head.columns[at];
  if (!column) return PLAIN;
  const level = head.levels[column.level];
  const found = column.path && level ? fieldOfPath(entities, level.entity, column.path) : null;
  return found ?? { ...PLAIN, type: column.type, to: column.to };
}

export function totalField(field: FieldDescription, of: string): FieldDescription {
  if (of === 'count' || of === 'count_distinct') return { ...PLAIN, type: 'integer' };
  return of === 'avg' && field.type === 'integer' ? { ...PLAIN, type: 'decimal', scale: 2 } : field;
}

/** Value of a group in words; periods are shown as `2026-03`. */
export function groupField(entities: readonly EntityDescription[], head: ReportHead, at: number): FieldDescription {
  const group = head.groups[at];
  const level = group && head.levels[group.level];
  const found = group && level ? fieldOfPath(entities, level.entity, group.value) : null;
  return found ?? { ...PLAIN, type: group?.type ?? 'text' };
}
