// The pool: who asks as a role gets a connection that already has it, or one that takes it on along with the statement.

import { Connection } from './connection.ts';
import { DatabaseUnavailable, isDatabaseError } from './errors.ts';
import { Together } from './together.ts';
import { OpenTransaction, type Ways } from './transaction.ts';

export interface Statement {
  readonly text: string;
  /** Strings, numbers, booleans, null, Buffers, arrays of them; other objects travel as JSON. */
  readonly values: readonly unknown[];
  /** Given: prepared once a connection under this name; the same name must always stand for the same text. */
  readonly name?: string;
  /** For commands that refuse to run in a transaction block (VACUUM, CREATE INDEX CONCURRENTLY, CREATE DATABASE); no time limit. */
  readonly alone?: boolean;
  /** Given: of transactions that commit together, those whose statements are alike in their turn are done as one. */
  readonly joint?: Joint;
}

/** How statements that do the same with different rows are one. */
export interface Joint {
  readonly key: string;
  /** Values that all must have alike. */
  readonly shared: readonly unknown[];
  readonly rows: readonly (readonly unknown[])[];
  /** Does it with the rows of all, in their order; null where that is not the same. */
  readonly join: (rows: readonly (readonly unknown[])[]) => Statement | null;
  /** Its answer tells first of each row which of the rows, from 1, it answers. Without, nobody reads the answer. */
  readonly answers?: boolean;
}

export interface Rows {
  /** Cells in PostgreSQL's text form. */
  readonly rows: (string | null)[][];
  /** Rows returned or touched. */
  readonly count: number;
}

export interface Queryable {
  /** @throws DatabaseError where PostgreSQL refuses it, DatabaseUnavailable where there is no connection in time or it is lost */
  query(statement: Statement): Promise<Rows>;
  /** Several statements in one round trip, one after the other; the first failure skips the rest and undoes what was before it. */
  queryAll(statements: readonly Statement[]): Promise<Rows[]>;
}

export interface Transaction extends Queryable {
  readonly role: string | null;
  /** Goes along with the next statement or the commit, before it; its answer comes then. */
  later(statement: Statement): Promise<Rows>;
  /** The same for a question that changes nothing, and undoes all where the answer is no. */
  claim(statement: Statement): Promise<Rows>;
  /** Nothing was sent, and nothing but claims waits: it holds no lock, and to look at what others have committed needs no transaction. */
  readonly untouched: boolean;
  /** Looks at what others have committed: by itself as long as the transaction is untouched, else inside it. */
  readonly aside: Queryable;
  /** The same for what is soon answered: together with such looks of other transactions. */
  readonly glance: Queryable;
  /** It locks what is called so: of those that lock the same no two are under way at once, unless they commit together. */
  locks(name: string): void;
  /** Takes back what `later` was given last, while it has not been sent; then its answer never comes. */
  recall(statement: Statement): boolean;
  /** Sends what `later` left waiting. */
  flush(): Promise<void>;
  /** The statement and the COMMIT in one round trip; nothing may follow. */
  queryLast(statement: Statement): Promise<Rows>;
  /** Commits at once, in one round trip with the statements that still wait; nothing may come after it. */
  commit(): Promise<void>;
  /** Several commands in one text, without values. */
  script(text: string): Promise<void>;
  /** `COPY ... FROM STDIN`; answers the number of rows. */
  copyIn(text: string, source: AsyncIterable<string | Uint8Array>): Promise<number>;
  /** `COPY ... TO STDOUT`. */
  copyOut(text: string): AsyncGenerator<Buffer>;
  /** Runs after the commit and before `transaction()` answers; an error is reported, not thrown. */
  onCommit(callback: () => void | Promise<void>): void;
  /** Runs when it is over, before `transaction()` answers; must not throw. */
  onEnd(callback: (committed: boolean) => void): void;
  /** What `work` did is undone when it throws; the transaction goes on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

export interface TransactionOptions {
  readonly isolation?: 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /** Milliseconds a statement may take in this transaction; 0: no limit. */
  readonly timeout?: number;
}

export interface PoolStats {
  readonly size: number;
  readonly idle: number;
  readonly waiting: number;
  /** Whether the last attempt to reach the database succeeded. */
  readonly up: boolean;
}

