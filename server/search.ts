// Search over everything in the caller's reach.

import { z } from 'zod';
import { search } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { limit } from './shapes.ts';

export const searchAll = endpoint({
  method: 'GET',
  path: '/search',
  summary: 'Search all records you may see, best hits first',
  tag: 'Records',
  rule: 'records',
  query: z.object({ q: z.string(), limit: limit(100).default(20) }),
  answers: { 200: z.object({ hits: z.array(z.object({ entity: z.string(), id: z.uuid(), title: z.string().nullable() })) }) },
  async handler({ context, query }) {
    return { body: { hits: await context.read((reader) => search(reader, query.q, query.limit)) } };
  },
});
