// OpenAPI 3.1 of a workspace as the caller may see it: fixed endpoints from the registry, records from the caller's schema.

import { z } from 'zod';
import { type Actor, granted } from '../engine/index.ts';
import type { Json } from '../schema/index.ts';
import { cookieName } from './authentication.ts';
import type { Endpoint } from './endpoint.ts';
import { entityPaths, entitySchemas, type MayDo } from './openapi-entities.ts';

type Doc = { [key: string]: Json };

/** What this actor may see of the API. */
export function openApi(workspace: string, version: string, endpoints: readonly Endpoint[], actor: Actor): Doc {
  const { rights } = actor;
  const may: MayDo = (entity, verb) => granted(rights, entity, verb);
  const entities = Object.values(rights.schema.entities).filter((entity) => entity.parent === null && may(entity, 'view'));
  const shown = endpoints.filter((endpoint) => endpoint.hidden !== true && isOpenTo(endpoint, actor));
  const tags = [...new Set(shown.map((endpoint) => endpoint.tag)), ...new Set(entities.map((entity) => entity.plural))];
  return {
    openapi: '3.1.0',
    info: { title: `Kontor: ${workspace}`, version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: `/${workspace}/api/v1` }],
    security: [{ key: [] }, { session: [] }],
    tags: tags.map((name) => ({ name })),
    paths: {
      ...Object.assign({}, ...entities.map((entity) => entityPaths(rights.schema, entity, may))),
      ...fixedPaths(shown),
    },
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, `ktr_...`' },
        session: { type: 'apiKey', in: 'cookie', name: cookieName },
      },
      parameters: sharedParameters,
      responses: {
        Problem: {
          description: 'What went wrong',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: {
        Problem: problemSchema,
        Can: canSchema,
        ...Object.assign({}, ...entities.map((entity) => entitySchemas(rights.schema, entity))),
      },
    },
  };
}

function isOpenTo(endpoint: Endpoint, { rights }: Actor): boolean {
  return typeof endpoint.rule === 'string' || rights.root || rights.features.has(endpoint.rule.feature);
}

function fixedPaths(endpoints: readonly Endpoint[]): Doc {
  const paths: { [path: string]: Doc } = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return paths;
}

function operation(endpoint: Endpoint): Doc {
  const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const query =
    endpoint.query === undefined
      ? []
      : Object.entries(endpoint.query.shape).map(([name, shape]) => queryParameter(name, shape as z.ZodType));
  const repeat = endpoint.idempotent === true ? [{ $ref: '#/components/parameters/idempotencyKey' }] : [];
  return {
    operationId: operationId(endpoint),
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
    ...(endpoint.rule === 'public' ? { security: [] } : {}),
    parameters: [...inPath, ...query, ...repeat],
    ...requestBody(endpoint),
    responses: { ...responses(endpoint), default: { $ref: '#/components/responses/Problem' } },
  };
}

/** `getJobsIdErrorsCsv`: stable, because it is the address. */
function operationId({ method, path }: Endpoint): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function queryParameter(name: string, shape: z.ZodType): Doc {
  return { name, in: 'query', required: !shape.safeParse(undefined).success, schema: jsonSchema(shape, 'input') };
}

function requestBody(endpoint: Endpoint): Doc {
  const content: { [type: string]: Json } = {};
  if (endpoint.body !== undefined) content['application/json'] = { schema: jsonSchema(endpoint.body, 'input') };
  if (endpoint.upload !== undefined) {
    const fields = Object.fromEntries((endpoint.uploadFields ?? []).map((name) => [name, { type: 'string' }]));
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    content[endpoint.upload] = { schema: { type: 'object', properties: { ...fields, file }, required: ['file'] } };
  }
  return Object.keys(content).length === 0 ? {} : { requestBody: { required: true, content } };
}

function responses(endpoint: Endpoint): Doc {
  return Object.fromEntries(
    Object.entries(endpoint.answers).map(([status, answer]): [string, Doc] => {
      if (answer === null) return [status, { description: 'Done' }];
      if (typeof answer === 'string')
        return [status, { description: endpoint.summary, content: { [answer]: { schema: { type: 'string' } } } }];
      return [status, { description: endpoint.summary, content: { 'application/json': { schema: jsonSchema(answer, 'output') } } }];
    }),
  );
}

function jsonSchema(shape: z.ZodType, io: 'input' | 'output'): Doc {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Doc;
  return schema;
}

const inQuery = (name: string, description: string, schema: Doc): Doc => ({ name, in: 'query', description, schema });

const sharedParameters: Doc = {
  id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
  fields: inQuery('fields', 'Field paths with commas between them; they may walk references: `name,account.name`', { type: 'string' }),
  filter: inQuery('filter', 'An expression, e.g. `status = "open" and amount > 1000`', { type: 'string' }),
  sort: inQuery('sort', 'Field paths, `-` for descending: `-updated_at,name`', { type: 'string' }),
  limit: inQuery('limit', 'Records a page', { type: 'integer', minimum: 1, maximum: 500, default: 50 }),
  after: inQuery('after', 'The `next` of the page before', { type: 'string' }),
  skip: inQuery('skip', 'Begin behind so many records, for a jump; read on from there with `after`', { type: 'integer', minimum: 0 }),
  count: inQuery('count', 'Whether to count all that match', { type: 'string', enum: ['none', 'exact', 'estimate'], default: 'none' }),
  q: inQuery('q', 'Words to search within the entity', { type: 'string' }),
  asOf: inQuery('as_of', 'The records as they stood at this instant', { type: 'string', format: 'date-time' }),
  view: inQuery('view', 'Id of a saved view to apply', { type: 'string', format: 'uuid' }),
  ifMatch: { name: 'If-Match', in: 'header', description: 'The version you saw, in quotes', schema: { type: 'string', examples: ['"3"'] } },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'A repeat with the same key within 24 hours answers the first result',
    schema: { type: 'string', maxLength: 200 },
  },
};

const canSchema: Doc = {
  type: 'object',
  properties: { update: { type: 'boolean' }, delete: { type: 'boolean' }, actions: { type: 'array', items: { type: 'string' } } },
  required: ['update', 'delete', 'actions'],
};

const problemSchema: Doc = {
  type: 'object',
  title: 'Problem (RFC 9457)',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable, for programs' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
        required: ['field', 'code', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'errors'],
};
