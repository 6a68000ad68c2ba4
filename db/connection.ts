// One connection to PostgreSQL: knows its role, and which statements the server has prepared for it.

import pg from 'pg';
import { DatabaseUnavailable, isUnavailable } from './errors.ts';
import type { Statement } from './pool.ts';
import { Batch, CopyIn, CopyOut, Script, type Step, type StepResult } from './wire.ts';

/** Prepared statements kept a connection; each holds a plan in the server's memory. */
const PREPARED_LIMIT = 300;
/** Roles whose statements fit into those. */
const SERVED_LIMIT = 25;

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly applicationName: string;
  /** Milliseconds; 0: none. */
  readonly statementTimeout: number;
  readonly connectTimeout: number;
}

/**
 * One at a time uses it, or all of them as the same role: what is sent goes in order, and a batch that fails takes nobody else's with
 * it.
 */
export class Connection {
  readonly #client: pg.Client;
  /** Least recently used first. */
  readonly #prepared = new Set<string>();
  #forgotten: string[] = [];
  #role: string | null | undefined = undefined;
  /** Whom this connection has served, most recently last: for them the server has tables and statements at hand. */
  readonly #served = new Set<string | null>();
  broken = false;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** @throws the driver's error where the server does not answer or refuses. @param onBroken called once, when it is lost */
  static async open(options: ConnectionOptions, onBroken: (connection: Connection) => void): Promise<Connection> {
    const settings = [
      'timezone=UTC',
      'datestyle=ISO',
      'intervalstyle=iso_8601',
      'client_encoding=UTF8',
      'jit=off',
      // Whoever finds the list of a search index full sorts all of it while others wait: search-lists.ts is there long before.
      'gin_pending_list_limit=128MB',
      `statement_timeout=${options.statementTimeout}`,
    ];
    const client = new pg.Client({
      connectionString: options.connectionString,
      application_name: options.applicationName,
      connectionTimeoutMillis: options.connectTimeout,
      keepAlive: true,
      pipeline: true,
      options: settings.map((setting) => `-c ${setting}`).join(' '),
    });
    const connection = new Connection(client);
    const lost = () => {
      if (connection.broken) return;
      connection.broken = true;
      onBroken(connection);
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
    } catch (error) {
      connection.broken = true;
      client.end().catch(() => {});
      throw error;
    }
    connection.#role = null;
    return connection;
  }

  get role(): string | null | undefined {
    return this.#role;
  }

  /** Whether the server is likely to have tables and statements of this role at hand. */
  serves(role: string | null): boolean {
    return this.#served.has(role);
  }

  get served(): number {
    return this.#served.size;
  }

  /** After a rollback nobody knows whether SET ROLE survived. */
  forgetRole(): void {
    this.#role = undefined;
  }

  /** What must run first so that the next statement acts as `role`. */
  become(role: string | null): readonly Statement[] {
    return this.#role === role ? [] : [setRole(role)];
  }

  /**
   * Runs statements in one round trip; the first failure skips the rest. `role` is what they leave behind.
   * @param lead goes before them, without an answer
   */
  async run(statements: readonly Statement[], role: string | null, lead: readonly Statement[]): Promise<StepResult[]> {
    const steps: Step[] = [];
    // The protocol counts them in 16 bits, and the driver would not notice. Before any name is noted as prepared.
    const many = statements.find(({ values }) => values.length > 65_535);
    if (many) throw new RangeError(`${many.values.length} values in one statement; PostgreSQL takes 65,535`);
    for (const statement of [...lead, ...statements]) {
      const values = statement.values.map(encode);
      const name = statement.name ?? '';
      steps.push({ text: statement.text, name, parse: name === '' || this.#remember(name), values });
    }
    const close = this.#forgotten;
    if (close.length > 0) this.#forgotten = [];
    // Optimistic: what is written behind this batch only runs when this batch succeeded in becoming the role.
    this.#role = role;
    this.#serve(role);
    try {
      const results = await new Promise<StepResult[]>((resolve, reject) => {
        this.#client.query(new Batch(steps, lead.length, close, { resolve, reject }));
      });
      return lead.length > 0 ? results.slice(lead.length) : results;
    } catch (error) {
      this.#role = undefined;
      for (const step of steps) if (step.name !== '') this.#forget(step.name);
      throw this.#explain(error);
    }
  }

  #serve(role: string | null): void {
    this.#served.delete(role);
    this.#served.add(role);
    if (this.#served.size <= SERVED_LIMIT) return;
    const [oldest] = this.#served;
    if (oldest !== undefined) this.#served.delete(oldest);
  }

  /** Several commands in one text, without values; an error of one ends the rest. */
  async script(text: string): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.#client.query(new Script(text, { resolve, reject }));
      });
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** Answers the number of rows; what the source throws undoes all of them. */
  async copyIn(text: string, source: AsyncIterable<string | Uint8Array>): Promise<number> {
    const copy = new Promise<number>((resolve, reject) => {
      this.#client.query(new CopyIn(text, source, { resolve, reject }));
    });
    try {
      return await copy;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async *copyOut(text: string): AsyncGenerator<Buffer> {
    const copy = new CopyOut(text);
    this.#client.query(copy);
    try {
      yield* copy.read();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async close(): Promise<void> {
    this.broken = true;
    await this.#client.end().catch(() => {});
  }

  /** True when the server must parse it first. */
  #remember(name: string): boolean {
    const known = this.#prepared.delete(name);
    this.#prepared.add(name);
    if (this.#prepared.size > PREPARED_LIMIT) {
      const [oldest] = this.#prepared;
      if (oldest !== undefined) this.#forget(oldest);
    }
    return !known;
  }

  #forget(name: string): void {
    this.#prepared.delete(name);
    this.#forgotten.push(name);
  }

  #explain(error: unknown): unknown {
    if (error instanceof pg.DatabaseError && error.severity === 'FATAL') this.broken = true;
    if (isUnavailable(error) || (this.broken && !(error instanceof pg.DatabaseError)))
      return new DatabaseUnavailable('The connection to the database was lost', { cause: error });
    // It was made where the answer was read; whoever reads the log wants to know who asked.
    if (error instanceof pg.DatabaseError) Error.captureStackTrace(error);
    return error;
  }
}

const roleStatements = new Map<string | null, Statement>();

function setRole(role: string | null): Statement {
  const known = roleStatements.get(role);
  if (known) return known;
  const statement: Statement = { text: role === null ? 'reset role' : `set role ${pg.escapeIdentifier(role)}`, values: [] };
  roleStatements.set(role, statement);
  return statement;
}

/** In PostgreSQL's text form; bytes stay bytes. */
export function encode(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return encodeArray(value);
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

function encodeArray(values: readonly unknown[]): string {
  let text = '{';
  for (const [i, value] of values.entries()) {
    if (i > 0) text += ',';
    if (value === null || value === undefined) text += 'NULL';
    else if (Array.isArray(value)) text += encodeArray(value);
    else text += quoted(encode(value)!);
  }
  return `${text}}`;
}

/** What means itself without quotes: ids, numbers, codes. */
const BARE = /^[\w.:+-]+$/;

function quoted(item: string | Buffer): string {
  const text = typeof item === 'string' ? item : `\\x${item.toString('hex')}`;
  if (BARE.test(text) && text.toLowerCase() !== 'null') return text;
  return `"${/["\\]/.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"') : text}"`;
}
