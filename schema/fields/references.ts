// What points elsewhere: references, people, files, rows; and the id that is pointed at.

import { nearest } from '../names.ts';
import type { Checked, Field, FieldType, Json } from '../types.ts';
import { accept, empty, isPlainObject, orNull, quote, refuse, wrongType } from './checked.ts';

const MOST_REFERENCES = 1000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const idSchema: { [key: string]: Json } = { type: 'string', format: 'uuid' };
const titled: { [key: string]: Json } = {
  type: 'object',
  properties: { id: idSchema, title: { type: 'string' } },
  required: ['id', 'title'],
};

const operators = ['=', '!=', 'in', 'not in', 'is empty', 'is not empty'] as const;

export const reference: FieldType = {
  name: 'reference',
  columns: () => [{ suffix: '', type: 'uuid' }],
  expression: (field) => ({ kind: 'reference', to: field.to }),
  check: checkId,
  toColumns: (value) => [value as string | null],
  fromColumns: (cells) => cells[0] ?? null,
  parse: checkId,
  print: printReference,
  jsonSchema: (field, direction) => orNull(direction === 'read' ? titled : idSchema, field),
  operators,
  sortable: true,
  customizable: true,
};

export const user: FieldType = { ...reference, name: 'user', targets: ['users'] };

/** A user or an owner group. */
export const owner: FieldType = { ...reference, name: 'owner', customizable: false, targets: ['users', 'owner_groups'] };

export const id: FieldType = {
  ...reference,
  name: 'id',
  expression: () => ({ kind: 'reference', to: [] }),
  jsonSchema: () => idSchema,
  operators: ['=', 'in'],
  customizable: false,
};

export const references: FieldType = {
  name: 'references',
  columns: () => [{ suffix: '', type: 'uuid[]' }],
  expression: (field) => ({ kind: 'references', to: field.to }),
  check(input) {
    if (input === null || input === undefined || input === '') return empty;
    return Array.isArray(input) ? checkIds(input) : wrongType('a list of ids', input);
  },
  toColumns: (value) => [value === null || value === undefined ? null : `{${(value as string[]).join(',')}}`],
  fromColumns: ([cell]) => (cell === null || cell === undefined || cell === '{}' ? null : cell.slice(1, -1).split(',')),
  parse(given, _field, format) {
    const parts = given.split(format.separator ?? ';').map((part) => part.trim());
    return checkIds(parts.filter((part) => part !== ''));
  },
  print: (value) => ((value as unknown[] | null) ?? []).map(printReference).join('; '),
  jsonSchema: (field, direction) => orNull({ type: 'array', items: direction === 'read' ? titled : idSchema }, field),
  operators: ['contains', 'is empty', 'is not empty'],
  sortable: false,
  customizable: true,
};

export const anyReference: FieldType = {
  name: 'any_reference',
  columns: () => [
    { suffix: '', type: 'uuid', part: 'id' },
    { suffix: '_entity', type: 'text', part: 'entity' },
  ],
  expression: (field) => ({ kind: 'reference', to: field.to }),
  check: checkAny,
  toColumns(value) {
    const given = value as { entity: string; id: string } | null;
    return given === null ? [null, null] : [given.id, given.entity];
  },
  fromColumns: ([key, entity]) => (key === null || key === undefined ? null : { entity: entity ?? '', id: key }),
  /** `deals/0198...`, as print() writes it. */
  parse(given, field) {
    const [, entity, key] = /^\s*([a-z0-9_]+)[/:]\s*(\S+)\s*$/.exec(given) ?? [];
    if (entity === undefined) return refuse('not_a_reference', `${quote(given)} is not like ${field.to[0] ?? 'entity'}/id`);
    return checkAny({ entity, id: key }, field);
  },
  print(value) {
    const given = value as { entity: string; id: string; title?: string } | null;
    return given ? (given.title ?? `${given.entity}/${given.id}`) : '';
  },
  jsonSchema(field, direction) {
    const properties: { [key: string]: Json } = { entity: { type: 'string', enum: [...field.to] }, id: idSchema };
    if (direction === 'write')
      return orNull({ type: 'object', properties, required: ['entity', 'id'], additionalProperties: false }, field);
    return orNull({ type: 'object', properties: { ...properties, title: { type: 'string' } }, required: ['entity', 'id', 'title'] }, field);
  },
  operators,
  sortable: false,
  customizable: false,
};

