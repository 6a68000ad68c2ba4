// Group commit: transactions that are one batch of statements share a round trip, a commit and its flush to disk while many arrive.

import { DatabaseUnavailable } from './errors.ts';
import { type Joined, joinAll } from './joint.ts';
import type { Rows, Statement } from './pool.ts';
import { failedAt } from './wire.ts';

/** Runs statements as one transaction, in one round trip. */
export type RunAll = (role: string | null, statements: readonly Statement[]) => Promise<Rows[]>;

interface Member {
  readonly statements: readonly Statement[];
  readonly lock: string | null;
  resolve(rows: Rows[]): void;
  reject(error: unknown): void;
}

interface Queue {
  waiting: Member[];
  /** Of groups under way. */
  readonly locked: Set<string>;
  running: number;
  isDue: boolean;
  late: NodeJS.Timeout | null;
}

/** Groups under way for a role; whoever comes meanwhile waits for the next one. */
const AT_ONCE = 2;
const MEMBERS = 16;
/** Milliseconds after which nobody waits for a group any longer that itself waits, e.g. for a lock. */
const PATIENCE = 100;

export class Together {
  readonly #runAll: RunAll;
  readonly #queues = new Map<string | null, Queue>();

  constructor(runAll: RunAll) {
    this.#runAll = runAll;
  }

  /**
   * One of several in a transaction, as if it were alone in it: a failure is told to nobody else, and nothing of it stays.
   * @param lock what it locks first: who comes with the same one goes in the same group or when that one is over, in the order they came
   */
  run(role: string | null, statements: readonly Statement[], lock: string | null = null): Promise<Rows[]> {
    return new Promise((resolve, reject) => {
      const queue = this.#queueOf(role);
      queue.waiting.push({ statements, lock, resolve, reject });
      this.#startSoon(role, queue);
    });
  }

  #queueOf(role: string | null): Queue {
    let queue = this.#queues.get(role);
    if (!queue) {
      queue = { waiting: [], locked: new Set(), running: 0, isDue: false, late: null };
      this.#queues.set(role, queue);
    }
    return queue;
  }

  /** Requests that were read from their sockets in one go come together. */
  #startSoon(role: string | null, queue: Queue): void {
    if (queue.isDue) return;
    if (queue.running >= AT_ONCE) {
      queue.late ??= setTimeout(() => void this.#start(role, queue), PATIENCE).unref();
      return;
    }
    queue.isDue = true;
    setImmediate(() => {
      queue.isDue = false;
      void this.#start(role, queue);
    });
  }

  async #start(role: string | null, queue: Queue): Promise<void> {
    if (queue.late) clearTimeout(queue.late);
    queue.late = null;
    const members = nextOf(queue);
    if (members.length === 0) return;
    const locks = members.flatMap(({ lock }) => lock ?? []);
    for (const lock of locks) queue.locked.add(lock);
    queue.running++;
    await this.#runGroup(role, members);
    queue.running--;
    for (const lock of locks) queue.locked.delete(lock);
    if (queue.waiting.length > 0) this.#startSoon(role, queue);
    else if (queue.running === 0 && !queue.isDue) this.#queues.delete(role);
  }

  /** Never rejects: each member hears for itself. */
  async #runGroup(role: string | null, members: readonly Member[]): Promise<void> {
    if (members.length === 0) return;
    const joined = joinAll(members);
    if (joined ? await this.#runJoined(role, members, joined) : false) return;
    try {
      const rows = await this.#runAll(
        role,
        members.flatMap(({ statements }) => statements),
      );
      let from = 0;
      for (const { statements, resolve } of members) {
        resolve(rows.slice(from, from + statements.length));
        from += statements.length;
      }
    } catch (error) {
      await this.#failed(role, members, error);
    }
  }

  /** False where it failed: nothing of it has lasted, and who it was only shows when each does its own. */
  async #runJoined(role: string | null, members: readonly Member[], { statements, answersOf }: Joined): Promise<boolean> {
    try {
      const answers = answersOf(await this.#runAll(role, statements));
      for (const [i, { resolve }] of members.entries()) resolve(answers[i]!);
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) return false;
      for (const { reject } of members) reject(error);
      return true;
    }
  }

  /** Nothing of the group has lasted: the one that failed is told, the others go again without it. */
  async #failed(role: string | null, members: readonly Member[], error: unknown): Promise<void> {
    if (members.length === 1 || error instanceof DatabaseUnavailable) {
      for (const { reject } of members) reject(error);
      return;
    }
    const culprit = memberAt(members, failedAt(error));
    if (!culprit) {
      for (const member of members) await this.#runGroup(role, [member]);
      return;
    }
    culprit.reject(error);
    await this.#runGroup(
      role,
      members.filter((member) => member !== culprit),
    );
  }
}

/** Those who have waited longest; whose lock a group under way has would wait in PostgreSQL too. */
function nextOf(queue: Queue): Member[] {
  const members = queue.waiting.filter(({ lock }) => lock === null || !queue.locked.has(lock)).slice(0, MEMBERS);
  const going = new Set(members);
  queue.waiting = queue.waiting.filter((member) => !going.has(member));
  return members;
}

/** Whose statement is the `at`-th of the group; null where it is nobody's, e.g. the commit. */
function memberAt(members: readonly Member[], at: number): Member | null {
  let end = 0;
  for (const member of members) {
    end += member.statements.length;
    if (at >= 0 && at < end) return member;
  }
  return null;
}
