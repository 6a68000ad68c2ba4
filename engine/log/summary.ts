// What one change did, in a line: fields with what they were and what they are.

import { type Field, fieldTypes, type Schema } from '../../schema/index.ts';
import type { Change, Values } from '../types.ts';

/** In English labels; `changes` cut to what the reader may know. */
export function summaryOf(schema: Schema, { entity, before, after }: Change): string {
  const { fields } = schema.entities[entity]!;
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .flatMap((name) => {
      const field = fields[name];
      return field ? lineOf(schema, field, before?.[name] ?? null, after?.[name] ?? null) : [];
    })
    .join('; ');
}

function lineOf(schema: Schema, field: Field, before: unknown, after: unknown): string[] {
  if (field.type === 'children') return [`${field.label}: ${rowsOf(schema, field, before, after)}`];
  const [was, is] = [printed(field, before), printed(field, after)];
  if (was === '' && is === '') return [];
  return [was === '' ? `${field.label}: ${is}` : `${field.label}: ${was} → ${is || '–'}`];
}

/** Line items stand by their ids. */
function rowsOf(schema: Schema, { to }: Field, before: unknown, after: unknown): string {
  const child = schema.entities[to[0]!]!;
  const texts = (rows: unknown) =>
    Object.values((rows ?? {}) as Record<string, Values | null>).map((row) =>
      Object.values(child.fields)
        .map((field) => (row && field.name in row ? printed(field, row[field.name]) : ''))
        .filter(Boolean)
        .join(', '),
    );
  return [...texts(before), '→', ...texts(after)].filter(Boolean).join(' ');
}

function printed(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.some(isTitled)) return value.map((one) => printed(field, one)).join(', ');
  if (isTitled(value)) return value.title ?? '';
  return fieldTypes[field.type]!.print(value, field).replaceAll(/\s+/g, ' ').slice(0, 500);
}

function isTitled(value: unknown): value is { title: string | null } {
  return typeof value === 'object' && value !== null && 'title' in value && 'id' in value;
}