export const file: FieldType = {
  ...reference,
  name: 'file',
  expression: () => ({ kind: 'file' }),
  operators: ['is empty', 'is not empty'],
  sortable: false,
  targets: ['files'],
};

export const image: FieldType = { ...file, name: 'image' };

/** Rows have their own table; the engine checks them field by field, so here only their form is looked at. */
export const children: FieldType = {
  name: 'children',
  columns: () => [],
  expression: (field) => ({ kind: 'rows', entity: field.to[0] ?? '' }),
  check(input) {
    if (input === null || input === undefined) return accept([]);
    if (!Array.isArray(input)) return wrongType('a list of rows', input);
    const odd = input.findIndex((row) => !isPlainObject(row));
    return odd < 0 ? accept(input) : refuse('type', `row ${odd + 1} must be an object of field values`);
  },
  toColumns: () => [],
  fromColumns: () => [],
  parse: (given) => refuse('not_importable', `${quote(given)} cannot become rows; import them as lines of their own`),
  print: (value) => {
    const count = ((value as unknown[] | null) ?? []).length;
    return count === 0 ? '' : String(count);
  },
  jsonSchema: () => ({ type: 'array', items: { type: 'object' } }),
  operators: [],
  sortable: false,
  customizable: false,
};

function checkId(input: unknown): Checked<string> {
  if (input === null || input === undefined || input === '') return empty;
  if (isPlainObject(input) && typeof input.id === 'string') return refuse('type', 'must be the id alone: a reference is written as its id');
  if (typeof input !== 'string') return wrongType('an id', input);
  const value = input.trim().toLowerCase();
  if (value === '') return empty;
  return UUID.test(value) ? accept(value) : refuse('not_an_id', `${quote(input)} is not an id (a UUID)`);
}

/** In the order given, each once. */
function checkIds(input: readonly unknown[]): Checked<readonly string[]> {
  const ids = new Set<string>();
  for (const item of input) {
    const checked = checkId(item);
    if (!checked.ok) return checked;
    if (checked.value !== null) ids.add(checked.value);
  }
  if (ids.size > MOST_REFERENCES) return refuse('too_many', `has ${ids.size} references, at most ${MOST_REFERENCES} fit`);
  return ids.size === 0 ? empty : accept([...ids]);
}

function checkAny(input: unknown, field: Field): Checked<{ entity: string; id: string }> {
  if (input === null || input === undefined || input === '') return empty;
  if (!isPlainObject(input) || typeof input.entity !== 'string') return wrongType('{entity, id}', input);
  const unknown = Object.keys(input).find((key) => key !== 'entity' && key !== 'id');
  if (unknown !== undefined) return refuse('type', `must be {entity, id}; ${quote(unknown)} is neither`);
  const { entity } = input;
  if (!field.to.includes(entity)) {
    const near = nearest(entity, field.to);
    return refuse(
      'not_a_target',
      `cannot point to ${quote(entity)}${near ? `; did you mean ${near}?` : `; only to ${field.to.join(', ')}`}`,
    );
  }
  const checked = checkId(input.id);
  if (!checked.ok) return checked;
  return checked.value === null ? refuse('type', 'has an entity but no id') : accept({ entity, id: checked.value });
}

/** The title where the value was read with it, else the id. */
function printReference(value: unknown): string {
  if (isPlainObject(value)) return String(value.title ?? value.id ?? '');
  return (value as string | null) ?? '';
}
