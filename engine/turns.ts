// Two batches of a job at a time: while one waits for PostgreSQL the other is at work there too, yet they end in their order.

/** Milliseconds. Whoever is waited for may himself wait, out of PostgreSQL's sight, for rows that we have locked. */
const PATIENCE = 5_000;

/** What was done while the batch before was not over must be taken back, and done again after it. */
export class OutOfTurn extends Error {}

export interface Turn {
  /** To be awaited before the end. @throws OutOfTurn */
  readonly come: () => Promise<void>;
  /** The batch before was still at work when this one began. */
  readonly early: boolean;
}

/** Batches of a job, one or two at a time, that end in the order in which they began. */
export class Turns {
  readonly #running: Promise<void>[] = [];
  #atOnce: 1 | 2;

  constructor(atOnce: 1 | 2) {
    this.#atOnce = atOnce;
  }

  /** Begins `work` as soon as there is room. What an earlier one failed with is thrown here or by `end`. */
  async take(work: (turn: Turn) => Promise<void>): Promise<void> {
    while (this.#running.length >= this.#atOnce) await this.#running.shift();
    const before = this.#running.at(-1);
    const running = before ? this.#early(work, before) : work(INSTANTLY);
    // Its failure is met where it is awaited.
    running.catch(() => {});
    this.#running.push(running);
  }

  async end(): Promise<void> {
    // When one fails, the job is not over before the other has ended.
    await Promise.allSettled(this.#running);
    await Promise.all(this.#running.splice(0));
  }

  async #early(work: (turn: Turn) => Promise<void>, before: Promise<void>): Promise<void> {
    try {
      await work({ come: () => inTime(before), early: true });
    } catch (error) {
      if (!(error instanceof OutOfTurn)) throw error;
      this.#atOnce = 1;
      await before;
      await work(INSTANTLY);
    }
  }
}

const INSTANTLY: Turn = { come: async () => {}, early: false };

async function inTime(before: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new OutOfTurn()), PATIENCE);
  try {
    await Promise.race([before, promise]);
  } finally {
    clearTimeout(timer);
  }
}