export interface Database {
  /** Statements on their own, each with its own implicit transaction. */
  as(role: string | null): Queryable;
  /**
   * Commits what `work` did, undoes it where it throws, and throws the same. A connection is taken with the first statement that needs
   * one; `work` may run only once.
   */
  transaction<T>(role: string | null, work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  stats(): PoolStats;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly connectionString: string;
  readonly applicationName?: string;
  /** Connections at most; default 16. */
  readonly size?: number;
  /** Milliseconds a request waits for a connection before DatabaseUnavailable; default 5,000. */
  readonly patience?: number;
  /** Milliseconds a statement may take; default 30,000; 0: no limit. */
  readonly statementTimeout?: number;
  /** Hears about failed onCommit callbacks; default: console. */
  readonly report?: (error: unknown) => void;
}

interface Waiter {
  readonly until: number;
  resolve(connection: Connection): void;
  reject(error: Error): void;
}

/** Connects when it is first asked. */
export function createPool(options: PoolOptions): Database {
  return new Pool(options);
}

const FIRST_BACKOFF = 25;
const LAST_BACKOFF = 1000;

class Pool implements Database {
  readonly #options: PoolOptions;
  readonly #size: number;
  readonly #patience: number;
  readonly #all = new Set<Connection>();
  /** Most recently used last. */
  readonly #idle: Connection[] = [];
  readonly #together = new Together((role, statements) => this.#queryAll(role, statements));
  /** Apart from what writes, which may wait for locks. */
  readonly #glances = new Together((role, statements) => this.#queryAll(role, statements));
  #waiting: Waiter[] = [];
  #opening = 0;
  /** 0 while the database answers. */
  #backoff = 0;
  #lastFailure: Error | null = null;
  #retry: NodeJS.Timeout | null = null;
  #impatience: NodeJS.Timeout | null = null;
  #closed = false;
  #drained: (() => void) | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#size = options.size ?? 16;
    this.#patience = options.patience ?? 5000;
  }

  as(role: string | null): Queryable {
    return {
      query: (statement) => this.#query(role, statement),
      queryAll: (statements) => this.#queryAll(role, statements),
    };
  }

