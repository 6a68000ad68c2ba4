// Fields of a report's columns as the client knows them, and stand-ins for what is computed.

import type { EntityDescription, FieldDescription, ReportHead } from '../../client/index.ts';
import { type ReportDefinition, unitOfGroup } from '../../schema/index.ts';

export const PLAIN: FieldDescription = {
  ...{ name: 'value', type: 'text', label: '', help: '', required: false, unique: false, read_only: true, custom: false, system: false },
  ...{ hidden: false, searched: false, default: null, visible_if: null, required_if: null, formula: null, options: [], open: true, to: [] },
  ...{ length: null, min: null, max: null, scale: null, grouping: true, names: null, currency: null, operators: [], sortable: false },
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

/** Headings in the language of who reads, as the server makes them in its own: what the report's maker wrote stays. */
export function columnHeadings(entities: readonly EntityDescription[], definition: ReportDefinition, head: ReportHead): string[] {
  const own = (id: string) => definition.columns.find((column) => column.id === id)?.label;
  const names = head.columns.map(
    ({ id, level, path, heading }) => own(id) ?? (path ? labelsOf(entities, head.levels[level]?.entity, path) : null) ?? heading,
  );
  return names.map((name, at) => {
    const level = head.columns[at]?.level ?? 0;
    const shared = names.some((other, i) => other === name && head.columns[i]?.level !== level);
    const place = head.levels[level];
    if (!shared || !place || own(head.columns[at]?.id ?? '')) return name;
    return `${entities.find((entity) => entity.name === place.entity)?.label ?? place.label}: ${name}`;
  });
}

export function groupHeadings(entities: readonly EntityDescription[], definition: ReportDefinition, head: ReportHead): string[] {
  return head.groups.map(({ level, value, heading }) => {
    const made = definition.groups?.find((group) => group.level === level && group.value === value);
    return made?.label ?? labelsOf(entities, head.levels[level]?.entity, unitOfGroup(value)?.of ?? value) ?? heading;
  });
}

function labelsOf(entities: readonly EntityDescription[], entity: string | undefined, path: string): string | null {
  const steps = path.split('.');
  const fields = steps.map((_, at) => (entity ? fieldOfPath(entities, entity, steps.slice(0, at + 1).join('.')) : null));
  return fields.every((field) => field !== null) ? fields.map(({ label }) => label).join(': ') : null;
}
