// OpenAPI of one entity: its schemas from the field types, and a path for everything one may do with its records.

import type { Verb } from '../engine/index.ts';
import { type Action, type Entity, type Field, fieldTypes, type Json, type Schema } from '../schema/index.ts';

type Doc = { [key: string]: Json };
export type MayDo = (entity: Entity, verb: Verb) => boolean;

/** `SalesOrder` of `sales_orders`, as generated clients name it. */
export function schemaName(entity: Entity): string {
  return entity.label
    .replace(/[^\p{L}\p{N}]+(\p{L}|$)/gu, (_, letter: string) => letter.toUpperCase())
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

export function entitySchemas(schema: Schema, entity: Entity): Doc {
  const name = schemaName(entity);
  const writable = fieldsOf(entity).filter((field) => !field.readOnly && !(field.system && field.type !== 'owner'));
  const required = writable.filter((field) => field.required && field.default === null).map((field) => field.name);
  return {
    [name]: { type: 'object', title: entity.label, properties: properties(schema, fieldsOf(entity), 'read') },
    [`${name}Input`]: {
      type: 'object',
      title: `${entity.label}, as written`,
      properties: properties(schema, writable, 'write'),
      additionalProperties: false,
      ...(required.length > 0 ? { required } : {}),
    },
    [`${name}Change`]: {
      type: 'object',
      title: `${entity.label}, as changed`,
      properties: properties(schema, writable, 'write'),
      additionalProperties: false,
    },
  };
}

export function entityPaths(schema: Schema, entity: Entity, may: MayDo): Doc {
  const name = schemaName(entity);
  const root = `/records/${entity.name}`;
  const one = `${root}/{id}`;
  const label = entity.label.toLowerCase();
  const operation = (id: string, summary: string, rest: Doc): Doc => ({
    operationId: `${id}${name}`,
    tags: [entity.plural],
    summary,
    ...rest,
  });
  const record: Doc = { type: 'object', properties: { record: ref(name) }, required: ['record'] };
  const paths: { [path: string]: Doc } = {
    [root]: {
      get: operation('list', `List ${entity.plural.toLowerCase()}`, {
        parameters: parameters('fields', 'filter', 'sort', 'limit', 'after', 'skip', 'count', 'q', 'view', 'asOf'),
        responses: answers('200', 'A page of records', {
          type: 'object',
          properties: { records: { type: 'array', items: ref(name) }, next: { type: ['string', 'null'] }, count: { type: 'integer' } },
          required: ['records', 'next'],
        }),
      }),
    },
    [one]: {
      parameters: [{ $ref: '#/components/parameters/id' }],
      get: operation('get', `Get a ${label}`, {
        parameters: parameters('fields'),
        responses: answers('200', 'The record and what you may do with it', {
          type: 'object',
          properties: { record: ref(name), can: { $ref: '#/components/schemas/Can' } },
          required: ['record', 'can'],
        }),
      }),
    },
  };
  if (may(entity, 'create')) {
    paths[root] = {
      ...paths[root],
      post: operation('create', `Create a ${label}`, {
        parameters: parameters('idempotencyKey'),
        requestBody: body(ref(`${name}Input`)),
        responses: answers('201', 'The new record', record),
      }),
    };
  }
  if (may(entity, 'update')) {
    paths[one] = {
      ...paths[one],
      patch: operation('update', `Change a ${label}`, {
        parameters: parameters('ifMatch', 'idempotencyKey'),
        requestBody: body(ref(`${name}Change`)),
        responses: answers('200', 'The record as it is now', record),
      }),
    };
  }
  if (may(entity, 'delete') && entity.deletable !== 'never') {
    paths[one] = {
      ...paths[one],
      delete: operation('delete', `Delete a ${label}`, {
        responses: { '204': { description: 'Deleted' }, default: { $ref: '#/components/responses/Problem' } },
      }),
    };
  }
  for (const action of Object.values(entity.actions).filter((candidate) => may(entity, candidate.verb))) {
    paths[`${one}/actions/${action.name}`] = {
      parameters: [{ $ref: '#/components/parameters/id' }],
      post: operation(`${action.name}_`, action.label, {
        requestBody: { ...body(inputSchema(schema, action)), required: false },
        responses: answers('200', 'The record as it is now, and what else the action answers', {
          type: 'object',
          properties: { record: ref(name), result: { type: 'object' } },
          required: ['record'],
        }),
      }),
    };
  }
  return paths;
}

function fieldsOf(entity: Entity): Field[] {
  return Object.values(entity.fields).filter((field) => !field.internal);
}

function properties(schema: Schema, fields: readonly Field[], direction: 'read' | 'write'): Doc {
  return Object.fromEntries(fields.map((field) => [field.name, fieldSchema(schema, field, direction)]));
}

function fieldSchema(schema: Schema, field: Field, direction: 'read' | 'write'): Doc {
  const child = field.type === 'children' ? schema.entities[field.to[0] ?? ''] : undefined;
  const type = child === undefined ? (fieldTypes[field.type]?.jsonSchema(field, direction) ?? {}) : childRows(schema, child, direction);
  return {
    ...type,
    title: field.label,
    ...(field.help === '' ? {} : { description: field.help }),
    ...(field.readOnly ? { readOnly: true } : {}),
  };
}

/** Line items: a row with its id is changed, one without is new, one left out is removed. */
function childRows(schema: Schema, child: Entity, direction: 'read' | 'write'): Doc {
  const hidden = ['parent', 'position'];
  const fields = fieldsOf(child).filter(
    (field) => !hidden.includes(field.name) && (direction === 'read' || !field.readOnly || field.name === 'id'),
  );
  return { type: 'array', items: { type: 'object', properties: properties(schema, fields, direction) } };
}

function inputSchema(schema: Schema, action: Action): Doc {
  const fields = Object.values(action.input);
  const required = fields.filter((field) => field.required && field.default === null).map((field) => field.name);
  return {
    type: 'object',
    properties: properties(schema, fields, 'write'),
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
  };
}

function parameters(...names: string[]): Json[] {
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

function body(schema: Doc): Doc {
  return { required: true, content: { 'application/json': { schema } } };
}

function answers(status: string, description: string, schema: Doc): Doc {
  return { [status]: { description, content: { 'application/json': { schema } } }, default: { $ref: '#/components/responses/Problem' } };
}

function ref(name: string): Doc {
  return { $ref: `#/components/schemas/${name}` };
}