  async #acquire(role: string | null): Promise<Connection> {
    return this.#take(role) ?? (await this.#wait());
  }

  async #query(role: string | null, statement: Statement): Promise<Rows> {
    const connection = await this.#acquire(role);
    try {
      if (statement.alone) return await runAlone(connection, role, statement);
      const [rows] = await this.#run(connection, role, [statement]);
      return rows!;
    } finally {
      this.#release(connection);
    }
  }

  async #queryAll(role: string | null, statements: readonly Statement[]): Promise<Rows[]> {
    const connection = await this.#acquire(role);
    try {
      return await this.#run(connection, role, statements);
    } finally {
      this.#release(connection);
    }
  }

  async #run(connection: Connection, role: string | null, statements: readonly Statement[]): Promise<Rows[]> {
    try {
      return await connection.run(statements, role, connection.become(role));
    } catch (error) {
      // A table changed under a prepared statement; nothing of the batch has lasted, and parsing it anew is all it takes.
      if (!isStalePlan(error) && !this.#wasAnotherRole(error, role)) throw error;
      return await connection.run(statements, role, connection.become(role));
    }
  }

  async transaction<T>(role: string | null, work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    let taken: Promise<Connection> | null = null;
    const ways: Ways = {
      take: () => {
        taken = this.#acquire(role);
        return taken;
      },
      together: (statements, lock) => this.#together.run(role, statements, lock),
      look: (statements) => this.#queryAll(role, statements),
      glance: (statements) => this.#glances.run(role, statements),
    };
    const tx = new OpenTransaction(ways, role, options);
    let value: T;
    let isCommitted = false;
    try {
      value = await work(tx);
      await tx.commit();
      isCommitted = true;
    } catch (error) {
      await tx.rollback();
      this.#wasAnotherRole(error, role);
      throw error;
    } finally {
      tx.ended(isCommitted);
      const connection = await (taken as Promise<Connection> | null)?.catch(() => null);
      if (connection) this.#release(connection);
    }
    await tx.committed(this.#options.report ?? console.error);
    return value;
  }

  /** A role that was dropped and made again is another one, which connections that had the old one must take on anew. */
  #wasAnotherRole(error: unknown, role: string | null): boolean {
    if (role === null || !isDatabaseError(error, '42501')) return false;
    for (const connection of this.#all) if (connection.role === role) connection.forgetRole();
    return true;
  }

  stats(): PoolStats {
    return { size: this.#all.size, idle: this.#idle.length, waiting: this.#waiting.length, up: this.#lastFailure === null };
  }

  /** Lets work under way finish; refuses new work at once. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#rejectWaiting(new DatabaseUnavailable('The database is being closed'));
    if (this.#retry) clearTimeout(this.#retry);
    if (this.#all.size > this.#idle.length || this.#opening > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    await Promise.all([...this.#all].map((connection) => connection.close()));
    this.#all.clear();
  }

  #take(role: string | null): Connection | null {
    const idle = this.#idle;
    if (idle.length === 0 || this.#waiting.length > 0) return null;
    let at = idle.length - 1;
    for (let i = at; i >= 0; i--) {
      if (idle[i]!.role === role) {
        at = i;
        break;
      }
      if (isBetter(idle[i]!, idle[at]!, role)) at = i;
    }
    const [connection] = idle.splice(at, 1);
    return connection ?? null;
  }

  #wait(): Promise<Connection> {
    if (this.#closed) return Promise.reject(new DatabaseUnavailable('The database is closed'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ until: performance.now() + this.#patience, resolve, reject });
      this.#impatience ??= setTimeout(() => this.#loseImpatient(), this.#patience).unref();
      this.#openMore();
    });
  }

  #release(connection: Connection): void {
    if (connection.broken) {
      this.#drop(connection);
      return;
    }
    const next = this.#waiting.shift();
    if (next) {
      next.resolve(connection);
      return;
    }
    this.#idle.push(connection);
    this.#checkDrained();
  }

  #drop(connection: Connection): void {
    if (!this.#all.delete(connection)) return;
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    void connection.close();
    this.#checkDrained();
    this.#openMore();
  }

  /** One attempt at a time while the database does not answer, else as many as wait. */
  #openMore(): void {
    if (this.#closed || this.#retry) return;
    const limit = this.#backoff > 0 ? 1 : this.#waiting.length;
    while (this.#opening < limit && this.#opening < this.#waiting.length && this.#all.size + this.#opening < this.#size) {
      this.#opening++;
      void this.#open();
    }
  }

  async #open(): Promise<void> {
    try {
      const connection = await Connection.open(
        {
          connectionString: this.#options.connectionString,
          applicationName: this.#options.applicationName ?? 'kontor',
          statementTimeout: this.#options.statementTimeout ?? 30_000,
          connectTimeout: 10_000,
        },
        (broken) => {
          // One at work is dropped when it is released.
          if (this.#idle.includes(broken)) this.#drop(broken);
        },
      );
      this.#opening--;
      this.#backoff = 0;
      this.#lastFailure = null;
      this.#all.add(connection);
      this.#release(connection);
      this.#openMore();
    } catch (error) {
      this.#opening--;
      this.#failed(error as Error);
    }
    this.#checkDrained();
  }

  #failed(error: Error): void {
    this.#lastFailure = error;
    // The database is there and says no: waiting does not help.
    if (isDatabaseError(error) && /^(28|3D|42)/.test(error.code ?? '')) {
      this.#rejectWaiting(new DatabaseUnavailable(`The database refused the connection: ${error.message}`, { cause: error }));
      return;
    }
    this.#backoff = Math.min(Math.max(this.#backoff * 2, FIRST_BACKOFF), LAST_BACKOFF);
    if (this.#closed || this.#retry || this.#waiting.length === 0) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#openMore();
    }, this.#backoff);
  }

  /** All wait equally long, so the first in the queue is the first to lose patience. */
  #loseImpatient(): void {
    this.#impatience = null;
    const now = performance.now();
    while (this.#waiting[0] && this.#waiting[0].until <= now) {
      const reason = this.#lastFailure
        ? `The database cannot be reached: ${this.#lastFailure.message}`
        : 'All database connections are busy';
      this.#waiting.shift()?.reject(new DatabaseUnavailable(reason, { cause: this.#lastFailure }));
    }
    if (this.#waiting[0]) this.#impatience = setTimeout(() => this.#loseImpatient(), this.#waiting[0].until - now).unref();
  }

  #rejectWaiting(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (this.#impatience) clearTimeout(this.#impatience);
    this.#impatience = null;
    for (const waiter of waiting) waiter.reject(error);
  }

  #checkDrained(): void {
    if (this.#closed && this.#opening === 0 && this.#all.size === this.#idle.length) this.#drained?.();
  }
}

/** One that served this role before; else one that served fewer, so that each connection has its own few of many workspaces. */
function isBetter(one: Connection, other: Connection, role: string | null): boolean {
  const [known, otherKnown] = [one.serves(role), other.serves(role)];
  return known === otherKnown ? !known && one.served < other.served : known;
}

const UNLIMITED: Statement = { text: 'set statement_timeout = 0', values: [] };
const LIMITED: Statement = { text: 'reset statement_timeout', values: [] };

/** Building an index of a large table takes longer than any request may. */
async function runAlone(connection: Connection, role: string | null, statement: Statement): Promise<Rows> {
  await connection.run([UNLIMITED], role, connection.become(role));
  try {
    const [result] = await connection.run([statement], role, []);
    return result as Rows;
  } finally {
    if (!connection.broken) await connection.run([LIMITED], role, []);
  }
}

function isStalePlan(error: unknown): boolean {
  return isDatabaseError(error, '0A000') && error.routine === 'RevalidateCachedQuery';
}
