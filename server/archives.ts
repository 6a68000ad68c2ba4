// Records that are put away from search, and brought back.

import { z } from 'zod';
import { archive } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { jobStarted } from './shapes.ts';

export const archiveRecords = endpoint({
  method: 'POST',
  path: '/records/{entity}/archive',
  summary: 'Archive records, or bring them back',
  description: 'Archived records are left out of search; lists, filters and reports have them. `job` undoes it.',
  tag: 'Records',
  rule: 'records',
  body: z.strictObject({ ids: z.array(z.string()).min(1).max(1000), archived: z.boolean() }),
  answers: { 200: jobStarted },
  async handler({ context, params, body }) {
    return { body: { job: await archive(context, params.entity, body.ids, body.archived) } };
  },
});
