// Background work: a row in `jobs` says what is to be done and how far it is; the queue only rings. Nothing is lost or done twice.

import { randomUUID } from 'node:crypto';
import { type Bell, prepare, type Rows, raw, type Sql, sql, uuidv7 } from '../db/index.ts';
import type { Json, Problem } from '../schema/index.ts';
import { readInstant } from './as-of.ts';
import { BUILT_IN_JOBS } from './built-in-jobs.ts';
import { askWorkspace } from './closed.ts';
import type { BoundContext } from './context.ts';
import type { Engine } from './engine.ts';
import { malformed, notFound, Refusal } from './errors.ts';
import { noteFault } from './faults.ts';
import { answerBell, sweepFollowers } from './followers.ts';
import type { JobOutcome } from './job-record.ts';
import { parseJson } from './json.ts';
import { planned } from './planned.ts';
import { checkEpoch, isId, type Reader } from './read.ts';
import type { Writer } from './records.ts';
import { bind, slot } from './slots.ts';
import type { Cause, EndedJob, JobRun, Rights } from './types.ts';
import { FOLLOW } from './wake.ts';
import type { ClosedWorkspace, Workspace } from './workspace.ts';

/** A job as it is told; instants are RFC 3339. `params` of large requests are cut to the noun. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly params: Json;
  readonly done: number;
  readonly total: number | null;
  readonly errors: readonly JobError[];
  readonly result: Json;
  readonly actor: { readonly id: string | null; readonly title: string };
  /** The API key that ordered it. */
  readonly key: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** Somebody has had it taken back, or is about to. */
  readonly undone: boolean;
}

/** `entity` where a job is about records of several nouns. */
export type JobError = Problem & { readonly row?: number; readonly id?: string; readonly entity?: string };

/** More are counted, not kept here; an import keeps all its refused rows as a file. */
const MAX_ERRORS = 1000;

/** A job whose process has not been heard of for so long is taken over. Its process beats every third of it. */
const SILENCE_SECONDS = 30;

const COLUMNS = [
  'id',
  'kind',
  'state',
  'params',
  'done',
  'total',
  'errors',
  'result',
  'actor',
  'actor_name',
  'created_at',
  'started_at',
  'finished_at',
  'key',
];

/** Done at once and noted as jobs, so that they can be taken back. */
const RECORDED = ['apart', 'archive'];

/** Jobs that are a person's own doing carry that cause, all others are `job`. */
const CAUSES: Readonly<Record<string, Cause['kind']>> = { import: 'import', bulk: 'bulk', merge: 'bulk', undo: 'undo' };

/** Writes the job with the transaction that wants it, and rings once that is committed. */
export async function enqueue(writer: Writer, kind: string, params: Json, options: { total?: number } = {}): Promise<string> {
  const { workspace, actor } = writer;
  if (!BUILT_IN_JOBS[kind] && !workspace.state.behaviour.jobs[kind]) throw new Error(`There is no job "${kind}".`);
  const id = uuidv7();
  const statement = planned(workspace, 'enqueue', () => {
    const cells = ['uuid', 'text', 'jsonb', 'bigint', 'uuid', 'text', 'uuid'].map((type, i) => sql`${slot('job', i)}::${raw(type)}`);
    return prepare(
      sql`insert into ${jobs(workspace)} ("id", "kind", "params", "total", "actor", "actor_name", "key", "state") values (${sql.join(cells, ', ')}, 'queued')`,
    );
  });
  await writer.tx.query(
    bind(statement, { job: [id, kind, JSON.stringify(params), options.total ?? null, actor.id, actor.name, actor.key ?? null] }),
  );
  writer.tx.onCommit(() => workspace.queue?.ring({ workspace: workspace.name, job: id }, 0));
  return id;
}

/** One's own jobs; root sees all. @param me null: whoever ordered it @throws Refusal 404 */
export async function readJob(reader: Reader, id: string, me: string | null): Promise<Job> {
  await checkEpoch(reader, null);
  const statement = planned(reader.workspace, 'job', () =>
    prepare(
      sql`select ${columns(reader.workspace, 'shown')} from ${jobs(reader.workspace)} j where "id"::text = ${slot('of', 0)}::text and (${slot('of', 1)}::uuid is null or "actor" = ${slot('of', 1)}::uuid) and (${slot('of', 2)}::uuid is null or "key" = ${slot('of', 2)}::uuid)`,
    ),
  );
  const { rows } = await reader.db.query(bind(statement, { of: [id.toLowerCase(), mine(reader.rights, me), ofKey(reader.rights)] }));
  if (!rows[0]) throw notFound('This job');
  return toJob(rows[0]);
}

