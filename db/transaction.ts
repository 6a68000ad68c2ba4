// A transaction on one connection. Control statements (BEGIN, SAVEPOINT ...) never travel alone: they wait for the next statement.

import type { Connection } from './connection.ts';
import { DatabaseUnavailable } from './errors.ts';
import type { Queryable, Rows, Statement, Transaction, TransactionOptions } from './pool.ts';
import type { StepResult } from './wire.ts';

const COMMIT: Statement = { text: 'commit', values: [], name: 'commit' };

interface Waiting {
  readonly statement: Statement;
  resolve(rows: Rows): void;
  reject(error: unknown): void;
}

/** How a transaction reaches PostgreSQL. */
export interface Ways {
  /** A connection, for the first statement that needs one for itself. */
  readonly take: () => Promise<Connection>;
  /** Runs statements as a transaction of their own. */
  readonly together: (statements: readonly Statement[], lock: string | null) => Promise<Rows[]>;
  /** The same for those that only read. */
  readonly look: (statements: readonly Statement[]) => Promise<Rows[]>;
  /** And are soon answered. */
  readonly glance: (statements: readonly Statement[]) => Promise<Rows[]>;
}

export class OpenTransaction implements Transaction {
  readonly role: string | null;
  readonly aside: Queryable;
  readonly glance: Queryable;
  readonly #ways: Ways;
  /** Looks under way outside of it. */
  readonly #looks = new Set<Promise<unknown>>();
  #connection: Promise<Connection> | null = null;
  readonly #begin: Statement;
  /** Control statements that the next batch takes along. */
  #pending: Statement[] = [];
  /** Whether BEGIN has been sent, or is about to be. */
  #begun = false;
  /** Savepoints, and what is said of the transaction as a whole, stand in a block only. */
  #needsBlock: boolean;
  /** Those of the pending ones that change nothing. */
  readonly #claims = new Set<Statement>();
  #lock: string | null = null;
  /** Statements among the pending ones whose answer somebody waits for. */
  #waiting: Waiting[] = [];
  #over = false;
  #savepoints = 0;
  /** A COPY owns the connection until it ends; statements wait for it. */
  #copying: Promise<void> | null = null;
  #failure: unknown = null;
  readonly #afterCommit: (() => void | Promise<void>)[] = [];
  readonly #atEnd: ((committed: boolean) => void)[] = [];

  constructor(ways: Ways, role: string | null, options: TransactionOptions) {
    this.#ways = ways;
    this.role = role;
    this.aside = this.#outside(ways.look);
    this.glance = this.#outside(ways.glance);
    this.#begin = begin(options);
    this.#needsBlock = Boolean(options.isolation || options.readOnly || options.timeout !== undefined);
    if (options.timeout !== undefined)
      this.#pending.push({ text: `set local statement_timeout = ${Math.trunc(options.timeout)}`, values: [] });
  }

  async query(statement: Statement): Promise<Rows> {
    const results = await this.#run([statement]);
    return results.at(-1) as Rows;
  }

  async queryAll(statements: readonly Statement[]): Promise<Rows[]> {
    const results = await this.#run(statements);
    return results.slice(results.length - statements.length);
  }

  later(statement: Statement): Promise<Rows> {
    const { promise, resolve, reject } = Promise.withResolvers<Rows>();
    // Whoever waits hears of a failure; until somebody does, it is nobody's.
    promise.catch(() => {});
    this.#pending.push(statement);
    this.#waiting.push({ statement, resolve, reject });
    return promise;
  }

  claim(statement: Statement): Promise<Rows> {
    this.#claims.add(statement);
    return this.later(statement);
  }

  #outside(run: Ways['look']): Queryable {
    const queryAll = async (statements: readonly Statement[]) => {
      if (!this.untouched) return this.queryAll(statements);
      const look = run(statements);
      this.#looks.add(look);
      return look.finally(() => this.#looks.delete(look));
    };
    return { queryAll, query: async (statement) => (await queryAll([statement]))[0]! };
  }

