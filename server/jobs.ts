// Background work as its owner sees it, and taking back what was done.

import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { cancelJob, type Job, listJobs, readJob, refusedRows, undoChange, undoJob } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { contentDisposition } from './headers.ts';
import { job, jobStarted, limit } from './shapes.ts';

const tag = 'Jobs';

export const listMyJobs = endpoint({
  method: 'GET',
  path: '/jobs',
  summary: 'Your jobs, newest first',
  tag,
  rule: 'session',
  keys: true,
  query: z.object({ limit: limit(200).default(50) }),
  answers: { 200: z.object({ jobs: z.array(job) }) },
  async handler({ context, actor, query }) {
    const jobs = await context.read((reader) => listJobs(reader, actor.id, query.limit));
    return { body: { jobs: jobs.map(print) } };
  },
});

export const getJob = endpoint({
  method: 'GET',
  path: '/jobs/{id}',
  summary: 'How far a job is',
  tag,
  rule: 'session',
  keys: true,
  answers: { 200: job },
  async handler({ context, actor, params }) {
    return { body: print(await context.read((reader) => readJob(reader, params.id, actor.id))) };
  },
});

export const cancelMyJob = endpoint({
  method: 'POST',
  path: '/jobs/{id}/cancel',
  summary: 'Stop a job at its next safe point',
  tag,
  rule: 'session',
  keys: true,
  answers: { 200: job },
  async handler({ context, params }) {
    return { body: print(await context.write((writer) => cancelJob(writer, params.id))) };
  },
});

export const undoMyJob = endpoint({
  method: 'POST',
  path: '/jobs/{id}/undo',
  summary: 'Take back all that a job did',
  description: 'What somebody changed later is kept, and listed among the errors of the job that takes it back.',
  tag,
  rule: 'session',
  keys: true,
  idempotent: true,
  answers: { 202: jobStarted },
  async handler({ context, actor, params }) {
    const found = await context.read((reader) => readJob(reader, params.id, actor.id));
    return { status: 202, body: { job: await undoJob(context, { id: found.id, actor: found.actor.id, done: found.done }) } };
  },
});

export const jobErrors = endpoint({
  method: 'GET',
  path: '/jobs/{id}/errors.csv',
  summary: 'What a job could not do, as a file',
  tag,
  rule: 'session',
  whileSeeing: 'refused',
  keys: true,
  answers: { 200: 'text/csv' },
  async handler({ context, actor, params }) {
    const found = await context.read((reader) => readJob(reader, params.id, actor.id));
    // An import gives back the refused rows as they were, to be mended and imported again.
    const csv = found.kind === 'import' ? refusedRows(context, found.id) : [errorRows(found)];
    return new Response(Readable.toWeb(Readable.from(csv, { objectMode: false })) as ReadableStream, {
      headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': contentDisposition('attachment', 'errors.csv') },
    });
  },
});

function errorRows({ errors }: Job): string {
  const rows = errors.map(({ row, id, field, code, message }) => ({ row: row ?? '', id: id ?? '', field, code, message }));
  return stringify(rows, { header: true, columns: ['row', 'id', 'field', 'code', 'message'], bom: true, escape_formulas: true });
}

export const undoOneChange = endpoint({
  method: 'POST',
  path: '/changes/{id}/undo',
  summary: 'Take back one change',
  tag,
  rule: 'records',
  idempotent: true,
  answers: {
    200: z.object({
      undone: z.int(),
      conflicts: z.array(
        z.object({
          change: z.string(),
          entity: z.string(),
          record: z.string(),
          field: z.string().nullable(),
          code: z.string(),
          message: z.string(),
        }),
      ),
    }),
  },
  async handler({ context, params }) {
    return { body: await undoChange(context, params.id) };
  },
});

/** Without the parameters: they may quote records that are out of reach by now. */
function print({ params, ...rest }: Job): object {
  const { entity, dry_run: dryRun } = typeof params === 'object' && params !== null && !Array.isArray(params) ? params : {};
  return { ...rest, entity: typeof entity === 'string' ? entity : null, dry_run: dryRun === true };
}
