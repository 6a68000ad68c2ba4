// Likely duplicates: what the search through a noun found, what is among chosen records, and what was said to be none.

import { z } from 'zod';
import { bringTogether, duplicatesAmong, keepApart, lastSearch, listApart, listDuplicates, searchDuplicates } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { jobStarted, limit } from './shapes.ts';

const tag = 'Records';
const reason = z.object({
  /** Fields that agree. */
  rule: z.array(z.object({ field: z.string(), how: z.enum(['exact', 'normalised', 'similar']) })),
  /** Percent; null where all is the same. */
  alike: z.int().nullable(),
});
const end = z.object({ id: z.uuid(), title: z.string().nullable() });
const groups = z.array(
  z.object({
    records: z.array(end),
    /** The one with most filled in, which the others are best merged into. */
    target: z.uuid(),
    reasons: z.array(reason),
    /** How many more you may not view; only where administrators want that told. */
    hidden: z.int(),
  }),
);

export const listLikely = endpoint({
  method: 'GET',
  path: '/duplicates/{entity}',
  summary: 'Groups of likely duplicates, as the last search found them',
  description: 'Of records you may view, by rules about fields you may read; the most certain first.',
  tag,
  rule: 'records',
  query: z.object({ after: z.string().optional(), limit: limit(100).optional() }),
  answers: {
    200: z.object({
      groups,
      next: z.string().nullable(),
      searched_at: z.string().nullable(),
      /** The search under way. */
      running: z.uuid().nullable(),
    }),
  },
  async handler({ context, params, query }) {
    const found = await context.read((reader) => listDuplicates(reader, params.entity, query.limit, query.after ?? null));
    const { running, finished } = await lastSearch(context, params.entity);
    return { body: { ...found, searched_at: finished, running } };
  },
});

export const searchLikely = endpoint({
  method: 'POST',
  path: '/duplicates/{entity}/search',
  summary: 'Search all records for duplicates, as a job',
  tag,
  rule: 'records',
  answers: { 202: jobStarted },
  async handler({ context, params }) {
    return { status: 202, body: { job: await searchDuplicates(context, params.entity) } };
  },
});

export const likelyAmong = endpoint({
  method: 'POST',
  path: '/duplicates/{entity}/among',
  summary: 'Likely duplicates among these records',
  description: 'The records by either `ids` or `filter`, at most 10,000 of them; `more`: there were more.',
  tag,
  rule: 'records',
  whileSeeing: 'allowed',
  body: z.union([z.strictObject({ ids: z.array(z.string()).max(10_000) }), z.strictObject({ filter: z.string() })]),
  answers: { 200: z.object({ groups, more: z.boolean() }) },
  async handler({ context, params, body }) {
    const { groups: found, more } = await duplicatesAmong(context, params.entity, body);
    return { body: { groups: found, more } };
  },
});

export const decideLikely = endpoint({
  method: 'POST',
  path: '/duplicates/{entity}/apart',
  summary: 'Say that records are no duplicates of each other, or take that back',
  description: 'Nobody is told of them again. The job’s undo takes it back too.',
  tag,
  rule: 'records',
  body: z.strictObject({ ids: z.array(z.string()), apart: z.boolean() }),
  answers: { 200: jobStarted },
  async handler({ context, params, body: { ids, apart } }) {
    return { body: { job: await (apart ? keepApart : bringTogether)(context, params.entity, ids) } };
  },
});

export const listDecided = endpoint({
  method: 'GET',
  path: '/duplicates/{entity}/apart',
  summary: 'Pairs that somebody said are no duplicates',
  tag,
  rule: 'records',
  answers: { 200: z.object({ pairs: z.array(z.object({ one: end, other: end, at: z.string() })) }) },
  async handler({ context, params }) {
    return { body: { pairs: await context.read((reader) => listApart(reader, params.entity)) } };
  },
});