  /** Whoever has a connection must not wait for one more: looks go first. */
  #take(): Promise<Connection> {
    this.#connection ??= this.#looks.size > 0 ? Promise.allSettled(this.#looks).then(() => this.#ways.take()) : this.#ways.take();
    return this.#connection;
  }

  get untouched(): boolean {
    return !this.#begun && !this.#needsBlock && !this.#over && this.#pending.every((statement) => this.#claims.has(statement));
  }

  locks(name: string): void {
    this.#lock ??= name;
  }

  recall(statement: Statement): boolean {
    const last = this.#waiting.at(-1);
    if (last?.statement !== statement || this.#pending.at(-1) !== statement) return false;
    this.#waiting.pop();
    this.#pending.pop();
    return true;
  }

  async flush(): Promise<void> {
    if (this.#waiting.length > 0) await this.#run([]);
  }

  async queryLast(statement: Statement): Promise<Rows> {
    return (await this.#finish([statement])).at(-1) as Rows;
  }

  async script(text: string): Promise<void> {
    await this.#flush();
    await this.#guard((await this.#take()).script(text));
  }

  async copyIn(text: string, source: AsyncIterable<string | Uint8Array>): Promise<number> {
    const copy = this.#flush().then(async () => (await this.#take()).copyIn(text, source));
    const over = copy.then(
      () => {},
      () => {},
    );
    this.#copying = over;
    try {
      return await this.#guard(copy);
    } finally {
      if (this.#copying === over) this.#copying = null;
    }
  }

  async *copyOut(text: string): AsyncGenerator<Buffer> {
    await this.#flush();
    yield* (await this.#take()).copyOut(text);
  }

  onCommit(callback: () => void | Promise<void>): void {
    this.#afterCommit.push(callback);
  }

  onEnd(callback: (committed: boolean) => void): void {
    this.#atEnd.push(callback);
  }

  ended(committed: boolean): void {
    for (const callback of this.#atEnd) callback(committed);
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `s${++this.#savepoints}`;
    const mark: Statement = { text: `savepoint ${name}`, values: [] };
    const callbacks = this.#afterCommit.length;
    this.#needsBlock = true;
    this.#pending.push(mark);
    try {
      const value = await work();
      // A savepoint that nothing stands behind needs no release.
      if (this.#pending.at(-1) === mark) this.#pending.pop();
      else this.#pending.push({ text: `release savepoint ${name}`, values: [] });
      return value;
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      this.#afterCommit.length = callbacks;
      this.#failure = null;
      if (!this.#unsend(mark)) {
        this.#pending.push({ text: `rollback to savepoint ${name}`, values: [] }, { text: `release savepoint ${name}`, values: [] });
      }
      throw error;
    }
  }

  /** The end when the work succeeded. */
  async commit(): Promise<void> {
    if (this.#over) return;
    if (this.#begun || this.#waiting.length > 0) await this.#finish([]);
    else this.#over = true;
  }

  /**
   * The last batch. Where it is the first one as well it needs neither BEGIN nor COMMIT: what is sent up to one Sync is a
   * transaction of its own (PostgreSQL's manual, "Pipelining" in the extended query protocol).
   */
  async #finish(statements: readonly Statement[]): Promise<readonly Rows[]> {
    this.#assertOpen();
    this.#over = true;
    if (this.#copying) await this.#copying;
    const pending = this.#pending;
    this.#pending = [];
    if (!this.#begun && !this.#needsBlock)
      return await this.#guard(this.#send([...pending, ...statements], (all) => this.#ways.together(all, this.#lock)));
    const results = await this.#guard(this.#sendHere([...pending, ...statements, COMMIT]));
    this.#checkCommitted(results.at(-1)?.tag);
    return results.slice(0, -1);
  }

  /** The end when it failed. Never throws: the failure that led here is the one to tell. */
  async rollback(): Promise<void> {
    this.#over = true;
    if (!this.#begun) return;
    // A connection may still be on its way, and BEGIN with it: whoever gets it next must not find that open.
    const connection = await this.#take().catch(() => null);
    if (!connection) return;
    connection.forgetRole();
    if (connection.broken) return;
    if (this.#copying) await this.#copying;
    await connection.script('rollback').catch(() => {});
    connection.forgetRole();
  }

  /** Callbacks run in order, one failing does not keep the others from running. */
  async committed(report: (error: unknown) => void): Promise<void> {
    for (const callback of this.#afterCommit) {
      try {
        await callback();
      } catch (error) {
        report(error);
      }
    }
  }

  async #run(statements: readonly Statement[]) {
    if (this.#copying) await this.#copying;
    this.#assertOpen();
    const pending = this.#pending;
    this.#pending = [];
    return await this.#guard(this.#sendHere(pending.length > 0 ? [...pending, ...statements] : statements));
  }

  /** Sends a batch and tells those who wait for an answer inside it. */
  async #send<T extends Rows>(
    statements: readonly Statement[],
    run: (statements: readonly Statement[]) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const results = await run(statements);
      for (const { statement, resolve } of waiting) resolve(results[statements.indexOf(statement)] as T);
      return results;
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      throw error;
    }
  }

  async #sendHere(statements: readonly Statement[]): Promise<readonly StepResult[]> {
    const isFirst = !this.#begun;
    this.#begun = true;
    // Awaited by each at once, so that those who ask go in the order in which they asked.
    const connecting = this.#take();
    return this.#send(statements, async (all) => {
      const connection = await connecting;
      return connection.run(all, this.role, isFirst ? [this.#begin, ...connection.become(this.role)] : []);
    });
  }

  /** Sends what waits; for commands that cannot share a batch. */
  async #flush(): Promise<void> {
    if (!this.#begun || this.#pending.length > 0) await this.#run([]);
    else this.#assertOpen();
  }

  #assertOpen(): void {
    if (this.#over) throw new Error('The transaction is over: a statement came after its end');
  }

  async #guard<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.#failure ??= error;
      throw error;
    }
  }

  #unsend(mark: Statement): boolean {
    const at = this.#pending.indexOf(mark);
    if (at < 0) return false;
    const dropped = new Set(this.#pending.splice(at));
    for (const { statement, reject } of this.#waiting) if (dropped.has(statement)) reject(new Error('Rolled back before it was sent'));
    this.#waiting = this.#waiting.filter(({ statement }) => !dropped.has(statement));
    return true;
  }

  /** PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK, not with an error. */
  #checkCommitted(tag: string | undefined): void {
    if (tag === 'COMMIT') return;
    throw new Error('The transaction was rolled back: a statement in it failed and its error was swallowed', { cause: this.#failure });
  }
}

function begin(options: TransactionOptions): Statement {
  let text = 'begin';
  if (options.isolation) text += ` isolation level ${options.isolation}`;
  if (options.readOnly) text += ' read only';
  return { text, values: [], name: text };
}