export interface JobQuery {
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  /** Id of whoever ordered it. */
  readonly user?: string | undefined;
  /** Instants: from this one, and before that one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Id of the last job of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first. @param me null: of everybody, which is for administrators */
export async function listJobs(reader: Reader, me: string | null, query: JobQuery): Promise<Job[]> {
  await checkEpoch(reader, null);
  for (const [field, id] of Object.entries({ user: query.user, after: query.after }))
    if (id !== undefined && !isId(id)) throw malformed(`"${field}" is not an id.`, [{ field, code: 'not_an_id', message: 'not an id' }]);
  const statement = planned(reader.workspace, 'jobs', () => {
    const is = (column: string, at: number, type: string) =>
      sql`(${slot('of', at)}::${raw(type)} is null or j.${sql.identifier(column)} = ${slot('of', at)}::${raw(type)})`;
    const past = sql`select p."created_at", p."id" from ${jobs(reader.workspace)} p where p."id" = ${slot('of', 7)}::uuid`;
    const conditions = [
      is('actor', 0, 'uuid'),
      is('key', 2, 'uuid'),
      is('kind', 3, 'text'),
      is('state', 4, 'text'),
      sql`j."created_at" >= coalesce(${slot('of', 5)}::timestamptz, '-infinity') and j."created_at" < coalesce(${slot('of', 6)}::timestamptz, 'infinity')`,
      sql`(${slot('of', 7)}::uuid is null or (j."created_at", j."id") < (${past}))`,
      is('actor', 8, 'uuid'),
    ];
    return prepare(
      sql`select ${columns(reader.workspace, 'shown')} from ${jobs(reader.workspace)} j where ${sql.join(conditions, ' and ')} order by j."created_at" desc, j."id" desc limit ${slot('of', 1)}::int`,
    );
  });
  const instants = [query.from, query.to].map((text) => (text === undefined ? null : readInstant(text)));
  const filters = [query.kind ?? null, query.state ?? null, ...instants, query.after ?? null, query.user ?? null];
  const { rows } = await reader.db.query(bind(statement, { of: [mine(reader.rights, me), query.limit, ofKey(reader.rights), ...filters] }));
  return rows.map(toJob);
}

/** All that a job can be, also those that nobody has ordered yet. */
export function jobKinds({ space }: BoundContext): string[] {
  return [...new Set([...Object.keys(BUILT_IN_JOBS), ...RECORDED, ...Object.keys(space.state.behaviour.jobs)])].sort();
}

/**
 * A running job stops at its next safe point; what it has done stays done, and can be undone.
 * @throws Refusal 404, 409 for one that is finished
 */
export async function cancelJob(writer: Writer, id: string): Promise<Job> {
  const job = await readJob(writer, id, writer.actor.id);
  if (job.state !== 'queued' && job.state !== 'running')
    throw new Refusal(409, 'finished', 'This job is finished; there is nothing left to cancel.');
  const statement = planned(writer.workspace, 'cancel', () =>
    prepare(
      sql`update ${jobs(writer.workspace)} set "state" = 'cancelled', "finished_at" = now() where "id" = ${slot('of', 0)}::uuid and "state" in ('queued', 'running')`,
    ),
  );
  await writer.db.query(bind(statement, { of: [id] }));
  return { ...job, state: 'cancelled' };
}

/** What the queue's bell leads to: claims the job and does it. One that somebody else has is left to him. */
export async function work(engine: Engine, bell: Bell): Promise<void> {
  const workspace = await engine.workspace(bell.workspace);
  if (!workspace) return;
  if (bell.job === FOLLOW) return followed(engine, workspace);
  const runner = randomUUID();
  const claimed = await claim(workspace, bell.job, runner);
  if (!claimed) return;
  const beat = setInterval(() => void heartbeat(workspace, bell.job, runner).catch(() => {}), (SILENCE_SECONDS * 1000) / 3);
  const running = new RunningJob(engine, workspace, claimed.job, claimed.position, runner);
  try {
    const behaviour = BUILT_IN_JOBS[claimed.job.kind] ?? workspace.state.behaviour.jobs[claimed.job.kind]?.run;
    if (!behaviour) throw new Error(`There is no job "${claimed.job.kind}".`);
    await running.start();
    await behaviour(running);
    await running.finish('done');
    await tellEnd(engine, workspace, running.ended('done'));
  } catch (error) {
    if (error instanceof LostJob) return;
    const problem =
      error instanceof Refusal
        ? { field: '', code: error.code, message: error.message }
        : { field: '', code: 'failed', message: 'The job stopped because of an error in Kontor; it is in the log.' };
    running.error(problem);
    await running.finish('failed');
    await tellEnd(engine, workspace, running.ended('failed'));
    if (error instanceof Refusal) return;
    const system = engine.system(workspace, { kind: 'system', detail: 'writes down a fault' });
    await noteFault(system, { kind: 'job', place: claimed.job.kind, reference: claimed.job.id, error });
    throw error;
  } finally {
    clearInterval(beat);
  }
}

async function followed(engine: Engine, workspace: Workspace): Promise<void> {
  try {
    await answerBell(engine, workspace);
  } catch (error) {
    const system = engine.system(workspace, { kind: 'system', detail: 'writes down a fault' });
    await noteFault(system, { kind: 'job', place: FOLLOW, reference: workspace.name, error });
    throw error;
  }
}

async function tellEnd(engine: Engine, workspace: Workspace, job: EndedJob | null): Promise<void> {
  if (!job) return;
  // Not the job's own doing: undoing the job leaves it be.
  const context = engine.system(workspace, { kind: 'system', detail: `tell the end of the job ${job.id}` });
  for (const tell of workspace.state.behaviour.jobEnds) await tell(context, job);
}

/** Rings again for jobs that nobody works on: queued ones whose bell was lost, running ones whose process is gone. */
export async function sweep(engine: Engine, silence = SILENCE_SECONDS): Promise<void> {
  const { queue } = engine;
  if (!queue) return;
  const seconds = sql`${sql.value(silence)}::float8`;
  const lost = sql`("state" = 'queued' and "created_at" < now() - make_interval(secs => least(${seconds}, 5))) or ("state" = 'running' and "heartbeat_at" < now() - make_interval(secs => ${seconds}))`;
  const attempts = sql`"attempts" = "attempts" + case when "state" = 'running' then 1 else 0 end`;
  for (const name of await engine.workspaces.list()) {
    const rows = await askClosed(engine, name, (table) => sql`update ${table} set ${attempts} where ${lost} returning "id", "attempts"`);
    for (const [id, attempt] of rows) await queue.ring({ workspace: name, job: id! }, Number(attempt));
  }
  await sweepFollowers(engine);
}

/** Starts a job in every workspace where something is due for it; one where nothing is stays closed. */
export async function enqueueWhereDue(engine: Engine, kind: string, due: string): Promise<void> {
  const [entity = '', field = ''] = due.split('.');
  for (const name of await engine.workspaces.list()) {
    const question = (space: string) =>
      sql`select 1 from ${sql.identifier(space, entity)} where ${sql.identifier(field)} <= now() and not exists (select from ${sql.identifier(space, 'jobs')} where "kind" = ${sql.value(kind)} and "state" in ('queued', 'running')) limit 1`;
    const rows = await askClosed(engine, name, (_, space) => question(space));
    const workspace = rows.length > 0 ? await engine.workspace(name) : null;
    if (workspace) await engine.system(workspace, { kind: 'job', detail: kind }).enqueue(kind, null);
  }
}

function askClosed(engine: Engine, name: string, ask: (table: Sql, space: string) => Sql): Promise<Rows['rows']> {
  return askWorkspace(engine, name, (space) => ask(sql.identifier(space, 'jobs'), space));
}

/** The job was cancelled or taken over: this process must not write for it any more. */
export class LostJob extends Error {}

class RunningJob implements JobRun {
  readonly id: string;
  readonly params: Json;
  readonly #engine: Engine;
  readonly #workspace: Workspace;
  readonly #job: Job;
  readonly #runner: string;
  readonly #errors: JobError[];
  #context: BoundContext | null = null;
  #position: Json;
  #result: Json = null;
  #done: number;
  #total: number | null;
  #told = 0;
  #cancelled = false;

