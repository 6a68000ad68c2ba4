// The job queue: graphile-worker in the same database. It only rings the bell; what a job is stands in the workspace's `jobs`.

import { Logger, makeWorkerUtils, type Runner, run, type WorkerUtils } from 'graphile-worker';

/** What is rung for: a job of a workspace. */
export interface Bell {
  readonly workspace: string;
  /** Id in the workspace's `jobs`. */
  readonly job: string;
}

export interface Queue {
  /** Rings for a job; ringing twice before it is heard is ringing once. */
  ring(bell: Bell, attempt: number): Promise<void>;
  stop(): Promise<void>;
}

export interface QueueOptions {
  readonly connectionString: string;
  /** Null: this process only rings (`KONTOR_ROLE=serve`). */
  readonly work: ((bell: Bell) => Promise<void>) | null;
  /** Cron line -> what is to be done then, once in the whole installation. */
  readonly schedules: readonly { readonly name: string; readonly cron: string; run(): Promise<void> }[];
  /** Jobs at the same time in this process. */
  readonly concurrency: number;
  readonly log: (level: string, message: string) => void;
}

const BELL = 'kontor';

/** Jobs are run again by us, from where they stopped, not by the queue from the start. */
const ATTEMPTS = 1;

/** Makes the queue's own tables where they are missing. @throws where the database cannot be reached */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const logger = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') options.log(level, message);
  });
  const utils = await makeWorkerUtils({ connectionString: options.connectionString, logger, maxPoolSize: 2 });
  await utils.migrate();
  const runner = options.work ? await startRunner(options, logger) : null;
  return new GraphileQueue(utils, runner);
}

async function startRunner(options: QueueOptions, logger: Logger): Promise<Runner> {
  const schedules = Object.fromEntries(options.schedules.map((schedule) => [`schedule:${schedule.name}`, () => schedule.run()]));
  const runner = await run({
    connectionString: options.connectionString,
    logger,
    concurrency: options.concurrency,
    maxPoolSize: options.concurrency + 1,
    noHandleSignals: true,
    taskList: { [BELL]: (payload) => options.work!(payload as Bell), ...schedules },
    crontab: options.schedules.map((schedule) => `${schedule.cron} schedule:${schedule.name} ?max=1`).join('\n'),
  });
  // A runner that ends with an error has lost the database; it is reported, and the pool's own reconnection is not its business.
  runner.promise.catch((error: unknown) => options.log('error', `The job runner stopped: ${String(error)}`));
  return runner;
}

class GraphileQueue implements Queue {
  readonly #utils: WorkerUtils;
  readonly #runner: Runner | null;

  constructor(utils: WorkerUtils, runner: Runner | null) {
    this.#utils = utils;
    this.#runner = runner;
  }

  async ring(bell: Bell, attempt: number): Promise<void> {
    await this.#utils.addJob(BELL, bell, { jobKey: `${bell.workspace}:${bell.job}:${attempt}`, maxAttempts: ATTEMPTS });
  }

  async stop(): Promise<void> {
    await this.#runner?.stop();
    await this.#utils.release();
  }
}
