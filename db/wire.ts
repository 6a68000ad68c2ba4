// What travels to PostgreSQL in one piece: a batch of statements up to one Sync, or one COPY.

import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { serialize } from 'pg-protocol';
import type { Rows } from './pool.ts';

/** The part of node-postgres' protocol connection that is used here; its own types stop at Submittable. */
interface Wire {
  readonly stream: Duplex;
  sync(): void;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

export interface Step {
  readonly text: string;
  /** '' is not kept by the server. */
  readonly name: string;
  /** False when the server knows the name already. */
  readonly parse: boolean;
  readonly values: readonly (string | Buffer | null)[];
}

export interface StepResult extends Rows {
  /** As the server says it: `SELECT 3`, `COMMIT`. */
  readonly tag: string;
}

/** node-postgres' own; its type declares `submit` as a property, which a method may not override. */
const Query = pg.Query as unknown as new (text: string) => EventEmitter;

/** Answers nobody waits for must not fall on the floor as an exception inside the socket's reader. */
abstract class Message extends Query {
  constructor() {
    super('');
  }

  handleRowDescription(): void {}
  handleDataRow(_message: { fields: (string | null)[] }): void {}
  handleCommandComplete(_message: { text: string }): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(_message: { chunk: Buffer }): void {}

  handleCopyInResponse(connection: unknown): void {
    (connection as Wire).sendCopyFail('COPY ... FROM STDIN must go through copyIn()');
  }
}

type Settle<T> = { resolve(value: T): void; reject(error: Error): void };

const failures = new WeakMap<Error, number>();

/** Which statement of a batch failed, from 0 on; as many as there are where none did but the commit of all; negative: what came before them, or unknown. */
export function failedAt(error: unknown): number {
  return failures.get(error as Error) ?? -1;
}

/**
 * Statements that the server runs one after the other without an answer in between; the first that fails skips the rest.
 * Cells stay text as the server sent them. No Describe is sent: who asks knows the columns.
 */
export class Batch extends Message {
  readonly #steps: readonly Step[];
  readonly #lead: number;
  readonly #close: readonly string[];
  readonly #settle: Settle<StepResult[]>;
  readonly #results: StepResult[] = [];
  #rows: (string | null)[][] = [];

  /** @param lead so many steps come before the first statement */
  constructor(steps: readonly Step[], lead: number, close: readonly string[], settle: Settle<StepResult[]>) {
    super();
    this.#steps = steps;
    this.#lead = lead;
    this.#close = close;
    this.#settle = settle;
  }

  submit(connection: unknown): void {
    const wire = connection as Wire;
    const messages = this.#close.map((name) => serialize.close({ type: 'S', name }));
    for (const step of this.#steps) {
      if (step.parse) messages.push(serialize.parse(step));
      messages.push(serialize.bind({ statement: step.name, values: [...step.values] }), serialize.execute());
    }
    messages.push(serialize.sync());
    // One buffer: a write of many small ones costs the process several times as much.
    wire.stream.write(Buffer.concat(messages));
  }

  override handleDataRow(message: { fields: (string | null)[] }): void {
    this.#rows.push(message.fields);
  }

  override handleCommandComplete(message: { text: string }): void {
    this.#results.push({ rows: this.#rows, count: rowCount(message.text), tag: message.text });
    this.#rows = [];
  }

  override handleEmptyQuery(): void {
    this.#results.push({ rows: [], count: 0, tag: '' });
  }

  /** While it waits for rows the server reads over our Sync; it needs another to come back. */
  override handleCopyInResponse(connection: unknown): void {
    super.handleCopyInResponse(connection);
    (connection as Wire).sync();
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#results);
  }

  handleError(error: Error): void {
    failures.set(error, this.#results.length - this.#lead);
    this.#settle.reject(error);
  }
}

/** Several commands in one text, without values: patches. */
export class Script extends Message {
  readonly #text: string;
  readonly #settle: Settle<void>;

  constructor(text: string, settle: Settle<void>) {
    super();
    this.#text = text;
    this.#settle = settle;
  }

  submit(connection: unknown): void {
    (connection as Wire).query(this.#text);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve();
  }

  handleError(error: Error): void {
    this.#settle.reject(error);
  }
}

/** `COPY ... FROM STDIN`, fed as fast as the socket takes it. Resolves to the number of rows. */
export class CopyIn extends Message {
  readonly #text: string;
  readonly #source: AsyncIterable<string | Uint8Array>;
  readonly #settle: Settle<number>;
  #count = 0;
  /** Set when the source itself failed: that error tells more than the server's answer to the broken-off COPY. */
  #failure: Error | null = null;
  #ended = false;

  constructor(text: string, source: AsyncIterable<string | Uint8Array>, settle: Settle<number>) {
    super();
    this.#text = text;
    this.#source = source;
    this.#settle = settle;
  }

  submit(connection: unknown): void {
    (connection as Wire).query(this.#text);
  }

  override handleCopyInResponse(connection: unknown): void {
    void this.#feed(connection as Wire);
  }

  async #feed(wire: Wire): Promise<void> {
    try {
      for await (const chunk of this.#source) {
        if (this.#ended) return;
        wire.sendCopyFromChunk(
          typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength),
        );
        if (wire.stream.writableNeedDrain) await drained(wire.stream);
      }
      if (!this.#ended) wire.endCopyFrom();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      if (!this.#ended) wire.sendCopyFail(this.#failure.message);
    }
  }

  override handleCommandComplete(message: { text: string }): void {
    this.#count = rowCount(message.text);
  }

  handleReadyForQuery(): void {
    this.#ended = true;
    this.#settle.resolve(this.#count);
  }

  handleError(error: Error): void {
    this.#ended = true;
    this.#settle.reject(this.#failure ?? error);
  }
}

/** `COPY ... TO STDOUT`; the socket waits while the reader is slow. */
export class CopyOut extends Message {
  readonly #text: string;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #state: 'open' | 'done' | Error = 'open';
  #wire: Wire | null = null;
  #wake: (() => void) | null = null;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  submit(connection: unknown): void {
    this.#wire = connection as Wire;
    this.#wire.query(this.#text);
  }

  override handleCopyData(message: { chunk: Buffer }): void {
    // The parser reuses its buffer, so what waits here must be a copy.
    this.#chunks.push(Buffer.from(message.chunk));
    this.#size += message.chunk.length;
    if (this.#size > 1 << 20) this.#wire?.stream.pause();
    this.#signal();
  }

  handleReadyForQuery(): void {
    this.#state = 'done';
    this.#signal();
  }

  handleError(error: Error): void {
    this.#state = error;
    this.#signal();
  }

  #signal(): void {
    this.#wake?.();
    this.#wake = null;
  }

  async *read(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        if (this.#chunks.length > 0) {
          const chunk = Buffer.concat(this.#chunks.splice(0));
          this.#size = 0;
          this.#wire?.stream.resume();
          yield chunk;
        } else if (this.#state === 'done') {
          return;
        } else if (this.#state !== 'open') {
          throw this.#state;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      // A reader that leaves early must not leave the socket asleep: the rest is read and dropped.
      this.handleCopyData = () => {};
      this.#wire?.stream.resume();
    }
  }
}

function rowCount(tag: string): number {
  const last = tag.lastIndexOf(' ');
  return last < 0 ? 0 : Number(tag.slice(last + 1)) || 0;
}

function drained(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
