// Records that become one, and the way to find out what that would do.

import { z } from 'zod';
import { countMany, findDuplicates, merge, mergeMany } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { jobStarted, values } from './shapes.ts';

const tag = 'Records';
const references = z.array(z.object({ entity: z.string(), field: z.string(), count: z.int() }));
const one = {
  target: z.string(),
  sources: z.array(z.string()).min(1).max(1000),
  keep: z.record(z.string(), z.string().nullable()).optional(),
  fill: z.boolean().optional(),
};

export const mergeRecords = endpoint({
  method: 'POST',
  path: '/records/{entity}/merge',
  summary: 'Merge records into one',
  description:
    'All that points at `sources` points at `target` afterwards; they are gone, and their ids lead to the target. `keep` says by field whose ' +
    'value stays: the id of one of the records, `all` to join lists, or null; else the target’s, or with `fill` the first there is. ' +
    'Much of it becomes a job. The job’s undo un-merges. `dry_run` does the same and takes it back.',
  tag,
  rule: 'records',
  body: z.strictObject({ ...one, dry_run: z.boolean().optional() }),
  idempotent: true,
  answers: {
    200: z.object({
      target: z.uuid(),
      merged: z.int(),
      /** What pointed at the others, as far as you see it. */
      references,
      job: z.uuid().nullable(),
    }),
    202: jobStarted,
  },
  async handler({ context, params, body: { dry_run: dryRun, ...request } }) {
    const answer = await merge(context, params.entity, request, dryRun);
    return { status: 'target' in answer ? 200 : 202, body: answer };
  },
});

const part = z.object({ field: z.string(), how: z.enum(['exact', 'normalised', 'similar']) });

export const findLikely = endpoint({
  method: 'POST',
  path: '/records/{entity}/duplicates',
  summary: 'Records that are likely the one with these values',
  description: 'By the rules of `data_settings`, of those you may view. `reasons` are the rules that hold; `except` is the record itself.',
  tag,
  rule: 'records',
  whileSeeing: 'allowed',
  body: z.strictObject({ values, except: z.string().optional() }),
  answers: {
    200: z.object({
      found: z.array(z.object({ id: z.uuid(), title: z.string().nullable(), reasons: z.array(z.array(part)) })),
      /** There is one you may not view; only where administrators want that told. */
      hidden: z.boolean(),
    }),
  },
  async handler({ context, params, body }) {
    return { body: await context.read((reader) => findDuplicates(reader, params.entity, body.values, body.except ?? null)) };
  },
});

export const mergeManyRecords = endpoint({
  method: 'POST',
  path: '/records/{entity}/merges',
  summary: 'Merge many groups of records, as a job',
  description: 'All of them are taken back as one by the job’s undo. `dry_run` counts what points at those that would be gone.',
  tag,
  rule: 'records',
  body: z.strictObject({ merges: z.array(z.strictObject(one)).min(1).max(10_000), dry_run: z.boolean().optional() }),
  bodyLimit: 8 * 1024 * 1024,
  idempotent: true,
  answers: { 200: z.object({ groups: z.int(), merged: z.int(), references }), 202: jobStarted },
  async handler({ context, params, body: { merges, dry_run: dryRun } }) {
    if (dryRun) return { body: await countMany(context, params.entity, merges) };
    return { status: 202, body: { job: await mergeMany(context, params.entity, merges) } };
  },
});