  constructor(engine: Engine, workspace: Workspace, job: Job, position: Json, runner: string) {
    this.id = job.id;
    this.params = job.params;
    this.#engine = engine;
    this.#workspace = workspace;
    this.#job = job;
    this.#position = position;
    this.#runner = runner;
    this.#errors = [...job.errors];
    this.#done = job.done;
    this.#total = job.total;
  }

  /** The actor's rights of today decide, not those of when it was ordered. */
  async start(): Promise<void> {
    const cause: Cause = { kind: CAUSES[this.#job.kind] ?? 'job', job: this.id, detail: this.#job.kind };
    const { actor, key } = this.#job;
    const { id } = actor;
    this.#context = id
      ? this.#engine.context(
          this.#workspace,
          await this.#engine.actor(this.#workspace, { user: id, ...(key === null ? {} : { key }) }),
          cause,
        )
      : await this.#engine.unasked(this.#workspace, cause);
    await this.#context.refreshed();
  }

  get context(): BoundContext {
    return this.#context!;
  }

  /** Where an earlier start of this job got to; null at the first. */
  get position(): Json {
    return this.#position;
  }

  /** Told so far, by earlier starts of this job too. */
  get errors(): readonly JobError[] {
    return this.#errors;
  }

  get result(): Json {
    return this.#result ?? this.#job.result;
  }

  set result(value: Json) {
    this.#result = value;
  }

  /** What was told so far, to go back to where a transaction begins anew. */
  get told(): JobOutcome {
    return { counts: { ...(this.result as JobOutcome['counts'] | null) }, errors: [...this.#errors] };
  }

  /** Adds to what was told before. */
  tell(before: JobOutcome, { counts, errors }: JobOutcome): void {
    const sums = { ...before.counts };
    for (const [what, count] of Object.entries(counts)) sums[what] = (sums[what] ?? 0) + count;
    this.#result = sums;
    this.#errors.splice(0, Number.POSITIVE_INFINITY, ...before.errors);
    for (const error of errors) this.error(error);
  }

  /**
   * Notes in the batch's own transaction how far the job is, so that a restart neither repeats nor skips it.
   * @throws LostJob when the job was cancelled or another process has it: the batch is rolled back.
   */
  async mark(writer: Writer, position: Json, done: number): Promise<void> {
    const statement = planned(this.#workspace, 'mark', () => {
      const set = sql`"position" = ${slot('of', 0)}::jsonb, "done" = ${slot('of', 1)}::bigint, "result" = ${slot('of', 2)}::jsonb, "errors" = ${slot('of', 3)}::jsonb, "heartbeat_at" = now()`;
      return prepare(
        sql`update ${jobs(this.#workspace)} set ${set} where "id" = ${slot('of', 4)}::uuid and "runner" = ${slot('of', 5)}::text and "state" = 'running'`,
      );
    });
    const { count } = await writer.tx.query(
      bind(statement, {
        of: [JSON.stringify(position), done, JSON.stringify(this.#result), JSON.stringify(this.#errors), this.id, this.#runner],
      }),
    );
    if (count === 0) throw new LostJob();
    this.#position = position;
    this.#done = done;
  }

  async progress(done: number, total?: number): Promise<void> {
    this.#done = done;
    if (total !== undefined) this.#total = total;
    const now = performance.now();
    if (now - this.#told < 300) return;
    this.#told = now;
    await this.#tell('running');
  }

  error(problem: JobError): void {
    if (this.#errors.length < MAX_ERRORS) this.#errors.push(problem);
  }

  cancelled(): boolean {
    return this.#cancelled;
  }

  async finish(state: 'done' | 'failed'): Promise<void> {
    await this.#tell(state);
  }

  /** Null when it was cancelled: who did that knows. */
  ended(state: EndedJob['state']): EndedJob | null {
    if (this.#cancelled) return null;
    const { kind, params, actor } = this.#job;
    const entity = typeof params === 'object' && params !== null && 'entity' in params ? params['entity'] : null;
    return {
      ...{ id: this.id, kind, state, done: this.#done, errors: this.#errors.length, starter: actor.id },
      tellsItself: state === 'done' && this.#workspace.state.behaviour.jobs[kind]?.tellsItself === true,
      entity: typeof entity === 'string' ? entity : null,
    };
  }

  async #tell(state: string): Promise<void> {
    const statement = planned(this.#workspace, 'tell', () => {
      const set = sql`"done" = ${slot('of', 0)}::bigint, "total" = ${slot('of', 1)}::bigint, "errors" = ${slot('of', 2)}::jsonb, "result" = coalesce(${slot('of', 3)}::jsonb, "result"), "state" = ${slot('of', 4)}::text, "heartbeat_at" = now(), "finished_at" = case when ${slot('of', 4)}::text = 'running' then null else now() end`;
      return prepare(
        sql`update ${jobs(this.#workspace)} set ${set} where "id" = ${slot('of', 5)}::uuid and "runner" = ${slot('of', 6)}::text and "state" = 'running'`,
      );
    });
    const result = this.#result === null ? null : JSON.stringify(this.#result);
    const { count } = await this.#workspace.db.query(
      bind(statement, { of: [this.#done, this.#total, JSON.stringify(this.#errors), result, state, this.id, this.#runner] }),
    );
    if (count === 0) this.#cancelled = true;
  }
}

export type { RunningJob };

async function claim(workspace: Workspace, id: string, runner: string): Promise<{ job: Job; position: Json } | null> {
  const statement = planned(workspace, 'claim', () => {
    const free = sql`"state" = 'queued' or ("state" = 'running' and "heartbeat_at" < now() - interval '${raw(String(SILENCE_SECONDS))} seconds') or ("state" = 'running' and "runner" is null)`;
    return prepare(
      sql`update ${jobs(workspace)} j set "state" = 'running', "runner" = ${slot('of', 1)}::text, "heartbeat_at" = now(), "started_at" = coalesce("started_at", now()) where "id" = ${slot('of', 0)}::uuid and (${free}) returning ${columns(workspace)}, "position"`,
    );
  });
  const { rows } = await workspace.db.query(bind(statement, { of: [id, runner] }));
  const cells = rows[0];
  return cells ? { job: toJob(cells), position: cells.at(-1) ? (parseJson(cells.at(-1)!) as Json) : null } : null;
}

/** Called once when a process that is alone on its database starts: whoever ran these is dead, so they start again at once. */
export async function releaseJobs(engine: Engine): Promise<void> {
  for (const name of await engine.workspaces.list()) {
    await askClosed(
      engine,
      name,
      (table) => sql`update ${table} set "runner" = null, "heartbeat_at" = '-infinity' where "state" = 'running'`,
    );
  }
  await sweep(engine);
}

async function heartbeat(workspace: Workspace, id: string, runner: string): Promise<void> {
  const statement = planned(workspace, 'beat', () =>
    prepare(
      sql`update ${jobs(workspace)} set "heartbeat_at" = now() where "id" = ${slot('of', 0)}::uuid and "runner" = ${slot('of', 1)}::text`,
    ),
  );
  await workspace.db.query(bind(statement, { of: [id, runner] }));
}

function mine(rights: Rights, me: string | null): string | null {
  return rights.root ? null : me;
}

/** A key with rights of its own sees what it ordered itself. */
function ofKey({ limit }: Rights): string | null {
  return limit?.key ?? null;
}

function jobs(workspace: ClosedWorkspace) {
  return sql.identifier(workspace.space, 'jobs');
}

/** For a claim all; who asks how far a job is does not want the 100,000 ids a bulk request may name. */
function columns(workspace: Workspace, use: 'shown' | 'claimed' = 'claimed') {
  const short = sql`case when j."kind" in ('bulk', 'merge') then jsonb_build_object('entity', j."params" -> 'entity') else j."params" end`;
  const own = COLUMNS.map((name) => (use === 'shown' && name === 'params' ? short : sql`j.${sql.identifier(name)}`));
  const undo = sql`u."kind" = 'undo' and u."params" ->> 'job' = j."id"::text and u."state" in ('queued', 'running', 'done')`;
  return sql`${sql.join(own, ', ')}, exists (select from ${jobs(workspace)} u where ${undo})`;
}

function toJob(cells: readonly (string | null)[]): Job {
  const [id, kind, state, params, done, total, errors, result, actor, actorName, created, started, finished, key, undone] = cells;
  return {
    id: id!,
    kind: kind!,
    state: state as Job['state'],
    params: parseJson(params ?? 'null') as Json,
    done: Number(done),
    total: total ? Number(total) : null,
    errors: parseJson(errors ?? '[]') as JobError[],
    result: parseJson(result ?? 'null') as Json,
    actor: { id: actor ?? null, title: actorName ?? '' },
    key: key ?? null,
    created_at: toInstant(created!),
    started_at: started ? toInstant(started) : null,
    finished_at: finished ? toInstant(finished) : null,
    undone: undone === 't',
  };
}

function toInstant(cell: string): string {
  return new Date(`${cell.replace(' ', 'T').replace('+00', '')}Z`).toISOString();
}
