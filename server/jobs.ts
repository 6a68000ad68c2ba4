// Background work as its owner sees it, and taking back what was done.

import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import {
  type Actor,
  type BoundContext,
  cancelJob,
  type Job,
  type JobQuery,
  jobKinds,
  listJobs,
  notGranted,
  readJob,
  refusedRows,
  todayOf,
  undoChange,
  undoJob,
} from '../engine/index.ts';
import { CSV, download } from './download.ts';
import { endpoint } from './endpoint.ts';
import { instant, job, jobStarted, limit } from './shapes.ts';

const tag = 'Jobs';

const asked = {
  everybody: z.stringbool().default(false),
  kind: z.string().optional(),
  state: job.shape.state.optional(),
  user: z.string().optional(),
  from: instant.optional(),
  to: instant.optional(),
};

type Asked = z.output<z.ZodObject<typeof asked>>;

export const listMyJobs = endpoint({
  method: 'GET',
  path: '/jobs',
  summary: 'Your jobs, newest first',
  description:
    '`everybody` is for administrators: jobs of all, those that are not their own without what was refused. `after` is the `next` of the page before.',
  tag,
  rule: 'session',
  keys: true,
  query: z.object({ ...asked, after: z.string().optional(), limit: limit(200).default(50) }),
  answers: { 200: z.object({ jobs: z.array(job), next: z.string().nullable(), kinds: z.array(z.string()) }) },
  async handler({ context, query }) {
    const jobs = await readPage(context, { ...query, limit: query.limit + 1 });
    const page = jobs.slice(0, query.limit);
    const next = jobs.length > page.length ? page.at(-1)!.id : null;
    return { body: { jobs: page.map((one) => print(asSeenBy(context.actor, one))), next, kinds: jobKinds(context) } };
  },
});

export const exportJobs = endpoint({
  method: 'GET',
  path: '/jobs/export',
  summary: 'Jobs as CSV',
  tag,
  rule: 'session',
  whileSeeing: 'refused',
  query: z.object(asked),
  answers: { 200: 'text/csv' },
  async handler({ context, query }) {
    const pages = jobRows((after) => readPage(context, { ...query, after, limit: EXPORTED }));
    // The first page is asked for before the answer begins: a refusal is one.
    const first = await pages.next();
    return download({ name: `jobs-${todayOf(context.actor)}.csv`, contentType: CSV, content: withFirst(first.value ?? '', pages) });
  },
});

const EXPORTED = 500;
const COLUMNS = ['id', 'kind', 'entity', 'state', 'ordered_by', 'created_at', 'started_at', 'finished_at', 'done', 'total', 'refused'];

async function readPage(context: BoundContext, { everybody, ...query }: Asked & JobQuery): Promise<Job[]> {
  if (everybody) await context.refreshed();
  const { id, rights } = context.actor;
  if (everybody && !rights.root && !rights.features.has('administration'))
    throw notGranted('Only administrators see the jobs of everybody.');
  return context.read((reader) => listJobs(reader, everybody ? null : id, query));
}

/** What was refused may quote records that are out of an administrator's reach; so may what a job tells beside its counts. */
function asSeenBy({ id, rights }: Actor, found: Job): Job {
  if (rights.root || found.actor.id === id) return found;
  const counts = Object.entries((found.result ?? {}) as Record<string, unknown>).filter(([, value]) => typeof value === 'number');
  return { ...found, errors: [], result: Object.fromEntries(counts) as Job['result'] };
}

async function* jobRows(read: (after: string | undefined) => Promise<Job[]>): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const jobs = await read(after);
    yield stringify(jobs.map(jobRow), { header: after === undefined, columns: COLUMNS, bom: after === undefined, escape_formulas: true });
    if (jobs.length < EXPORTED) return;
    after = jobs.at(-1)!.id;
  }
}

function jobRow(found: Job) {
  const { entity } = print(found) as { entity: string | null };
  return { ...found, entity, ordered_by: found.actor.title, refused: found.errors.length };
}

async function* withFirst(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

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
    const content = found.kind === 'import' ? refusedRows(context, found.id) : [errorRows(found)];
    return download({ name: 'errors.csv', contentType: CSV, content });
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
  const { entity, dry_run: dryRun } = (params ?? {}) as { readonly [name: string]: unknown };
  return { ...rest, entity: typeof entity === 'string' ? entity : null, dry_run: dryRun === true };
}
