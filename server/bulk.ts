// Many records with one request: done at once while it waits, or as a job.

import { z } from 'zod';
import { bulk } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { jobStarted, values } from './shapes.ts';

const target = { filter: z.string().optional(), ids: z.array(z.string()).max(100_000).optional() };

export const bulkRecords = endpoint({
  method: 'POST',
  path: '/records/{entity}/bulk',
  summary: 'Create, change or delete many records',
  description: 'Up to 1,000 at once answer with a result per row; more become a job. `dry_run` does the same and takes it back.',
  tag: 'Records',
  rule: 'records',
  body: z.strictObject({
    create: z.array(values).max(100_000).optional(),
    update: z.strictObject({ ...target, set: values }).optional(),
    delete: z.strictObject(target).optional(),
    dry_run: z.boolean().optional(),
  }),
  bodyLimit: 32 * 1024 * 1024,
  idempotent: true,
  answers: {
    200: z.object({
      results: z.array(
        z.object({
          index: z.int(),
          id: z.string().nullable(),
          ok: z.boolean(),
          status: z.enum(['created', 'updated', 'unchanged', 'deleted', 'failed']),
          code: z.string().optional(),
          errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
        }),
      ),
      job: z.uuid().nullable(),
    }),
    202: jobStarted,
  },
  async handler({ context, params, body }) {
    const answer = await bulk(context, params.entity, body);
    if (answer.results === null) return { status: 202, body: { job: answer.job } };
    return { body: { results: answer.results.map((row) => ({ ...row, ok: row.status !== 'failed' })), job: answer.job } };
  },
});
