// Search over everything in the caller's reach.

import { z } from 'zod';
import { malformed, search } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { limit } from './shapes.ts';

export const searchAll = endpoint({
  method: 'GET',
  path: '/search',
  summary: 'Search all records you may see, best hits first',
  tag: 'Records',
  rule: 'records',
  query: z.object({ q: z.string(), limit: limit(100).default(20), as_of: z.string().optional() }),
  answers: { 200: z.object({ hits: z.array(z.object({ entity: z.string(), id: z.uuid(), title: z.string().nullable() })) }) },
  async handler({ context, query }) {
    // Better refused than answered with what is there now.
    if (query.as_of !== undefined)
      throw malformed(
        'Search over everything knows only what is there now. Search within one noun: its list takes "q" with "as_of".',
        [{ field: 'as_of', code: 'not_as_of', message: 'is understood by lists, records, sums and exports' }],
        'not_as_of',
      );
    return { body: { hits: await context.read((reader) => search(reader, query.q, query.limit)) } };
  },
});
